"""二次建库: threshold, natural persons only, versions, counts, approval, and the screened in the roll."""

import pytest
from django.db import IntegrityError, transaction
from tests.registry import builders

from mingqian.audit import selectors as audit
from mingqian.core.decision import Refused
from mingqian.policy import stack
from mingqian.registry import selectors, services
from mingqian.registry.enums import MarkCode, SubjectKind, SubjectStatus
from mingqian.registry.models import SecondaryPoolRule, Subject
from mingqian.registry.services.pools import Permission, many_enough, permission_of
from mingqian.registry.types import Condition, RollRules

SMALL = Permission(threshold=20)
LARGE_SUMS = (Condition("facts.amount", "ge", (50000,), "补贴金额（元）"),)


@pytest.fixture
def item(cast):
    return builders.item(cast, "LW-23", subject_tags=(), subject_kinds=("natural_person",))


def holders(cast, count: int) -> None:
    amount = lambda n: {"amount": 60000 if n % 4 == 0 else 20000}  # noqa: E731
    builders.rows(cast, count, kind=SubjectKind.NATURAL_PERSON, facts=amount)


def open_pool(cast, item: str = "LW-23"):
    return services.pools.open_pool(
        code="BT", name="补贴重点对象库", item=item, unit=cast.bureau, by=cast.legal_office, now=cast.now
    )


def draft(cast, conditions=LARGE_SUMS, permission=SMALL):
    return services.pools.draft_rule(
        pool="BT",
        conditions=conditions,
        reason="金额大的先查",
        permission=permission,
        by=cast.legal_office,
        now=cast.now,
    )


def approve(cast, number: int = 1):
    return services.pools.approve_rule(pool="BT", number=number, by=cast.bureau_leader, now=cast.now)


@pytest.mark.clause("XM-25")
@pytest.mark.parametrize(("count", "ok"), [(9_999, False), (10_000, True), (10_860, True)])
def test_ten_thousand_persons_suffice_and_one_fewer_does_not(count, ok):
    found = many_enough(count, Permission())
    assert found.ok is ok
    assert ok or "9999 人，不到 10000 人" in found.reason


@pytest.mark.parametrize(("pack", "threshold"), [("xiamen-2017", 10_000), ("fuling-2024", None)])
def test_whether_a_bureau_may_screen_at_all_stands_in_its_pack(pack, threshold):
    permission = permission_of(stack.of(pack))
    assert permission.threshold == threshold
    assert many_enough(50_000, permission).ok is (threshold is not None)


def test_a_rule_is_found_again_from_the_document_it_rests_on(cast, item):
    holders(cast, 20)
    open_pool(cast)
    draft(cast, permission=Permission(threshold=20, clause="三(二)", document=builders.LAW))
    resting = selectors.rule_documents.resting_on(cast.legal_office, builders.LAW)
    assert ("rule", "pool BT v1", "三(二)") in [(r.kind, r.thing, r.clause) for r in resting]


@pytest.mark.slow
@pytest.mark.clause("XM-25")
@pytest.mark.sqlite  # a long list; the threshold itself runs on both
def test_the_threshold_holds_on_real_rows(cast, item):
    holders(cast, 9_999)
    open_pool(cast)
    with pytest.raises(Refused, match="名录库有 9999 人"):
        draft(cast, permission=Permission())
    last = Subject.objects.order_by("-pk").first()
    last.pk, last.number, last.code = None, "99999999", "PID:99999999"
    last.save()
    rule = draft(cast, permission=Permission())
    assert (rule.before_count, rule.after_count) == (10_000, 2_499)


@pytest.mark.clause("XM-25")
def test_firms_are_never_screened(cast):
    builders.item(cast)
    with pytest.raises(Refused, match="不全是自然人，不能二次建库"):
        open_pool(cast, "LW-05")


@pytest.mark.clause("XM-25")
def test_a_rule_is_told_in_words_with_its_counts_and_approved_by_another(cast, item):
    holders(cast, 24)
    open_pool(cast)
    rule = draft(cast)
    assert rule.words == "同时满足：补贴金额（元）不小于 50000"
    assert (rule.number, rule.before_count, rule.after_count) == (1, 24, 6)
    with pytest.raises(Refused):
        services.pools.approve_rule(pool="BT", number=1, by=cast.legal_office, now=cast.now)
    approved = approve(cast)
    assert (approved.state, approved.approved_by) == ("approved", cast.bureau_leader.code)
    (entry,) = audit.entries(cast.audit_admin, kind="pool.rule_approved")
    assert '"after":6,"before":24' in entry.body


@pytest.mark.clause("XM-25")
def test_screened_out_persons_stay_in_the_roll_with_status_and_rule(cast, item):
    holders(cast, 24)
    open_pool(cast)
    draft(cast)
    assert selectors.pools.screen(cast.draw_operator, "LW-23", cast.today) is None
    approve(cast)
    screen = selectors.pools.screen(cast.draw_operator, "LW-23", cast.today)
    rules = RollRules(on=cast.today, screen=screen)
    rows = list(selectors.universe.rows(cast.draw_operator, "LW-23", cast.today, rules))
    assert [row.standing.letter for row in rows].count("E") == 6
    out = [row.standing for row in rows if row.standing.status == "S:EZ"]
    assert len(out) == 18
    assert all(s.reason == "不符合筛选规则（BT 第1版）：补贴金额（元）不小于 50000" and s.clause for s in out)
    tally = selectors.universe.tally(cast.draw_operator, "LW-23", cast.today, rules)
    assert selectors.universe.in_words(tally) == "在册 24 − 二次建库筛除 18 = 6"


def test_the_counts_leave_out_who_could_not_be_drawn_anyway(cast, item):
    holders(cast, 24)
    gone = Subject.objects.order_by("pk").first()
    services.subjects.set_status(
        code=gone.code,
        status=SubjectStatus.CLOSED,
        since=cast.today,
        evidence="死亡登记",
        by=cast.legal_office,
        now=cast.now,
    )
    open_pool(cast)
    assert draft(cast).before_count == 23


def test_a_forced_person_is_not_screened_out(cast, item):
    holders(cast, 20)
    open_pool(cast)
    draft(cast)
    approve(cast)
    poor = Subject.objects.order_by("pk").first().code
    services.standing.mark(
        code=poor,
        mark=MarkCode.TS,
        reason="举报",
        evidence="登记表",
        from_on=cast.today,
        approved_by=cast.bureau_leader,
        by=cast.legal_office,
        now=cast.now,
    )
    rules = RollRules(on=cast.today, screen=selectors.pools.screen(cast.draw_operator, "LW-23", cast.today))
    rows = selectors.universe.rows(cast.draw_operator, "LW-23", cast.today, rules)
    assert {row.id: row.standing.status for row in rows}[poor] == "F:TS"


@pytest.mark.clause("XM-26")
def test_a_new_version_retires_the_old_one_and_both_stay_readable(cast, item):
    holders(cast, 24)
    open_pool(cast)
    draft(cast)
    approve(cast)
    draft(cast, (Condition("facts.amount", "ge", (10000,), "补贴金额（元）"),))
    approve(cast, 2)
    listed = [(r.number, r.state, r.after_count) for r in selectors.pools.versions(cast.legal_office, "BT")]
    assert listed == [(1, "retired", 6), (2, "approved", 24)]
    assert selectors.pools.screen(cast.draw_operator, "LW-23", cast.today).number == 2


def test_without_a_rule_in_force_the_whole_registry_is_drawn_from(cast, item):
    holders(cast, 24)
    open_pool(cast)
    draft(cast)
    approve(cast)
    services.pools.retire_rule(pool="BT", number=1, reason="效果不佳", by=cast.bureau_leader, now=cast.now)
    assert selectors.pools.screen(cast.draw_operator, "LW-23", cast.today) is None


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        ((), "没有任何条件"),
        ((Condition("colour", "eq", ("red",)),), "没有字段“colour”"),
        ((Condition("facts.amount", "ge", (10**7,), "补贴金额"),), "没有一名对象留在"),
    ],
)
def test_a_rule_that_cannot_serve_is_refused_and_not_kept(cast, item, conditions, words):
    holders(cast, 20)
    open_pool(cast)
    with pytest.raises(Refused, match=words):
        draft(cast, conditions)
    assert not SecondaryPoolRule.objects.exists()


@pytest.mark.parametrize("column", ["words", "conditions", "after_count"])
def test_the_database_refuses_to_change_an_approved_rule(cast, item, column):
    holders(cast, 20)
    open_pool(cast)
    draft(cast)
    approve(cast)
    with pytest.raises(IntegrityError, match="不能修改"), transaction.atomic():
        SecondaryPoolRule.objects.update(**{column: 1})


def test_a_pool_of_another_unit_is_not_seen(cast, item):
    open_pool(cast)
    with pytest.raises(Refused, match="不在您的数据范围内"):
        selectors.pools.get(cast.district_bureau, "BT")
