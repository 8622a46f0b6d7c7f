"""Sheets of results on their way to the information department."""

from django.db.models import Count, QuerySet

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.inspection.models import DeliveredResult, Delivery
from mingqian.inspection.policies import DELIVERED, READERS
from mingqian.inspection.selectors import tasks

Row = Delivery
READ = (*READERS, Role.INFORMATION_UNIT)


def visible(by: Actor) -> QuerySet[Delivery]:
    """Sheets of batches of units in scope; the information department reads those sent to it."""
    rows = Delivery.objects.filter(tasks.scope(by, "batch__unit__path", roles=READ))
    return rows.select_related("batch__unit", "sent_by", "answered_by").annotate(count=Count("results"))


def waiting(by: Actor) -> QuerySet[Delivery]:
    """Not yet signed for, the oldest first."""
    return visible(by).filter(state="sent").order_by("sent_at", "pk")


def one(by: Actor, number: str) -> Delivery | None:
    """One sheet, or none for who may not see it."""
    return visible(by).filter(number=number).first()


def results(row: Delivery) -> QuerySet[DeliveredResult]:
    """What stands on a sheet the caller may see."""
    return row.results.select_related("task__unit", "task__subject").order_by("task__number")


def locked(by: Actor, number: str) -> Delivery:
    """The row for a write."""
    found = Delivery.objects.filter(tasks.scope(by, "batch__unit__path", roles=READ), number=number)
    row = found.select_related("batch__unit").select_for_update(of=("self",)).first()
    if row is None:
        why = f"没有找到报送单“{number}”，或不在您的范围内"
        raise Refused(denied("inspection.delivery", why, DELIVERED, "请核对编号"))
    return row
