"""Applications: the register of a unit, and what became of those of a period."""

from datetime import date

from django.db.models import Count, F, Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.guides.enums import Outcome
from mingqian.guides.models import Application
from mingqian.guides.types import Kept


def visible(by: Actor) -> QuerySet[Application]:
    """Those of the units in scope."""
    rows = Application.objects.filter(accounts.in_scope(by))
    return rows.select_related("guide__power", "unit").order_by("-accepted_on", "-number")


def one(by: Actor, number: str) -> Application | None:
    """By its number."""
    return visible(by).filter(number=number).first()


def of_period(since: date, until: date) -> Q:
    """Promised for a day of the period: the rows behind ``due``."""
    return Q(due_on__range=(since, until))


def kept(since: date, until: date, on: date, *, power: str = "") -> dict[str, Kept]:
    """Power → figures of the period. Counts only; nobody is named, so anybody may know (鄂州: 办理结果).

    ``due``: promised for a day of the period which is over, or already closed; ``kept``: closed by that day.
    With ``power`` only its applications are counted.
    """
    inside, promised = Q(accepted_on__range=(since, until)), of_period(since, until)
    falling = promised & (Q(due_on__lt=on) | Q(closed_on__isnull=False)) & ~Q(outcome=Outcome.TAKEN_BACK)
    closed = Q(closed_on__range=(since, until))
    rows = Application.objects.order_by("guide__power__code").values_list("guide__power__code")
    if power:
        rows = rows.filter(guide__power__code=power)
    became = {one.value: Count("pk", filter=closed & Q(outcome=one.value)) for one in Outcome}
    counted = rows.annotate(
        accepted=Count("pk", filter=inside),
        **became,
        due=Count("pk", filter=falling),
        kept=Count("pk", filter=falling & Q(closed_on__lte=F("due_on"))),
    )
    return {code: Kept(since, until, *figures) for code, *figures in counted}
