"""Reads of messages: everybody sees their own and nobody else's."""

from django.db.models import QuerySet

from mingqian.accounts.types import Actor
from mingqian.messages.models import Message


def inbox(by: Actor) -> QuerySet[Message]:
    """The person's own messages, the newest first."""
    return Message.objects.filter(person_id=by.person_id) if by.person_id else Message.objects.none()


def unread(by: Actor) -> int:
    """How many wait to be read."""
    return inbox(by).filter(read_at__isnull=True).count()
