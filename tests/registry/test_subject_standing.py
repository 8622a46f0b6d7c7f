"""Marks, abnormal entries and recorded checks, and what they do to the next roll."""

from datetime import date, timedelta

import pytest
from tests.registry import builders

from mingqian.audit import selectors as audit
from mingqian.core.decision import Refused
from mingqian.core.frequency import on_site_this_year
from mingqian.registry import selectors, services
from mingqian.registry.enums import MarkCode
from mingqian.registry.models import SubjectMark, SubjectVisit
from mingqian.registry.types import VisitRow

GROUNDS = frozenset({"complaints", "arrears"})


def mark(cast, code: str, which: MarkCode = MarkCode.TS, **more):
    words = {"reason": "群众投诉", "evidence": "投诉登记 2026-15"}
    return services.standing.mark(
        code=code,
        mark=which,
        by=cast.legal_office,
        now=cast.now,
        **{**words, "from_on": cast.today, "approved_by": cast.bureau_leader, **more},
    )


def facts(cast, code: str, on: date | None = None):
    return selectors.subjects.facts_of(cast.legal_office, [code], on or cast.today)[code]


@pytest.fixture
def firm(cast) -> str:
    return builders.firm(cast, 1).code


@pytest.mark.clause("XM-07")
def test_a_mark_needs_a_coded_ground_evidence_and_an_approver(cast, firm):
    row = mark(cast, firm)
    assert (row.code, row.approved_by) == ("TS", cast.bureau_leader.code)
    (entry,) = audit.entries(cast.audit_admin, kind="subject.marked")
    assert "投诉登记 2026-15" in entry.body and cast.bureau_leader.code in entry.body
    assert [m.code for m in facts(cast, firm).marks] == ["TS"]


@pytest.mark.clause("XM-07")
@pytest.mark.parametrize("missing", ["reason", "evidence"])
def test_a_mark_without_its_ground_or_evidence_is_refused(cast, firm, missing):
    with pytest.raises(Refused, match="防止选择执法"):
        mark(cast, firm, **{missing: "  "})
    assert not SubjectMark.objects.exists()


@pytest.mark.clause("XM-07")
def test_nobody_approves_an_own_mark(cast, firm):
    with pytest.raises(Refused, match="提出人"):
        mark(cast, firm, approved_by=cast.legal_office)


def test_an_approver_without_the_role_does_not_count(cast, firm):
    with pytest.raises(Refused, match="批准必查、免检标记"):
        mark(cast, firm, approved_by=cast.draw_operator)


def test_a_mark_lifted_on_a_day_still_counts_on_it_and_no_longer_after(cast, firm):
    row = mark(cast, firm)
    until = cast.today + timedelta(days=5)
    services.standing.lift(
        mark_id=row.pk,
        until_on=until,
        reason="已办结",
        approved_by=cast.bureau_leader,
        by=cast.legal_office,
        now=cast.now,
    )
    assert facts(cast, firm, until).marks
    assert not facts(cast, firm, until + timedelta(days=1)).marks


@pytest.mark.clause("XM-07")
def test_nobody_lets_a_must_check_firm_off_alone(cast, firm):
    row = mark(cast, firm)
    with pytest.raises(Refused, match="提出人"):
        services.standing.lift(
            mark_id=row.pk,
            until_on=cast.today,
            reason="已办结",
            approved_by=cast.legal_office,
            by=cast.legal_office,
            now=cast.now,
        )


def test_a_mark_for_one_item_is_told_with_its_item(cast, firm):
    builders.item(cast)
    mark(cast, firm, item="LW-05")
    assert facts(cast, firm).marks[0].item == "LW-05"
    with pytest.raises(Refused, match="没有代码为“LW-99”的事项"):
        mark(cast, firm, item="LW-99")


def abnormal(cast, code: str, ground: str = "complaints"):
    return services.standing.enter_abnormal(
        code=code,
        ground=ground,
        grounds=GROUNDS,
        source="投诉举报台账",
        evidence="90日内3件投诉",
        from_on=cast.today,
        by=cast.legal_office,
        now=cast.now,
    )


@pytest.mark.clause("XM-90")
def test_an_abnormal_subject_cannot_be_exempted_until_its_ground_has_ended(cast, firm):
    abnormal(cast, firm)
    spare = {"reason": "近期已查", "evidence": "检查记录"}
    with pytest.raises(Refused, match=r"是异常监管对象.*不能免检"):
        mark(cast, firm, MarkCode.MJ, **spare)
    services.standing.end_abnormal(
        code=firm,
        ground="complaints",
        until_on=cast.today,
        reason="已整改",
        approved_by=cast.bureau_leader,
        by=cast.legal_office,
        now=cast.now,
    )
    tomorrow = cast.today + timedelta(days=1)
    assert mark(cast, firm, MarkCode.MJ, from_on=tomorrow, **spare).code == "MJ"


@pytest.mark.clause("XM-90")
def test_a_ground_the_pack_does_not_define_is_refused(cast, firm):
    with pytest.raises(Refused, match=r"“bad_mood”不是规则包定义的异常情形.*arrears、complaints"):
        abnormal(cast, firm, "bad_mood")


def test_ending_what_never_began_is_refused(cast, firm):
    with pytest.raises(Refused, match="没有有效的异常情形"):
        services.standing.end_abnormal(
            code=firm,
            ground="arrears",
            until_on=cast.today,
            reason="x",
            approved_by=cast.bureau_leader,
            by=cast.legal_office,
            now=cast.now,
        )


def visits(cast, *rows: VisitRow) -> int:
    return services.standing.record_visits(visits=rows, by=cast.legal_office, now=cast.now)


def test_recorded_checks_feed_the_recent_window_and_the_annual_cap(cast, firm):
    visits(
        cast,
        VisitRow(firm, date(2025, 11, 3), "routine", "on_site"),
        VisitRow(firm, date(2026, 1, 2), "routine", "on_site"),
        VisitRow(firm, date(2026, 1, 3), "routine", "written"),
        VisitRow(firm, date(2026, 1, 4), "case_specific", "on_site", lead_driven=True),
    )
    found = facts(cast, firm)
    assert found.last_check == date(2026, 1, 4)
    assert (
        on_site_this_year(found.visits, cast.today) == 2
    )  # a written check is no visit; one led by a lead counts
    assert not found.penalised_last_year


def test_checks_after_the_day_asked_do_not_count(cast, firm):
    visits(cast, VisitRow(firm, date(2026, 1, 9), "routine", "on_site"))
    assert facts(cast, firm).last_check is None
    later = facts(cast, firm, date(2026, 1, 9))
    assert on_site_this_year(later.visits, date(2026, 1, 9)) == 1


def test_a_penalty_of_last_year_lifts_the_protection_of_the_cap(cast, firm):
    visits(cast, VisitRow(firm, date(2025, 3, 3), "routine", "on_site", penalised=True))
    assert facts(cast, firm).penalised_last_year
    assert not facts(cast, firm, date(2027, 1, 1)).penalised_last_year


def test_visits_are_recorded_all_or_none(cast, firm):
    with pytest.raises(Refused, match="1 个对象不在名录库"):
        visits(
            cast,
            VisitRow(firm, cast.today, "routine", "on_site"),
            VisitRow("USCC:UNKNOWN", cast.today, "routine", "on_site"),
        )
    assert not SubjectVisit.objects.exists()


def test_many_visits_make_one_entry_with_their_counts(cast, firm):
    visits(
        cast,
        VisitRow(firm, cast.today, "routine", "on_site"),
        VisitRow(firm, cast.today, "routine", "written"),
    )
    (entry,) = audit.entries(cast.audit_admin, kind="subject.visits_recorded")
    assert '"by_method":{"on_site":1,"written":1}' in entry.body
    listed = selectors.subjects.visits(cast.legal_office, [firm], since=cast.today, until=cast.today)
    assert [(code, method) for code, _, _, method, _, _ in listed] == [(firm, "on_site"), (firm, "written")]
