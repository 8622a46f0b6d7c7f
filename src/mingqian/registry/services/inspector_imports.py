"""An inspector list from a file: people come in pending, papers are renewed; nobody is activated by a file.

XM-27/28: who has a certificate is known by it; who has none by the citizen id's digest, else by name and unit.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core.decision import demand
from mingqian.registry import policies
from mingqian.registry.enums import ChangeAction, InspectorClass, InspectorState
from mingqian.registry.importing import inspector_rows
from mingqian.registry.importing.changes import Change
from mingqian.registry.importing.checking import Checker
from mingqian.registry.importing.fates import Fate
from mingqian.registry.importing.findings import Finding, Level
from mingqian.registry.importing.inspector_rows import InspectorRow
from mingqian.registry.importing.preview import SHOWN, Order, Preview
from mingqian.registry.importing.reading import Table
from mingqian.registry.models import ImportBatch, ImportChange, Inspector
from mingqian.registry.services import inspectors, people_numbers
from mingqian.registry.services.inspectors import Credential, Keepers

LABELS = {
    "duty": "职务",
    "phone": "联系方式",
    "captain_eligible": "可任组长",
    "works_since": "从业起始日期",
    "valid_until": "执法证有效期",
    "certificate_no": "执法证号",
    "related_business": "相关业务",
}


@dataclass(frozen=True, slots=True)
class Desk:
    """What an inspector list needs beside the file: who may keep the registry, the key, fresh numbers."""

    keepers: Keepers
    pepper: bytes = b""
    number: Callable[[], str] | None = None
    """A random registry number for a person without certificate; drawn in ``site``."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One person to add, or one whose row or papers change."""

    row: InspectorRow
    unit: str
    there: Inspector | None
    fields: dict[str, Any]
    papers: tuple[Credential, ...]


def prepare(
    table: Table, order: Order, desk: Desk, *, by: Actor, on: date
) -> tuple[Preview, list[Entry], list[Finding]]:
    """Read the list and say who is new, changed or as before."""
    checker = Checker(table.layout)
    found: list[Finding] = []
    entries: list[Entry] = []
    preview = Preview(fates=dict.fromkeys(Fate, 0), tally=checker.tally)
    units = {u.name: u.code for u in accounts.units(by)} | {u.code: u.code for u in accounts.units(by)}
    own = next(u.code for u in accounts.units(by) if u.pk == order.unit_id)
    seen: dict[str, int] = {}
    for line, cells in table.rows():
        checked = checker.check(line, cells)
        if checked is None:
            continue
        row = inspector_rows.read(table.layout, line, checked.values, on=on) if checked.ok else None
        more = list(row.findings) if row else []
        if row and not more:
            more = _person(row, units, own, desk, seen, by, preview, entries)
        checker.tally.add(more)
        found += [*checked.findings, *more]
        preview.invalid += any(f.level is Level.ERROR for f in [*checked.findings, *more])
    preview.summed(checker, found)
    return preview, entries, found


def _person(
    row: InspectorRow,
    units: dict[str, str],
    own: str,
    desk: Desk,
    seen: dict[str, int],
    by: Actor,
    preview: Preview,
    entries: list[Entry],
) -> list[Finding]:
    """Decide on one readable row; answers what is to be remarked."""
    remarks: list[Finding] = []
    unit = units.get(row.unit)
    if unit is None:
        unit = own
        if row.unit:
            message = f"没有“{row.unit[:30]}”这个单位（或不在本账号范围内），归到导入单位"
            remarks.append(Finding(Level.WARNING, "unit", row.line, -1, "所在单位", row.unit[:80], message))
    if row.citizen_id and len(desk.pepper) < 16:
        message = "没有设置个人信息密钥，身份证号不保存（请设置 MINGQIAN_SECRET_KEY 后重新导入）"
        remarks.append(Finding(Level.WARNING, "no_pepper", row.line, -1, "身份证号", "（不显示）", message))
    key = row.certificate_no or f"{row.name}@{unit}"
    if key in seen:
        message = f"与第{seen[key]}行是同一人（{key}），请只保留一行"
        return [*remarks, Finding(Level.ERROR, "clash", row.line, -1, "", key[:80], message)]
    seen[key] = row.line
    matches = _matches(row, unit, desk, by)
    if len(matches) > 1:
        message = f"人员库中有 {len(matches)} 名同单位的“{row.name}”，分不清是哪一位，请补执法证号或身份证号"
        return [*remarks, Finding(Level.ERROR, "ambiguous", row.line, -1, "", row.name, message)]
    there = matches[0] if matches else None
    if there is not None and there.state == InspectorState.REMOVED:
        message = f"“{row.name}”已移出人员库，不能由导入恢复"
        return [*remarks, Finding(Level.ERROR, "removed", row.line, -1, "", row.name, message)]
    closed = [answer for klass in row.classes if not (answer := desk.keepers.holds(InspectorClass(klass))).ok]
    if closed:
        message = f"{closed[0].reason}（{closed[0].clause}）"
        return [*remarks, Finding(Level.ERROR, "class", row.line, -1, "人员类别", row.name, message)]
    entry = _entry(row, unit, there)
    _count(preview, entry)
    if there is None or entry.fields or entry.papers:
        entries.append(entry)
    return remarks


def _matches(row: InspectorRow, unit: str, desk: Desk, by: Actor) -> list[Inspector]:
    people = Inspector.objects.filter(accounts.in_scope(by)).select_related("unit").order_by("pk")
    people = people.prefetch_related("credentials")
    if row.certificate_no:
        found = list(people.filter(credentials__certificate_no=row.certificate_no).distinct())
        if found:
            return found
    if row.citizen_id and len(desk.pepper) >= 16:
        digest, _ = people_numbers.keep(row.citizen_id, desk.pepper)
        return list(people.filter(citizen_id_hash=digest))
    if row.certificate_no:
        return []
    return list(people.filter(name=row.name, unit__code=unit))


def _entry(row: InspectorRow, unit: str, there: Inspector | None) -> Entry:
    papers = tuple(_paper(row, InspectorClass(klass)) for klass in row.classes)
    if there is None:
        return Entry(row, unit, None, {}, papers)
    said: dict[str, Any] = {"duty": row.duty, "phone": row.phone, "works_since": row.works_since}
    fields = {name: value for name, value in said.items() if value and getattr(there, name) != value}
    if (
        "works_since" in fields
        and there.works_since
        and abs((fields["works_since"] - there.works_since).days) < 366
    ):
        del fields["works_since"]  # counted back from whole years: no news
    if row.captain and not there.captain_eligible:
        fields["captain_eligible"] = True
    held = {c.inspector_class: c for c in there.credentials.all()}
    news = tuple(p for p in papers if _unlike(held.get(p.inspector_class.value), p))
    return Entry(row, unit, there, fields, news)


def _paper(row: InspectorRow, klass: InspectorClass) -> Credential:
    if klass is InspectorClass.BUSINESS:
        return Credential(klass, related_business=row.related_business)
    return Credential(
        klass,
        certificate_no=row.certificate_no,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        area=row.area,
        category=row.category,
    )


def _unlike(held: Any, paper: Credential) -> bool:  # noqa: ANN401
    if held is None:
        return True
    names = ("certificate_no", "valid_from", "valid_until", "area", "category", "related_business")
    return any(getattr(paper, name) and getattr(paper, name) != getattr(held, name) for name in names)


def _count(preview: Preview, entry: Entry) -> None:
    row = entry.row
    if entry.there is None:
        preview.fates[Fate.NEW] += 1
        if len(preview.new) < SHOWN:
            preview.new.append((row.line, row.certificate_no or "业务检查人员", row.name))
    elif entry.fields or entry.papers:
        preview.fates[Fate.CHANGED] += 1
        change = _change(entry)
        preview.changed_fields.update(change.after.keys())
        if len(preview.changed) < SHOWN:
            preview.changed.append(change)
    else:
        preview.fates[Fate.UNCHANGED] += 1


def _change(entry: Entry) -> Change:
    assert entry.there is not None
    before = {LABELS[name]: _text(getattr(entry.there, name)) for name in entry.fields}
    after = {LABELS[name]: _text(value) for name, value in entry.fields.items()}
    for old_label, old, new in _paper_news(entry):
        before[old_label], after[old_label] = old, new
    return Change(entry.row.line, entry.there.pk, entry.there.code, entry.row.name, before, after, {}, {})


def _paper_news(entry: Entry) -> Iterator[tuple[str, str, str]]:
    assert entry.there is not None
    held = {c.inspector_class: c for c in entry.there.credentials.all()}
    for paper in entry.papers:
        old = held.get(paper.inspector_class.value)
        for name in ("certificate_no", "valid_until", "related_business"):
            new = getattr(paper, name)
            if new and (old is None or getattr(old, name) != new):
                yield LABELS[name], _text(getattr(old, name, "")), _text(new)


def _text(value: object) -> str:
    return "" if value is None else "是" if value is True else "否" if value is False else str(value)


def write(
    batch: ImportBatch, entries: list[Entry], desk: Desk, *, by: Actor, now: datetime
) -> Iterator[Inspector]:
    """Add the new, renew the others, through the registry's own services."""
    for entry in entries:
        if entry.there is None:
            person = _add(entry, desk, by, now)
            action, before, after = ChangeAction.NEW, {}, {}
        else:
            person, change = entry.there, _change(entry)
            before, after, action = change.before, change.after, ChangeAction.CHANGED
            path, desk_of = person.unit.path, desk.keepers
            demand(policies.may_keep_inspectors(by, path, desk_of.roles, desk_of.clause))
            Inspector.objects.filter(pk=person.pk).update(**entry.fields, changed_at=now)
            for paper in entry.papers:
                inspectors.record_credential(
                    code=person.code, credential=paper, keepers=desk.keepers, by=by, now=now
                )
        ImportChange.objects.create(
            batch=batch,
            thing_id=person.pk,
            action=action.value,
            line=entry.row.line,
            before=before,
            after=after,
        )
        yield person


def _add(entry: Entry, desk: Desk, by: Actor, now: datetime) -> Inspector:
    row = entry.row
    keeps_id = bool(row.citizen_id) and len(desk.pepper) >= 16
    return inspectors.add(
        name=row.name,
        unit=entry.unit,
        credentials=entry.papers,
        keepers=desk.keepers,
        number="" if row.certificate_no or desk.number is None else desk.number(),
        duty=row.duty,
        phone=row.phone,
        works_since=row.works_since,
        captain_eligible=row.captain,
        quals=row.quals,
        citizen_id=row.citizen_id if keeps_id else "",
        pepper=desk.pepper if keeps_id else b"",
        by=by,
        now=now,
    )
