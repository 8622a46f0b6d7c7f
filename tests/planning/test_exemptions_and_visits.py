"""After the draw: sparing a drawn firm by decision, and one visit for several items."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests import web
from tests.planning.desk import AFTER_DRAW, CODES, DRAW_DAY, Desk

from mingqian.audit import selectors as audits
from mingqian.core.decision import Refused
from mingqian.planning import selectors, services
from mingqian.planning.enums import ExemptionState, MergeState
from mingqian.planning.models import Exemption, ImplementationPlan, Visit
from mingqian.planning.types import DrawnPair
from mingqian.registry import services as registries

pytestmark = pytest.mark.django_db
DRAW = "2026-0001"


@pytest.fixture(scope="module")
def standing_plan(standing_desk: Desk) -> ImplementationPlan:
    """Six firms and a started plan, once for this file."""
    standing_desk.firms()
    return standing_desk.started(standing_desk.implementation(standing_desk.published()))


@pytest.fixture
def plan(standing_plan: ImplementationPlan, desk: Desk) -> ImplementationPlan:
    return standing_plan


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [decision.code for decision in refusal.value.decisions]


def ask(desk: Desk, plan: ImplementationPlan, subject: str = CODES[0], **changes: Any) -> Exemption:
    fields: dict[str, Any] = {
        "plan": plan.code, "item": "JG01", "subject": subject, "draw_code": DRAW, "drawn_on": DRAW_DAY,
        "drawn": 1, "pool": 6, "reason": "上季度已检查同类内容", "pack": desk.pack,
        "by": desk.cast.legal_office, "now": AFTER_DRAW,
    }  # fmt: skip
    return services.exemptions.request(**{**fields, **changes})


def decide(desk: Desk, row: Exemption, approve: bool = True, **changes: Any) -> Any:
    fields: dict[str, Any] = {
        "exemption": row.pk, "approve": approve, "reason": "情况属实", "pack": desk.pack,
        "by": desk.cast.bureau_leader, "now": AFTER_DRAW,
    }  # fmt: skip
    return services.exemptions.decide(**{**fields, **changes})


@pytest.mark.clause("XM-58")
def test_a_drawn_firm_checked_two_months_ago_is_spared_by_two_people_and_stays_in_the_result(
    desk: Desk, plan: ImplementationPlan
) -> None:
    desk.visited(CODES[0], date(2026, 1, 17))
    assert list(selectors.exemptions.flagged(desk.cast.legal_office, CODES, DRAW_DAY, desk.pack)) == [
        CODES[0]
    ]
    row = ask(desk, plan)
    told = decide(desk, row)
    row.refresh_from_db()
    assert row.state == ExemptionState.APPROVED
    assert row.coverage == {"pool": 6, "drawn": 1, "before": 1, "after": 0, "floor": 1}
    assert (told.code, row.below_floor) == ("exempt.below_floor", True)
    assert [one.subject.code for one in selectors.exemptions.of_draw(desk.cast.legal_office, DRAW)] == [
        CODES[0]
    ]
    thing = f"exemption:{row.pk}"
    entries = [(e.kind, e.actor) for e in audits.entries(desk.cast.audit_admin, thing=thing)]
    assert entries == [("exemption.requested", "LW02"), ("exemption.approved", "LW01")]


@pytest.mark.clause("XM-58")
@pytest.mark.parametrize(("checked", "allowed"), [(date(2025, 12, 17), True), (date(2025, 12, 16), False)])
def test_three_months_are_the_limit_to_the_day(
    desk: Desk, plan: ImplementationPlan, checked: date, allowed: bool
) -> None:
    desk.visited(CODES[1], checked)
    if allowed:
        assert ask(desk, plan, CODES[1]).last_checked_on == checked
        return
    with pytest.raises(Refused) as refusal:
        ask(desk, plan, CODES[1])
    assert codes(refusal) == ["exempt.not_recent"]
    assert not Exemption.objects.exists()


@pytest.mark.clause("XM-58", "XM-90")
def test_an_abnormal_firm_is_not_spared_while_the_ground_runs_not_even_if_it_came_after_the_request(
    desk: Desk, plan: ImplementationPlan
) -> None:
    desk.visited(CODES[2], date(2026, 2, 1))
    row = ask(desk, plan, CODES[2])
    entry: dict[str, Any] = {
        "code": CODES[2],
        "ground": "AB",
        "by": desk.cast.legal_office,
        "now": AFTER_DRAW,
    }
    registries.standing.enter_abnormal(
        **entry, grounds={"AB"}, source="市场监管局", evidence="列异决定书", from_on=AFTER_DRAW.date()
    )
    with pytest.raises(Refused) as refusal:
        decide(desk, row)
    assert codes(refusal) == ["exempt.abnormal"]
    row.refresh_from_db()
    assert row.state == ExemptionState.REQUESTED
    registries.standing.end_abnormal(
        **entry, until_on=date(2026, 3, 18), reason="已移出", approved_by=desk.cast.bureau_leader
    )
    later = AFTER_DRAW.replace(day=20)
    decide(desk, row, now=later)


def test_who_asked_does_not_decide_and_a_decision_is_final(desk: Desk, plan: ImplementationPlan) -> None:
    desk.visited(CODES[0], date(2026, 1, 17))
    row = ask(desk, plan)
    with pytest.raises(Refused) as refusal:
        decide(desk, row, by=desk.cast.legal_office, reason="")
    assert codes(refusal) == ["planning.not_yours", "planning.same_person", "exempt.decision_reason"]
    decide(desk, row, approve=False)
    with pytest.raises(Refused) as refusal:
        decide(desk, row)
    assert codes(refusal) == ["exempt.decided"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Exemption.objects.filter(pk=row.pk).update(state="approved")
    assert ask(desk, plan).state == ExemptionState.REQUESTED


def test_one_request_per_firm_item_and_draw_and_never_without_a_reason(
    desk: Desk, plan: ImplementationPlan
) -> None:
    desk.visited(CODES[0], date(2026, 1, 17))
    with pytest.raises(Refused) as refusal:
        ask(desk, plan, reason="")
    assert codes(refusal) == ["exempt.reason"]
    ask(desk, plan)
    with pytest.raises(Refused) as refusal:
        ask(desk, plan)
    assert codes(refusal) == ["exempt.again"]


def test_a_firm_outside_the_scope_is_unknown(desk: Desk, plan: ImplementationPlan) -> None:
    with pytest.raises(Refused) as refusal:
        ask(desk, plan, "USCC:91350200MA2XXXXXXX")
    assert codes(refusal) == ["exempt.unknown"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"draw_code": ""}, "text.empty"),
        ({"draw_code": "抽" * 41}, "text.long"),
        ({"tag": "T" * 65}, "text.long"),
        ({"drawn": 7}, "exempt.figures"),
        ({"drawn": 0, "pool": 0}, "exempt.figures"),
        ({"drawn_on": date(2026, 3, 19)}, "exempt.drawn_on"),
        ({"drawn_on": date(2026, 1, 1)}, "exempt.drawn_on"),
    ],
)
def test_what_the_caller_says_of_the_draw_is_checked(
    desk: Desk, plan: ImplementationPlan, changes: dict[str, Any], code: str
) -> None:
    desk.visited(CODES[0], date(2026, 1, 10))
    with pytest.raises(Refused) as refusal:
        ask(desk, plan, **changes)
    assert code in codes(refusal)
    assert not Exemption.objects.exists()


def test_no_exemption_and_no_merging_under_a_foreign_draw_or_before_the_start(
    desk: Desk, plan: ImplementationPlan
) -> None:
    desk.visited(CODES[0], date(2026, 1, 17))
    ask(desk, plan)
    other = desk.implementation(desk.published(2027), code="SS-2027-R1")
    with pytest.raises(Refused) as refusal:
        ask(desk, other)
    assert codes(refusal) == ["exempt.not_drawn", "planning.other_draw"]
    with pytest.raises(Refused) as refusal:
        merge(desk, other)
    assert codes(refusal) == ["planning.other_draw"]


@pytest.mark.parametrize(
    ("pair", "code"),
    [
        (DrawnPair(CODES[0], "JG99", True), "merge.other_item"),
        (DrawnPair(CODES[0], "JG01", True, team=-1), "merge.team"),
        (DrawnPair(CODES[0], "JG01", True, team_size=0), "merge.team"),
    ],
)
def test_pairs_of_no_item_or_no_team_are_refused(
    desk: Desk, plan: ImplementationPlan, pair: DrawnPair, code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        merge(desk, plan, pairs=[pair])
    assert codes(refusal) == [code]


@pytest.mark.clause("FL-38", "PD-22")
def test_the_cap_counts_visits_from_rows_and_a_lead_passes_it(desk: Desk, plan: ImplementationPlan) -> None:
    desk.visited(CODES[0], date(2026, 4, 2))
    desk.visited(CODES[1], date(2025, 4, 2))
    see: dict[str, Any] = {"subjects": CODES[:2], "on": date(2026, 9, 15), "pack": desk.pack}
    found = selectors.forecast.may_visit(desk.cast.legal_office, **see)
    assert {code: one.ok for code, one in found.items()} == {CODES[0]: False, CODES[1]: True}
    assert found[CODES[0]].clause
    by_lead = selectors.forecast.may_visit(desk.cast.legal_office, **see, lead_code="TS-2026-9")
    assert by_lead[CODES[0]].ok


PAIRS = [
    DrawnPair(CODES[0], "JG01", True, team=1),
    DrawnPair(CODES[1], "JG01", True, team=2),
    DrawnPair(CODES[0], "JG05", True, team=1),
    DrawnPair(CODES[2], "JG05", False),
]


def merge(desk: Desk, plan: ImplementationPlan, **changes: Any) -> Any:
    fields: dict[str, Any] = {
        "plan": plan.code, "draw_code": DRAW, "pairs": PAIRS, "pack": desk.pack,
        "by": desk.cast.legal_office, "now": AFTER_DRAW,
    }  # fmt: skip
    return services.visits.propose(**{**fields, **changes})


@pytest.mark.clause("FL-32")
def test_several_items_of_one_firm_become_one_visit_and_the_spared_days_are_told(
    desk: Desk, plan: ImplementationPlan
) -> None:
    proposal = merge(desk, plan)
    assert (proposal.pairs, proposal.visits_count) == (3, 2)
    assert (proposal.person_days_before, proposal.person_days_after) == (6, 4)
    who: dict[str, Any] = {"by": desk.cast.legal_office, "now": AFTER_DRAW}
    assert services.visits.accept(proposal=proposal.pk, **who).state == MergeState.ACCEPTED
    visits = selectors.visits.visits(desk.cast.legal_office, DRAW)
    assert [(v.subject.code, [i.item.item.code for i in v.items.all()]) for v in visits] == [
        (CODES[0], ["JG01", "JG05"]),
        (CODES[1], ["JG01"]),
    ]
    with pytest.raises(Refused) as refusal:
        merge(desk, plan)
    assert codes(refusal) == ["merge.there"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.all().delete()


def test_declining_in_principle_needs_a_reason_and_leaves_room_for_another_proposal(
    desk: Desk, plan: ImplementationPlan
) -> None:
    proposal = merge(desk, plan)
    who: dict[str, Any] = {"proposal": proposal.pk, "by": desk.cast.legal_office, "now": AFTER_DRAW}
    with pytest.raises(Refused):
        services.visits.decline(**who, reason="")
    services.visits.decline(**who, reason="两处经营场所分处两区")
    with pytest.raises(Refused) as refusal:
        services.visits.accept(**who)
    assert codes(refusal) == ["merge.decided"]
    assert merge(desk, plan).version == 2


@pytest.mark.clause("PD-17")
def test_where_the_pack_says_must_a_merge_cannot_be_declined(
    desk: Desk, standing_plan: ImplementationPlan
) -> None:
    desk = desk.under("pingdingshan-2020")
    plan = desk.started(desk.implementation(desk.published(2027), code="SS-2027-R1"))
    proposal = merge(desk, plan)
    with pytest.raises(Refused) as refusal:
        services.visits.decline(
            proposal=proposal.pk, reason="不便", by=desk.cast.legal_office, now=AFTER_DRAW
        )
    assert codes(refusal) == ["merge.must"]


def test_nothing_on_site_makes_no_proposal_and_an_unknown_firm_none_either(
    desk: Desk, plan: ImplementationPlan
) -> None:
    with pytest.raises(Refused) as refusal:
        merge(desk, plan, pairs=PAIRS[3:])
    assert codes(refusal) == ["merge.nothing"]
    with pytest.raises(Refused) as refusal:
        merge(desk, plan, pairs=[DrawnPair("USCC:91350200MA2XXXXXXX", "JG01", True)])
    assert codes(refusal) == ["merge.unknown"]
    assert not Visit.objects.exists()


@pytest.mark.clause("XM-58", "FL-32")
def test_the_leader_decides_on_a_page_with_coverage_and_a_merge_is_answered_there(
    desk: Desk, plan: ImplementationPlan
) -> None:
    desk.visited(CODES[0], date(2026, 1, 17))
    row, proposal = ask(desk, plan), merge(desk, plan)
    with web.lived(AFTER_DRAW):
        officer = web.signed_in(desk.cast.legal_office, now=AFTER_DRAW)
        leader = web.signed_in(desk.cast.bureau_leader, now=AFTER_DRAW)
        url, visit = f"/desk/exemptions/{row.pk}/", f"/desk/merges/{proposal.pk}/"
        page = web.text_of(leader.get(url))
        assert "低于下限，须在结果公示中说明" in page
        said = {"answer": "approve", "reason": "情况属实"}
        assert "提交决定" not in web.text_of(officer.get(url))
        assert officer.post(url, said).status_code == 422
        assert leader.post(url, {"answer": "approve"}).status_code == 422
        assert leader.post(url, said).status_code == 303
        assert "准予免检" in web.text_of(officer.get("/desk/exemptions/"))
        assert "3 件并为 2 次" in web.text_of(officer.get(visit))
        assert officer.post(f"{visit}decline/", {"reason": "  "}).status_code == 422
        assert officer.post(f"{visit}accept/").status_code == 303
        assert officer.post(f"{visit}accept/").status_code == 409
        outsider = web.signed_in(desk.cast.second_district, now=AFTER_DRAW)
        assert {outsider.get(one).status_code for one in (url, visit)} == {404}
