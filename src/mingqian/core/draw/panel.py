"""Inspection teams: captains, members and substitutes of every panel, and their feasibility (section 7).

What belongs here: who inspects together. Which subject a team visits is the pairing's business.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mingqian.core.canonical import Document, Suite
from mingqian.core.draw import tickets


@dataclass(frozen=True, slots=True)
class Inspector:
    """An opened row of an inspector roll."""

    tag: str
    stratum: str
    status: str
    captain: bool
    quals: frozenset[str]


class PanelError(ValueError):
    """A panel cannot be filled; feasibility before sealing should have refused the plan."""


def need(panel: Mapping[str, Any]) -> int:
    """count·size, or the members only where captains are appointed."""
    size = panel["size"] - 1 if panel["captain"] == "appointed" else panel["size"]
    return int(panel["count"] * size)


def drawn_size(panel: Mapping[str, Any], available: int) -> int:
    """D = min(|P|, ceil(need·factor100/100))."""
    return min(available, -(-need(panel) * int(panel["factor100"]) // 100))


def eligible(panel: Mapping[str, Any], roster: Sequence[Inspector]) -> list[Inspector]:
    """A: all E rows of the panel's strata."""
    return [one for one in roster if one.status == "E" and one.stratum in panel["strata"]]


def infeasible(panels: Sequence[Mapping[str, Any]], rosters: Mapping[str, Sequence[Inspector]]) -> list[str]:
    """Why the plan is refused before sealing: after the seed no panel may fail.

    |A| - Σ min(d', |A∩A'|) over earlier panels ≥ need, and the same for captains (unless appointed).
    """
    found: list[str] = []
    earlier: list[tuple[int, set[str]]] = []
    for panel in panels:
        people = eligible(panel, rosters[panel["inspector_roll"]])
        tags = {one.tag for one in people}
        captains = {one.tag for one in people if one.captain}
        left = len(tags) - sum(min(size, len(tags & before)) for size, before in earlier)
        if left < need(panel):
            found.append(f"小组 {panel['panel']}：可抽检查人员最少只剩 {left} 人，需要 {need(panel)} 人")
        leaders = len(captains) - sum(min(size, len(captains & before)) for size, before in earlier)
        if panel["captain"] == "drawn" and leaders < panel["count"]:
            found.append(f"小组 {panel['panel']}：可任组长的最少只剩 {leaders} 人，需要 {panel['count']} 人")
        earlier.append((drawn_size(panel, len(tags)), tags))
    return found


def compose(
    suite: Suite,
    *,
    seed: str,
    panels: Sequence[Mapping[str, Any]],
    rosters: Mapping[str, Sequence[Inspector]],
    kinds: Mapping[str, str],
) -> list[Document]:
    """The ``panels`` of the result; team numbers run on through the panels, from 1.

    ``kinds`` of the rolls are the purposes of their tickets (§6).
    """
    busy: set[str] = set()
    found: list[Document] = []
    number = 1
    for panel in panels:
        source = tickets.urn(suite, seed=seed, purpose=kinds[panel["inspector_roll"]])
        free = [one for one in eligible(panel, rosters[panel["inspector_roll"]]) if one.tag not in busy]
        order = sorted(free, key=lambda one: (source.first(one.tag), one.tag))
        filled = _fill(panel, order, number)
        found.append(filled)
        number += panel["count"]
        busy |= set(filled["substitutes"])
        for team in filled["teams"]:
            busy |= {team["captain"], *team["members"]}
    return found


def _fill(panel: Mapping[str, Any], order: list[Inspector], number: int) -> Document:
    count, size = panel["count"], panel["size"]
    people = [one.tag for one in order]
    total = drawn_size(panel, len(people))
    if panel["captain"] == "appointed":
        captains, end = list(panel["appointed"]), total
    else:
        captains, end = [one.tag for one in order if one.captain][:count], total - count
    others = [tag for tag in people if tag not in set(captains)]
    members = count * (size - 1)
    if len(captains) < count or len(others) < members:
        raise PanelError(f"小组 {panel['panel']} 人数不足")
    return {
        "panel": panel["panel"],
        "teams": [
            {"team": number + team, "captain": captains[team], "members": others[team:members:count]}
            for team in range(count)
        ],
        "substitutes": others[members : max(members, end)],
    }
