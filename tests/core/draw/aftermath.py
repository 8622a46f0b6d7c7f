"""What happens after a result: right bodies of later events, voids and the next attempt."""

from collections.abc import Callable, Sequence
from typing import Any

from tests.core.draw import scenario
from tests.core.draw.scenario import Staged

from mingqian.core.canonical import Document, document_hash
from mingqian.core.draw import pairing, redraw, result, roll, rows, substitution

WHY = {"reason": "BL", "evidence": "demo", "approved_by": "witness"}
Later = Callable[[Staged], list[tuple[str, Document]]]


def standing_of(staged: Staged) -> substitution.Standing:
    """The standing right after the result of a staged draw."""
    assert staged.result is not None
    rosters = staged.rosters()
    captains = result.captains_of(staged.plan, rosters)
    bonds = pairing.Bonds(frozenset(staged.ties), result.quals_of(staged.plan, rosters))
    return substitution.begin(plan=staged.plan, result=staged.result, bonds=bonds, captains=captains)


def substitute(standing: substitution.Standing, team: int, seat: str, **changes: Any) -> Document:
    """The right body, with changes an attacker might make."""
    body: Document = {"team": team, "seat": seat, "out": standing.seats[team][seat]}
    return body | {"in": standing.next_substitute(team, seat)} | WHY | changes


def skip(standing: substitution.Standing, team: int, seat: str, **changes: Any) -> Document:
    body: Document = {"team": team, "seat": seat, "tag": standing.next_substitute(team, seat)}
    return body | WHY | changes


def replace(standing: substitution.Standing, item: str, stratum: str, out: str, **changes: Any) -> Document:
    came, team = standing.next_replacement(item, stratum, out)
    body: Document = {"item": item, "stratum": stratum, "out": out, "in": came, "team": team}
    return body | WHY | changes


def void(staged: Staged, items: Sequence[str] = ("LD01", "SB02"), **changes: Any) -> tuple[str, Document]:
    """A lawful void after the result (LIST) or before it (PARTY)."""
    fixed = staged.result is not None
    body: Document = {
        "items": list(items),
        "result": document_hash(staged.suite, staged.result) if staged.result is not None else None,
        "errors": [],
        "events": 0,
        "reason": "LIST" if fixed else "PARTY",
        "evidence": "demo",
        "approved_by": "upper",
    }
    return "void", body | changes


def lists_of(staged: Staged, errors: Sequence[str] = ()) -> dict[str, scenario.List]:
    """The lists of the next attempt: who was selected stays, as F:RD."""
    lists = scenario.vector_lists()
    for one in staged.plan["items"]:
        name = next(name for name, hash_ in staged.hashes.items() if hash_ == one["subject_roll"])
        events = [event for event in staged.events if event["kind"] == "replace"]
        chosen = redraw.selected(staged.result, events, one["item"])
        before = list(roll.rows_of(staged.files[one["subject_roll"]]))
        lists[name].rows = roll.successor(before, selected=chosen, errors=errors)
    return lists


def next_plan(before: Staged, on_plan: scenario.Change | None = None) -> scenario.Change:
    """Turns the vectors' plan into attempt 2 after the void of ``before``."""
    prev = document_hash(before.suite, before.void_event())

    def change(plan: Document) -> None:
        plan.update(no=2, prev_plan=before.plan_hash, draw_id="2026-0002")
        for one in plan["items"]:
            one.update(attempt=2, prev=prev)
        if on_plan:
            on_plan(plan)

    return change


def attempt_again(before: Staged, *, on_plan: scenario.Change | None = None, **staging: Any) -> Staged:
    """Attempt 2: new secrets, new dice, successor rolls unless ``lists`` says otherwise."""
    told: dict[str, Any] = {
        "lists": lists_of(before),
        "secrets": {role: role[0].lower() * 20 for role in scenario.ROLES},
        "values": ["31415926535897932384"] if on_plan is None else None,
    }
    return scenario.stage(before.suite, on_plan=next_plan(before, on_plan), **(told | staging))


def rewritten(lines: Sequence[bytes], tag: str, **changes: Any) -> list[bytes]:
    """A roll with one row changed."""
    found = []
    for line in lines:
        row = rows.parse(line)
        if row.tag == tag:
            values = {"tag": row.tag, "stratum": row.stratum, "status": row.status, "weight": row.weight}
            row = rows.Row(**(values | {"rec": row.rec} | changes))
        found.append(row.line())
    return sorted(found)
