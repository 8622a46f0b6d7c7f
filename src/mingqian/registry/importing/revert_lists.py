"""Taking back a batch of items or inspectors while nothing has come of it: drafts not sent in, people not active."""

from collections.abc import Iterator

from django.db.models import QuerySet

from mingqian.registry.enums import ChangeAction, InspectorState, ItemState
from mingqian.registry.models import ImportBatch, Inspector, Item, ItemVersion, RecusalTie

Reason = tuple[str, str]


def item_reasons(batch: ImportBatch) -> Iterator[Reason]:
    """A draft that went into review is no longer the import's to take back."""
    moved = _versions(batch).exclude(state=ItemState.DRAFT.value).select_related("item")
    if names := [f"{v.item.code} {v.name}" for v in moved[:5]]:
        yield f"其中 {moved.count()} 个事项已送审或公布（{'、'.join(names)}）", "请按变更程序办理"


def remove_items(batch: ImportBatch) -> None:
    """The drafts, and the items that have no other version."""
    items = list(_versions(batch).values_list("item_id", flat=True))
    _versions(batch).delete()
    empty = Item.objects.filter(pk__in=items, versions__isnull=True)
    empty.filter(parent__isnull=False).delete()
    empty.filter(parent__isnull=True).delete()


def _versions(batch: ImportBatch) -> QuerySet[ItemVersion]:
    return ItemVersion.objects.filter(pk__in=batch.changes.values("thing_id")).order_by("pk")


def inspector_reasons(batch: ImportBatch) -> Iterator[Reason]:
    """People who were activated, tied or changed since stay; so does a batch that renewed papers."""
    changed = batch.changes.filter(action=ChangeAction.CHANGED.value).count()
    if changed:
        yield f"其中 {changed} 人是更新证件或信息，不是新增", "请逐人更正"
    people = Inspector.objects.filter(pk__in=batch.changes.values("thing_id")).order_by("pk")
    active = people.exclude(state=InspectorState.PENDING.value)
    if names := [p.name for p in active[:5]]:
        yield f"其中 {active.count()} 人已启用、暂停或移出（{'、'.join(names)}）", "请办理移出"
    tied = RecusalTie.objects.filter(inspector__in=people).values("inspector").distinct().count()
    if tied:
        yield f"其中 {tied} 人已登记回避关系", "请先解除回避关系"


def remove_inspectors(batch: ImportBatch) -> None:
    """The people the batch added, with their papers."""
    Inspector.objects.filter(pk__in=batch.changes.values("thing_id")).delete()
