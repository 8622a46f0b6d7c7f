"""Send, mark as read, clear away what is old."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.messages import selectors
from mingqian.messages.enums import Channel
from mingqian.messages.models import Delivery, Message, Preference
from mingqian.messages.preset import Outside

KEPT = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Outward:
    """That a message may leave the house, in words fit for it; ``urgent``: also at night."""

    words: str
    urgent: bool = False


@transaction.atomic
def send(
    *,
    to: Iterable[int],
    title: str,
    why: str,
    detail: str = "",
    url: str = "",
    once: str = "",
    outward: Outward | None = None,
    now: datetime,
) -> int:
    """One message to each of these people (ids, each once); how many were written.

    ``once``: a key under which each person hears of this only once, however often it is said.
    """
    people = sorted(set(to) - (_told(once) if once else set()))
    rows = Message.objects.bulk_create(
        Message(
            person_id=person,
            at=now,
            title=_cut(title, 200),
            detail=_cut(detail, 500),
            url=url,
            why=_cut(why, 200),
            once=once or None,
        )
        for person in people
    )
    if outward is not None:
        _put_out(rows, outward, now)
    return len(rows)


def _told(once: str) -> set[int]:
    return set(Message.objects.filter(once=once).values_list("person_id", flat=True))


def _put_out(rows: Sequence[Message], outward: Outward, now: datetime) -> None:
    """A delivery on every way the person has chosen and the bureau has opened."""
    out: Outside = settings.OUTSIDE_MESSAGES
    wanted = Preference.objects.in_bulk([row.person_id for row in rows], field_name="person_id")
    found = []
    for row in rows:
        wish = wanted.get(row.person_id)
        if wish is None:
            continue
        ways = [(Channel.EMAIL, wish.email)] if wish.by_email and out.by_mail else []
        ways += [(Channel.WEBHOOK, "")] if wish.by_webhook and out.by_webhook else []
        found += [
            Delivery(
                message=row, channel=way.value, address=address, body=outward.words, urgent=outward.urgent, next_at=now
            )
            for way, address in ways
        ]  # fmt: skip
    Delivery.objects.bulk_create(found)


def read(*, messages: Iterable[int] | None, by: Actor, now: datetime) -> int:
    """Mark the person's own messages as read; None: all of them. Somebody else's stay as they are."""
    waiting = selectors.inbox(by).filter(read_at__isnull=True)
    if messages is not None:
        waiting = waiting.filter(pk__in=list(messages))
    return waiting.update(read_at=now)


def tidy(*, now: datetime) -> int:
    """Delete read messages after half a year: what they told stands in the journal."""
    old = Message.objects.filter(read_at__lt=now - KEPT)
    Delivery.objects.filter(message__in=old).delete()
    deleted, _ = old.delete()
    return deleted


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
