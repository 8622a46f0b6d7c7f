"""The papers of a whole batch, kind by kind: which there are to print, and by which keys."""

from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import QuerySet

from mingqian.accounts.types import Actor
from mingqian.core.machines import inspection_approval
from mingqian.documents.enums import Kind
from mingqian.inspection import outcomes
from mingqian.inspection.models import Batch, Task
from mingqian.inspection.selectors import tasks

Keys = Callable[[QuerySet[Task]], list[str]]


def _codes(**narrowed: object) -> Keys:
    def found(rows: QuerySet[Task]) -> list[str]:
        return list(rows.filter(**narrowed).order_by("number").values_list("code", flat=True))

    return found


def _told(rows: QuerySet[Task]) -> list[str]:
    wanted = [code for code, outcome in outcomes.table().items() if outcome.notice]
    return _codes(outcome__in=wanted)(rows)


def _approvals(**narrowed: object) -> Keys:
    def found(rows: QuerySet[Task]) -> list[str]:
        asked = rows.filter(approval__isnull=False, **narrowed).order_by("number")
        return list(dict.fromkeys(asked.values_list("approval__number", flat=True)))

    return found


_KEYS: Mapping[Kind, Keys] = {
    Kind.APPROVAL_SHEET: _approvals(),
    Kind.VISIT_NOTICE: _approvals(approval__state__in=inspection_approval.STANDS),
    Kind.CHECK_RECORD: _codes(outcome__gt=""),
    Kind.PRELIMINARY_NOTICE: _told,
    Kind.RESULT_NOTICE: _codes(confirmed_on__isnull=False),
    Kind.RECTIFICATION_ORDER: _codes(rectification__isnull=False),
    Kind.REVISIT_RECORD: _codes(rectification__revisited_on__isnull=False),
}
WHOLE = (Kind.LEDGER, Kind.RESULT_SHEET)
"""One long list about the batch itself."""


def keys(by: Actor, batch: Batch, kind: Kind, *, since: date | None = None) -> list[str]:
    """What ``papers.of`` is asked with, in the order of the batch; ``since``: only checks made on that day or later."""
    if kind in WHOLE:
        return [batch.code]
    rows = tasks.visible(by).filter(batch=batch)
    if since is not None:
        rows = rows.filter(checked_on__gte=since)
    return _KEYS[kind](rows) if kind in _KEYS else []


def offered(by: Actor, batch: Batch) -> list[tuple[Kind, int]]:
    """Kinds with how many papers there would be."""
    counted = [(kind, len(keys(by, batch, kind))) for kind in (*_KEYS, *WHOLE)]
    return [(kind, number) for kind, number in counted if number]
