"""Machines: unsound tables do not load, every pair of state and event is answered, diagrams are fresh."""

import dataclasses
from collections.abc import Iterable
from itertools import product

import pytest
from tools import write_states

from mingqian.core import machine
from mingqian.core.decision import Refused
from mingqian.core.labels import LabelledCode
from mingqian.core.machine import Machine, Move, Refusal
from mingqian.core.machines import (
    ALL,
    annual_plan,
    ceremony,
    implementation_plan,
    import_batch,
    inspector,
    item_version,
    pool_rule,
)
from mingqian.planning.enums import PlanState
from mingqian.registry.enums import ImportState, InspectorState, ItemState, PoolState

LAMP = Machine(
    name="lamp",
    title="灯",
    start="off",
    states={"off": "关", "on": "开", "broken": "坏"},
    events={"switch": "按开关", "drop": "摔落"},
    moves=(
        Move("off", "switch", "on", clause="第1条"),
        Move("on", "switch", "off"),
        Move("on", "drop", "broken"),
    ),
    final=frozenset({"broken"}),
    refusals=(Refusal("broken", "switch", "灯已摔坏", "第2条", "换一盏"),),
)


def test_a_move_leads_where_the_table_says() -> None:
    assert machine.move(LAMP, "off", "switch") == "on"
    assert machine.may(LAMP, "off", "switch").clause == "第1条"
    assert machine.possible(LAMP, "on") == ("switch", "drop")


def test_a_pair_outside_the_table_is_refused_with_what_is_possible() -> None:
    with pytest.raises(Refused) as caught:
        machine.move(LAMP, "off", "drop")
    (decision,) = caught.value.decisions
    assert decision.code == "lamp.off.drop"
    assert str(decision) == "灯目前为“关”，不能摔落。处理办法：此时可以：按开关。"


def test_a_special_refusal_says_why_by_which_clause_and_what_to_do() -> None:
    decision = machine.may(LAMP, "broken", "switch")
    assert (decision.reason, decision.clause, decision.remedy) == ("灯已摔坏", "第2条", "换一盏")


def test_the_end_of_a_life_says_so() -> None:
    assert "终结状态" in machine.may(LAMP, "broken", "drop").remedy


def test_words_the_table_does_not_know_are_a_mistake_of_the_program() -> None:
    for state, event in (("blue", "switch"), ("off", "sing")):
        with pytest.raises(ValueError, match="knows no"):
            machine.may(LAMP, state, event)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"start": "blue"}, "start 'blue'"),
        ({"final": frozenset({"blue", "broken"})}, "final 'blue'"),
        ({"moves": (*LAMP.moves, Move("blue", "switch", "on"))}, "unknown words"),
        ({"moves": (*LAMP.moves, Move("off", "drop", "blue"))}, "unknown 'blue'"),
        ({"moves": (*LAMP.moves, Move("off", "switch", "broken"))}, "off × switch stands twice"),
        ({"refusals": (Refusal("on", "drop", "不行"),)}, "on × drop stands twice"),
        ({"states": {**LAMP.states, "lost": "丢失"}}, "lost cannot be reached"),
        ({"final": frozenset()}, "dead end"),
        ({"final": frozenset({"broken", "on"})}, "final and goes on"),
        ({"events": {**LAMP.events, "sing": "唱"}}, "sing never happens"),
        ({"states": {**LAMP.states, "on": "关"}}, "labels"),
        ({"states": {**LAMP.states, "on": "亮得刺眼睛了"}}, "longer than 5"),
    ],
)
def test_an_unsound_table_does_not_load(fields: dict[str, object], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        dataclasses.replace(LAMP, **fields)  # type: ignore[arg-type]


def test_all_faults_of_a_table_are_told_at_once() -> None:
    with pytest.raises(ValueError) as caught:
        dataclasses.replace(LAMP, start="blue", events={**LAMP.events, "sing": "唱"})
    assert "blue" in str(caught.value)
    assert "sing" in str(caught.value)


def test_machines_have_different_names_and_titles() -> None:
    assert len({m.name for m in ALL}) == len({m.title for m in ALL}) == len(ALL)


@pytest.mark.parametrize("each", ALL, ids=lambda m: m.name)
def test_every_state_answers_every_event_by_its_table_or_with_a_refusal(each: Machine) -> None:
    table = {(m.state, m.event): m.to for m in each.moves}
    for state, event in product(each.states, each.events):
        decision = machine.may(each, state, event)
        assert decision.ok == ((state, event) in table), (state, event)
        if decision.ok:
            assert machine.move(each, state, event) == table[state, event]
        else:
            assert decision.reason
            assert decision.remedy
            with pytest.raises(Refused):
                machine.move(each, state, event)


def walk(each: Machine, *events: str) -> str:
    state = each.start
    for event in events:
        state = machine.move(each, state, event)
    return state


PREPARE = ("freeze", "announce", "seal")
FINISH = ("compute", "sign", "substitute", "publish", "replace", "audit", "complete")


def test_a_draw_runs_in_both_orders_to_its_end() -> None:
    assert walk(ceremony.MACHINE, *PREPARE, "enter_value", "reveal", *FINISH) == "completed"
    assert walk(ceremony.MACHINE, *PREPARE, "reveal", "enter_value", *FINISH) == "completed"


def test_nobody_recomputes_refreezes_or_backs_out_once_the_seed_is_fixed() -> None:
    seeded = walk(ceremony.MACHINE, *PREPARE, "enter_value", "reveal")
    assert machine.possible(ceremony.MACHINE, seeded) == ("compute",)
    assert "种子" in machine.may(ceremony.MACHINE, seeded, "void").reason
    computed = machine.move(ceremony.MACHINE, seeded, "compute")
    assert not machine.may(ceremony.MACHINE, computed, "compute")
    assert not machine.may(ceremony.MACHINE, computed, "freeze")
    assert not machine.may(ceremony.MACHINE, computed, "publish")


def test_no_randomness_enters_before_every_party_is_sealed() -> None:
    for state in ("prepared", "frozen", "announced"):
        for event in ("enter_value", "reveal", "compute"):
            assert not machine.may(ceremony.MACHINE, state, event)


def test_after_the_announcement_a_draw_ends_only_in_the_open() -> None:
    assert walk(ceremony.MACHINE, "freeze", "abandon") == "abandoned"
    assert not machine.may(ceremony.MACHINE, "announced", "abandon")
    assert walk(ceremony.MACHINE, "freeze", "announce", "void") == "voided"


def test_nothing_is_published_that_was_not_approved() -> None:
    for each in (annual_plan.MACHINE, implementation_plan.MACHINE, item_version.MACHINE):
        for state in set(each.states) - {"approved"}:
            assert not machine.may(each, state, "publish"), (each.name, state)


@pytest.mark.parametrize(
    ("each", "words"),
    [
        (item_version.MACHINE, ItemState),
        (pool_rule.MACHINE, PoolState),
        (inspector.MACHINE, InspectorState),
        (import_batch.MACHINE, ImportState),
    ],
    ids=lambda value: getattr(value, "name", "words"),
)
def test_the_registry_stores_the_states_of_the_table_under_the_same_labels(
    each: Machine, words: Iterable[LabelledCode]
) -> None:
    assert {state.value: state.label for state in words} == dict(each.states)


def test_planning_stores_the_states_of_both_tables_under_the_same_labels() -> None:
    both = {**annual_plan.MACHINE.states, **implementation_plan.MACHINE.states}
    assert {str(state.value): state.label for state in PlanState} == both


def test_a_diagram_shows_every_state_and_every_move() -> None:
    drawn = machine.mermaid(LAMP)
    assert drawn.splitlines() == [
        "stateDiagram-v2",
        "    direction LR",
        '    state "关" as off',
        '    state "开" as on',
        '    state "坏" as broken',
        "    [*] --> off",
        "    off --> on: 按开关",
        "    on --> off: 按开关",
        "    on --> broken: 摔落",
        "    broken --> [*]",
    ]


def test_the_page_of_states_is_fresh() -> None:
    assert write_states.PAGE.read_text(encoding="utf-8") == write_states.text(), (
        "run: python -m tools.write_states"
    )
