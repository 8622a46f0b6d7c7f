"""A list of powers from a file: what is new is listed, what is there already is left as it says.

鄂州 3(一) 「行政权力进清单」. What a power says is never rewritten: a row that says it otherwise stays out, and
names the way there is. A list may only add which items carry a power out (涪陵 三(一)).
"""

from dataclasses import dataclass
from datetime import datetime

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core import workdays
from mingqian.registry.enums import ChangeAction, PowerKind, PowerState
from mingqian.registry.importing import power_rows
from mingqian.registry.importing.changes import Change
from mingqian.registry.importing.checking import Checker
from mingqian.registry.importing.fates import Fate
from mingqian.registry.importing.findings import Finding, Level
from mingqian.registry.importing.layout import Layout
from mingqian.registry.importing.power_rows import PowerRow
from mingqian.registry.importing.preview import SHOWN, Order, Preview
from mingqian.registry.importing.reading import Table
from mingqian.registry.importing.revert_lists import CARRIED
from mingqian.registry.models import ImportBatch, ImportChange, Power
from mingqian.registry.selectors import items, rule_documents
from mingqian.registry.services import powers

_SAYS = {
    "name": "职权名称", "kind": "职权类别", "unit": "行使主体", "basis": "设定依据", "article": "条款",
    "listed_on": "列入清单的日期", "listed_by": "列入清单的文号或会议",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One power to list, or one that is there and gets items; ``carried`` are the items it has so far."""

    row: PowerRow
    unit: str
    there: Power | None
    carried: tuple[str, ...]
    items: tuple[str, ...]


def prepare(table: Table, order: Order, *, by: Actor) -> tuple[Preview, list[Entry], list[Finding]]:
    """Read the list and say which powers are new, get items, or are as they were."""
    checker, documents = Checker(table.layout), rule_documents.by_title()
    reader = _Reader(table.layout, order, by)
    found: list[Finding] = []
    preview = Preview(fates=dict.fromkeys(Fate, 0), tally=checker.tally)
    for line, cells in table.rows():
        checked = checker.check(line, cells)
        if checked is None:
            continue
        remarks, row = list(checked.findings), None
        if checked.ok:
            row, more = power_rows.read(table.layout, line, checked.values, documents)
            more += reader.decide(row, preview) if row else []
            checker.tally.add(more)
            remarks += more
        preview.invalid += any(one.level is Level.ERROR for one in remarks)
        found += remarks
    preview.summed(checker, found)
    return preview, reader.entries, found


class _Reader:
    """Holds every row against what is registered: units, items, the list of powers as it stands."""

    def __init__(self, layout: Layout, order: Order, by: Actor) -> None:
        self.entries: list[Entry] = []
        self._layout = layout
        units = accounts.units(by)
        self._paths = {unit.code: unit.path for unit in units}
        self._units = {unit.name: unit.code for unit in units} | {unit.code: unit.code for unit in units}
        self._own = next(unit.code for unit in units if unit.pk == order.unit_id)
        self._items = dict(items.visible(by).values_list("code", "unit__path"))
        known = Power.objects.select_related("unit", "document").prefetch_related("items")
        self._known = {power.code: power for power in known}
        self._seen: dict[str, int] = {}

    def decide(self, row: PowerRow, preview: Preview) -> list[Finding]:
        """What becomes of a readable row; answers what is to be remarked."""
        unit = self._units.get(row.unit) if row.unit else self._own
        there = self._known.get(row.code)
        faults = [self._twice(row), self._unit(row, unit), *self._wrong_items(row, unit)]
        if there is not None:
            faults += [self._gone(row, there), self._otherwise(row, unit, there)]
        remarks = [fault for fault in faults if fault is not None]
        if remarks or unit is None:
            return remarks
        carried = tuple(item.code for item in there.items.all()) if there else ()
        more = tuple(dict.fromkeys(item for item in row.items if item not in carried))
        entry = Entry(row, unit, there, carried, more)
        if there is None or more:
            self.entries.append(entry)
        _count(preview, entry)
        return []

    def _error(self, row: PowerRow, name: str, code: str, raw: str, message: str) -> Finding:
        return self._layout.finding(Level.ERROR, code, row.line, name, raw, message)

    def _twice(self, row: PowerRow) -> Finding | None:
        first = self._seen.setdefault(row.code, row.line)
        if first == row.line:
            return None
        return self._error(row, "code", "clash", row.code, f"职权编码与第{first}行相同，请只保留一行")

    def _unit(self, row: PowerRow, unit: str | None) -> Finding | None:
        if unit is not None:
            return None
        message = f"没有“{row.unit[:30]}”这个单位（或不在本账号范围内）"
        return self._error(row, "unit", "power_unit", row.unit, message)

    def _wrong_items(self, row: PowerRow, unit: str | None) -> list[Finding]:
        """As ``powers.carry`` will ask: a power of inspection, an item there is, of the same organ."""
        if row.items and row.kind is not PowerKind.INSPECTION:
            why = f"{row.kind.label}没有抽查事项，抽查事项只能实施行政检查权力"
            return [self._error(row, "items", "power_items", "、".join(row.items), why)]
        above = self._paths.get(unit) if unit else None
        strange = [one for one in row.items if above and not self._items.get(one, "").startswith(above)]
        if not strange:
            return []
        why = f"清单中没有代码为“{'、'.join(strange[:5])}”的事项，或不由该行使主体负责"
        return [self._error(row, "items", "power_items", "、".join(row.items), why)]

    def _gone(self, row: PowerRow, there: Power) -> Finding | None:
        if there.cancelled_on is None:
            return None
        on = workdays.written(there.cancelled_on)
        why = f"该职权已于{on}取消：{there.cancelled_ground}；重新行使的，请用新的编码另列一项"
        return self._error(row, "code", "power_gone", row.code, why)

    def _otherwise(self, row: PowerRow, unit: str | None, there: Power) -> Finding | None:
        said = {
            "name": (there.name, row.name), "kind": (PowerKind(there.kind).label, row.kind.label),
            "unit": (there.unit.code, unit), "basis": (there.document.code, row.document),
            "article": (there.article, row.article), "listed_on": (there.listed_on, row.listed_on),
            "listed_by": (there.listed_by, row.listed_by),
        }  # fmt: skip
        name = next((name for name, (old, new) in said.items() if old != new), None)
        if name is None:
            return None
        why = f"清单上这一项的{_SAYS[name]}是“{said[name][0]}”；列入的不改写，确有变化的先取消、再另列一项"
        return self._error(row, name, "power_otherwise", str(said[name][1]), why)


def _count(preview: Preview, entry: Entry) -> None:
    if entry.there is None:
        preview.fates[Fate.NEW] += 1
        if len(preview.new) < SHOWN:
            preview.new.append((entry.row.line, entry.row.code, entry.row.name))
    elif entry.items:
        preview.fates[Fate.CHANGED] += 1
        change = _change(entry, entry.there)
        preview.changed_fields.update(change.after.keys())
        if len(preview.changed) < SHOWN:
            preview.changed.append(change)
    else:
        preview.fates[Fate.UNCHANGED] += 1


def _change(entry: Entry, power: Power) -> Change:
    before, after = "、".join(entry.carried), "、".join((*entry.carried, *entry.items))
    row = entry.row
    return Change(row.line, power.pk, row.code, row.name, {CARRIED: before}, {CARRIED: after}, {}, {})


def write(batch: ImportBatch, entries: list[Entry], *, by: Actor, now: datetime) -> None:
    """List every new power, say which items carry which out; refusals stop the whole batch."""
    for entry in entries:
        power = _list(entry, by, now) if entry.there is None else powers.running(by, entry.row.code)
        for item in entry.items:
            powers.carry(power, item, by=by, now=now)
        change = _change(entry, power)
        ImportChange.objects.create(
            batch=batch,
            thing_id=power.pk,
            action=(ChangeAction.CHANGED if entry.there else ChangeAction.NEW).value,
            line=entry.row.line,
            before=change.before,
            after=change.after,
        )


def _list(entry: Entry, by: Actor, now: datetime) -> Power:
    row = entry.row
    return powers.enter(
        code=row.code, name=row.name, kind=row.kind, unit=entry.unit, document=row.document,
        article=row.article, listed_on=row.listed_on, listed_by=row.listed_by, state=PowerState.IMPORTED,
        by=by, now=now,
    )  # fmt: skip
