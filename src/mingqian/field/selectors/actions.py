"""Stored actions as the desk reads them."""

from typing import Any

from django.db.models import QuerySet

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Actor
from mingqian.field.enums import ActionState
from mingqian.field.models import FieldAction
from mingqian.inspection import selectors
from mingqian.inspection.selectors.tasks import scope
from mingqian.inspection.selectors.visits import Row as Visit
from mingqian.records import selectors as records

Row = FieldAction
_WITH = ("visit__approval__subject", "person", "device", "decided_by")


def of(visit: Visit) -> list[FieldAction]:
    """Everything that came of a visit, in the order of effect."""
    rows = FieldAction.objects.filter(visit=visit).select_related(*_WITH)
    return list(rows.order_by("effective_at", "device_id", "seq"))


def held(by: Actor) -> QuerySet[FieldAction]:
    """待处理 of visits this person may see, the oldest first."""
    rows = FieldAction.objects.filter(
        state=ActionState.HELD.value, visit__in=selectors.visits.visible(by).values("pk")
    )
    return rows.select_related(*_WITH).order_by("received_at", "visit_id", "seq")


def to_decide(by: Actor) -> QuerySet[FieldAction]:
    """Those this person may decide: his own team's as its captain, or those of an own item's section."""
    rows = FieldAction.objects.filter(state=ActionState.HELD.value)
    own = scope(by, "visit__approval__tasks__unit__path", roles=SECTIONS)
    led = selectors.visits.led(by).values("pk")
    ours = rows.filter(own).values("pk")
    return rows.filter(pk__in=ours) | rows.filter(visit__in=led)


def evidence(visit: Visit) -> list[tuple[Any, str, str]]:
    """What was bound to a visit; the receipt of its medium, or why it will never come, or neither: on a phone still."""
    rows = list(visit.evidence.select_related("by", "task"))
    receipts = records.received([one.media for one in rows])
    dropped = dict(visit.dropped.values_list("media", "why"))
    return [(one, receipts.get(one.media, ""), dropped.get(one.media, "")) for one in rows]
