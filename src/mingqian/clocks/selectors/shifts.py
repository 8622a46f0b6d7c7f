"""Due days that moved when a year of the calendar came."""

from django.db.models import QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.clocks.models import Shift


def visible(by: Actor) -> QuerySet[Shift]:
    """Of the periods in scope, the newest first."""
    rows = Shift.objects.filter(accounts.in_scope(by, "clock__unit__path"))
    return rows.select_related("clock__unit").order_by("-at", "clock__due_on", "id")
