"""The numbers of a year's checks, as the first page of the desk shows them."""

from dataclasses import dataclass

from django.db.models import Count, Q

from mingqian.accounts.types import Actor
from mingqian.inspection import outcomes
from mingqian.inspection.models import Rectification
from mingqian.inspection.selectors import tasks
from mingqian.ui import asking
from mingqian.ui.asking import Asking


@dataclass(frozen=True, slots=True)
class YearFigures:
    """Tasks drawn, checked, with a problem; orders given, put right."""

    total: int
    checked: int
    problems: int
    orders: int
    corrected: int


def of_year(by: Actor, year: int) -> Asking[YearFigures]:
    """What this person may see of a plan year; two questions however many tasks there are."""
    wrong = [code for code, outcome in outcomes.table().items() if outcome.problem]
    of_plans = Q(batch__plan__annual_plan__year=year)
    rows = tasks.visible(by).filter(of_plans | Q(batch__plan=None, batch__starts_on__year=year))
    rows = rows.exclude(state="cancelled")
    # Without the joins of the list page: only counted here.
    counted = asking.totals(
        rows,
        total=Count("pk"),
        checked=Count("pk", ~Q(state="waiting")),
        problems=Count("pk", Q(outcome__in=wrong)),
    )
    ordered = Rectification.objects.filter(task__in=rows.select_related(None).values("pk"))
    orders = asking.totals(ordered, orders=Count("pk"), corrected=Count("pk", Q(state="corrected")))
    yield counted, orders
    told = dict.fromkeys(("total", "checked", "problems", "orders", "corrected"), 0)
    for line in (*counted, *orders):
        told |= {name: line[name] for name in told if name in line}
    return YearFigures(**told)
