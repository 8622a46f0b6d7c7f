"""The annual plan from draft to adjustment, through the real services, with its journal."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.cast import BUREAU
from tests.planning.desk import CODES, LATER, NOW, Desk, pack

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Grant
from mingqian.audit import selectors as audits
from mingqian.core.decision import Refused
from mingqian.planning import selectors, services
from mingqian.planning.enums import PlanState, RollMode, SamplingMethod
from mingqian.planning.models import AnnualPlan, PlanLine, PlanRound
from mingqian.planning.services.plan_lines import LineText, Partner
from mingqian.registry import services as registries

pytestmark = pytest.mark.django_db


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [decision.code for decision in refusal.value.decisions]


def kinds(desk: Desk, plan: AnnualPlan) -> list[str]:
    thing = f"annual_plan:{BUREAU}/{plan.year}/{plan.version}"
    return [entry.kind for entry in audits.entries(desk.cast.audit_admin, thing=thing)]


def test_a_plan_goes_from_draft_to_publication_and_every_step_is_journaled(desk: Desk) -> None:
    plan = desk.published()
    assert plan.state == PlanState.PUBLISHED
    assert (plan.document_no, plan.approved_by_id) == (
        "鹭湾人社〔2026〕3号",
        desk.cast.bureau_leader.person_id,
    )
    assert kinds(desk, plan) == [
        "annual_plan.drafted",
        "annual_plan.line_set",
        "annual_plan.line_set",
        "annual_plan.submitted",
        "annual_plan.approved",
        "annual_plan.published",
    ]
    assert audits.verify() is None


def test_a_line_keeps_the_ratio_with_tier_and_clause_as_it_was_resolved(desk: Desk) -> None:
    plan = desk.published()
    line = plan.lines.get(item__code="JG01")
    assert line.rule_source == "tiers"
    assert "三(五)6(1)" in line.rule_clause
    assert selectors.annual.rule_words(line) == "100家以下15%，300家以下10%，其余5%"


@pytest.mark.clause("XM-48")
def test_a_plan_with_one_draw_a_year_is_refused_with_the_clause(desk: Desk) -> None:
    plan = desk.draft()
    desk.line(plan, "JG01", rounds=((3, "R1"),))
    desk.line(plan, "JG05")
    with pytest.raises(Refused) as refusal:
        services.annual.submit(plan=plan, pack=desk.pack, by=desk.cast.legal_office, now=NOW)
    (decision,) = refusal.value.decisions
    assert decision.code == "plan.too_few_rounds"
    assert "三(五)6(1)" in decision.clause
    plan.refresh_from_db()
    assert plan.state == PlanState.DRAFT
    desk.line(plan, "JG01")
    assert desk.through(plan).state == PlanState.PUBLISHED


@pytest.mark.clause("XM-80")
def test_a_plan_lacking_an_item_or_a_responsible_unit_is_refused(desk: Desk) -> None:
    plan = desk.draft()
    desk.line(plan, "JG01", unit="")
    with pytest.raises(Refused) as refusal:
        services.annual.submit(plan=plan, pack=desk.pack, by=desk.cast.legal_office, now=NOW)
    assert codes(refusal) == ["plan.item_missing", "plan.no_unit"]


def test_an_item_left_out_needs_a_reason_and_then_does_not_stop_the_plan(desk: Desk) -> None:
    plan = desk.draft()
    desk.line(plan, "JG01")
    leave: dict[str, Any] = {
        "plan": plan,
        "item": "JG05",
        "pack": desk.pack,
        "by": desk.cast.legal_office,
        "now": NOW,
    }
    with pytest.raises(Refused):
        services.plan_lines.leave_out(**leave, reason=" ")
    services.plan_lines.leave_out(**leave, reason="本年由省厅统一检查")
    found = services.annual.submit(plan=plan, pack=desk.pack, by=desk.cast.legal_office, now=NOW)
    assert [one.code for one in found.warnings] == ["plan.item_left_out"]


@pytest.mark.clause("XM-84", "PD-30")
def test_a_section_may_not_plan_another_sections_item_and_a_district_no_city_item(desk: Desk) -> None:
    plan = desk.draft()
    with pytest.raises(Refused) as refusal:
        desk.line(plan, "JG01", unit="LDGX")
    assert codes(refusal) == ["planning.other_section"]
    district = desk.cast.district_bureau
    own = services.annual.draft(
        unit="359901", year=2026, title="湖滨区计划", pack=desk.pack, by=district, now=NOW
    )
    line = LineText(item="JG01", rounds=((3, ""), (9, "")), responsible_unit="359901", duties="区局")
    with pytest.raises(Refused) as refusal:
        services.plan_lines.set_line(plan=own, line=line, pack=desk.pack, by=district, now=NOW)
    assert codes(refusal) == ["planning.city_item", "planning.other_section"]
    assert not own.lines.exists()


def test_an_item_handed_over_after_its_line_was_written_is_found_at_submission(desk: Desk) -> None:
    plan = desk.draft()
    desk.line(plan, "JG01")
    desk.line(plan, "JG05")
    registries.items.hand_over(
        code="JG01", to_unit="LDGX", reason="职责调整", by=desk.cast.legal_office, now=NOW
    )
    with pytest.raises(Refused) as refusal:
        services.annual.submit(plan=plan, pack=desk.pack, by=desk.cast.legal_office, now=NOW)
    assert codes(refusal) == ["plan.other_section"]


@pytest.mark.clause("XM-22")
def test_another_districts_plan_is_not_found(desk: Desk) -> None:
    own = services.annual.draft(
        unit="359901", year=2026, title="湖滨区计划", pack=desk.pack, by=desk.cast.district_bureau, now=NOW
    )
    with pytest.raises(Refused) as refusal:
        services.annual.withdraw(plan=own, reason="不对", by=desk.cast.second_district, now=NOW)
    assert codes(refusal) == ["planning.not_found"]


@pytest.mark.clause("FL-03", "XM-20")
def test_an_enterprise_item_on_a_policy_paper_alone_cannot_be_planned(desk: Desk) -> None:
    desk.item("JG22", document="DOC-1")
    plan = desk.draft()
    for item in ("JG01", "JG05", "JG22"):
        desk.line(plan, item)
    with pytest.raises(Refused) as refusal:
        services.annual.submit(plan=plan, pack=desk.pack, by=desk.cast.legal_office, now=NOW)
    assert codes(refusal) == ["item.weak_basis"]
    services.plan_lines.leave_out(
        plan=plan, item="JG22", reason="依据不足", pack=desk.pack, by=desk.cast.legal_office, now=NOW
    )
    assert desk.through(plan).state == PlanState.PUBLISHED


def test_who_drafted_does_not_approve_and_no_office_approves_for_the_leader(desk: Desk) -> None:
    plan = desk.draft()
    desk.line(plan, "JG01")
    desk.line(plan, "JG05")
    services.annual.submit(plan=plan, pack=desk.pack, by=desk.cast.legal_office, now=NOW)
    approve: dict[str, Any] = {"plan": plan, "document_no": "x", "pack": desk.pack, "now": NOW}
    with pytest.raises(Refused) as refusal:
        services.annual.approve(**approve, by=desk.cast.legal_office)
    assert codes(refusal) == ["planning.not_yours", "planning.same_person"]
    with pytest.raises(Refused) as refusal:
        services.annual.approve(**approve, by=desk.cast.draw_operator)
    assert codes(refusal) == ["planning.not_yours"]


def test_steps_out_of_order_are_refused(desk: Desk) -> None:
    plan = desk.draft()
    with pytest.raises(Refused):
        services.annual.publish(plan=plan, by=desk.cast.legal_office, now=NOW)
    with pytest.raises(Refused):
        services.annual.approve(
            plan=plan, document_no="x", pack=desk.pack, by=desk.cast.bureau_leader, now=NOW
        )
    assert AnnualPlan.objects.get(pk=plan.pk).state == PlanState.DRAFT


def test_another_wording_of_the_pack_cannot_carry_the_plan(desk: Desk) -> None:
    plan = desk.draft()
    with pytest.raises(Refused) as refusal:
        services.annual.submit(plan=plan, pack=pack("xiamen-2017"), by=desk.cast.legal_office, now=NOW)
    assert codes(refusal) == ["planning.other_pack"]


def test_a_returned_plan_is_mended_and_sent_again(desk: Desk) -> None:
    plan = desk.draft()
    desk.line(plan, "JG01")
    desk.line(plan, "JG05")
    services.annual.submit(plan=plan, pack=desk.pack, by=desk.cast.legal_office, now=NOW)
    with pytest.raises(Refused):
        desk.line(plan, "JG01", duties="另行分工")
    services.annual.return_(plan=plan, reason="职责分工不清", by=desk.cast.bureau_leader, now=NOW)
    desk.line(plan, "JG01", duties="另行分工")
    assert desk.through(plan).lines.get(item__code="JG01").duties == "另行分工"


@pytest.mark.clause("XM-80")
def test_an_adjusted_plan_keeps_both_versions_with_the_reason_and_the_difference(desk: Desk) -> None:
    first = desk.published()
    adjust: dict[str, Any] = {"plan": first, "pack": desk.pack, "by": desk.cast.legal_office, "now": NOW}
    with pytest.raises(Refused):
        services.annual.adjust(**adjust, reason="")
    second = services.annual.adjust(**adjust, reason="机构职责调整")
    with pytest.raises(Refused) as refusal:
        services.annual.adjust(**adjust, reason="再调整")
    assert codes(refusal) == ["plan.adjusting"]
    desk.line(second, "JG05", rounds=((4, "R1"), (10, "R2")))
    second = desk.through(second)
    first.refresh_from_db()
    assert (first.state, second.state, second.version) == (PlanState.SUPERSEDED, PlanState.PUBLISHED, 2)
    legal = desk.cast.legal_office
    changes = selectors.annual.difference(legal, first, second)
    assert [(c.item, c.column, c.before, c.after) for c in changes] == [
        ("JG05", "抽查月份", "3月R1、9月R2", "4月R1、10月R2")
    ]
    assert [plan.version for plan in selectors.annual.versions(desk.cast.legal_office, BUREAU, 2026)] == [
        1,
        2,
    ]
    assert selectors.annual.plan(legal, BUREAU, 2026) == second


def test_an_adjustment_under_other_rules_looks_every_ratio_up_again(desk: Desk) -> None:
    first = desk.under("fuling-2024").published(own_ppm=80_000, own_reason="户数少", own_approver="LW01")
    second = services.annual.adjust(
        plan=first, reason="启用新规则", pack=desk.pack, by=desk.cast.legal_office, now=NOW
    )
    line = second.lines.get(item__code="JG01")
    assert (line.rule_source, line.own_ratio_reason, line.own_ratio_approved_by) == ("tiers", "", None)
    assert "三(五)6(1)" in line.rule_clause
    assert first.lines.get(item__code="JG01").rule_source == "unit"


@pytest.mark.parametrize("model", [AnnualPlan, PlanLine, PlanRound])
def test_the_database_itself_refuses_to_change_an_approved_plan(desk: Desk, model: Any) -> None:
    desk.published()
    row = model.objects.order_by("pk").first()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.delete()
    field = {"AnnualPlan": "title", "PlanLine": "duties", "PlanRound": "batch"}[model.__name__]
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{field: "改"})


@pytest.mark.clause("PD-19")
def test_the_plan_is_sent_to_the_body_of_the_pack_once_and_its_receipt_noted(desk: Desk) -> None:
    desk = desk.under("pingdingshan-2020")
    plan = desk.published(overlap_reason="")
    send: dict[str, Any] = {"plan": plan, "by": desk.cast.legal_office, "now": NOW}
    receipt = {"receipt_no": "回执〔2026〕9号", "received_on": NOW.date()}
    with pytest.raises(Refused) as refusal:
        services.annual.acknowledge(**send, **receipt)
    assert codes(refusal) == ["plan.not_sent"]
    sent = services.annual.send(**send, pack=desk.pack)
    assert sent.sent_to == "市劳动保障监察局"
    with pytest.raises(Refused):
        services.annual.send(**send, pack=desk.pack)
    assert services.annual.acknowledge(**send, **receipt).receipt_no == "回执〔2026〕9号"


def test_a_pack_that_names_no_recipient_sends_nowhere(desk: Desk) -> None:
    with pytest.raises(Refused) as refusal:
        services.annual.send(plan=desk.published(), pack=desk.pack, by=desk.cast.legal_office, now=NOW)
    assert codes(refusal) == ["plan.no_recipient"]


@pytest.mark.clause("FL-14")
def test_where_the_document_sets_no_ratio_the_unit_must_with_reason_and_approver(desk: Desk) -> None:
    desk = desk.under("fuling-2024")
    plan = desk.draft()
    desk.line(plan, "JG05", own_ppm=80_000, own_reason="辖区户数少", own_approver="LW01")
    desk.line(plan, "JG01")
    submit: dict[str, Any] = {"plan": plan, "pack": desk.pack, "by": desk.cast.legal_office, "now": NOW}
    with pytest.raises(Refused) as refusal:
        services.annual.submit(**submit)
    (decision,) = refusal.value.decisions
    assert "文件未定比例，须由本单位填写" in decision.reason
    desk.line(plan, "JG01", own_ppm=80_000)
    with pytest.raises(Refused) as refusal:
        services.annual.submit(**submit)
    assert codes(refusal) == ["plan.own_ratio"]
    desk.line(plan, "JG01", own_ppm=80_000, own_reason="辖区户数少", own_approver="LW01")
    services.annual.submit(**submit)
    assert plan.lines.get(item__code="JG01").rule_source == "unit"


def test_lines_refuse_wrong_months_and_a_special_method_without_reason(desk: Desk) -> None:
    plan = desk.draft()
    with pytest.raises(Refused) as refusal:
        desk.line(plan, "JG01", rounds=((13, ""),), sampling_method=SamplingMethod.WEIGHTED)
    assert codes(refusal) == ["line.month", "line.sampling_reason"]
    assert not plan.lines.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"methods": ("on_site", "phone")}, "line.method"),
        ({"own_ppm": 80_000, "own_reason": "户数少", "own_approver": "LW02"}, "planning.same_person"),
        ({"own_ppm": 80_000, "own_reason": "户数少", "own_approver": "LW09"}, "line.own_approver"),
    ],
)
def test_a_line_refuses_unknown_methods_and_an_approval_nobody_else_gave(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    desk = desk.under("fuling-2024")
    plan = desk.draft()
    with pytest.raises(Refused) as refusal:
        desk.line(plan, "JG01", **changes)
    assert codes(refusal) == [code]


def test_who_sent_a_plan_does_not_approve_it_whoever_drafted_it(desk: Desk) -> None:
    """A leader who is also a legal officer sends a colleague's draft: the yes is somebody else's."""
    leader = replace(
        desk.cast.bureau_leader,
        grants=(*desk.cast.bureau_leader.grants, Grant(Role.LEGAL_OFFICE, desk.cast.bureau_path)),
    )
    plan = desk.draft()
    desk.line(plan, "JG01")
    desk.line(plan, "JG05")
    services.annual.submit(plan=plan, pack=desk.pack, by=leader, now=NOW)
    with pytest.raises(Refused) as refusal:
        services.annual.approve(plan=plan, document_no="x", pack=desk.pack, by=leader, now=NOW)
    assert codes(refusal) == ["planning.same_person"]


def test_natural_persons_are_never_planned_on_an_open_roll(desk: Desk) -> None:
    desk.item("ZR23", subject_kinds=("natural_person",), subject_tags=())
    plan = desk.draft()
    with pytest.raises(Refused) as refusal:
        desk.line(plan, "ZR23")
    assert codes(refusal) == ["line.open_persons"]
    desk.line(plan, "ZR23", mode=RollMode.SEALED)


def test_a_line_written_again_replaces_its_rounds_and_partners(desk: Desk) -> None:
    plan = desk.draft()
    partners = (Partner("协同执法", unit="LDGX"), Partner("联合检查", outside_name="市市场监管局"))
    desk.line(plan, "JG01", partners=partners)
    desk.line(plan, "JG01", rounds=((5, "R1"),), partners=partners[:1])
    line = plan.lines.get()
    assert [(one.number, one.month) for one in line.rounds.all()] == [(1, 5)]
    assert line.partners.count() == 1


def test_a_second_plan_of_the_same_year_is_refused_until_the_first_is_withdrawn(desk: Desk) -> None:
    plan = desk.draft()
    with pytest.raises(Refused) as refusal:
        desk.draft()
    assert codes(refusal) == ["plan.exists"]
    services.annual.withdraw(plan=plan, reason="重新编制", by=desk.cast.legal_office, now=NOW)
    again = desk.draft()
    assert (again.version, again.pk == plan.pk) == (1, False)


def test_a_withdrawn_adjustment_leaves_room_for_another(desk: Desk) -> None:
    first = desk.published()
    adjust: dict[str, Any] = {"plan": first, "pack": desk.pack, "by": desk.cast.legal_office, "now": NOW}
    second = services.annual.adjust(**adjust, reason="机构职责调整")
    services.annual.withdraw(plan=second, reason="不再调整", by=desk.cast.legal_office, now=NOW)
    assert services.annual.adjust(**adjust, reason="增加批次").version == 2


@pytest.mark.clause("XM-09", "XM-14")
def test_a_revised_item_must_be_taken_anew_by_a_draft_and_leaves_an_approved_plan_alone(desk: Desk) -> None:
    done = desk.published()
    plan = desk.draft(2027)
    desk.line(plan, "JG01")
    desk.line(plan, "JG05")
    desk.revise("JG01")
    submit: dict[str, Any] = {"plan": plan, "pack": desk.pack, "by": desk.cast.legal_office, "now": LATER}
    with pytest.raises(Refused) as refusal:
        services.annual.submit(**submit)
    assert codes(refusal) == ["plan.old_version"]
    desk.line(plan, "JG01", now=LATER)
    services.annual.submit(**submit)
    assert plan.lines.get(item__code="JG01").item_version.number == 2
    assert done.lines.get(item__code="JG01").item_version.number == 1


@pytest.mark.clause("PD-17", "PD-18", "PD-04")
def test_two_sections_on_the_same_firms_in_one_quarter_must_share_a_batch(desk: Desk) -> None:
    desk = desk.under("pingdingshan-2020")
    desk.item("JG02", unit="LDGX")
    plan = desk.draft()
    desk.line(plan, "JG05", rounds=((11, "R4"),))
    desk.line(plan, "JG01", rounds=((4, "R1"),))
    desk.line(plan, "JG02", unit="LDGX", rounds=((5, "R2"),), overlap_reason="人手不足")
    submit: dict[str, Any] = {"plan": plan, "pack": desk.pack, "by": desk.cast.legal_office, "now": NOW}
    with pytest.raises(Refused) as refusal:
        services.annual.submit(**submit)
    (decision,) = refusal.value.decisions
    assert (decision.code, "三(一)" in decision.clause) == ("plan.overlap", True)
    assert "第2季度" in decision.reason
    desk.line(plan, "JG02", unit="LDGX", rounds=((4, "R1"),))
    services.annual.submit(**submit)


@pytest.mark.clause("PD-16")
def test_the_forecast_counts_quota_times_rounds_on_todays_registry(desk: Desk) -> None:
    desk.firms()
    plan = desk.published()
    first, second = selectors.forecast.coverage(desk.cast.legal_office, plan, NOW.date(), desk.pack)
    assert (first.item_code, first.pool, first.quota, first.rounds, first.planned) == ("JG01", 6, 1, 2, 2)
    assert first.coverage_ppm == 333_333
    assert (second.pool, second.quota, second.coverage_ppm) == (0, 0, 0)
    assert "三(五)6(1)" in first.clause


@pytest.mark.clause("PD-16", "FL-38")
def test_a_counted_forecast_is_kept_with_its_day_and_says_whom_the_cap_protects(desk: Desk) -> None:
    desk.firms()
    desk.visited(CODES[0], date(2026, 1, 5))
    plan = desk.published()
    services.forecasting.count(plan=plan, pack=desk.pack, by=desk.cast.legal_office, now=NOW)
    services.forecasting.count(plan=plan, pack=desk.pack, by=desk.cast.legal_office, now=LATER)
    kept = plan.forecast.get(line__item__code="JG01")
    assert (kept.total, kept.pool, kept.capped, kept.quota, kept.rounds) == (6, 6, 1, 1, 2)
    assert kept.counted_at == LATER
    assert "年度频次已满 1" in kept.words
    assert kinds(desk, plan)[-1] == "annual_plan.forecast_counted"


@pytest.mark.parametrize(
    ("title", "code"), [("", "text.empty"), ("长" * 201, "text.long"), ("年度\n计划", "text.control")]
)
def test_a_title_is_there_short_and_on_one_line(desk: Desk, title: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        desk.draft(title=title)
    assert codes(refusal) == [code]
    assert not AnnualPlan.objects.exists()


def test_a_batch_name_and_the_number_of_rounds_have_limits(desk: Desk) -> None:
    plan = desk.draft()
    with pytest.raises(Refused) as refusal:
        desk.line(plan, "JG01", rounds=((3, "R" * 41),))
    assert codes(refusal) == ["text.long"]
    with pytest.raises(Refused) as refusal:
        desk.line(plan, "JG01", rounds=((3, "R1"),) * 100)
    assert codes(refusal) == ["line.rounds"]


def test_an_own_ratio_where_one_is_fixed_is_refused_not_dropped(desk):
    """XM-49 不低于: the pack's tiers hold; what an officer typed never vanishes without a word."""
    plan = desk.draft()
    with pytest.raises(Refused, match="2%不能采用"):
        desk.line(plan, "JG01", own_ppm=20_000, own_reason="人手不足")
    assert not plan.lines.exists()
