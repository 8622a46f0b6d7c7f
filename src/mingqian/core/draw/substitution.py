"""Later events of a draw: substitutes for inspectors, replacements for subjects not found (section 8).

What belongs here: who is next. Nobody chooses: every event has exactly one right content.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mingqian.core.canonical import Document, Suite
from mingqian.core.draw import pairing
from mingqian.core.draw.pairing import OUTSIDE_ASSISTANCE, Bonds

CAPTAIN = "C"


@dataclass(slots=True)
class Visit:
    """A subject which a panel visits: for which items, by which team (0: outside assistance)."""

    items: list[str]
    team: int


@dataclass(slots=True)
class Standing:
    """Where a draw stands after the result and the events applied so far."""

    suite: Suite
    plan: Document
    result: Document
    bonds: Bonds
    captains: Mapping[str, frozenset[str]]
    seats: dict[int, dict[str, str | None]] = field(default_factory=dict)
    panel_of: dict[int, str] = field(default_factory=dict)
    bench: dict[str, list[str]] = field(default_factory=dict)
    visits: dict[str, dict[str, Visit]] = field(default_factory=dict)
    current: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    spare: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def crew(self, team: int) -> list[str]:
        """Who sits in the team now."""
        return [tag for tag in self.seats[team].values() if tag is not None]

    def next_substitute(self, team: int, seat: str) -> str | None:
        """The panel's first substitute neither used nor skipped, captain-eligible for seat C,
        with whom the team is able for all its visits; none: null."""
        panel = self.panel_of[team]
        rest = [tag for place, tag in self.seats[team].items() if place != seat and tag is not None]
        for candidate in self.bench[panel]:
            if seat == CAPTAIN and candidate not in self.captains[panel]:
                continue
            if all(
                self.bonds.able(panel, [*rest, candidate], tag, self._demands(visit.items))
                for tag, visit in self.visits[panel].items()
                if visit.team == team
            ):
                return candidate
        return None

    def next_replacement(self, item: str, stratum: str, out: str) -> tuple[str | None, int]:
        """The stratum's first unused reserve or null, and the team which visits it.

        "that of in's visit in the panel, else out's, if able for all in's items": one visit serves all,
        so the team of a visit that gains an item must be able for the old ones and the new one.
        """
        waiting = self.spare[item, stratum]
        if not waiting:
            return None, OUTSIDE_ASSISTANCE
        return waiting[0], self._team_for(item, waiting[0], out)

    def _team_for(self, item: str, tag: str, out: str) -> int:
        panel = self._item(item)["panel"]
        if panel is None:
            return OUTSIDE_ASSISTANCE
        visits = self.visits[panel]
        items = [*visits[tag].items, item] if tag in visits else [item]
        able = [
            team
            for team, place in self.panel_of.items()
            if place == panel and self.bonds.able(panel, self.crew(team), tag, self._demands(items))
        ]
        before = visits[tag if tag in visits else out].team
        if before in able:
            return before
        return pairing.least(self.suite, seed=self.result["seed"], tag=tag, teams=able)

    def apply(self, kind: str, body: Mapping[str, Any]) -> list[str]:
        """Apply a ``substitute``, ``skip`` or ``replace``; what is wrong with it, in Chinese."""
        faults: list[str] = []
        if body["approved_by"] == self.plan["parties"][0]["role"]:
            faults.append("批准人不能是组织方")
        steps = {"substitute": self._substitute, "skip": self._skip, "replace": self._replace}
        return faults + steps[kind](body)

    def _substitute(self, body: Mapping[str, Any]) -> list[str]:
        faults = self._seat_faults(body)
        if faults:
            return faults
        team, seat = body["team"], body["seat"]
        if self.seats[team][seat] != body["out"]:
            return [f"第 {team} 组 {seat} 席现在不是 {body['out'][:8]}"]
        expected = self.next_substitute(team, seat)
        if body["in"] != expected:
            faults.append(f"第 {team} 组 {seat} 席应由 {_short(expected)} 递补，不是 {_short(body['in'])}")
        self.seats[team][seat] = body["in"]
        self._leave_bench(team, body["in"])
        return faults

    def _skip(self, body: Mapping[str, Any]) -> list[str]:
        faults = self._seat_faults(body)
        if faults:
            return faults
        expected = self.next_substitute(body["team"], body["seat"])
        if body["tag"] != expected:
            faults.append(f"只能跳过下一位候补 {_short(expected)}，不是 {_short(body['tag'])}")
        self._leave_bench(body["team"], body["tag"])
        return faults

    def _replace(self, body: Mapping[str, Any]) -> list[str]:
        place = (body["item"], body["stratum"])
        if place not in self.current:
            return [f"事项 {place[0]} 没有层 {place[1]}"]
        if body["out"] not in self.current[place]:
            return [f"{body['out'][:8]} 不是事项 {place[0]} 层 {place[1]} 随机抽中（或递补）的对象"]
        expected, team = self.next_replacement(*place, body["out"])
        faults: list[str] = []
        if body["in"] != expected:
            faults.append(f"应由 {_short(expected)} 递补，不是 {_short(body['in'])}")
        elif body["team"] != team:
            faults.append(f"递补对象应由第 {team} 组检查，不是第 {body['team']} 组")
        self._record_replacement(place, body)
        return faults

    def _record_replacement(self, place: tuple[str, str], body: Mapping[str, Any]) -> None:
        self.current[place].discard(body["out"])
        tag = body["in"]
        if tag is None:
            return
        self.current[place].add(tag)
        self.spare[place] = [one for one in self.spare[place] if one != tag]
        panel = self._item(place[0])["panel"]
        if panel is None:
            return
        visit = self.visits[panel].setdefault(tag, Visit([], body["team"]))
        visit.items.append(place[0])
        visit.team = body["team"]

    def _seat_faults(self, body: Mapping[str, Any]) -> list[str]:
        team, seat = body["team"], body["seat"]
        if team not in self.seats:
            return [f"没有第 {team} 组"]
        return [] if seat in self.seats[team] else [f"第 {team} 组没有 {seat} 席"]

    def _leave_bench(self, team: int, tag: str | None) -> None:
        panel = self.panel_of[team]
        self.bench[panel] = [one for one in self.bench[panel] if one != tag]

    def _item(self, name: str) -> Mapping[str, Any]:
        return next(item for item in self.plan["items"] if item["item"] == name)

    def _demands(self, items: Sequence[str]) -> list[list[Mapping[str, Any]]]:
        return [self._item(name)["quals"] for name in items]


def begin(
    *, plan: Document, result: Document, bonds: Bonds, captains: Mapping[str, frozenset[str]]
) -> Standing:
    """The standing right after the result."""
    standing = Standing(Suite(plan["suite"]), plan, result, bonds, captains)
    for one in result["panels"]:
        panel = one["panel"]
        standing.bench[panel] = list(one["substitutes"])
        standing.visits[panel] = {}
        for team in one["teams"]:
            seats: dict[str, str | None] = {CAPTAIN: team["captain"]}
            seats |= {f"M{place}": tag for place, tag in enumerate(team["members"], 1)}
            standing.seats[team["team"]] = seats
            standing.panel_of[team["team"]] = panel
    for pair in result["pairs"]:
        standing.visits[pair["panel"]][pair["tag"]] = Visit(list(pair["items"]), pair["team"])
    for stratum in result["strata"]:
        place = (stratum["item"], stratum["stratum"])
        standing.current[place] = set(stratum["drawn"])
        standing.spare[place] = list(stratum["reserve"])
    return standing


def _short(tag: str | None) -> str:
    return "（空缺）" if tag is None else tag[:8]
