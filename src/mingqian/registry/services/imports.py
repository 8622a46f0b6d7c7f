"""Importing a list into the registries: preview, confirm, take back. The machinery is ``registry.importing``."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Self

from django.db import transaction

from mingqian.accounts import selectors as people
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, demand
from mingqian.registry import policies
from mingqian.registry.importing import apply, merge, reading, report, revert, rights, sample, workbook
from mingqian.registry.importing import preview as previews
from mingqian.registry.importing.caps import DEFAULT, Caps
from mingqian.registry.importing.columns import Kind
from mingqian.registry.importing.findings import Finding, Level, printable
from mingqian.registry.importing.preview import Order, Preview
from mingqian.registry.importing.reading import Progress, Table
from mingqian.registry.importing.sniffing import refuse
from mingqian.registry.models import ImportBatch
from mingqian.registry.services import inspector_imports, item_imports, power_imports
from mingqian.registry.services.inspector_imports import Desk
from mingqian.registry.services.inspectors import Keepers

__all__ = [
    "CLERKS",
    "Desk",
    "Kind",
    "Pending",
    "batches",
    "confirm",
    "conflicts",
    "described",
    "done",
    "load",
    "preview",
    "take_back",
    "write_bad_rows",
    "write_conflicts",
    "write_errors",
    "write_sample",
]

CLERKS = Keepers(policies.CLERKS)
"""Who keeps the inspector registry where no rule pack says otherwise."""


@dataclass
class Pending:
    """A file read and previewed, waiting for the person's yes. Close it (``with``)."""

    table: Table
    order: Order
    preview: Preview
    items: list[item_imports.Entry] = field(default_factory=list)
    inspectors: list[inspector_imports.Entry] = field(default_factory=list)
    powers: list[power_imports.Entry] = field(default_factory=list)
    desk: Desk = field(default_factory=lambda: Desk(CLERKS))
    found: list[Finding] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.table.close()

    @property
    def kind(self) -> Kind:
        """What the list is a list of."""
        return self.table.layout.kind

    def problems(self) -> Iterator[Finding]:
        """Errors and warnings in the order of the lines."""
        if self.found is None:
            return previews.problems()
        wanted = (f for f in self.found if f.level is not Level.HEALED)
        return iter(sorted(wanted, key=lambda f: f.line))


def preview(
    path: Path,
    *,
    by: Actor,
    on: date | None = None,
    kind: Kind | None = None,
    unit: str = "",
    sheet: str = "",
    mapping: Mapping[str, str] | None = None,
    source: str = "",
    tag: str = "",
    desk: Desk | None = None,
    caps: Caps = DEFAULT,
    progress: Progress | None = None,
) -> Pending:
    """Read a list and say what it would do; nothing is saved. ``unit`` owns new rows: default the person's own.

    ``on`` is today, needed for inspector lists (years of service); ``desk`` says who keeps inspectors.
    """
    _check_word("来源", "--source", source, 40)
    _check_word("类别代码", "--tag", tag, 32)
    order = _order(by, unit, source, tag)
    table = reading.open_table(path, kind=kind, sheet=sheet, mapping=dict(mapping or {}), caps=caps)
    try:
        return _prepared(table, order, desk or Desk(CLERKS), by, on, progress)
    except BaseException:
        table.close()
        raise


def _prepared(
    table: Table, order: Order, desk: Desk, by: Actor, on: date | None, progress: Progress | None
) -> Pending:
    kind = table.layout.kind
    demand(_may(by, kind, order.unit_id, desk))
    if kind is Kind.INSPECTORS:
        if on is None:
            raise TypeError("an inspector list is read as of a day: pass on=")
        look, persons, found = inspector_imports.prepare(_small(table), order, desk, by=by, on=on)
        return Pending(table, order, _some(look), inspectors=persons, desk=desk, found=found)
    if kind is Kind.ITEMS:
        look, drafts, found = item_imports.prepare(_small(table), order, by=by)
        return Pending(table, order, _some(look), items=drafts, found=found)
    if kind is Kind.POWERS:
        look, listed, found = power_imports.prepare(_small(table), order, by=by)
        return Pending(table, order, _some(look), powers=listed, found=found)
    return Pending(table, order, previews.prepare(table, order, by=by, progress=progress))


def _may(by: Actor, kind: Kind, unit_id: int, desk: Desk) -> Decision:
    path = next((u.path for u in people.units(by) if u.pk == unit_id), "")
    return rights.may(by, kind, path, keepers=desk.keepers.roles, clause=desk.keepers.clause)


def _small(table: Table) -> Table:
    """Items, inspectors and powers go one by one through their services: their lists are short."""
    table.caps = replace(table.caps, rows=table.caps.small_rows)
    return table


def _some(look: Preview) -> Preview:
    if look.rows == 0:
        raise refuse("no_rows", "表头下面没有数据行", "请检查是否选错了工作表或文件")
    return look


def confirm(pending: Pending, *, by: Actor, now: datetime) -> ImportBatch:
    """Save what was previewed: one batch, one transaction, one journal entry."""
    demand(_may(by, pending.kind, pending.order.unit_id, pending.desk))
    if not pending.preview.accepted:
        raise refuse("nothing", "没有一行可以导入，名录没有变动", "请按错误清单更正后再导入")
    if pending.kind is Kind.SUBJECTS:
        return apply.subjects(pending.table, pending.order, pending.preview, by=by, now=now)
    return _confirm_list(pending, by, now)


@transaction.atomic
def _confirm_list(pending: Pending, by: Actor, now: datetime) -> ImportBatch:
    apply.lock()
    order = pending.order
    batch = apply.open_batch(pending.table, order.source, order.unit_id, by=by, now=now)
    if pending.kind is Kind.ITEMS:
        item_imports.write(batch, pending.items, order=order, by=by, now=now)
    elif pending.kind is Kind.POWERS:
        power_imports.write(batch, pending.powers, by=by, now=now)
    else:
        for _ in inspector_imports.write(batch, pending.inspectors, pending.desk, by=by, now=now):
            pass
    apply.close_batch(batch, pending.preview)
    apply.journal(batch, by=by, now=now)
    return batch


def load(path: Path, *, by: Actor, now: datetime, **wishes: object) -> tuple[Preview, ImportBatch]:
    """Preview and confirm in one go, for commands that were told ``--yes``. Takes the words of ``preview``."""
    look: Callable[..., Pending] = preview
    with look(path, by=by, **wishes) as pending:
        return pending.preview, confirm(pending, by=by, now=now)


def described(pending: Pending) -> Iterator[str]:
    """The preview in lines an officer understands."""
    yield from report.lines(pending.table, pending.preview)
    yield from report.categories(one.wording.category for one in pending.items if not one.parent)


def done(pending: Pending, batch: ImportBatch) -> str:
    """What to say after saving."""
    return report.done(pending.table.layout.kind, pending.preview, batch.number)


def write_errors(pending: Pending, out: Path) -> int:
    """The same list with bad cells red and commented; answers how many cells."""
    return workbook.errors(pending.table, pending.problems(), out)


def write_bad_rows(pending: Pending, out: Path) -> int:
    """Only the bad rows, to be corrected and imported again; answers how many."""
    return workbook.bad_rows(pending.table, pending.problems(), out)


def write_conflicts(by: Actor, out: Path) -> None:
    """The list of disagreements between sources as a table."""
    workbook.write_table(report.conflict_rows(conflicts(by)), out)


def write_sample(out: Path) -> int:
    """A practice list of fictional firms with planted errors; answers how many rows."""
    return sample.write(out)


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


def _check_word(what: str, option: str, word: str, most: int) -> None:
    """It becomes a key that later lists are matched by: one short word, nothing invisible in it."""
    if len(word) > most or not word.isprintable() or word.split() != ([word] if word else []):
        shown = f"{printable(word[:20])}{'……' if len(word) > 20 else ''}"
        raise refuse(
            "word", f"{option} 的{what}“{shown}”不合规", f"应为一个词，中间没有空白，不超过 {most} 字"
        )


def _order(by: Actor, unit: str, source: str, tag: str) -> Order:
    known = {found.code: found for found in people.units(by)}
    owner = known.get(unit) if unit else next((u for u in known.values() if u.pk == by.unit_id), None)
    if owner is None:
        listed = "、".join(f"{u.code} {u.name}" for u in list(known.values())[:8]) or "（没有）"
        word = (
            f"没有代码为“{unit}”的单位，或不在本账号的数据范围内" if unit else "本账号没有可以维护名录的单位"
        )
        raise refuse("unit", word, f"可用 --unit 指定：{listed}")
    return Order(owner.pk, owner.name, source, tag, owner.code)
