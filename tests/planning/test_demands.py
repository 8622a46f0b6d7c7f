"""Demand: in the window without a word, after it only with a reason, and who has not asked."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.planning.desk import Desk

from mingqian.core.decision import Decision, Refused
from mingqian.planning import selectors, services
from mingqian.planning.demanding import Placed, place
from mingqian.planning.enums import DemandKind, DemandState
from mingqian.planning.models import Demand
from mingqian.planning.types import PlanningRules
from mingqian.policy.rules.reading import Said
from mingqian.policy.schema.values import YearDate

FULING = PlanningRules(
    "fuling-2024", demand_until=Said(YearDate(6, 30), "四(一)"), demand_serves=Said("next", "本单位设置")
)


@pytest.mark.parametrize(
    ("on", "reason", "kind", "year"),
    [
        (date(2026, 6, 30), "", DemandKind.WINDOW, 2027),
        (date(2026, 7, 1), "加强审批事项事中事后监管", DemandKind.AD_HOC, 2026),
        (date(2026, 1, 1), "", DemandKind.WINDOW, 2027),
    ],
)
def test_the_thirtieth_of_june_is_the_last_day(on: date, reason: str, kind: DemandKind, year: int) -> None:
    placed = place(on, FULING, reason=reason)
    assert isinstance(placed, Placed)
    assert (placed.kind, placed.serves_year) == (kind, year)


def test_on_the_first_of_july_a_demand_without_reason_is_refused_with_the_clause() -> None:
    answer = place(date(2026, 7, 1), FULING, reason=" ")
    assert isinstance(answer, Decision)
    assert (answer.code, answer.clause) == ("demand.reason", "四(一)")


def test_a_document_that_does_not_say_the_year_is_shown_to_be_silent() -> None:
    placed = place(date(2026, 6, 1), PlanningRules("x"), reason="")
    assert isinstance(placed, Placed)
    assert "未说明" in placed.serves_clause


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """劳动关系处 has an item of its own to ask for."""
    desk.item("LD09", unit="LDGX")
    return desk


def propose(desk: Desk, on: date, **changes: Any) -> Demand:
    now = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    fields: dict[str, Any] = {"unit": "LDGX", "item": "LD09", "rounds": 2, "by": desk.cast.business_unit_head}
    return services.demands.propose(**{**fields, **changes}, pack=desk.pack, now=now)


@pytest.mark.django_db
@pytest.mark.clause("FL-16", "FL-17")
def test_demand_is_taken_until_the_thirtieth_and_later_only_with_a_reason(desk: Desk) -> None:
    desk = desk.under("fuling-2024")
    assert propose(desk, date(2026, 6, 30)).serves_year == 2027
    with pytest.raises(Refused):
        propose(desk, date(2026, 7, 1))
    late = propose(desk, date(2026, 7, 1), reason="审批后监管需要")
    assert (late.kind, late.serves_year) == (DemandKind.AD_HOC, 2026)
    assert selectors.demands.late(desk.cast.legal_office, 2027, date(2026, 6, 30), desk.pack) == []
    assert selectors.demands.late(desk.cast.legal_office, 2027, date(2026, 7, 1), desk.pack) == ["就业处"]


@pytest.mark.django_db
def test_demand_of_another_unit_or_of_nothing_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused):
        propose(desk, date(2026, 3, 1), unit="JYC")
    with pytest.raises(Refused) as refusal:
        propose(desk, date(2026, 3, 1), rounds=0)
    assert refusal.value.decisions[0].code == "demand.rounds"
    assert not Demand.objects.exists()


@pytest.mark.django_db
def test_a_demand_is_taken_up_or_returned_once(desk: Desk) -> None:
    first, second = propose(desk, date(2026, 3, 1)), propose(desk, date(2026, 3, 2))
    assert (first.code, second.code) == ("XQ-2027-LDGX-001", "XQ-2027-LDGX-002")
    plan = desk.draft(2027)
    desk.line(plan, "LD09", unit="LDGX")
    desk.line(plan, "JG05")
    who: dict[str, Any] = {"by": desk.cast.legal_office, "now": datetime(2026, 12, 1, 2, tzinfo=UTC)}
    with pytest.raises(Refused) as refusal:
        services.demands.take_up(demand=first.code, line=plan.lines.get(item__code="JG05"), **who)
    assert refusal.value.decisions[0].code == "demand.other_line"
    line = plan.lines.get(item__code="LD09")
    services.demands.take_up(demand=first.code, line=line, **who)
    with pytest.raises(Refused):
        services.demands.return_(demand=first.code, reason="重复", **who)
    with pytest.raises(Refused):
        services.demands.return_(demand=second.code, reason="", **who)
    services.demands.return_(demand=second.code, reason="与第一件重复", **who)
    assert [one.state for one in selectors.demands.of_year(desk.cast.legal_office, 2027)] == [
        DemandState.PLANNED,
        DemandState.RETURNED,
    ]
    assert not selectors.demands.waiting(desk.cast.legal_office, 2027).exists()


@pytest.mark.django_db
@pytest.mark.clause("PD-30")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"item": "JG05"}, "planning.other_section"),
        ({"rounds": 100}, "demand.rounds"),
        ({"inspectors_needed": -1}, "demand.people"),
        ({"methods": ("抽签",)}, "demand.method"),
    ],
)
def test_a_demand_is_for_an_own_item_and_for_something_possible(
    desk: Desk, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        propose(desk, date(2026, 3, 1), **changes)
    assert [one.code for one in refusal.value.decisions] == [code]
