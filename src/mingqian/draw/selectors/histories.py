"""Past draws read back for statistics: who could be drawn, who was, who visited whom, how long each step took.

What belongs here: one published draw reduced to what ``core.fairness`` and ``core.odds`` count. No name of a subject leaves this file.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from mingqian.core.canonical import Document
from mingqian.core.draw.grammar import PEOPLE
from mingqian.core.fairness import Pattern
from mingqian.core.odds import Visit
from mingqian.draw.enums import Origin, RollKind
from mingqian.draw.models import Draw, DrawRoll, LogEvent, RollEntry
from mingqian.draw.selectors import material

LATER = ("substitute", "skip", "replace")
Attributes = tuple[str, str, str]
"""Kind of body, district, grade: as the frozen record has them."""
Meetings = set[tuple[str, str]]
"""(inspector, subject) who have met."""


@dataclass
class Past:
    """One draw with a published result."""

    row: Draw
    strata: Sequence[Document]
    quotas: list[int]
    patterns: dict[str, Pattern]  # subject → where it could be drawn
    attributes: dict[str, Attributes]
    names: Mapping[str, str]  # tag of whoever was seated or visited → identity
    drawn: Counter[str]  # subject → in how many strata it was drawn
    seats: int
    times: dict[str, datetime]  # kind of event → when it was first journaled
    panels: Sequence[Document]
    pairs: Sequence[Document]
    later: Counter[str] = field(default_factory=Counter)

    def total(self, letter: str) -> int:
        """Rows of all strata by their letter, ``N`` for all."""
        return sum(int(one[letter]) for one in self.strata)

    @property
    def spent(self) -> int | None:
        """Seconds between seal and result."""
        if "seal" not in self.times or "result" not in self.times:
            return None
        return int((self.times["result"] - self.times["seal"]).total_seconds())


def within(rows: QuerySet[Draw], since: date | None, until: date | None) -> list[Draw]:
    """Official draws that got as far as a plan, oldest first, by the day their lists were frozen."""
    found = rows.filter(log__nature=Origin.OFFICIAL, frozen_at__isnull=False).exclude(plan_hash="")
    found = found.select_related("plan__unit", "review__unit", "operator", "log").order_by("frozen_at", "pk")
    return [
        one
        for one in found
        if one.frozen_at is not None
        and (since is None or since <= localdate(one.frozen_at))
        and (until is None or localdate(one.frozen_at) <= until)
    ]


def finished(rows: Iterable[Draw]) -> list[Draw]:
    """Those whose result everybody may know; a voided result counts, for somebody was selected."""
    return [one for one in rows if one.result_hash and one.published_at is not None]


@dataclass(frozen=True, slots=True)
class Used:
    """One frozen list as a draw used it."""

    draw: int
    roll: int
    kind: RollKind
    item: str

    @property
    def counts(self) -> bool:
        """Subjects of an item are what the statistics are about; people and case files only have names here."""
        return self.kind == RollKind.SUBJECT and bool(self.item)


def lists(found: Sequence[Draw]) -> list[Used]:
    """The lists behind these draws."""
    rows = DrawRoll.objects.filter(draw__in=found).order_by("draw", "pk")
    told = rows.values_list("draw_id", "roll_id", "roll__kind", "item")
    return [Used(draw, roll, RollKind(kind), item) for draw, roll, kind, item in told]


def rows_of(used: Sequence[Used]) -> int:
    """How many rows a report over these lists reads."""
    return RollEntry.objects.filter(roll__in=[one.roll for one in used if one.counts], status="E").count()


class _Sum:
    """What the rows of one draw's lists add up to while they pass by."""

    def __init__(self, row: Draw, items: set[str]) -> None:
        self.row, self.doc = row, material.document(row.result_doc)
        self.strata = [one for one in self.doc["strata"] if one["item"] in items]
        self.at = {(one["item"], one["stratum"]): at for at, one in enumerate(self.strata)}
        self.chosen = {(one["item"], tag) for one in self.strata for tag in one["drawn"]}
        self.wanted = {one["tag"] for one in self.doc["pairs"]}
        self.places: dict[str, list[tuple[int, int]]] = {}
        self.attributes: dict[str, Attributes] = {}
        self.names: dict[str, str] = {}
        self.drawn: Counter[str] = Counter()

    def take(self, used: Used, entry: RollEntry) -> None:
        """One row of a list: who stands behind a tag, and what could become of whoever could be drawn."""
        if used.kind in PEOPLE or entry.tag in self.wanted:
            self.names[entry.tag] = entry.identity
        if not used.counts or entry.status != "E":
            return
        self.places.setdefault(entry.identity, []).append((self.at[used.item, entry.stratum], entry.weight))
        if entry.identity not in self.attributes:
            self.attributes[entry.identity] = _attributes(entry.record)
        self.drawn[entry.identity] += (used.item, entry.tag) in self.chosen


def read(found: Sequence[Draw], used: Sequence[Used]) -> list[Past]:
    """These draws, whose lists are ``used``: every row passes by once, in one statement for all draws."""
    counted: dict[int, set[str]] = {row.pk: set() for row in found}
    for one in used:
        counted[one.draw] |= {one.item} if one.counts else set()
    sums = {row.pk: _Sum(row, counted[row.pk]) for row in found}
    takers: dict[int, list[Used]] = {}
    for one in used:
        takers.setdefault(one.roll, []).append(one)
    possible = (
        Q(status="E")
        | Q(status__startswith="F:")
        | Q(roll__in=[one.roll for one in used if one.kind in PEOPLE])
    )
    entries = RollEntry.objects.filter(possible, roll__in=list(takers)).order_by("roll_id", "pk")
    for entry in entries.defer("name", "reason", "clause").iterator():
        for one in takers[entry.roll_id]:
            sums[one.draw].take(one, entry)
    times, later = _events(found)
    return [_past(sums[row.pk], times[row.pk], later[row.pk]) for row in found]


def _past(told: _Sum, times: dict[str, datetime], later: Counter[str]) -> Past:
    return Past(
        row=told.row, strata=told.strata, quotas=[one["k"] for one in told.strata],
        patterns={who: tuple(places) for who, places in told.places.items()}, attributes=told.attributes,
        names=told.names, drawn=told.drawn, seats=_seats(told.doc), times=times,
        panels=told.doc["panels"], pairs=told.doc["pairs"], later=later,
    )  # fmt: skip


def _attributes(record: str) -> Attributes:
    told = json.loads(record)
    return told.get("kind", ""), told.get("division", ""), told.get("risk", "")


def _seats(doc: Document) -> int:
    return sum(1 + len(team["members"]) for panel in doc["panels"] for team in panel["teams"])


def _events(found: Sequence[Draw]) -> tuple[dict[int, dict[str, datetime]], dict[int, Counter[str]]]:
    """By draw: when each kind of event was first journaled, and how many changes came after the result."""
    times: dict[int, dict[str, datetime]] = {row.pk: {} for row in found}
    later: dict[int, Counter[str]] = {row.pk: Counter() for row in found}
    rows = LogEvent.objects.filter(draw__in=found).order_by("index")
    for draw, kind, at in rows.values_list("draw_id", "kind", "at"):
        times[draw].setdefault(kind, at)
        if kind in LATER:
            later[draw][kind] += 1
    return times, later


def visits(past: Past, met: Meetings) -> list[Visit]:
    """Visits of this draw where somebody on a team had met the subject before; ``met`` then holds these too.

    The teams as drawn: what was substituted afterwards is counted by itself.
    """
    names = past.names
    teams = {
        panel["panel"]: {one["team"]: [one["captain"], *one["members"]] for one in panel["teams"]}
        for panel in past.panels
    }
    found, fresh = [], Meetings()
    for pair in past.pairs:
        subject, seated = names[pair["tag"]], teams[pair["panel"]]
        known = {
            number: sum((names[one], subject) in met for one in people) for number, people in seated.items()
        }
        if pair["team"] and any(known.values()):
            found.append(
                Visit(len(seated), {team: times for team, times in known.items() if times}, pair["team"])
            )
        fresh |= {(names[one], subject) for one in seated.get(pair["team"], ())}
    met |= fresh
    return found
