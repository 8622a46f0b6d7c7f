"""The implementation plan: seven fields, nature, panels, partners, start, and what a draw takes over."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.planning.desk import DRAW_DAY, NOW, TEXT, Desk

from mingqian.audit import selectors as audits
from mingqian.core import sampling
from mingqian.core.decision import Refused, allowed
from mingqian.planning import selectors, services
from mingqian.planning.enums import Answer, CaptainMode, DrawMethod, Nature, PlanState, RollMode
from mingqian.planning.models import AnnualPlan, ImplementationPlan, PlannedItem
from mingqian.planning.selectors import rows
from mingqian.planning.services.filling import ItemText
from mingqian.planning.services.plan_lines import Partner
from mingqian.registry.enums import InspectorClass

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def standing_annual(standing_desk: Desk) -> AnnualPlan:
    return standing_desk.published()


@pytest.fixture
def annual(standing_annual: AnnualPlan, desk: Desk) -> AnnualPlan:
    """The published plan of 2026 with both items in batches R1 and R2."""
    return standing_annual


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [decision.code for decision in refusal.value.decisions]


def submit(desk: Desk, row: ImplementationPlan) -> None:
    services.implementation.submit(plan=row.code, pack=desk.pack, by=desk.cast.legal_office, now=NOW)


def test_from_draft_to_completion_every_step_is_journaled(desk: Desk, annual: AnnualPlan) -> None:
    row = desk.started(desk.implementation(annual))
    services.implementation.complete(plan=row.code, by=desk.cast.legal_office, now=NOW)
    told = [
        e.kind.split(".")[1]
        for e in audits.entries(desk.cast.audit_admin, thing=f"implementation:{row.code}")
    ]
    assert told == [
        "drafted", "filled", "item_set", "item_set", "panel_set",
        "submitted", "approved", "published", "started", "completed",
    ]  # fmt: skip
    row.refresh_from_db()
    assert row.state == PlanState.COMPLETED
    assert row.inspectors_needed == 4


def test_a_code_taken_by_somebody_else_meanwhile_is_refused_in_words(
    desk: Desk, annual: AnnualPlan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two annual plans, one code, at the same moment: the look finds it free, the database does not."""
    desk.implementation(annual)
    monkeypatch.setattr(services.implementation, "_fresh", lambda *_: allowed())
    with pytest.raises(Refused, match="编号SS-2026-R1已被使用") as caught:
        services.implementation.draft(
            annual_plan=annual, batch="R2", code="SS-2026-R1", title="第二批抽查", mode=RollMode.SEALED,
            pack=desk.pack, by=desk.cast.legal_office, now=NOW,
        )  # fmt: skip
    assert codes(caught) == ["implementation.code_taken"]
    assert ImplementationPlan.objects.count() == 1


@pytest.mark.clause("FL-18")
@pytest.mark.parametrize(
    ("empty", "name"),
    [
        ({"purpose": " "}, "抽查目的"),
        ({"confidentiality": ""}, "保密要求"),
        ({"result_use": ""}, "检查结果运用"),
        ({"methods": ()}, "执法检查方式"),
    ],
)
def test_each_missing_field_is_named_with_the_clause(
    desk: Desk, annual: AnnualPlan, empty: dict[str, Any], name: str
) -> None:
    row = desk.implementation(annual)
    text = replace(TEXT, **empty)
    services.filling.fill(plan=row.code, text=text, by=desk.cast.legal_office, now=NOW)
    with pytest.raises(Refused) as refusal:
        submit(desk, row)
    (decision,) = refusal.value.decisions
    assert name in decision.reason
    assert decision.clause


def test_an_untouched_draft_lacks_time_people_and_nature_as_well(desk: Desk, annual: AnnualPlan) -> None:
    plan = annual
    row = services.implementation.draft(
        annual_plan=plan,
        batch="R1",
        code="SS-1",
        title="第一批",
        pack=desk.pack,
        by=desk.cast.legal_office,
        now=NOW,
    )
    with pytest.raises(Refused) as refusal:
        submit(desk, row)
    told = str(refusal.value)
    for name in (
        "实施时间",
        "抽查目的",
        "执法人员数量",
        "执法检查方式",
        "保密要求",
        "检查结果运用",
        "检查性质",
    ):
        assert name in told


@pytest.mark.clause("XM-52", "XM-56")
def test_nature_and_category_decide_the_pool_and_the_wrong_one_is_refused(desk: Desk) -> None:
    desk.item("YW15", category=3, necessity="确需检查", inspector_class="business")
    row = desk.implementation(desk.published(2027, items=("JG01", "JG05", "YW15")))
    with pytest.raises(Refused) as refusal:
        submit(desk, row)
    assert codes(refusal) == ["implementation.wrong_pool", "implementation.nature_pool"]
    assert "三(五)6(2)" in refusal.value.decisions[0].clause
    text = ItemText(item="YW15", nature=Nature.BUSINESS, method="on_site")
    services.filling.set_item(plan=row.code, text=text, by=desk.cast.legal_office, now=NOW)
    desk.panel(row, ["YW15"], code="P2", pool_class=InspectorClass.BUSINESS)
    submit(desk, row)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"size": 1}, "panel.size"),
        ({"factor100": 100}, "panel.factor"),
        ({"factor100": 350}, "panel.factor"),
        ({"draw_method": DrawMethod.GROUPED, "method_reason": "成组办案"}, "panel.way"),
        ({"teams": 0}, "panel.teams"),
        ({"code": "甲组"}, "panel.code"),
    ],
)
@pytest.mark.clause("XM-54")
def test_a_panel_outside_the_packs_rules_is_refused(
    desk: Desk, annual: AnnualPlan, changes: dict[str, Any], code: str
) -> None:
    row = desk.implementation(annual)
    with pytest.raises(Refused) as refusal:
        desk.panel(row, ["JG01"], **changes)
    assert code in codes(refusal)


@pytest.mark.clause("PD-25")
def test_grouped_and_expertise_draws_need_a_reason_before_the_seal(desk: Desk) -> None:
    desk = desk.under("pingdingshan-2020")
    row = desk.implementation(desk.published(2027, methods=("on_site",)))
    for method in (DrawMethod.GROUPED, DrawMethod.EXPERTISE):
        with pytest.raises(Refused) as refusal:
            desk.panel(row, ["JG01"], draw_method=method)
        assert codes(refusal) == ["panel.reason"]
        desk.panel(row, ["JG01"], draw_method=method, method_reason="技工院校检查需懂专业的人员")


@pytest.mark.clause("FL-19", "PD-18")
def test_start_waits_for_every_co_organiser(desk: Desk) -> None:
    partners = (Partner("协同", unit="LDGX"), Partner("联合", outside_name="市市场监管局"))
    row = desk.implementation(desk.published(2027, partners=partners))
    legal, leader = desk.cast.legal_office, desk.cast.bureau_leader
    submit(desk, row)
    services.implementation.approve(plan=row.code, pack=desk.pack, by=leader, now=NOW)
    services.implementation.publish(plan=row.code, by=legal, now=NOW)
    start: dict[str, Any] = {"plan": row.code, "pack": desk.pack, "by": legal, "now": NOW}
    with pytest.raises(Refused) as refusal:
        services.implementation.start(**start)
    assert codes(refusal) == ["implementation.partner", "implementation.partner"]
    inside, outside = row.co_organisers.order_by("pk")
    with pytest.raises(Refused):
        services.filling.answer(co_organiser=inside.pk, by=desk.cast.insurance_agency, now=NOW)
    services.filling.answer(co_organiser=inside.pk, by=desk.cast.business_unit_head, now=NOW)
    with pytest.raises(Refused):
        services.filling.record_silence(co_organiser=outside.pk, reason="", by=legal, now=NOW)
    services.filling.record_silence(co_organiser=outside.pk, reason="三次催告未复", by=legal, now=NOW)
    found = services.implementation.start(**start)
    assert [one.code for one in found.warnings] == ["implementation.partner_silent"]
    assert {one.answer for one in row.co_organisers.all()} == {Answer.CONFIRMED, Answer.RECORDED}
    with pytest.raises(Refused):
        services.filling.answer(co_organiser=inside.pk, by=desk.cast.business_unit_head, now=NOW)


@pytest.mark.clause("FL-19")
def test_partners_answer_about_approved_words_and_before_the_start(desk: Desk) -> None:
    row = desk.implementation(desk.published(2027, partners=(Partner("协同", unit="LDGX"),)))
    partner = row.co_organisers.get()
    answer: dict[str, Any] = {"co_organiser": partner.pk, "by": desk.cast.business_unit_head, "now": NOW}
    with pytest.raises(Refused) as refusal:
        services.filling.answer(**answer)
    assert codes(refusal) == ["implementation.not_asked"]
    submit(desk, row)
    services.implementation.approve(plan=row.code, pack=desk.pack, by=desk.cast.bureau_leader, now=NOW)
    services.filling.answer(**answer)
    assert [one.code for one in rows.implementation_plans(desk.cast.business_unit_head)] == [row.code]


@pytest.mark.clause("PD-30", "PD-18")
def test_a_section_starts_its_own_items_and_shares_a_batch_with_the_owner_of_the_others(desk: Desk) -> None:
    desk.item("LD09", unit="LDGX")
    plan = desk.draft(2027)
    desk.line(plan, "JG01")
    desk.line(plan, "JG05", rounds=((3, "R9"), (9, "R2")))
    desk.line(plan, "LD09", unit="LDGX")
    desk.through(plan)
    head = desk.cast.business_unit_head
    draft: dict[str, Any] = {
        "annual_plan": plan, "title": "联合抽查", "unit": "LDGX", "pack": desk.pack, "by": head, "now": NOW
    }  # fmt: skip
    with pytest.raises(Refused) as refusal:
        services.implementation.draft(**draft, batch="R9", code="SS-9")
    assert codes(refusal) == ["planning.other_section"]
    row = services.implementation.draft(**draft, batch="R1", code="SS-1")
    joint = row.co_organisers.get()
    assert (joint.unit.code, joint.duty, joint.joint) == ("JYC", "共同发起：JG01", True)
    ImplementationPlan.objects.filter(pk=row.pk).update(state=PlanState.APPROVED.value)
    with pytest.raises(Refused) as refusal:
        services.filling.record_silence(co_organiser=joint.pk, reason="未复", by=head, now=NOW)
    assert codes(refusal) == ["implementation.joint_silence"]


@pytest.mark.clause("FL-31")
def test_start_waits_for_the_named_leader_or_contact_to_acknowledge(desk: Desk, annual: AnnualPlan) -> None:
    row = desk.implementation(annual)
    text = replace(TEXT, leader="LW01", contact="LW04")
    services.filling.fill(plan=row.code, text=text, by=desk.cast.legal_office, now=NOW)
    with pytest.raises(Refused) as refusal:
        services.implementation.acknowledge(plan=row.code, by=desk.cast.business_unit_staff, now=NOW)
    assert codes(refusal) == ["implementation_plan.draft.acknowledge"]
    with pytest.raises(Refused) as refusal:
        desk.started(row)
    assert codes(refusal) == ["implementation.unacknowledged"]
    with pytest.raises(Refused):
        services.implementation.acknowledge(plan=row.code, by=desk.cast.legal_office, now=NOW)
    sign: dict[str, Any] = {"plan": row.code, "by": desk.cast.business_unit_staff, "now": NOW}
    services.implementation.acknowledge(**sign)
    with pytest.raises(Refused) as refusal:
        services.implementation.acknowledge(**sign)
    assert codes(refusal) == ["implementation.acknowledged"]
    services.implementation.start(plan=row.code, pack=desk.pack, by=desk.cast.legal_office, now=NOW)


@pytest.mark.clause("FL-22")
def test_an_appointed_captain_must_be_named(desk: Desk, annual: AnnualPlan) -> None:
    row = desk.implementation(annual)
    desk.panel(row, ["JG01", "JG05"], captain_mode=CaptainMode.APPOINTED)
    with pytest.raises(Refused) as refusal:
        submit(desk, row)
    assert codes(refusal) == ["implementation.leader"]


def test_without_a_published_annual_plan_there_is_no_implementation(desk: Desk) -> None:
    plan = desk.draft(2027)
    desk.line(plan, "JG01")
    with pytest.raises(Refused) as refusal:
        desk.implementation(plan)
    assert codes(refusal) == ["implementation.no_plan"]


def test_a_batch_is_implemented_once_and_an_unknown_batch_not_at_all(desk: Desk, annual: AnnualPlan) -> None:
    plan = annual
    desk.implementation(plan)
    with pytest.raises(Refused) as refusal:
        desk.implementation(plan, code="SS-2026-R1b")
    assert codes(refusal) == ["implementation.batch_taken"]
    with pytest.raises(Refused) as refusal:
        services.implementation.draft(
            annual_plan=plan, batch="R9", code="SS-9", title="无此批", pack=desk.pack,
            by=desk.cast.legal_office, now=NOW,
        )  # fmt: skip
    assert codes(refusal) == ["implementation.empty"]


def test_a_withdrawn_batch_may_be_planned_anew(desk: Desk, annual: AnnualPlan) -> None:
    plan = annual
    row = desk.implementation(plan)
    services.implementation.withdraw(plan=row.code, reason="时间调整", by=desk.cast.legal_office, now=NOW)
    with pytest.raises(Refused):
        submit(desk, row)
    again = desk.implementation(plan, code="SS-2026-R1b")
    submit(desk, again)
    services.implementation.approve(plan=again.code, pack=desk.pack, by=desk.cast.bureau_leader, now=NOW)
    services.implementation.withdraw(plan=again.code, reason="改期", by=desk.cast.legal_office, now=NOW)
    again = desk.implementation(plan, code="SS-2026-R1c")
    assert again.items.count() == 2


def test_an_embargo_on_an_open_roll_is_refused_before_the_database_does(
    desk: Desk, annual: AnnualPlan
) -> None:
    row = desk.implementation(annual, mode=RollMode.OPEN)
    text = replace(TEXT, embargo_until=datetime(2026, 4, 20, tzinfo=UTC), draw_on=date(2026, 3, 24))
    with pytest.raises(Refused) as refusal:
        services.filling.fill(plan=row.code, text=text, by=desk.cast.legal_office, now=NOW)
    assert codes(refusal) == ["implementation.draw_late", "implementation.embargo"]


def test_a_sealed_line_does_not_go_into_an_open_batch(desk: Desk) -> None:
    plan = desk.published(2027, mode=RollMode.SEALED)
    with pytest.raises(Refused) as refusal:
        desk.implementation(plan, mode=RollMode.OPEN)
    assert set(codes(refusal)) == {"implementation.mode"}


def test_a_method_that_the_list_does_not_offer_is_refused(desk: Desk, annual: AnnualPlan) -> None:
    row = desk.implementation(annual)
    text = ItemText(item="JG01", nature=Nature.ENFORCEMENT, method="network")
    with pytest.raises(Refused) as refusal:
        services.filling.set_item(plan=row.code, text=text, by=desk.cast.legal_office, now=NOW)
    assert codes(refusal) == ["implementation.way"]


def test_an_approved_plan_is_neither_edited_nor_approved_by_its_drafter(
    desk: Desk, annual: AnnualPlan
) -> None:
    row = desk.implementation(annual)
    submit(desk, row)
    with pytest.raises(Refused) as refusal:
        services.implementation.approve(plan=row.code, pack=desk.pack, by=desk.cast.legal_office, now=NOW)
    assert codes(refusal) == ["planning.not_yours", "planning.same_person"]
    services.implementation.return_(plan=row.code, reason="目的不清", by=desk.cast.bureau_leader, now=NOW)
    desk.started(row)
    with pytest.raises(Refused) as refusal:
        desk.panel(row, ["JG01"])
    assert codes(refusal) == ["implementation.not_draft"]
    item = PlannedItem.objects.filter(plan=row).first()
    assert item is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        PlannedItem.objects.filter(pk=item.pk).update(rule={})
    with pytest.raises(IntegrityError), transaction.atomic():
        ImplementationPlan.objects.filter(pk=row.pk).update(mode="open")


@pytest.mark.clause("XM-80")
def test_a_draw_gets_its_basis_only_from_a_started_plan(desk: Desk, annual: AnnualPlan) -> None:
    row = desk.implementation(annual)
    take: dict[str, Any] = {"code": row.code, "on": DRAW_DAY, "pack": desk.pack}
    with pytest.raises(Refused) as refusal:
        selectors.drawing.basis(desk.cast.draw_operator, **take)
    assert codes(refusal) == ["draw.not_started"]
    with pytest.raises(Refused):
        selectors.drawing.basis(desk.cast.second_district, **take)
    desk.started(row)
    basis = selectors.drawing.basis(desk.cast.draw_operator, **take)
    assert [(one.code, one.round, one.panel, one.on_site) for one in basis.items] == [
        ("JG01", "2026-01", "P1", True),
        ("JG05", "2026-01", "P1", True),
    ]
    assert sampling.quota(286, basis.items[0].rule).count == 29
    assert "三(五)6(1)" in basis.items[0].rule_clause
    (panel,) = basis.panels
    assert (panel.strata, panel.teams, panel.size, panel.factor100) == (("ZF",), 2, 2, 200)
    cap = basis.items[0].roll_rules.cap
    assert cap is not None
    assert cap.times == 1
    assert basis.items[0].roll_rules.recent_months is None
    assert basis.pack_digest == desk.pack.digest
