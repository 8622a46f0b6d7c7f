"""Signals for the credit file: what is queued, what was withdrawn."""

from django.db.models import QuerySet

from mingqian.accounts.types import Actor
from mingqian.inspection.enums import CreditState
from mingqian.inspection.models import CreditSignal
from mingqian.inspection.selectors import tasks

Row = CreditSignal


def visible(by: Actor) -> QuerySet[CreditSignal]:
    """Signals of tasks that may be seen, the newest first."""
    rows = CreditSignal.objects.filter(task__in=tasks.visible(by).values("pk"))
    return rows.select_related("subject", "task__batch", "task__unit").order_by("-made_on", "-pk")


def queued(by: Actor) -> QuerySet[CreditSignal]:
    """What the credit room may take."""
    return visible(by).filter(state=CreditState.QUEUED.value)
