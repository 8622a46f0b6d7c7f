"""Who may take which step, and in which state: every step against every state of the machine, every other role."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.draw.table import Table

from mingqian.audit import selectors as audits
from mingqian.audit.models import Entry
from mingqian.core.decision import Refused
from mingqian.core.machine import find
from mingqian.core.machines import ceremony
from mingqian.draw import services as draws
from mingqian.draw.enums import ChangeReason, Opinion, Orderer, VoidReason
from mingqian.draw.models import Draw
from mingqian.draw.types import Order

MACHINE = ceremony.MACHINE
Step = Callable[[Table, Any], object]


def _change(kind: str) -> Step:
    def propose(table: Table, by: Any) -> object:
        function = {"substitute": draws.changing.propose_substitute, "skip": draws.changing.propose_skip}[
            kind
        ]
        return function(
            draw=table.code,
            team=1,
            seat="M1",
            reason=ChangeReason.DUTY,
            evidence="公务函",
            by=by,
            now=table.tick(),
        )

    return propose


def _void(reason: VoidReason, order: Order | None = None) -> Step:
    return lambda table, by: draws.changing.propose_void(
        draw=table.code, reason=reason, evidence="情况说明", order=order, by=by, now=table.tick()
    )


# event of the machine → the service that takes the step
STEPS: dict[str, Step] = {
    "freeze": lambda table, by: table.freeze(by=by),
    "abandon": lambda table, by: draws.preparation.abandon(
        draw=table.code, reason="计划有变", by=by, now=table.tick()
    ),
    "announce": lambda table, by: table.announce(by=by),
    "seal": lambda table, by: table.seal_only(by=by),
    "enter_value": lambda table, by: table.enter(by=by),
    "reveal": lambda table, by: table.reveal("organiser", by=by),
    "compute": lambda table, by: table.compute(by=by),
    "sign": lambda table, by: draws.signing.sign(
        draw=table.code, opinion=Opinion.NO_OBJECTION, by=by, now=table.tick()
    ),
    "publish": lambda table, by: table.publish(by=by),
    "substitute": _change("substitute"),
    "skip": _change("skip"),
    "replace": lambda table, by: draws.changing.propose_replacement(
        draw=table.code, item="JG01", out="0" * 64, reason=ChangeReason.GONE, evidence="走访记录", by=by,
        now=table.tick(),
    ),
    "audit": lambda table, by: draws.auditing.record(
        draw=table.code, item="JG01", checked=3, by=by, now=table.tick()
    ),
    "complete": lambda table, by: draws.publishing.complete(draw=table.code, by=by, now=table.tick()),
    "void": _void(VoidReason.PARTY),
    "void_ordered": _void(
        VoidReason.LIST, Order(Orderer.SUPERIOR, "鹭湾市人民政府", "鹭政督〔2026〕1号", date(2026, 1, 5))
    ),
}  # fmt: skip
DONE_BY = {"sign": "discipline_witness", "audit": "discipline_witness"}
TABLE_STATES = [state for state in MACHINE.states if state not in ("revealed", "voided")]


def _take_to(table: Table, state: str) -> Table:
    """Walk a rehearsal to a state; ``seeded`` and what lies before compute are made by hand."""
    if state == "prepared":
        table.prepare()
    elif state == "frozen":
        table.prepare()
        table.freeze()
    elif state == "valued":
        table.until_sealed()
        table.enter()
        table.read_back()
    elif state == "seeded":
        table.until_sealed()
        table.randomness()
    elif state == "completed":
        table.until_published()
        table.complete()
    elif state == "abandoned":
        table.prepare()
        STEPS["abandon"](table, table.cast.draw_operator)
    else:
        getattr(table, f"until_{state}")()
    return table


# A dozen ceremonies stand side by side here.
pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


@pytest.fixture(scope="module")
def rehearsals(world: Table) -> dict[str, Table]:
    """One rehearsal in every state that a draw at the table passes."""
    return {state: _take_to(world.rehearsal(state), state) for state in TABLE_STATES}


def _actor(table: Table, event: str) -> Any:
    return table.cast.people[DONE_BY.get(event, "draw_operator")]


@pytest.mark.parametrize("state", TABLE_STATES)
def test_a_step_out_of_turn_is_refused_with_the_words_of_the_machine(
    table: Table, rehearsals: dict[str, Table], state: str
) -> None:
    for event, step in STEPS.items():
        if find(MACHINE, state, event):
            continue
        draw = replace(rehearsals[state])
        with pytest.raises(Refused) as refusal:
            step(draw, _actor(draw, event))
        codes = [one.code for one in refusal.value.decisions]
        assert f"ceremony.{state}.{event}" in codes, (event, codes)
        assert draw.row.state == state


@pytest.mark.parametrize("event", STEPS)
def test_a_step_is_refused_to_whoever_does_not_hold_the_post(
    table: Table, rehearsals: dict[str, Table], event: str
) -> None:
    state = next(one.state for one in MACHINE.moves if one.event == event and one.state in TABLE_STATES)
    draw = rehearsals[state]
    before = Draw.objects.filter(code=draw.code).values().get()
    for stranger in ("legal_adviser", "inspector", "superior_viewer", "publisher"):
        with pytest.raises(Refused) as refusal:
            STEPS[event](replace(draw), draw.cast.people[stranger])
        assert {one.code for one in refusal.value.decisions} & {
            "draw.not_found", "draw.not_your_secret", *(f"draw.may_not_{verb}" for verb in ("operate", "witness", "audit")),
        }  # fmt: skip
    assert Draw.objects.filter(code=draw.code).values().get() == before


@pytest.mark.parametrize("event", STEPS)
def test_the_draw_of_another_unit_is_as_good_as_not_there(
    table: Table, rehearsals: dict[str, Table], event: str
) -> None:
    draw = rehearsals["announced"]
    with pytest.raises(Refused) as refusal:
        STEPS[event](replace(draw), draw.cast.second_district)
    assert "draw.not_found" in [one.code for one in refusal.value.decisions]


def test_the_administrators_see_no_draw(table: Table, rehearsals: dict[str, Table]) -> None:
    for role in ("system_admin", "security_admin", "audit_admin"):
        with pytest.raises(Refused, match="没有找到抽取"):
            STEPS["compute"](replace(rehearsals["seeded"]), table.cast.people[role])


def test_the_witness_does_not_operate_and_the_operator_does_not_sign(
    table: Table, rehearsals: dict[str, Table]
) -> None:
    with pytest.raises(Refused, match="组织抽取"):
        STEPS["compute"](replace(rehearsals["seeded"]), table.cast.discipline_witness)
    with pytest.raises(Refused, match="见证签认"):
        STEPS["sign"](replace(rehearsals["computed"]), table.cast.draw_operator)


def test_a_party_with_an_account_commits_and_reveals_only_itself(
    table: Table, rehearsals: dict[str, Table]
) -> None:
    draw = replace(rehearsals["announced"])
    draw.commit("organiser")
    with pytest.raises(Refused, match="只能由其本人提交"):
        draw.commit("witness", by=draw.cast.draw_operator)
    valued = replace(rehearsals["valued"])
    with pytest.raises(Refused, match="只能由其本人提交"):
        valued.reveal("organiser", by=valued.cast.discipline_witness)


TAKEN = {
    "freeze": "prepared", "abandon": "frozen", "announce": "frozen", "enter_value": "sealed",
    "reveal": "valued", "compute": "seeded", "sign": "computed", "publish": "signed",
    "substitute": "signed", "skip": "published", "audit": "published", "complete": "published",
    "void": "sealed", "void_ordered": "computed",
}  # fmt: skip


@pytest.mark.parametrize(("event", "state"), TAKEN.items())
def test_a_step_in_turn_is_taken_by_whoever_holds_the_post(
    table: Table, rehearsals: dict[str, Table], event: str, state: str
) -> None:
    """The matrix above would pass if every service refused everything; these are its other half."""
    draw = replace(rehearsals[state])
    entries = Entry.objects.count()
    STEPS[event](draw, _actor(draw, event))
    assert Entry.objects.count() > entries
    assert audits.verify() is None
