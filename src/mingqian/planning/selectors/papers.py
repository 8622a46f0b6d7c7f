"""Reads of guidelines and evaluation methods: in force, every version, who has read them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from mingqian.accounts.types import Actor
from mingqian.planning.enums import DeliveryState, PaperKind, PaperState
from mingqian.planning.models import ItemPaper, PaperReceipt
from mingqian.planning.papering import PaperText, Point
from mingqian.planning.selectors import rows

# The name by which other rooms speak of a paper they got from here.
Paper = ItemPaper


def all_of(by: Actor, kind: PaperKind) -> QuerySet[ItemPaper]:
    """Every version that may be read, the newest of an item first, with its receipts counted."""
    found = rows.papers(by).filter(kind=kind.value)
    return found.annotate(
        given=Count("receipts"), read=Count("receipts", filter=Q(receipts__state=DeliveryState.READ.value))
    ).order_by("item__code", "-number")


def one(by: Actor, kind: PaperKind, item: str, number: int) -> ItemPaper | None:
    """One version."""
    return all_of(by, kind).filter(item__code=item, number=number).first()


def latest(by: Actor, kind: PaperKind, item: str) -> ItemPaper | None:
    """The newest version of an item, on which the next one is written."""
    return rows.papers(by).filter(kind=kind.value, item__code=item).order_by("-number").first()


def in_force(by: Actor, kind: PaperKind, items: Iterable[str]) -> dict[str, ItemPaper]:
    """item code → the published version, for the items that have one."""
    found = rows.papers(by).filter(
        kind=kind.value, item__code__in=list(items), state=PaperState.PUBLISHED.value
    )
    return {row.item.code: row for row in found}


@dataclass(frozen=True, slots=True)
class Shelf:
    """What an item is checked by: its guideline and its evaluation method, as far as they are in force."""

    guideline: ItemPaper | None = None
    method: ItemPaper | None = None


def shelves(by: Actor, items: Iterable[str]) -> dict[str, Shelf]:
    """Item code → what is in force for it; an item without either is not missing, its shelf is empty."""
    wanted = list(items)
    found = rows.papers(by).filter(item__code__in=wanted, state=PaperState.PUBLISHED.value)
    by_kind = {(row.item.code, row.kind): row for row in found}
    return {
        code: Shelf(
            by_kind.get((code, PaperKind.GUIDELINE.value)),
            by_kind.get((code, PaperKind.EVALUATION_METHOD.value)),
        )
        for code in wanted
    }


def published(by: Actor, kind: PaperKind) -> QuerySet[ItemPaper]:
    """Every version that was ever in force: what a portal shows, with its history."""
    states = (PaperState.PUBLISHED.value, PaperState.SUPERSEDED.value)
    return rows.papers(by).filter(kind=kind.value, state__in=states).order_by("item__code", "-number")


def receipts(by: Actor, paper: ItemPaper) -> QuerySet[PaperReceipt]:
    """Whom a paper was given to, the unread ones first."""
    found = rows.paper_receipts(by).filter(paper=paper).select_related("read_by")
    return found.order_by("state", "unit__path")


def unread(by: Actor) -> QuerySet[PaperReceipt]:
    """What the units of this person's posts have not signed yet."""
    own = rows.own_receipts(by).filter(state=DeliveryState.DELIVERED.value)
    return own.order_by("delivered_at", "pk")


def text(row: ItemPaper) -> PaperText:
    """A row as the plain value that its checks and its form see."""
    return PaperText(
        title=row.title,
        points=tuple(Point(**point) for point in row.points),
        introduction=row.introduction,
        conclusions=tuple(row.conclusions),
        reason=row.reason,
    )


def difference(before: ItemPaper, after: ItemPaper) -> list[tuple[str, str, str]]:
    """(where, before, after) between two versions, point by point."""
    old, new = text(before), text(after)
    changes = [("标题", old.title, new.title), ("说明", old.introduction, new.introduction)]
    for number in range(1, max(len(old.points), len(new.points)) + 1):
        changes.append((f"第{number}条", _point(old, number), _point(new, number)))
    changes.append(("结论类型", "、".join(old.conclusions), "、".join(new.conclusions)))
    return [change for change in changes if change[1] != change[2]]


def _point(text: PaperText, number: int) -> str:
    if number > len(text.points):
        return ""
    point = text.points[number - 1]
    return "｜".join(part for part in (point.content, point.standard, point.basis) if part)
