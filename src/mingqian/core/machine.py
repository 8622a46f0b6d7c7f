"""State machines as tables: what may happen to a thing next, and who says no.

A machine is data; this module only reads it. *Who* may act is decided by the apps' policies, *in which
state* is decided here. The diagrams in the documentation are printed from the same tables, which live
beside this module in ``machines``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from mingqian.core.decision import Decision, allowed, demand, denied

LONGEST_LABEL = 5
"""A status chip holds five characters."""


@dataclass(frozen=True, slots=True)
class Move:
    """In ``state``, ``event`` leads ``to``. ``who`` and ``note`` are for readers; ``clause`` for refusals."""

    state: str
    event: str
    to: str
    who: str = ""
    note: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A pair that deserves better words than 「现在不能」: why, by which clause, and what to do."""

    state: str
    event: str
    reason: str
    clause: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class Machine:
    """One life: states and events with their labels, the moves, and what is told where there is none."""

    name: str
    title: str
    start: str
    states: Mapping[str, str]
    events: Mapping[str, str]
    moves: tuple[Move, ...]
    final: frozenset[str] = frozenset()
    refusals: tuple[Refusal, ...] = ()

    def __post_init__(self) -> None:
        wrong = problems(self)
        if wrong:
            raise ValueError(f"machine {self.name}: " + "; ".join(wrong))


def find(machine: Machine, state: str, event: str) -> Move | None:
    """The move of this pair, if there is one. Unknown words are a mistake of the program."""
    if state not in machine.states or event not in machine.events:
        raise ValueError(f"machine {machine.name} knows no {state!r} or no {event!r}")
    return next((m for m in machine.moves if m.state == state and m.event == event), None)


def may(machine: Machine, state: str, event: str) -> Decision:
    """May this happen now? A denial says what the state is and what can be done instead."""
    move = find(machine, state, event)
    code = f"{machine.name}.{state}.{event}"
    if move is not None:
        return allowed(code, f"{machine.events[event]}后为“{machine.states[move.to]}”", move.clause)
    for refusal in machine.refusals:
        if (refusal.state, refusal.event) == (state, event):
            return denied(code, refusal.reason, refusal.clause, refusal.remedy or _instead(machine, state))
    told = f"{machine.title}目前为“{machine.states[state]}”，不能{machine.events[event]}"
    return denied(code, told, "", _instead(machine, state))


def move(machine: Machine, state: str, event: str) -> str:
    """The state after the event; ``Refused`` where the table has no such move."""
    demand(may(machine, state, event))
    found = find(machine, state, event)
    return found.to if found else state


def possible(machine: Machine, state: str) -> tuple[str, ...]:
    """The events that a state admits, in the order of the table."""
    return tuple(m.event for m in machine.moves if m.state == state)


def _instead(machine: Machine, state: str) -> str:
    events = "、".join(machine.events[event] for event in possible(machine, state))
    return f"此时可以：{events}" if events else "该状态已是终结状态，需要变更的请另行新建"


def problems(machine: Machine) -> tuple[str, ...]:
    """What makes a table incomplete or contradictory, all at once. An empty answer means sound."""
    return (*_unknown_words(machine), *_doubles(machine), *_shape(machine), *_labels(machine))


def _unknown_words(machine: Machine) -> Iterator[str]:
    if machine.start not in machine.states:
        yield f"start {machine.start!r} is no state"
    for state in sorted(machine.final - set(machine.states)):
        yield f"final {state!r} is no state"
    rows: tuple[Move | Refusal, ...] = (*machine.moves, *machine.refusals)
    for row in rows:
        if row.state not in machine.states or row.event not in machine.events:
            yield f"row {row.state!r} × {row.event!r} uses unknown words"
    for found in machine.moves:
        if found.to not in machine.states:
            yield f"{found.state} × {found.event} leads to unknown {found.to!r}"


def _doubles(machine: Machine) -> Iterator[str]:
    rows: tuple[Move | Refusal, ...] = (*machine.moves, *machine.refusals)
    pairs = [(row.state, row.event) for row in rows]
    for pair in sorted({pair for pair in pairs if pairs.count(pair) > 1}):
        yield f"{pair[0]} × {pair[1]} stands twice"


def _shape(machine: Machine) -> Iterator[str]:
    reached, frontier = {machine.start}, [machine.start]
    while frontier:
        state = frontier.pop()
        fresh = {m.to for m in machine.moves if m.state == state} - reached
        reached |= fresh
        frontier.extend(sorted(fresh))
    for state in machine.states:
        onward = any(m.state == state and m.to != state for m in machine.moves)
        if state not in reached:
            yield f"{state} cannot be reached"
        if onward == (state in machine.final):
            yield f"{state} is final and goes on" if onward else f"{state} is a dead end but not final"
    for event in sorted(set(machine.events) - {m.event for m in machine.moves}):
        yield f"{event} never happens"


def _labels(machine: Machine) -> Iterator[str]:
    for words in (machine.states, machine.events):
        labels = list(words.values())
        if any(not label for label in labels) or len(set(labels)) < len(labels):
            yield "labels must be there and differ"
    for state, label in machine.states.items():
        if len(label) > LONGEST_LABEL:
            yield f"the label of {state} is longer than {LONGEST_LABEL} characters"


def mermaid(machine: Machine) -> str:
    """The table as a Mermaid diagram; moves between the same two states share one arrow."""
    lines = ["stateDiagram-v2", "    direction LR"]
    lines += [f'    state "{label}" as {state}' for state, label in machine.states.items()]
    lines.append(f"    [*] --> {machine.start}")
    arrows: dict[tuple[str, str], list[str]] = {}
    for found in machine.moves:
        arrows.setdefault((found.state, found.to), []).append(machine.events[found.event])
    lines += [f"    {state} --> {to}: {'、'.join(events)}" for (state, to), events in arrows.items()]
    lines += [f"    {state} --> [*]" for state in machine.states if state in machine.final]
    return "\n".join(lines)


def markdown(machine: Machine) -> str:
    """Heading, diagram and the full table, as the reference page shows them."""
    lines = [f"## {machine.title} `{machine.name}`", "", "```mermaid", mermaid(machine), "```", ""]
    lines += ["| 状态 | 事件 | 之后 | 由谁 | 说明 | 依据 |", "|---|---|---|---|---|---|"]
    for m in machine.moves:
        state, event, to = machine.states[m.state], machine.events[m.event], machine.states[m.to]
        lines.append(
            f"| {state} `{m.state}` | {event} `{m.event}` | {to} | {m.who} | {m.note} | {m.clause} |"
        )
    if machine.refusals:
        lines += ["", "说明理由的拒绝：", ""]
    for r in machine.refusals:
        clause = f"（{r.clause}）" if r.clause else ""
        lines.append(f"* {machine.states[r.state]} × {machine.events[r.event]}：{r.reason}{clause}")
    return "\n".join(lines) + "\n"
