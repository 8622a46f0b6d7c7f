"""The universe of an item: nobody left out, every exclusion with a reason, scope that refuses a part."""

import tracemalloc
from datetime import date

import pytest
from tests.registry import builders

from mingqian.core.decision import Refused
from mingqian.registry import selectors, services
from mingqian.registry.enums import Level, MarkCode, Reach, RiskClass, SubjectKind, SubjectStatus
from mingqian.registry.selectors import subjects
from mingqian.registry.types import RollRules, Strata, VisitRow

universe = selectors.universe


@pytest.fixture
def item(cast):
    return builders.item(cast)


def rows(cast, rules=None, by=None, code="LW-05"):
    on = cast.today
    return list(universe.rows(by or cast.draw_operator, code, on, rules or RollRules(on=on)))


@pytest.mark.clause("XM-21")
def test_the_universe_holds_every_subject_of_the_category_and_no_other(cast, item):
    mine = [builders.firm(cast, n, tag="labour_dispatch") for n in (1, 2)]
    builders.firm(cast, 3, tag="hr_service")
    builders.firm(cast, 4)
    assert [row.id for row in rows(cast)] == [subject.code for subject in mine]


def test_a_subject_with_two_of_the_tags_stands_once(cast):
    builders.law(cast)
    builders.publish(cast, builders.draft(cast, subject_tags=("labour_dispatch", "host_employer")))
    code = builders.firm(cast, 1, tag="labour_dispatch").code
    services.subjects.tag(code=code, tag="host_employer", source="x", by=cast.legal_office, now=cast.now)
    assert [row.id for row in rows(cast)] == [code]


def test_excluded_and_forced_subjects_stay_in_with_reason_and_clause(cast, item):
    closed, told, plain = (builders.firm(cast, n, tag="labour_dispatch").code for n in (1, 2, 3))
    services.subjects.set_status(
        code=closed,
        status=SubjectStatus.CLOSED,
        since=cast.today,
        evidence="注销公告",
        by=cast.legal_office,
        now=cast.now,
    )
    services.standing.mark(
        code=told,
        mark=MarkCode.TS,
        reason="投诉 15 号",
        evidence="登记表",
        clause="三(五)4",
        from_on=cast.today,
        approved_by=cast.bureau_leader,
        by=cast.legal_office,
        now=cast.now,
    )
    found = {row.id: row.standing for row in rows(cast)}
    assert [found[code].status for code in (closed, told, plain)] == ["X:ZX", "F:TS", "E"]
    assert found[told].reason == "投诉举报必查：投诉 15 号"
    assert found[told].clause == "三(五)4"
    assert found[closed].clause


def test_a_mark_for_another_item_does_not_touch_this_one(cast, item):
    builders.publish(cast, builders.draft(cast, "LW-06", subject_tags=()))
    code = builders.firm(cast, 1, tag="labour_dispatch").code
    services.standing.mark(
        code=code,
        mark=MarkCode.TS,
        item="LW-06",
        reason="投诉",
        evidence="登记表",
        from_on=cast.today,
        approved_by=cast.bureau_leader,
        by=cast.legal_office,
        now=cast.now,
    )
    assert [row.standing.status for row in rows(cast)] == ["E"]
    assert [row.standing.status for row in rows(cast, code="LW-06")] == ["F:TS"]


@pytest.mark.clause("XM-42")
def test_three_new_licensees_enter_the_next_roll_as_mandatory(cast, item):
    codes = [builders.firm(cast, n).code for n in (1, 2, 3, 4)]
    for code in codes:
        services.subjects.tag(
            code=code,
            tag="labour_dispatch",
            source="licence",
            licence_no=f"许可{code[-4:]}",
            from_on=date(2025, 12, 1) if code != codes[3] else date(2020, 1, 1),
            by=cast.legal_office,
            now=cast.now,
        )
    rules = RollRules(on=cast.today, new_licence_months=12, new_licence_clause="三(五)4")
    assert [row.standing.status for row in rows(cast, rules)] == ["F:XK", "F:XK", "F:XK", "E"]
    checked = [VisitRow(codes[0], date(2025, 12, 20), "routine", "on_site")]
    services.standing.record_visits(visits=checked, by=cast.legal_office, now=cast.now)
    assert [row.standing.status for row in rows(cast, rules)] == ["E", "F:XK", "F:XK", "E"]


@pytest.mark.clause("XM-05")
def test_a_risk_class_changed_before_the_freeze_changes_the_slips(cast, item):
    code = builders.firm(cast, 1, tag="labour_dispatch").code
    rules = RollRules(on=cast.today, weights={"A": 1, "B": 2, "C": 4, "": 2})
    assert rows(cast, rules)[0].standing.weight == 2
    services.subjects.set_risk_class(
        code=code, risk=RiskClass.C, on=cast.today, basis="评价", by=cast.credit_officer, now=cast.now
    )
    assert rows(cast, rules)[0].standing.weight == 4
    assert rows(cast, rules)[0].record["risk"] == "C"


@pytest.mark.clause("XM-17")
def test_a_pool_divides_into_strata_by_tag(cast):
    builders.law(cast)
    builders.publish(cast, builders.draft(cast, strata=Strata("tag", ("ftz",))))
    inside = builders.firm(cast, 1, tag="labour_dispatch").code
    services.subjects.tag(code=inside, tag="ftz", source="自贸区名单", by=cast.legal_office, now=cast.now)
    builders.firm(cast, 2, tag="labour_dispatch")
    assert [row.stratum for row in rows(cast)] == ["ftz", "OTHER"]


def test_the_rules_of_the_plan_may_divide_the_pool_themselves(cast, item):
    builders.firm(cast, 1, tag="labour_dispatch", fields={"division_code": "359902"})
    rules = RollRules(on=cast.today, strata=Strata("division", ("359901", "359902")))
    assert [row.stratum for row in rows(cast, rules)] == ["359902"]


@pytest.mark.clause("XM-22")
def test_a_city_item_draws_from_the_city_library_and_a_district_item_from_its_own(cast, item):
    city = builders.firm(cast, 1, tag="labour_dispatch").code
    district = builders.firm(cast, 2, by=cast.district_bureau, unit="359901", tag="labour_dispatch").code
    own = {"unit": "359901", "jurisdiction": "359901", "level": Level.DISTRICT}
    builders.publish(
        cast, builders.draft(cast, "HB-05", by=cast.district_bureau, **own), by=cast.district_bureau
    )
    assert [row.id for row in rows(cast)] == [city]
    assert [row.id for row in rows(cast, by=cast.district_bureau, code="HB-05")] == [district]


def test_an_item_may_reach_the_libraries_of_the_levels_below(cast):
    builders.law(cast)
    builders.publish(cast, builders.draft(cast, reach=Reach.ALL))
    builders.firm(cast, 1, tag="labour_dispatch")
    builders.firm(cast, 2, by=cast.district_bureau, unit="359901", tag="labour_dispatch")
    assert len(rows(cast)) == 2


@pytest.mark.parametrize("who", ["district_bureau", "business_unit_head"])
def test_who_sees_a_part_of_the_jurisdiction_gets_no_roll_of_a_part(cast, item, who):
    builders.firm(cast, 1, tag="labour_dispatch")
    with pytest.raises(Refused, match="不包括事项“对劳务派遣企业的监督检查”的全部管辖范围"):
        rows(cast, by=cast.people[who])


def test_an_item_without_a_published_version_has_no_universe(cast):
    builders.law(cast)
    builders.draft(cast)
    with pytest.raises(Refused, match="没有已公布并生效的版本"):
        rows(cast)


def test_natural_persons_stand_only_in_items_that_name_them(cast, item):
    builders.publish(cast, builders.draft(cast, "LW-14", subject_tags=()))
    builders.publish(cast, builders.draft(cast, "LW-23", subject_tags=(), subject_kinds=("natural_person",)))
    builders.rows(cast, 2)
    builders.rows(cast, 3, kind=SubjectKind.NATURAL_PERSON)
    assert universe.size(cast.legal_office, "LW-14", cast.today) == 2
    assert universe.size(cast.legal_office, "LW-23", cast.today) == 3


def test_the_pool_is_counted_and_told_in_words(cast, item):
    codes = [builders.firm(cast, n, tag="labour_dispatch").code for n in range(1, 8)]
    services.subjects.set_status(
        code=codes[0],
        status=SubjectStatus.CLOSED,
        since=cast.today,
        evidence="公告",
        by=cast.legal_office,
        now=cast.now,
    )
    recent = [VisitRow(code, date(2025, 12, 20), "routine", "on_site") for code in codes[1:3]]
    services.standing.record_visits(visits=recent, by=cast.legal_office, now=cast.now)
    rules = RollRules(on=cast.today, recent_months=3, recent_clause="三(五)6(2)")
    tally = universe.tally(cast.draw_operator, "LW-05", cast.today, rules)
    assert universe.in_words(tally, recent_months=3) == "在册 7 − 3个月内已查 2 − 注销 1 = 4"
    assert tally.eligible == sum(row.standing.letter == "E" for row in rows(cast, rules))


def test_pages_join_without_gap_or_double(cast, monkeypatch):
    builders.law(cast)
    builders.publish(cast, builders.draft(cast, subject_tags=()))
    builders.rows(cast, 25)
    whole = rows(cast)
    for page in (1, 7, 24, 25, 26):
        monkeypatch.setattr(subjects, "PAGE", page)
        assert rows(cast) == whole
    assert len({row.id for row in whole}) == 25


@pytest.mark.slow
def test_a_long_registry_streams_with_flat_memory(cast, monkeypatch):
    builders.law(cast)
    builders.publish(cast, builders.draft(cast, subject_tags=()))

    def peak(count: int) -> int:
        builders.Subject.objects.all().delete()
        builders.rows(cast, count)
        tracemalloc.start()
        tally = universe.tally(cast.draw_operator, "LW-05", cast.today, RollRules(on=cast.today))
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert tally.total == count
        return found

    monkeypatch.setattr(subjects, "PAGE", 200)
    small = peak(600)
    # A page, and what happens to be kept beside it; the whole list is four times as long.
    assert peak(2_400) < 1.5 * small
