"""Importing a list into the registries: preview, confirm, take back. The machinery is ``registry.importing``."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from mingqian.accounts import selectors as people
from mingqian.accounts.types import Actor
from mingqian.core.decision import demand
from mingqian.registry import policies
from mingqian.registry.importing import apply, merge, reading, report, revert, workbook
from mingqian.registry.importing import preview as previews
from mingqian.registry.importing.caps import DEFAULT, Caps
from mingqian.registry.importing.columns import Kind
from mingqian.registry.importing.preview import Order, Preview
from mingqian.registry.importing.reading import Progress, Table
from mingqian.registry.importing.sniffing import refuse
from mingqian.registry.models import ImportBatch


@dataclass
class Pending:
    """A file read and previewed, waiting for the person's yes. Close it (``with``)."""

    table: Table
    order: Order
    preview: Preview

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.table.close()


def preview(
    path: Path,
    *,
    by: Actor,
    kind: Kind | None = None,
    unit: str = "",
    sheet: str = "",
    mapping: Mapping[str, str] | None = None,
    source: str = "",
    tag: str = "",
    caps: Caps = DEFAULT,
    progress: Progress | None = None,
) -> Pending:
    """Read a list and say what it would do; nothing is saved. ``unit`` owns new rows: default the person's own."""
    order = _order(by, unit, source, tag)
    table = reading.open_table(path, kind=kind, sheet=sheet, mapping=dict(mapping or {}), caps=caps)
    try:
        return Pending(table, order, previews.prepare(table, order, by=by, progress=progress))
    except BaseException:
        table.close()
        raise


def confirm(pending: Pending, *, by: Actor, now: datetime) -> ImportBatch:
    """Save what was previewed: one batch, one transaction, one journal entry."""
    if not pending.preview.accepted:
        raise refuse("nothing", "没有一行可以导入，名录没有变动", "请按错误清单更正后再导入")
    return apply.subjects(pending.table, pending.order, pending.preview, by=by, now=now)


def load(path: Path, *, by: Actor, now: datetime, **wishes: object) -> tuple[Preview, ImportBatch]:
    """Preview and confirm in one go, for commands that were told ``--yes``. Takes the words of ``preview``."""
    look: Callable[..., Pending] = preview
    with look(path, by=by, **wishes) as pending:
        return pending.preview, confirm(pending, by=by, now=now)


def described(pending: Pending) -> Iterator[str]:
    """The preview in lines an officer understands."""
    return report.lines(pending.table, pending.preview)


def done(pending: Pending, batch: ImportBatch) -> str:
    """What to say after saving."""
    return report.done(pending.table.layout.kind, pending.preview, batch.number)


def write_errors(pending: Pending, out: Path) -> int:
    """The same list with bad cells red and commented; answers how many cells."""
    return workbook.errors(pending.table, previews.problems(), out)


def write_bad_rows(pending: Pending, out: Path) -> int:
    """Only the bad rows, to be corrected and imported again; answers how many."""
    return workbook.bad_rows(pending.table, previews.problems(), out)


def write_conflicts(by: Actor, out: Path) -> None:
    """The list of disagreements between sources as a table."""
    workbook.write_table(report.conflict_rows(conflicts(by)), out)


def take_back(number: str, *, by: Actor, now: datetime) -> ImportBatch:
    """Undo a batch exactly, or refuse naming what stands on it."""
    return revert.batch(number, by=by, now=now)


def batches(by: Actor) -> Iterator[ImportBatch]:
    """The batches within the person's scope, the newest first."""
    found = ImportBatch.objects.filter(people.in_scope(by)).select_related("applied_by", "unit")
    return found.order_by("-id").iterator()


def conflicts(by: Actor) -> Iterator[merge.Conflict]:
    """PD-14: where two sources disagree about the same firm."""
    return merge.conflicts(by)


def _order(by: Actor, unit: str, source: str, tag: str) -> Order:
    known = {found.code: found for found in people.units(by)}
    owner = known.get(unit) if unit else next((u for u in known.values() if u.pk == by.unit_id), None)
    if owner is None:
        listed = "、".join(f"{u.code} {u.name}" for u in list(known.values())[:8]) or "（没有）"
        word = (
            f"没有代码为“{unit}”的单位，或不在本账号的数据范围内" if unit else "本账号没有可以维护名录的单位"
        )
        raise refuse("unit", word, f"可用 --unit 指定：{listed}")
    demand(policies.may(by, policies.Verb.KEEP_SUBJECTS, owner.path))
    return Order(owner.pk, owner.name, source, tag)
