"""Rows changed in memory, written back: those that end alike share a statement, be they one or a thousand."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from mingqian.inspection.models import Approval, Rectification, Task, Visit

Row = TypeVar("Row", Approval, Rectification, Task, Visit)
_AT_ONCE = 500


def save(rows: Collection[Row], fields: Sequence[str]) -> None:
    """These columns of these rows; a batch's results differ in few of them, so few statements are enough."""
    alike: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in rows:
        alike[tuple(getattr(row, field) for field in fields)].append(row)
    for values, group in alike.items():
        everything = type(group[0])._default_manager.all()
        for start in range(0, len(group), _AT_ONCE):
            keys = [row.pk for row in group[start : start + _AT_ONCE]]
            everything.filter(pk__in=keys).update(**dict(zip(fields, values, strict=True)))
