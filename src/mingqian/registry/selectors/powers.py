"""The list of powers as of a day, and where it and the item list do not meet."""

from datetime import date
from typing import NamedTuple

from django.db.models import (
    CharField,
    Count,
    DateField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from mingqian.accounts.types import Actor
from mingqian.registry.enums import ItemState, PowerKind
from mingqian.registry.models import Item, Power, PowerItem
from mingqian.ui.asking import Asking
from mingqian.ui.remember import for_this_page

Row = Power
"""The row's type, for annotations in the rooms above."""


class Dated(NamedTuple):
    """A power by what makes the published list change: its days and its items."""

    code: str
    listed_on: date
    cancelled_on: date | None
    items: int

    def runs(self, on: date) -> bool:
        """In force on a day."""
        return self.listed_on <= on and (self.cancelled_on is None or self.cancelled_on > on)

    @property
    def mark(self) -> str:
        """It changes with what the list says of the power."""
        return f"{self.code}/{self.items}"


def visible(by: Actor) -> QuerySet[Power]:
    """A list of powers is public law: whoever has any scope may read it."""
    return Power.objects.all() if by.scope_paths else Power.objects.none()


def desk_rows(by: Actor) -> QuerySet[Power]:
    """The list with how many items carry out each power."""
    rows = visible(by).annotate(item_count=Count("links"))
    return rows.select_related("unit", "document").order_by("kind", "code")


@for_this_page
def one(by: Actor, code: str) -> Power | None:
    """A power as its page shows it."""
    return desk_rows(by).filter(code=code).first()


def live(on: date) -> Q:
    """In force on a day."""
    return Q(listed_on__lte=on) & (Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=on))


def counts(by: Actor, on: date) -> list[tuple[PowerKind, int]]:
    """职权类别 → powers in force on the day, zeros said (EZ-02, EZ-16)."""
    rows = visible(by).filter(live(on)).order_by().values_list("kind").annotate(Count("pk"))
    found = dict(rows)
    return [(kind, found.get(kind.value, 0)) for kind in PowerKind]


def dated(by: Actor) -> Asking[list[Dated]]:
    """Every power ever listed, the codes in order."""
    rows = visible(by).annotate(item_count=Count("links")).order_by("code")
    found = rows.values_list("code", "listed_on", "cancelled_on", "item_count")
    yield (found,)
    return [Dated._make(row) for row in found]


def published(by: Actor, on: date) -> list[Power]:
    """The powers in force on a day, by kind and code, each with its items."""
    rows = visible(by).filter(live(on)).select_related("unit", "document")
    links = PowerItem.objects.select_related("item").order_by("item__code")
    return list(rows.prefetch_related(Prefetch("links", links)).order_by("kind", "code"))


def without_item(by: Actor, on: date) -> QuerySet[Power]:
    """行政检查 powers that no item in use carries out: 监管事项清单库 ultimately 全覆盖 (XM-13)."""
    used = PowerItem.objects.filter(power=OuterRef("pk"), item__in=_in_use(on))
    rows = visible(by).filter(live(on), kind=PowerKind.INSPECTION)
    return rows.filter(~Exists(used)).select_related("unit").order_by("code")


def _in_use(on: date) -> QuerySet[Item]:
    running = Item.objects.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=on))
    return running.filter(versions__state=ItemState.PUBLISHED, versions__effective_on__lte=on)


def of_item(by: Actor, item: Item) -> QuerySet[Power]:
    """The powers an item carries out."""
    return visible(by).filter(links__item=item).order_by("code")


def since(item: str) -> Subquery:
    """For rows that hold an item under this name: the first day of its powers; null without one."""
    links = PowerItem.objects.filter(item=OuterRef(item)).order_by("power__listed_on")
    return Subquery(links.values("power__listed_on")[:1])


def until(item: str) -> Subquery:
    """For rows that hold an item under this name: the last day of its powers, ``date.max`` while one runs."""
    end = Coalesce("power__cancelled_on", Value(date.max), output_field=DateField())
    links = PowerItem.objects.filter(item=OuterRef(item)).alias(end=end)
    return Subquery(links.order_by("-end").values_list(end)[:1], output_field=DateField())


def kept_since(unit: str) -> Subquery:
    """For rows that hold a unit under this name: since when the organ above it keeps a list of powers; else null.

    The city's list says nothing about the items of a district and the other way round.
    """
    here = ExpressionWrapper(OuterRef(f"{unit}__path"), output_field=CharField())
    powers = Power.objects.filter(
        kind=PowerKind.INSPECTION, cancelled_on__isnull=True, unit__level=OuterRef(f"{unit}__level")
    )
    above = powers.alias(here=here).filter(here__startswith=F("unit__path")).order_by("listed_on")
    return Subquery(above.values("listed_on")[:1])
