"""比对核查: what may be compared, and the comparisons of a batch as the reader may see them."""

from collections.abc import Sequence

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Actor
from mingqian.core.comparing import Verdict
from mingqian.core.decision import Refused, denied
from mingqian.inspection.enums import OffsiteRoad
from mingqian.inspection.models import Batch, BatchItem, Comparison, ComparisonRow, Task
from mingqian.inspection.selectors import batches, tasks
from mingqian.registry.enums import Method


def sitting(by: Actor, batch: Batch) -> frozenset[int]:
    """The teams of the batch this person belongs to; 0 is none."""
    return tasks.sits(by, batch.pk) - {0}


def _own(by: Actor, batch: Batch, task: str = "") -> Q:
    """Whose items are one's section's, and those of one's team: the others are nobody's to compare.

    ``task``: the way from the row to its task.
    """
    in_team = Q(**{f"{task}team__in": sitting(by, batch)})
    return tasks.scope(by, f"{task}unit__path", roles=SECTIONS) | in_team


def waiting(by: Actor, batch: Batch) -> QuerySet[Task]:
    """网络 tasks of the batch that wait for a look and that this person may look up."""
    rows = tasks.visible(by).filter(
        _own(by, batch), batch=batch, method=Method.NETWORK.value, state="waiting"
    )
    unsettled = ComparisonRow.objects.filter(task=OuterRef("pk"), settled="", verdict=Verdict.DIFFERENT.value)
    # What somebody looked up by hand is looked up.
    return rows.exclude(Exists(unsettled)).exclude(offsite__road=OffsiteRoad.LOOKED_UP.value)


def comparable(by: Actor, batch: Batch, item: str) -> list[Task]:
    """Those of one item, for a write, in the order of the batch; not whose result came while this one waited."""
    keys = waiting(by, batch).filter(item__item__code=item).values_list("pk", flat=True)
    rows = tasks.many(tasks.visible(by)).select_for_update(of=("self",))
    rows = rows.filter(pk__in=list(keys), state="waiting")
    return list(rows.order_by("number"))


def items(by: Actor, batch: Batch) -> list[tuple[BatchItem, int]]:
    """The items with something to compare, and how many tasks."""
    counts = waiting(by, batch).values("item").annotate(n=Count("pk", distinct=True)).order_by("item")
    numbers = {row["item"]: row["n"] for row in counts}
    rows = BatchItem.objects.filter(pk__in=numbers).select_related("item", "item_version").order_by("number")
    return [(row, numbers[row.pk]) for row in rows]


def visible(by: Actor) -> QuerySet[Comparison]:
    """Comparisons of batches in sight, each with its counts."""
    rows = Comparison.objects.filter(batch__in=batches.visible(by)).select_related(
        "batch__unit", "item__item_version", "item__item", "by"
    )

    def counted(**condition: str) -> Count:
        return Count("rows", filter=Q(**{f"rows__{name}": value for name, value in condition.items()}))

    return rows.annotate(
        same=counted(verdict="same"), different=counted(verdict="different"), unclear=counted(verdict="unclear"),
        unsettled=Count("rows", filter=Q(rows__settled="") & ~Q(rows__verdict="same")),
    )  # fmt: skip


def counts(row: Comparison) -> dict[str, int]:
    """How many of each verdict a row of ``visible`` holds, and how many wait to be gone into."""
    return {name: int(vars(row)[name]) for name in (*Verdict, "unsettled")}


def one(by: Actor, code: str) -> Comparison | None:
    """One of them."""
    return visible(by).filter(code=code).first()


def rows(by: Actor, comparison: Comparison) -> QuerySet[ComparisonRow]:
    """Its rows, as far as the tasks are in sight."""
    seen = tasks.visible(by).filter(batch=comparison.batch_id)
    found = ComparisonRow.objects.filter(comparison=comparison, task__in=seen)
    return found.select_related("task__unit", "task__subject", "settled_by").order_by("task__number")


def to_settle(by: Actor, comparison: Comparison) -> QuerySet[ComparisonRow]:
    """Rows that wait to be gone into by this person."""
    own = _own(by, comparison.batch, "task__")
    return rows(by, comparison).filter(own, settled="").exclude(verdict=Verdict.SAME.value)


def of_task(task: Task) -> list[ComparisonRow]:
    """What comparisons said of a task the caller may see, the latest first."""
    return list(
        ComparisonRow.objects.filter(task=task).select_related("comparison", "settled_by").order_by("-pk")
    )


def locked(by: Actor, code: str, wanted: Sequence[str]) -> tuple[Comparison, list[ComparisonRow]]:
    """A comparison and the named rows for a write; refused when one of them is not there."""
    made = Comparison.objects.filter(batch__in=batches.visible(by), code=code).select_related("batch").first()
    found: dict[str, ComparisonRow] = {}
    if made is not None:
        chosen = rows(by, made).select_for_update(of=("self",)).filter(task__code__in=list(wanted))
        found = {row.task.code: row for row in chosen}
    missing = [one for one in wanted if one not in found]
    if made is None or missing:
        what = f"比对核查“{code}”" + (f"里的任务{'、'.join(missing[:3])}" if made else "")
        raise Refused(denied("comparing.not_found", f"没有找到{what}，或不在您的范围内", "", "请核对编号"))
    return made, [found[one] for one in dict.fromkeys(wanted)]
