"""The items of a new batch, each with the form its checks are written on (XM-30 评价办法, XM-31 统一的检查工作表格)."""

from collections.abc import Iterable, Mapping
from typing import Any

from mingqian.accounts.types import Actor
from mingqian.inspection.models import Batch, BatchItem, Checklist
from mingqian.planning import selectors as plans


def set_up(batch: Batch, by: Actor, *, planned: Iterable[Any]) -> list[BatchItem]:
    """Rows for the items of a plan, in the plan's order. ``planned``: rows of planning, whose models are no door."""
    rows = [
        BatchItem(
            batch=batch, number=one.number, item=one.item, item_version=one.item_version, planned=one,
            method=one.method,
        )
        for one in planned
    ]  # fmt: skip
    return write(batch, rows, by)


def write(batch: Batch, rows: list[BatchItem], by: Actor) -> list[BatchItem]:
    """Items and their forms."""
    made = BatchItem.objects.bulk_create(rows)
    shelves = plans.papers.shelves(by, [row.item.code for row in made])
    Checklist.objects.bulk_create(_form(batch, row, shelves[row.item.code]) for row in made)
    return made


def _form(batch: Batch, row: BatchItem, shelf: Any) -> Checklist:  # noqa: ANN401 — planning's Shelf
    """The released method's points with their standards, else the guideline's, else the item's contents."""
    paper, version = shelf.method or shelf.guideline, row.item_version
    if paper is not None:
        source, points = str(paper), [_point(point) for point in paper.points]
    else:
        source = f"事项清单第{version.number}版检查内容"
        points = [
            {"key": str(number), "text": content.text, "standard": "", "clause": ""}
            for number, content in enumerate(version.contents.order_by("pk"), 1)
        ]
    conclusions = list(shelf.method.conclusions) if shelf.method else []
    return Checklist(batch=batch, item=row, source=source[:200], points=points, conclusions=conclusions)


def _point(point: Mapping[str, Any]) -> dict[str, str]:
    return {
        "key": str(point["number"]),
        "text": str(point["content"]),
        "standard": str(point.get("standard", "")),
        "clause": str(point.get("basis", "")),
    }
