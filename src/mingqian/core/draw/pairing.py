"""Which team visits which subject: conflicts, qualifications, even loads, then the pair ticket (section 7.5).

What belongs here: visits, able teams and the choice among them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mingqian.core.canonical import Document, Suite, text_hash

OUTSIDE_ASSISTANCE = 0


@dataclass(frozen=True, slots=True)
class Bonds:
    """What makes a team unable: opened conflicts, and who holds which qualification, by panel and tag.

    The record that counts is the one in the panel's own roll: a person of two rolls may have two.
    """

    ties: frozenset[tuple[str, str]]
    quals: Mapping[str, Mapping[str, frozenset[str]]]

    def able(
        self, panel: str, people: Iterable[str], tag: str, demands: Iterable[Sequence[Mapping[str, Any]]]
    ) -> bool:
        """No conflict with the tag, and enough holders of every code that the visit's items ask for."""
        crew, held = list(people), self.quals.get(panel, {})
        if any((person, tag) in self.ties for person in crew):
            return False
        return all(
            sum(demand["code"] in held.get(person, frozenset()) for person in crew) >= demand["persons"]
            for demanded in demands
            for demand in demanded
        )


def pair_ticket(suite: Suite, *, seed: str, tag: str, team: int) -> str:
    """T("pair", seed, subject_tag, team)."""
    return text_hash(suite, "pair", seed, tag, team)


def visits(
    panel: str, items: Sequence[Mapping[str, Any]], strata: Sequence[Mapping[str, Any]]
) -> dict[str, list[str]]:
    """Distinct tags of a panel's items by first appearance, each with its items in plan order."""
    found: dict[str, list[str]] = {}
    for item in items:
        if item["panel"] != panel:
            continue
        for stratum in strata:
            if stratum["item"] == item["item"]:
                for tag in [*stratum["forced"], *stratum["drawn"]]:
                    found.setdefault(tag, []).append(item["item"])
    return found


def pair(
    suite: Suite,
    *,
    seed: str,
    plan: Document,
    strata: Sequence[Mapping[str, Any]],
    panels: Sequence[Mapping[str, Any]],
    bonds: Bonds,
) -> list[Document]:
    """The ``pairs`` of the result; team 0 asks for outside assistance."""
    demands = {item["item"]: item["quals"] for item in plan["items"]}
    found: list[Document] = []
    for panel in panels:
        teams = {team["team"]: [team["captain"], *team["members"]] for team in panel["teams"]}
        load = dict.fromkeys(teams, 0)
        wanted = visits(panel["panel"], plan["items"], strata)
        fair = -(-len(wanted) // len(teams))
        for tag, items in wanted.items():
            asked = [demands[item] for item in items]
            able = [team for team, crew in teams.items() if bonds.able(panel["panel"], crew, tag, asked)]
            team = _choose(suite, seed, tag, able, load, fair)
            if team:
                load[team] += 1
            found.append({"panel": panel["panel"], "tag": tag, "items": items, "team": team})
    return found


def least(suite: Suite, *, seed: str, tag: str, teams: Iterable[int]) -> int:
    """The team of the least (pair ticket, team); 0 when there is none."""
    return min(
        teams,
        key=lambda team: (pair_ticket(suite, seed=seed, tag=tag, team=team), team),
        default=OUTSIDE_ASSISTANCE,
    )


def _choose(suite: Suite, seed: str, tag: str, able: list[int], load: Mapping[int, int], fair: int) -> int:
    """Able teams below the fair load; if none, the least loaded of the able."""
    candidates = [team for team in able if load[team] < fair]
    if not candidates and able:
        lowest = min(load[team] for team in able)
        candidates = [team for team in able if load[team] == lowest]
    return least(suite, seed=seed, tag=tag, teams=candidates)
