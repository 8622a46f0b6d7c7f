"""The rows that would change something, field by field: old value, new value, or a conflict of sources."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from mingqian.registry.importing import merge, staging
from mingqian.registry.importing.fates import Fate
from mingqian.registry.importing.staging import FIELDS, STAGE
from mingqian.registry.models import Subject

_SUBJECT = Subject._meta.db_table
_STAMPS = ("confirmed_on", "changed_at", "changed_by", "status_since")


@dataclass(frozen=True, slots=True)
class Change:
    """One firm the file says something new about."""

    line: int
    subject: int
    code: str
    name: str
    before: dict[str, Any]
    after: dict[str, Any]
    conflicts: dict[str, str]
    stamp: dict[str, str]
    """Who last wrote the row and when; undoing a batch puts it back."""

    @property
    def real(self) -> bool:
        """Something changes; otherwise there are only conflicts."""
        return bool(self.after)


def scan(source: str) -> Iterator[Change]:
    """Every staged row with fate *changed*, in the order of the file, resolved against the other sources."""
    # As text: what is put back must be what stood there, to the letter.
    stamps = [f"CAST(s.{name} AS text)" for name in _STAMPS]
    columns = (
        [f"s.{name}" for name in (*FIELDS, "facts")] + stamps + [f"st.{name}" for name in (*FIELDS, "facts")]
    )
    select = (
        f"SELECT st.line, s.id, s.code, {', '.join(columns)} FROM {STAGE} st "
        f"JOIN {_SUBJECT} s ON s.id = st.subject_id"
    )
    for page in staging.pages(select, f"st.fate = '{Fate.CHANGED}'"):
        others = merge.claims([row[1] for row in page]) if source else {}
        for row in page:
            yield _change(row, source, others.get(row[1], {}))


def _change(row: tuple[Any, ...], source: str, others: merge.Claims) -> Change:
    line, subject, code = row[:3]
    width = len(FIELDS)
    stored = dict(zip(FIELDS, row[3 : 3 + width], strict=True))
    facts, *stamps = row[3 + width : 8 + width]
    staged = dict(zip((*FIELDS, "facts"), row[8 + width :], strict=True))
    old = {name: _text(value) for name, value in stored.items()}
    new = {name: staged[name] for name in FIELDS}
    after, conflicts = merge.resolve(old, new, source, others)
    before: dict[str, Any] = {name: old[name] for name in after}
    held = facts if isinstance(facts, dict) else json.loads(facts or "{}")
    said = json.loads(staged["facts"] or "{}")
    unlike = {key: value for key, value in said.items() if held.get(key) != value}
    changed: dict[str, Any] = dict(after)
    if unlike:
        before["facts"], changed["facts"] = held, held | unlike
    stamp = dict(zip(_STAMPS, map(_text, stamps), strict=True))
    return Change(line, subject, code, old["name"], before, changed, conflicts, stamp)


def _text(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
