"""An item list from a file: each new or changed item becomes a draft version, to go its way through review.

XM-14 「法律法规规章有调整的，按照规定程序及时调整」: an import proposes; it does not publish.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.registry.enums import ChangeAction, ItemState, Level
from mingqian.registry.importing import item_rows
from mingqian.registry.importing.changes import Change
from mingqian.registry.importing.checking import Checker
from mingqian.registry.importing.fates import Fate
from mingqian.registry.importing.findings import Finding
from mingqian.registry.importing.findings import Level as Grade
from mingqian.registry.importing.item_rows import ItemRow
from mingqian.registry.importing.preview import SHOWN, Order, Preview
from mingqian.registry.importing.reading import Table
from mingqian.registry.models import ImportBatch, ImportChange, ItemVersion
from mingqian.registry.selectors import rule_documents
from mingqian.registry.services import items
from mingqian.registry.types import BasisRef, Strata, Wording

# A column of the list → the fields of a wording it speaks about; others keep what they were.
_SPEAKS: Mapping[str, tuple[str, ...]] = {
    "seq": ("seq",),
    "name": ("name",),
    "sub_item": ("name",),
    "basis": ("bases", "notes"),
    "subject_text": ("subject_text",),
    "content": ("contents",),
    "category": ("category", "item_class", "inspector_class"),
    "method": ("methods",),
    "ratio": ("ratio", "ratio_text"),
    "frequency": ("frequency", "frequency_text"),
    "level": ("level_text",),
    "departments": ("departments",),
    "necessity": ("necessity",),
    "inspector_class": ("inspector_class",),
}
_OPEN = (ItemState.DRAFT, ItemState.REVIEW, ItemState.REVIEWED, ItemState.APPROVED)
LABELS = {
    "name": "事项名称",
    "seq": "序号",
    "bases": "检查依据",
    "notes": "备注",
    "subject_text": "检查对象",
    "contents": "检查内容",
    "category": "监管类别",
    "item_class": "事项类别",
    "inspector_class": "人员类别",
    "methods": "检查方式",
    "ratio": "抽查比例",
    "ratio_text": "抽查比例原文",
    "frequency": "抽查频次",
    "frequency_text": "抽查频次原文",
    "level_text": "实施层级",
    "departments": "责任科室",
    "necessity": "确需检查的理由",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One draft to be made."""

    line: int
    code: str
    parent: str
    wording: Wording
    action: ChangeAction


@dataclass(frozen=True, slots=True)
class Standing:
    """The latest version of an item that is there already."""

    code: str
    state: str
    retired: bool
    wording: Wording


def prepare(table: Table, order: Order, *, by: Actor) -> tuple[Preview, list[Entry], list[Finding]]:
    """Read the list and say which items are new, changed or as they were."""
    checker = Checker(table.layout)
    documents = rule_documents.by_title()
    read: list[ItemRow] = []
    found: list[Finding] = []
    preview = Preview(fates=dict.fromkeys(Fate, 0), tally=checker.tally)
    for line, cells in table.rows():
        checked = checker.check(line, cells)
        if checked is None:
            continue
        found += checked.findings
        if not checked.ok:
            preview.invalid += 1
            continue
        row = item_rows.read(table.layout, line, checked.values, documents)
        checker.tally.add(row.findings)
        found += row.findings
        read.append(row)
    read, continued = item_rows.joined(read)
    checker.tally.add(continued)
    preview.fates[Fate.MERGED] += len(continued)
    entries = list(_decide(table, order, read, preview, found))
    preview.summed(checker, found)
    return preview, entries, found


def _decide(
    table: Table, order: Order, read: list[ItemRow], preview: Preview, found: list[Finding]
) -> Iterator[Entry]:
    there = _there(order)
    by_name = {standing.wording.name: standing for standing in there.values()}
    codes: dict[str, str] = {}
    spoken = {name for column, _ in table.layout.fields for name in _SPEAKS.get(column.name, ())}
    for row in _with_parents(read, by_name):
        name = row.wording.name
        if name in codes:
            preview.fates[Fate.MERGED if row.implied else Fate.CLASH] += 1
            if not row.implied:
                found.append(_twice(row))
                preview.tally.add(found[-1:])
            continue
        standing = there.get(row.code) or by_name.get(name)
        codes[name] = standing.code if standing else row.code or _next_code(order, there, codes)
        entry = _entry(row, standing, codes, spoken)
        if standing and entry and (why := _blocked(standing)):
            finding = Finding(Grade.ERROR, "open_version", row.line, -1, "", standing.code, why)
            found.append(finding)
            preview.tally.add([finding])
            preview.fates[Fate.FOREIGN] += 1
            continue
        _count(preview, row, standing, entry)
        if entry:
            yield entry


def _count(preview: Preview, row: ItemRow, standing: Standing | None, entry: Entry | None) -> None:
    if entry is None:
        preview.fates[Fate.UNCHANGED] += 1
    elif standing is None:
        preview.fates[Fate.NEW] += 1
        if len(preview.new) < SHOWN:
            preview.new.append((row.line, entry.code, entry.wording.name))
    else:
        preview.fates[Fate.CHANGED] += 1
        change = _change(entry, standing)
        preview.changed_fields.update(change.after.keys())
        if len(preview.changed) < SHOWN:
            preview.changed.append(change)


def _with_parents(read: list[ItemRow], by_name: Mapping[str, Standing]) -> Iterator[ItemRow]:
    """An item that appears only through its sub-items comes once before the first of them."""
    listed = {row.wording.name for row in read if not row.parent} | set(by_name)
    for row in read:
        if row.parent and row.parent not in listed:
            listed.add(row.parent)
            wording = replace(row.wording, name=row.parent, contents=())
            yield ItemRow(row.line, "", "", wording, (), implied=True)
        yield row


def _twice(row: ItemRow) -> Finding:
    message = f"事项“{row.wording.name}”在本清单中重复，请只保留一行，或用子项列区分"
    return Finding(Grade.ERROR, "clash", row.line, -1, "", row.wording.name[:80], message)


def _there(order: Order) -> dict[str, Standing]:
    """The unit's items in their latest wording."""
    rows = (
        ItemVersion.objects.filter(item__unit_id=order.unit_id)
        .select_related("item")
        .prefetch_related("bases__document", "contents")
        .order_by("item_id", "number")
    )
    return {
        v.item.code: Standing(v.item.code, v.state, v.item.retired_on is not None, _wording_of(v))
        for v in rows
    }


def _wording_of(version: ItemVersion) -> Wording:
    plain = {
        f.name: getattr(version, f.name)
        for f in fields(Wording)
        if f.name not in ("strata", "bases", "contents")
    }
    for name in ("subject_kinds", "subject_tags", "methods", "departments", "publish_columns", "notes"):
        plain[name] = tuple(plain[name])
    strata = version.strata or {}
    return Wording(
        **plain,
        strata=Strata(strata.get("by", ""), tuple(strata.get("values", ()))),
        bases=tuple(BasisRef(b.document.code, b.article, b.quoted, b.note) for b in version.bases.all()),
        contents=tuple(c.text for c in version.contents.all()),
    )


def _next_code(order: Order, there: Mapping[str, Standing], codes: Mapping[str, str]) -> str:
    """The unit's code and a running number, for lists that name items by words alone."""
    taken = {*there, *codes.values()}
    number = len(taken) + 1
    while (code := f"{order.prefix}-{number:03d}") in taken:
        number += 1
    return code


def _entry(
    row: ItemRow, standing: Standing | None, codes: Mapping[str, str], spoken: set[str]
) -> Entry | None:
    """What to draft; None where the list says what stands there already."""
    code = codes[row.wording.name]
    if standing is None:
        return Entry(row.line, code, codes.get(row.parent, ""), row.wording, ChangeAction.NEW)
    if row.implied:
        return None
    said = {
        name: value
        for name in spoken
        if (value := getattr(row.wording, name)) not in ("", (), None) or name in ("ratio", "frequency")
    }
    wording = replace(standing.wording, **said)
    if wording == standing.wording:
        return None
    return Entry(row.line, code, "", wording, ChangeAction.CHANGED)


def _blocked(standing: Standing) -> str:
    if standing.retired:
        return f"事项“{standing.code}”已停用，不能变更"
    if standing.state in _OPEN:
        return f"事项“{standing.code}”有一版还在办理（{ItemState(standing.state).label}），请先办结再导入变更"
    return ""


def _change(entry: Entry, standing: Standing) -> Change:
    before, after = {}, {}
    for f in fields(Wording):
        old, new = getattr(standing.wording, f.name), getattr(entry.wording, f.name)
        if old != new:
            label = LABELS.get(f.name, f.name)
            before[label], after[label] = _words(old), _words(new)
    return Change(entry.line, 0, entry.code, entry.wording.name, before, after, {}, {})


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return "；".join(v.quoted or v.document if isinstance(v, BasisRef) else str(v) for v in value)
    return "" if value is None else str(value)


def write(batch: ImportBatch, entries: list[Entry], *, order: Order, by: Actor, now: datetime) -> None:
    """Draft every entry; refusals of the service stop the whole batch."""
    unit = next(u for u in accounts.units(by) if u.pk == order.unit_id)
    ground = accounts.organ(unit.pk)
    for entry in entries:
        drafted = items.draft(
            code=entry.code,
            unit=unit.code,
            wording=entry.wording,
            reason=f"导入清单“{batch.file_name}”第{entry.line}行"[:300],
            jurisdiction=ground.code,
            level=Level(unit.level),
            parent=entry.parent,
            by=by,
            now=now,
        )
        ImportChange.objects.create(
            batch=batch,
            thing_id=drafted.version_pk,
            action=entry.action.value,
            line=entry.line,
            after={"code": entry.code, "version": drafted.version},
        )
