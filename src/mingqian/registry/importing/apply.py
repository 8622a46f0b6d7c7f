"""The one transaction in which a previewed list enters the registry, with its batch and its journal entry.

Everything is done by statements over whole sets; the person's confirmation stands between ``preview`` and
this. If the registry moved meanwhile the batch is refused and nothing is saved.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.machines import import_batch
from mingqian.registry.enums import ChangeAction, Scheme, SubjectStatus
from mingqian.registry.importing import changes, fates, licences, merge, staging
from mingqian.registry.importing.fates import Fate
from mingqian.registry.importing.preview import Order, Preview
from mingqian.registry.importing.reading import Table
from mingqian.registry.importing.sniffing import refuse
from mingqian.registry.importing.staging import FIELDS, STAGE, TEXT_FIELDS, TYPED_FIELDS, UPDATES
from mingqian.registry.models import (
    ImportBatch,
    ImportChange,
    Subject,
    SubjectName,
    SubjectSource,
    SubjectTag,
)

_SUBJECT = Subject._meta.db_table
_CHANGE = ImportChange._meta.db_table
_TAG = SubjectTag._meta.db_table
_SOURCE = SubjectSource._meta.db_table
_NAME = SubjectName._meta.db_table


def subjects(table: Table, order: Order, preview: Preview, *, by: Actor, now: datetime) -> ImportBatch:
    """Confirm a previewed list of subjects: one batch, one transaction, one journal entry."""
    try:
        with transaction.atomic():
            lock()
            fates.against_registry(by)
            _unmoved(preview)
            batch = open_batch(table, order.source, order.unit_id, by=by, now=now)
            _Writer(batch, order, by, now).run()
            close_batch(batch, preview)
            journal(batch, by=by, now=now)
            return batch
    except IntegrityError as clash:
        raise refuse("moved", "导入期间名录被别人改动，本批没有保存", "请重新预览后再导入") from clash


def _person(by: Actor) -> int:
    if by.person_id is None:
        raise refuse("nobody", "导入要落到具体的人", "请用 --as 工号 说明由谁导入")
    return by.person_id


def lock() -> None:
    """One import at a time, and nobody adds a firm between our look and our write."""
    if connection.vendor == "postgresql":
        batches = ImportBatch._meta.db_table
        staging.execute(f"LOCK TABLE {batches}, {_SUBJECT} IN SHARE ROW EXCLUSIVE MODE")


def _unmoved(preview: Preview) -> None:
    """The preview the person confirmed is still what would happen."""
    now = fates.counts()
    seen = preview.fates
    changed = now[Fate.CHANGED] + now[Fate.UNCHANGED] == seen[Fate.CHANGED] + seen[Fate.UNCHANGED]
    if now[Fate.NEW] != seen[Fate.NEW] or now[Fate.FOREIGN] != seen[Fate.FOREIGN] or not changed:
        raise refuse("moved", "预览之后名录有变化，本批没有保存", "请重新预览后再导入")


def open_batch(table: Table, source: str, unit_id: int | None, *, by: Actor, now: datetime) -> ImportBatch:
    """The batch's row with its running number of the day."""
    day = f"{timezone.localtime(now):%Y%m%d}"
    return ImportBatch.objects.create(
        number=audit.numbers.code(f"DR-{day}-", 3, among=ImportBatch, column="number"),
        kind=table.layout.kind.value,
        state=machine.move(import_batch.MACHINE, import_batch.MACHINE.start, "apply"),
        source=source,
        unit_id=unit_id,
        file_name=table.path.name[:255],
        file_digest=table.digest(),
        file_bytes=table.size,
        layout=table.origin(),
        applied_by_id=_person(by),
        applied_at=now,
    )


def close_batch(batch: ImportBatch, preview: Preview) -> None:
    """Write the counts of the preview into the batch."""
    batch.rows = preview.rows
    batch.added = preview.fates[Fate.NEW]
    batch.changed = preview.fates[Fate.CHANGED]
    batch.unchanged = preview.fates[Fate.UNCHANGED]
    batch.merged = preview.fates[Fate.MERGED]
    batch.refused = preview.refused
    batch.warned = preview.warned
    batch.healed = preview.healed
    batch.conflicts = preview.conflicts
    batch.save()


def journal(batch: ImportBatch, *, by: Actor, now: datetime) -> None:
    """XM-24: who, when, what file, how many of each."""
    audit.record(
        "registry.imported",
        by=by,
        now=now,
        thing=f"import:{batch.number}",
        body={
            "kind": batch.kind,
            "source": batch.source,
            "file": batch.file_name,
            "digest": batch.file_digest,
            "rows": batch.rows,
            "added": batch.added,
            "changed": batch.changed,
            "unchanged": batch.unchanged,
            "merged": batch.merged,
            "refused": batch.refused,
            "conflicts": batch.conflicts,
        },
    )


class _Writer:
    """The statements of one batch over the staged rows."""

    def __init__(self, batch: ImportBatch, order: Order, by: Actor, now: datetime) -> None:
        self.batch = batch
        self.order = order
        self.by = by
        self.now = now
        self.today: date = timezone.localtime(now).date()
        self.mark = f"import:{batch.number}"

    def run(self) -> None:
        """New firms, changed firms, confirmed ones, then what hangs on them."""
        self._insert()
        self._update()
        self._confirm()
        self._tag()
        if self.order.source:
            self._say()
        staging.drop(UPDATES)

    def _insert(self) -> None:
        """New subjects and one change row each, from the stage in one statement each."""
        fixed = self._fixed()
        names = [
            *TEXT_FIELDS,
            *TYPED_FIELDS,
            "facts",
            "unit_id",
            "kind",
            "code",
            "number",
            "status",
            "division_code",
        ]
        staged: dict[str, str] = {name: f"st.{name}" for name in TEXT_FIELDS}
        staged |= {name: staging.typed(f"st.{name}", kind) for name, kind in TYPED_FIELDS.items()}
        staged |= {
            "facts": staging.as_json("st.facts"),
            "unit_id": "st.unit_id",
            "kind": "st.kind",
            "code": "st.code",
            "number": "SUBSTR(st.code, 6)",
            "status": f"CASE st.status WHEN '' THEN '{SubjectStatus.ACTIVE}' ELSE st.status END",
            "division_code": "CASE st.division_code WHEN '' THEN SUBSTR(st.code, 8, 6) ELSE st.division_code END",
        }
        columns = list(dict.fromkeys(names))
        places = ", ".join(["%s"] * len(fixed))
        staging.execute(
            f"INSERT INTO {_SUBJECT} ({', '.join([*columns, *fixed])}) "
            f"SELECT {', '.join(staged[name] for name in columns)}, {places} "
            f"FROM {STAGE} st WHERE st.fate = '{Fate.NEW}' ORDER BY st.line",
            list(fixed.values()),
        )
        empty = staging.as_json("'{}'")
        staging.execute(
            f"INSERT INTO {_CHANGE} (batch_id, thing_id, action, line, before, after) "
            f"SELECT %s, s.id, '{ChangeAction.NEW}', st.line, {empty}, {empty} "
            f"FROM {STAGE} st JOIN {_SUBJECT} s ON s.code = st.code WHERE st.fate = '{Fate.NEW}' ORDER BY st.line",
            [self.batch.pk],
        )

    def _fixed(self) -> dict[str, Any]:
        """Columns of a new subject that are the same for the whole batch; the rest of the model's defaults."""
        given = {
            "scheme": Scheme.USCC.value,
            "source": self.order.source or "import",
            "confirmed_on": self.today,
            "changed_at": self.now,
            "changed_by": self.by.code,
        }
        ours = {*FIELDS, "facts", "kind", "code", "number", "unit", "id"}
        found: dict[str, Any] = {}
        for column in Subject._meta.concrete_fields:
            if column.name in ours:
                continue
            value = given.get(column.name, column.get_default())
            found[str(column.column)] = column.get_db_prep_save(value, connection)
        return found

    def _update(self) -> None:
        """Changed subjects: resolved in Python page by page, written back as one set."""
        staging.create(UPDATES, UPDATE_COLUMNS)
        stamp = {
            "confirmed_on": self.today.isoformat(),
            "changed_at": stored(self.now),
            "changed_by": self.by.code,
        }
        for page in _paged(changes.scan(self.order.source)):
            real = [change for change in page if change.real]
            stamps = [stamp | self._since(change) for change in real]
            pairs = list(zip(real, stamps, strict=True))
            staging.load(UPDATES, UPDATE_COLUMNS, [update_row(c.subject, c.after | own) for c, own in pairs])
            staging.load(_CHANGE, _CHANGE_COLUMNS, [self._changed(change, own) for change, own in pairs])
            renamed = [change for change in real if "name" in change.after]
            staging.load(
                _NAME, ("subject_id", "name", "until_on", "source"), [self._old_name(c) for c in renamed]
            )
        write_updates()

    def _since(self, change: changes.Change) -> dict[str, str]:
        return {"status_since": self.today.isoformat()} if "status" in change.after else {}

    def _old_name(self, change: changes.Change) -> tuple[Any, ...]:
        """名称变更: the code is the identity, the old name becomes history."""
        return (change.subject, change.before["name"], self.today.isoformat(), self.mark)

    def _changed(self, change: changes.Change, stamp: dict[str, Any]) -> tuple[Any, ...]:
        before = json.dumps(change.before | change.stamp, ensure_ascii=False)
        after = json.dumps(change.after | stamp, ensure_ascii=False)
        return (self.batch.pk, change.subject, ChangeAction.CHANGED.value, change.line, before, after)

    def _confirm(self) -> None:
        """An unchanged row is still news: its owner said today that it is right (XM-24)."""
        today = self.today.isoformat()
        unlike = staging.distinct("s.confirmed_on", staging.typed("%s", "date"))
        held = (
            f"FROM {STAGE} st JOIN {_SUBJECT} s ON s.id = st.subject_id WHERE "
            f"st.fate IN ('{Fate.CHANGED}', '{Fate.UNCHANGED}') AND {unlike} AND NOT EXISTS "
            f"(SELECT 1 FROM {_CHANGE} c WHERE c.batch_id = %s AND c.thing_id = s.id)"
        )
        before = staging.as_json(
            "'{\"confirmed_on\": \"' || COALESCE(CAST(s.confirmed_on AS text), '') || '\"}'"
        )
        after = staging.as_json("%s")
        staging.execute(
            f"INSERT INTO {_CHANGE} ({', '.join(_CHANGE_COLUMNS)}) "
            f"SELECT %s, s.id, '{ChangeAction.UNCHANGED}', st.line, {before}, {after} {held} ORDER BY st.line",
            [self.batch.pk, json.dumps({"confirmed_on": today}), today, self.batch.pk],
        )
        staging.execute(
            f"UPDATE {_SUBJECT} SET confirmed_on = {staging.typed('%s', 'date')} WHERE id IN "
            f"(SELECT thing_id FROM {_CHANGE} WHERE batch_id = %s AND action = '{ChangeAction.UNCHANGED}')",
            [today, self.batch.pk],
        )

    def _tag(self) -> None:
        """Categories by trade words for what is new or changed, and the tag ordered for the whole list."""
        licences.renew(self.batch, licences.renewals(self.order.tag))
        staging.create(TAGS, _TAG_COLUMNS)
        select = (
            f"SELECT st.line, s.id, st.fate, st.tags, {', '.join(f'st.{name}' for name in staging.LICENCE)} "
            f"FROM {STAGE} st JOIN {_SUBJECT} s ON s.code = st.code"
        )
        accepted = f"st.fate IN ('{Fate.NEW}', '{Fate.CHANGED}', '{Fate.UNCHANGED}')"
        wanted = "1 = 1" if self.order.tag else f"st.tags <> '' AND st.fate <> '{Fate.UNCHANGED}'"
        for page in staging.pages(select, f"{accepted} AND {wanted}"):
            staging.load(TAGS, _TAG_COLUMNS, [row for staged in page for row in self._tags(staged)])
        staging.execute(
            f"INSERT INTO {_TAG} (subject_id, tag, licence_no, licence_issuer, from_on, licence_until, source, "
            f"evidence) SELECT CAST(subject AS bigint), tag, licence_no, licence_issuer, "
            f"{staging.typed('licence_from', 'date')}, {staging.typed('licence_until', 'date')}, %s, evidence "
            f"FROM {TAGS} WHERE 1 = 1 ON CONFLICT (subject_id, tag, licence_no) DO NOTHING",
            [self.mark],
        )
        staging.drop(TAGS)

    def _tags(self, staged: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        _, subject, fate, words, number, issuer, since, until = staged
        if fate != Fate.UNCHANGED:
            for tag in filter(None, words.split(",")):
                if tag != self.order.tag:
                    yield (subject, tag, "", "", "", "", "单位名称或经营范围中的行业用语")
        if self.order.tag:
            evidence = f"名单“{self.batch.file_name}”"[:200]
            yield (subject, self.order.tag, number, issuer, since, until, evidence)

    def _say(self) -> None:
        """Keep what this source said of each firm, where it is not what it said last time."""
        select = (
            f"SELECT st.line, s.id, {', '.join(f'st.{name}' for name in FIELDS)} "
            f"FROM {STAGE} st JOIN {_SUBJECT} s ON s.code = st.code"
        )
        accepted = f"st.fate IN ('{Fate.NEW}', '{Fate.CHANGED}', '{Fate.UNCHANGED}')"
        for page in staging.pages(select, accepted):
            last = merge.claims([row[1] for row in page])
            rows = []
            for _, subject, *values in page:
                said = {name: value for name, value in zip(FIELDS, values, strict=True) if value}
                if last.get(subject, {}).get(self.order.source) != said:
                    rows.append(
                        (subject, self.order.source, self.batch.pk, json.dumps(said, ensure_ascii=False))
                    )
            staging.load(_SOURCE, ("subject_id", "source", "batch_id", "said"), rows)


TAGS = "mq_import_tag"
_TAG_COLUMNS = ("subject", "tag", "licence_no", "licence_issuer", "licence_from", "licence_until", "evidence")
_CHANGE_COLUMNS = ("batch_id", "thing_id", "action", "line", "before", "after")
_STAMPS = {"confirmed_on": "date", "changed_at": "timestamptz", "status_since": "date"}
UPDATE_COLUMNS = ("id", *FIELDS, "facts", *_STAMPS, "changed_by")


def stored(now: datetime) -> str:
    """A moment as the database keeps it, so that it can stand beside what was read back."""
    return str(Subject._meta.get_field("changed_at").get_db_prep_save(now, connection))


def update_row(subject: int, values: dict[str, Any]) -> list[Any]:
    """A row of the update table: NULL leaves a column alone, an empty text empties it."""
    facts = values.get("facts")
    texts = values if facts is None else values | {"facts": json.dumps(facts, ensure_ascii=False)}
    return [subject, *(texts.get(name) for name in UPDATE_COLUMNS[1:])]


def write_updates() -> None:
    """Bring the update table into the subjects: one statement, whatever the number of rows."""
    kinds = TYPED_FIELDS | _STAMPS
    sets = []
    for name in UPDATE_COLUMNS[1:]:
        value = f"u.{name}"
        if name in kinds:
            value = staging.typed(value, kinds[name])
        elif name == "facts":
            value = staging.as_json(value)
        sets.append(f"{name} = CASE WHEN u.{name} IS NULL THEN s.{name} ELSE {value} END")
    staging.execute(f"UPDATE {_SUBJECT} AS s SET {', '.join(sets)} FROM {UPDATES} u WHERE u.id = s.id")


def _paged(scan: Iterator[changes.Change]) -> Iterator[Sequence[changes.Change]]:
    while page := list(islice(scan, staging.BATCH_ROWS)):
        yield page
