"""Records of a thing, of a subject, of a unit; where recordings broke off; what came late; what has expired."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.core import continuity
from mingqian.records import known, matters
from mingqian.records.enums import ItemState, Medium, UploadState
from mingqian.records.models import GapNote, Hold, Item, Upload

DAY = timedelta(hours=24)


def visible(by: Actor) -> QuerySet[Item]:
    """That a record exists; its content opens only with a purpose. Whoever recorded it sees it, too."""
    mine = Q(person_id=by.person_id) if by.person_id is not None else Q(pk__in=[])
    everything = Q() if by.has(Role.AUDIT_ADMIN) else accounts.in_scope(by) | known.shared(by) | mine
    rows = Item.objects.filter(everything).select_related("unit", "person", "device")
    return rows.order_by("-received_at", "-id")


def one(by: Actor, media: UUID) -> Item | None:
    """One of them."""
    return visible(by).filter(media=media).first()


def of_thing(thing: str) -> list[Item]:
    """Everything of one thing, in the order it was captured; the caller has asked whether it may be seen."""
    rows = Item.objects.filter(thing=thing).select_related("person", "device", "unit")
    return list(rows.order_by("captured_at", "id"))


def of_subject(by: Actor, subject: str) -> QuerySet[Item]:
    """石嘴山 8(2): text and media of one subject together."""
    return visible(by).filter(subject=subject).order_by("captured_at", "id")


def received(media: Iterable[UUID]) -> dict[UUID, str]:
    """Which of these have arrived, with their receipts: for the room that waits for them."""
    return dict(Item.objects.filter(media__in=list(media)).values_list("media", "receipt"))


def is_arriving(media: UUID) -> bool:
    """Was it announced, and has not all of it come?"""
    return Upload.objects.filter(pk=media, state=UploadState.RECEIVING.value).exists()


@dataclass(frozen=True, slots=True)
class Broken:
    """A place where a recording broke off, and what was said about it."""

    series: UUID
    label: str
    gap: continuity.Gap
    said: str
    after: int


def broken(items: Iterable[Item]) -> list[Broken]:
    """Gaps of every recording among these, and between those handed in one by one, with their explanations."""
    rows = list(items)
    found = [*_of_series(rows), *_between(rows)]
    notes = GapNote.objects.filter(series__in={series for series, _, _, _ in found})
    said = {(one.series, one.after): one.words for one in notes}
    return [
        Broken(series, label, gap, said.get((series, after), ""), after)
        for series, after, label, gap in found
    ]


def _of_series(rows: Iterable[Item]) -> Iterator[tuple[UUID, int, str, continuity.Gap]]:
    by_series: dict[UUID, list[Item]] = {}
    for item in rows:
        if item.series is not None:
            by_series.setdefault(item.series, []).append(item)
    for series, parts in by_series.items():
        segments = [continuity.Segment(row.part, row.of, row.captured_at, row.ended_at) for row in parts]
        for gap in continuity.gaps(segments, longest=matters.table().gap):
            yield series, gap.after, matters.names(parts[0].stage, parts[0].kind), gap


def _between(rows: Iterable[Item]) -> Iterator[tuple[UUID, int, str, continuity.Gap]]:
    """What stands alone is named by itself: an explanation stays with it when an earlier file comes in later."""
    by_matter: dict[tuple[str, str], list[continuity.Film]] = {}
    for row in rows:
        matter = matters.find(row.stage, row.kind)
        if matter and matter.unbroken and row.medium in (Medium.AUDIO, Medium.VIDEO):
            film = continuity.Film(str(row.media), row.captured_at, row.ended_at, alone=row.series is None)
            by_matter.setdefault((row.stage, row.kind), []).append(film)
    for (stage, kind), films in by_matter.items():
        for media, gap in continuity.between(films, longest=matters.table().gap):
            yield UUID(media), 1, matters.names(stage, kind), gap


def late(by: Actor, *, now: datetime) -> tuple[QuerySet[Item], QuerySet[Upload]]:
    """石嘴山 7(3)、内蒙古244号 24小时: what came later than a day, and what was announced and is not here yet."""
    came = visible(by).filter(received_at__gt=F("captured_at") + DAY)
    waiting = Upload.objects.filter(
        state=UploadState.RECEIVING.value, captured_at__lt=now - DAY
    ).select_related("person")
    if not by.has(Role.AUDIT_ADMIN):
        waiting = waiting.filter(accounts.in_scope(by, "person__unit__path") | Q(person_id=by.person_id))
    return came, waiting.order_by("captured_at", "id")


def expired(by: Actor, *, today: date) -> QuerySet[Item]:
    """What may be destroyed: its period is over and nobody holds it."""
    held = Hold.objects.filter(lifted_at__isnull=True).values("thing")
    rows = visible(by).filter(state=ItemState.KEPT.value, until__lt=today)
    return rows.exclude(thing__in=held).order_by("until", "id")


def on_hold(thing: str) -> Hold | None:
    """The hold on a thing, if any."""
    return Hold.objects.filter(thing=thing, lifted_at__isnull=True).select_related("by").first()


def anyones(media: UUID) -> Item | None:
    """A record whoever's it is: the caller asks whether there is leave to consult it."""
    return Item.objects.filter(media=media).select_related("unit", "person", "device").first()


def part(series: UUID, number: int) -> Item | None:
    """One segment of a recording; what was handed in alone is its own first."""
    alone = Q(media=series, series__isnull=True, part=number)
    return Item.objects.filter(Q(series=series, part=number) | alone).first()


def uuids(texts: Iterable[str]) -> list[UUID]:
    """Ids as a form sends them; what is none is left out."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
