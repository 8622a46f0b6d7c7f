"""Taking back a batch of items, inspectors or powers while nothing has come of it.

Drafts not sent in, people not active, powers nobody cancelled, tied to another item or wrote a guide for.
"""

from collections.abc import Callable, Iterator, Mapping

from django.db.models import QuerySet

from mingqian.registry.enums import ChangeAction, InspectorState, ItemState, PowerState
from mingqian.registry.importing.columns import Kind
from mingqian.registry.models import (
    ImportBatch,
    ImportChange,
    Inspector,
    Item,
    ItemVersion,
    Power,
    PowerItem,
    RecusalTie,
)

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


CARRIED = "实施事项"
"""What a batch of powers says of one that was there already: the items it added."""


def added_items(change: ImportChange) -> set[str]:
    """The items this batch tied to the power."""
    before, after = (set(said.get(CARRIED, "").split("、")) for said in (change.before, change.after))
    return after - before


def power_reasons(batch: ImportBatch) -> Iterator[Reason]:
    """A power somebody acted on since stays on the list for good."""
    powers = Power.objects.filter(pk__in=batch.changes.filter(action=ChangeAction.NEW).values("thing_id"))
    acted = powers.filter(state=PowerState.LISTED.value)
    if names := [str(power) for power in acted[:5]]:
        yield f"其中 {acted.count()} 项之后已取消或另行写明实施事项（{'、'.join(names)}）", "请逐项取消"
    own = {change.thing_id: added_items(change) for change in batch.changes.all()}
    ties = PowerItem.objects.filter(power__in=powers).select_related("power", "item").order_by("pk")
    if later := [f"{tie.item.code}" for tie in ties if tie.item.code not in own[tie.power_id]]:
        yield f"之后的批次又写明了实施事项（{'、'.join(later[:5])}）", "请先撤回之后的批次"
    for relation in Power._meta.related_objects:
        model, field = relation.related_model, relation.field.name
        if isinstance(model, str) or model is PowerItem:
            continue
        if count := model._default_manager.filter(**{f"{field}__in": powers}).count():
            yield f"其中 {count} 项已有{_STANDING_ON.get(model.__name__, '其他登记')}", "请逐项取消"


_STANDING_ON = {"Guide": "办事指南"}


def remove_powers(batch: ImportBatch) -> None:
    """The ties the batch made, then the powers it listed."""
    for change in batch.changes.all():
        PowerItem.objects.filter(power=change.thing_id, item__code__in=added_items(change)).delete()
    Power.objects.filter(pk__in=batch.changes.filter(action=ChangeAction.NEW).values("thing_id")).delete()


REASONS: Mapping[str, Callable[[ImportBatch], Iterator[Reason]]] = {
    Kind.ITEMS: item_reasons,
    Kind.INSPECTORS: inspector_reasons,
    Kind.POWERS: power_reasons,
}
REMOVALS: Mapping[str, Callable[[ImportBatch], None]] = {
    Kind.ITEMS: remove_items,
    Kind.INSPECTORS: remove_inspectors,
    Kind.POWERS: remove_powers,
}
