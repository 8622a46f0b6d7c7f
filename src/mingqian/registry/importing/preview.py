"""Before anything is saved: read the file, stage it, say what would happen. The registry stays as it was."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from mingqian.accounts import selectors as people
from mingqian.accounts.types import Actor
from mingqian.registry import trade_words
from mingqian.registry.importing import changes, fates, licences, staging
from mingqian.registry.importing.changes import Change
from mingqian.registry.importing.checking import Checked, Checker
from mingqian.registry.importing.fates import Fate
from mingqian.registry.importing.findings import Finding, Level, Tally
from mingqian.registry.importing.licences import Renewal
from mingqian.registry.importing.reading import Progress, Table
from mingqian.registry.importing.sniffing import refuse

FINDINGS = "mq_import_finding"
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Order:
    """What the person asked for beside the file: whose registry, which source, which tag for all rows."""

    unit_id: int
    unit_name: str
    source: str = ""
    tag: str = ""
    prefix: str = ""
    """Items named by words alone get codes of this and a running number."""


@dataclass
class Preview:
    """What the file would do. Counts are of rows; ``refused`` rows stay out, the others may go in."""

    rows: int = 0
    fates: dict[Fate, int] = field(default_factory=dict)
    invalid: int = 0
    tally: Tally = field(default_factory=Tally)
    gaps: dict[str, int] = field(default_factory=dict)
    blank: int = 0
    warned: int = 0
    healed: int = 0
    changed_fields: Counter[str] = field(default_factory=Counter)
    conflict_fields: Counter[str] = field(default_factory=Counter)
    new: list[tuple[int, str, str]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    tags: Counter[str] = field(default_factory=Counter)
    renewed: list[Renewal] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """Rows that stay out: unreadable, contradicting each other, or another unit's."""
        return self.invalid + self.fates.get(Fate.CLASH, 0) + self.fates.get(Fate.FOREIGN, 0)

    @property
    def accepted(self) -> int:
        """Rows that go in or are there already."""
        return sum(self.fates.get(fate, 0) for fate in (Fate.NEW, Fate.CHANGED, Fate.UNCHANGED))

    def summed(self, checker: Checker, found: Iterable[Finding]) -> None:
        """What a list read in one go, row by row, comes to beside the fates of its rows."""
        self.rows, self.blank, self.gaps = checker.rows, checker.blank, checker.gaps
        lines = {(finding.level, finding.line) for finding in found}
        self.warned = sum(level is Level.WARNING for level, _ in lines)
        self.healed = sum(level is Level.HEALED for level, _ in lines)

    @property
    def conflicts(self) -> int:
        """Fields on which this list and another source differ."""
        return sum(self.conflict_fields.values())


class Stager:
    """Carries the rows of one table into the stage, counting on the way."""

    def __init__(self, table: Table, order: Order, by: Actor, progress: Progress | None) -> None:
        self.table = table
        self.order = order
        self.checker = Checker(table.layout)
        self.invalid = self.warned = self.healed = 0
        self.tags: Counter[str] = Counter()
        self._progress = progress
        self._findings: list[Finding] = []
        self._units = {unit.code: unit.pk for unit in people.units(by)} | {
            unit.name: unit.pk for unit in people.units(by)
        }
        places = (_place(column.name) for column, _ in table.layout.fields)
        self._places = [(at, place) for at, place in enumerate(places) if place >= 0]
        self._blank_row = _blank_row(order)

    def run(self) -> None:
        """Fill the stage; findings go to their own table as they come."""
        staging.create(staging.STAGE, (*staging.COLUMNS, "subject_id"))
        staging.create(FINDINGS, ("id", "level", "code", "row", "col", "field", "raw", "message"))
        self._number = 0
        staging.load(staging.STAGE, staging.COLUMNS, self._rows())
        self.flush()

    def _rows(self) -> Iterator[Sequence[Any]]:
        check, progress, total = self.checker.check, self._progress, self.table.size
        for count, (line, cells) in enumerate(self.table.rows(), 1):
            checked = check(line, cells)
            if count % 2000 == 0 and progress is not None:
                progress(min(self.table.position(), total), total)
            if checked is None:
                continue
            if checked.findings:
                self._note(checked)
                if not checked.ok:
                    self.invalid += 1
                    continue
            yield self._row(checked)

    def _row(self, checked: Checked) -> list[Any]:
        row = self._blank_row.copy()
        row[0] = checked.line
        values = checked.values
        for at, place in self._places:
            row[place] = values[at]
        unit = row[_UNIT]
        if unit.__class__ is str:
            row[_UNIT] = self._unit(checked.line, unit)
        number = row[1]
        row[1] = "USCC:" + number
        row[_KIND] = trade_words.kind_of(number, row[_ENTITY]).value
        tags = trade_words.tags(row[_NAME], row[_SCOPE])
        if tags:
            self.tags.update(tags)
            row[_TAGS] = ",".join(tags)
        if checked.kept:
            kept = {key: value for key, value in checked.kept.items() if value}
            row[_FACTS] = json.dumps(kept, ensure_ascii=False, sort_keys=True)
        return row

    def _unit(self, line: int, word: str) -> int:
        """The owner by code or name; an unknown one only warns, the unit of the import takes the row."""
        if not word:
            return self.order.unit_id
        found = self._units.get(word)
        if found is None:
            message = f"没有“{word[:30]}”这个单位（或不在本账号范围内），归到{self.order.unit_name}"
            finding = Finding(Level.WARNING, "unit", line, -1, "归属单位", word[:80], message)
            self.checker.tally.add([finding])
            self._findings.append(finding)
            return self.order.unit_id
        return found

    def _note(self, checked: Checked) -> None:
        levels = {finding.level for finding in checked.findings}
        self.warned += Level.WARNING in levels
        self.healed += Level.HEALED in levels
        self._findings += [f for f in checked.findings if f.level is not Level.HEALED]

    def add(self, findings: Sequence[Finding]) -> None:
        """Findings that only the whole file or the registry shows."""
        self.checker.tally.add(findings)
        self._findings += findings
        self.flush()

    def flush(self) -> None:
        """Write the findings gathered so far to their table."""
        rows = [
            (self._number + n, f.level.value, f.code, f.line, f.column, f.field, f.raw, f.message)
            for n, f in enumerate(self._findings)
        ]
        self._number += len(rows)
        staging.load(FINDINGS, ("id", "level", "code", "row", "col", "field", "raw", "message"), rows)
        self._findings.clear()


_UNIT = staging.COLUMNS.index("unit_id")
_KIND = staging.COLUMNS.index("kind")
_ENTITY = staging.COLUMNS.index("entity_type")
_NAME = staging.COLUMNS.index("name")
_SCOPE = staging.COLUMNS.index("scope")
_TAGS = staging.COLUMNS.index("tags")
_FACTS = staging.COLUMNS.index("facts")


def _place(name: str) -> int:
    """Where a field of the layout goes in a staged row; −1 for fields that are only checked."""
    staged = {"number": "code", "unit": "unit_id"}.get(name, name)
    return staging.COLUMNS.index(staged) if staged in staging.COLUMNS else -1


def _blank_row(order: Order) -> list[Any]:
    row: list[Any] = [""] * len(staging.COLUMNS)
    row[_UNIT] = order.unit_id
    row[_FACTS] = "{}"
    row[-1] = Fate.NEW.value
    return row


def prepare(table: Table, order: Order, *, by: Actor, progress: Progress | None = None) -> Preview:
    """Stage the file and say what it would do."""
    with _unlocked():
        stager = Stager(table, order, by, progress)
        stager.run()
        stager.add(fates.within_file())
        fates.against_registry(by)
        stager.add(fates.foreign_rows())
    if stager.checker.rows == 0:
        raise refuse("no_rows", "表头下面没有数据行", "请检查是否选错了工作表或文件")
    preview = Preview(
        rows=stager.checker.rows,
        fates=fates.counts(),
        invalid=stager.invalid,
        tally=stager.checker.tally,
        gaps=stager.checker.gaps,
        blank=stager.checker.blank,
        warned=stager.warned,
        healed=stager.healed,
        tags=stager.tags,
    )
    _look_closer(preview, order)
    return preview


def _look_closer(preview: Preview, order: Order) -> None:
    """The first new firms, and every change field by field."""
    preview.new = [
        (line, code.split(":", 1)[1], name)
        for line, code, name in staging.fetch(
            f"SELECT line, code, name FROM {staging.STAGE} WHERE fate = '{Fate.NEW}' ORDER BY line LIMIT {SHOWN}"
        )
    ]
    preview.renewed = licences.renewals(order.tag)
    only_conflicts = 0
    for change in changes.scan(order.source):
        preview.changed_fields.update(change.after.keys())
        preview.conflict_fields.update(change.conflicts.keys())
        if not change.real:
            only_conflicts += 1
        if len(preview.changed) < SHOWN:
            preview.changed.append(change)
    preview.fates[Fate.CHANGED] -= only_conflicts
    preview.fates[Fate.UNCHANGED] += only_conflicts


class _unlocked:
    """SQLite: fill the temporary tables in one plain transaction, which takes no lock on the real ones.

    Outside of any transaction each statement would be its own; inside Django's ``atomic`` the write lock
    would be held for as long as the file is being read.
    """

    def __enter__(self) -> None:
        self._began = connection.vendor == "sqlite" and not connection.in_atomic_block
        self._atomic = None if self._began or connection.in_atomic_block else transaction.atomic()
        if self._began:
            staging.execute("BEGIN DEFERRED")
        elif self._atomic:
            self._atomic.__enter__()

    def __exit__(self, kind: Any, error: Any, at: Any) -> None:  # noqa: ANN401
        if self._began:
            staging.execute("ROLLBACK" if kind else "COMMIT")
        elif self._atomic:
            self._atomic.__exit__(kind, error, at)


def problems(*, levels: Sequence[Level] = (Level.ERROR, Level.WARNING)) -> Iterator[Finding]:
    """All findings of the staged file in the order of its lines, page by page: there may be a million."""
    staging.execute(f"CREATE INDEX IF NOT EXISTS {FINDINGS}_order ON {FINDINGS} (row, id)")
    wanted = {level.value for level in levels}
    after = (-1, -1)
    while page := staging.fetch(
        f"SELECT row, id, level, code, col, field, raw, message FROM {FINDINGS} "
        f"WHERE (row, id) > (%s, %s) ORDER BY row, id LIMIT {staging.BATCH_ROWS}",
        after,
    ):
        after = page[-1][0], page[-1][1]
        for line, _, level, code, column, name, raw, message in page:
            if level in wanted:
                yield Finding(Level(level), code, line, column, name, raw, message)
