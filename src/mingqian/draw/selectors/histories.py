"""Past draws read back for statistics: who could be drawn, who was, who visited whom, how long each step took.

What belongs here: one published draw reduced to what ``core.fairness`` counts. No name of a subject leaves this file.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.utils.timezone import localdate

from mingqian.core.canonical import Document
from mingqian.core.fairness import Pattern, Visit
from mingqian.draw.enums import Origin, RollKind
from mingqian.draw.models import Draw, LogEvent, RollEntry
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
    drawn: Counter[str]  # subject → in how many strata it was drawn
    seats: int
    times: dict[str, datetime]  # kind of event → when it was first journaled
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


def rows_of(found: Sequence[Draw]) -> int:
    """How many rows a report over these draws reads."""
    return RollEntry.objects.filter(roll__in=_rolls(found), status="E").count()


def _rolls(found: Sequence[Draw]) -> list[int]:
    return [
        used.roll_id
        for one in found
        for used in one.rolls.filter(roll__kind=RollKind.SUBJECT).exclude(item="")
    ]


def read(row: Draw) -> Past:
    """One draw, every eligible row of it once."""
    doc = material.document(row.result_doc)
    used = {one.item: one.roll_id for one in row.rolls.filter(roll__kind=RollKind.SUBJECT)}
    strata = [one for one in doc["strata"] if one["item"] in used]
    places: dict[str, list[tuple[int, int]]] = {}
    attributes: dict[str, Attributes] = {}
    drawn: Counter[str] = Counter()
    for item, roll in used.items():
        mine = {one["stratum"]: at for at, one in enumerate(strata) if one["item"] == item}
        chosen = {tag for at in mine.values() for tag in strata[at]["drawn"]}
        entries = RollEntry.objects.filter(roll=roll, status="E").order_by("pk")
        for tag, who, stratum, slips, record in entries.values_list(
            "tag", "identity", "stratum", "weight", "record"
        ).iterator():
            places.setdefault(who, []).append((mine[stratum], slips))
            if who not in attributes:
                attributes[who] = _attributes(record)
            drawn[who] += tag in chosen
    return Past(
        row, strata, [one["k"] for one in strata], {who: tuple(found) for who, found in places.items()}, attributes,
        drawn, _seats(doc), _times(row), _later(row),
    )  # fmt: skip


def _attributes(record: str) -> Attributes:
    told = json.loads(record)
    return told.get("kind", ""), told.get("division", ""), told.get("risk", "")


def _seats(doc: Document) -> int:
    return sum(1 + len(team["members"]) for panel in doc["panels"] for team in panel["teams"])


def _times(row: Draw) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for kind, at in LogEvent.objects.filter(draw=row).order_by("index").values_list("kind", "at"):
        found.setdefault(kind, at)
    return found


def _later(row: Draw) -> Counter[str]:
    counted = LogEvent.objects.filter(draw=row, kind__in=LATER).values_list("kind").annotate(Count("pk"))
    return Counter(dict(counted.order_by()))


def visits(row: Draw, met: Meetings) -> list[Visit]:
    """Visits of this draw where somebody on a team had met the subject before; ``met`` then holds these too.

    The teams as drawn: what was substituted afterwards is counted by itself.
    """
    doc = material.document(row.result_doc)
    teams = {
        panel["panel"]: {one["team"]: [one["captain"], *one["members"]] for one in panel["teams"]}
        for panel in doc["panels"]
    }
    names = _identities(row, doc)
    found, fresh = [], Meetings()
    for pair in doc["pairs"]:
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


def _identities(row: Draw, doc: Document) -> dict[str, str]:
    people = [
        tag for panel in doc["panels"] for one in panel["teams"] for tag in (one["captain"], *one["members"])
    ]
    subjects = [pair["tag"] for pair in doc["pairs"]]
    return {tag: entry.identity for tag, entry in material.entries(row, [*people, *subjects]).items()}
