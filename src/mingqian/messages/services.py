"""Writes of messages: send, mark as read, clear away what is old."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from mingqian.accounts.types import Actor
from mingqian.messages import selectors
from mingqian.messages.models import Message

KEPT = timedelta(days=180)


def send(*, to: Iterable[int], title: str, why: str, detail: str = "", url: str = "", now: datetime) -> int:
    """One message to each of these people (ids, each once); how many were written."""
    rows = [
        Message(
            person_id=person,
            at=now,
            title=_cut(title, 200),
            detail=_cut(detail, 500),
            url=url,
            why=_cut(why, 200),
        )
        for person in sorted(set(to))
    ]
    return len(Message.objects.bulk_create(rows))


def read(*, messages: Iterable[int] | None, by: Actor, now: datetime) -> int:
    """Mark the person's own messages as read; None: all of them. Somebody else's stay as they are."""
    waiting = selectors.inbox(by).filter(read_at__isnull=True)
    if messages is not None:
        waiting = waiting.filter(pk__in=list(messages))
    return waiting.update(read_at=now)


def tidy(*, now: datetime) -> int:
    """Delete read messages after half a year: what they told stands in the journal."""
    deleted, _ = Message.objects.filter(read_at__lt=now - KEPT).delete()
    return deleted


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
