"""The items of a new batch, each with the form its checks are written on (XM-30 评价办法, XM-31 统一的检查工作表格)."""

from collections.abc import Iterable
from typing import Any

from mingqian.accounts.types import Actor
from mingqian.inspection import sheets
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
    contents = [content.text for content in version.contents.order_by("pk")]
    conclusions = list(shelf.method.conclusions) if shelf.method else []
    return Checklist(
        batch=batch,
        item=row,
        source=sheets.source(paper, version.number)[:200],
        points=sheets.points(paper, contents),
        conclusions=conclusions,
    )
