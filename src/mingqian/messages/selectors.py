"""Reads of messages: everybody sees their own and nobody else's; the keeper sees what did not arrive."""

from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from mingqian.accounts.types import Actor
from mingqian.messages import policies
from mingqian.messages.enums import DeliveryState
from mingqian.messages.models import Delivery, Message, Preference
from mingqian.messages.preset import Outside


def inbox(by: Actor) -> QuerySet[Message]:
    """The person's own messages, the newest first."""
    return Message.objects.filter(person_id=by.person_id) if by.person_id else Message.objects.none()


def waiting(by: Actor) -> QuerySet[Message]:
    """Those not read yet."""
    return inbox(by).filter(read_at__isnull=True)


def unread(by: Actor) -> int:
    """How many wait to be read."""
    return waiting(by).count()


def outside() -> Outside:
    """Which ways out the bureau has opened."""
    found: Outside = settings.OUTSIDE_MESSAGES
    return found


def preference(by: Actor) -> Preference | None:
    """Where this person wants to be reminded."""
    return Preference.objects.filter(person_id=by.person_id).first() if by.person_id else None


def deliveries(by: Actor) -> QuerySet[Delivery]:
    """Messages on their way out, what did not arrive first; nothing for who does not keep the system."""
    if not by.has(*policies.KEEPERS):
        return Delivery.objects.none()
    return Delivery.objects.select_related("message__person").order_by("state", "-next_at", "-id")


def stuck(now: datetime) -> tuple[int, int]:
    """(not arrived, waiting although their time has come): what the doctor asks."""
    dead, waiting = Q(state=DeliveryState.DEAD.value), Q(state=DeliveryState.WAITING.value, next_at__lt=now)
    found = Delivery.objects.aggregate(dead=Count("pk", filter=dead), waiting=Count("pk", filter=waiting))
    return int(found["dead"]), int(found["waiting"])
