"""Running numbers of codes (``XS-2026-00012``): one after the other, none twice, however many write at once.

Called inside the write whose row carries the code: a write undone gives its number back, so none is missing.
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Model
from django.db.transaction import TransactionManagementError

from mingqian.audit.models import RunningNumber


def next(stem: str, *, given: Iterable[str]) -> int:
    """The next number behind ``stem``; whoever else wants it waits until this write ends.

    ``given``: the codes that stand already, read only the first time anybody asks for this stem.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError(f"a number behind {stem} is taken outside a transaction")
    rows = RunningNumber.objects.select_for_update().filter(stem=stem)
    row = rows.first()
    if row is None:
        # Two may come first: the later one waits for the earlier row and finds it.
        RunningNumber.objects.get_or_create(stem=stem, defaults={"last": _highest(stem, given)})
        row = rows.get()
    row.last += 1
    row.save(update_fields=["last"])
    return row.last


def code(stem: str, width: int, *, among: type[Model], column: str = "code") -> str:
    """``stem`` with its next number, written in ``width`` places; the codes that stand are those in this column."""
    given = among._default_manager.filter(**{f"{column}__startswith": stem}).values_list(column, flat=True)
    return f"{stem}{next(stem, given=given):0{width}d}"


def _highest(stem: str, given: Iterable[str]) -> int:
    tails = (code.removeprefix(stem) for code in given if code.startswith(stem))
    return max((int(tail) for tail in tails if tail.isdecimal()), default=0)
