"""Records of a thing, of a subject, of a unit; where recordings broke off; what came late; what has expired."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.records import continuity, matters
from mingqian.records.enums import ItemState, UploadState
from mingqian.records.models import GapNote, Hold, Item, Upload

DAY = timedelta(hours=24)


def visible(by: Actor) -> QuerySet[Item]:
    """That a record exists; its content opens only with a purpose. Whoever recorded it sees it, too."""
    mine = Q(person_id=by.person_id) if by.person_id is not None else Q(pk__in=[])
    everything = Q() if by.has(Role.AUDIT_ADMIN) else accounts.in_scope(by) | mine
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


def broken(items: Iterable[Item]) -> list[Broken]:
    """Gaps of every recording among these, with their explanations."""
    by_series: dict[UUID, list[Item]] = {}
    for item in items:
        if item.series is not None:
            by_series.setdefault(item.series, []).append(item)
    notes = GapNote.objects.filter(series__in=list(by_series)).values_list("series", "after", "words")
    said = {(series, after): words for series, after, words in notes}
    found = []
    for series, rows in by_series.items():
        parts = [continuity.Segment(row.part, row.of, row.captured_at, row.ended_at) for row in rows]
        for gap in continuity.gaps(parts, longest=matters.table().gap):
            label = matters.names(rows[0].stage, rows[0].kind)
            found.append(Broken(series, label, gap, said.get((series, gap.after), "")))
    return found


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
    """One segment of a recording."""
    return Item.objects.filter(series=series, part=number).first()


def uuids(texts: Iterable[str]) -> list[UUID]:
    """Ids as a form sends them; what is none is left out."""
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found
