"""Licences that a list renews: the same firm, category and licence number with another validity or issuer."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from mingqian.registry.importing import staging
from mingqian.registry.importing.fates import Fate
from mingqian.registry.importing.staging import STAGE
from mingqian.registry.models import ImportBatch, SubjectTag

_TAG = SubjectTag._meta.db_table
_ACCEPTED = f"'{Fate.NEW}', '{Fate.CHANGED}', '{Fate.UNCHANGED}'"
_FIELDS = {"licence_issuer": "", "from_on": "date", "licence_until": "date"}
_STAGED = {"licence_issuer": "licence_issuer", "from_on": "licence_from", "licence_until": "licence_until"}


@dataclass(frozen=True, slots=True)
class Renewal:
    """One licence: what it was and what it becomes; an empty cell of the list leaves the old value."""

    tag: int
    line: int
    number: str
    before: dict[str, str]
    after: dict[str, str]


def renewals(tag: str) -> list[Renewal]:
    """Every licence of this category whose words change."""
    if not tag:
        return []
    unlike = " OR ".join(
        f"(st.{_STAGED[name]} <> '' AND {staging.distinct(_staged(name), f't.{name}')})" for name in _FIELDS
    )
    rows = staging.fetch(
        f"SELECT st.line, t.id, st.licence_no, {', '.join(f'CAST(t.{name} AS text)' for name in _FIELDS)}, "
        f"{', '.join(f'st.{staged}' for staged in _STAGED.values())} FROM {STAGE} st "
        f"JOIN {_TAG} t ON t.subject_id = st.subject_id AND t.tag = %s AND t.licence_no = st.licence_no "
        f"WHERE st.licence_no <> '' AND st.fate IN ({_ACCEPTED}) AND ({unlike}) ORDER BY st.line",
        [tag],
    )
    return [_renewal(row) for row in rows]


def _staged(name: str) -> str:
    kind = _FIELDS[name]
    return staging.typed(f"st.{_STAGED[name]}", kind) if kind else f"st.{_STAGED[name]}"


def _renewal(row: tuple[Any, ...]) -> Renewal:
    line, tag, number, *values = row
    old = dict(zip(_FIELDS, (value or "" for value in values[:3]), strict=True))
    new = {name: value or old[name] for name, value in zip(_FIELDS, values[3:], strict=True)}
    return Renewal(tag, line, number, old, new)


def renew(batch: ImportBatch, found: list[Renewal]) -> None:
    """Write the new validity; the batch remembers the old one for whoever takes it back."""
    if not found:
        return
    _write([(renewal.after, renewal.tag) for renewal in found])
    batch.layout = batch.layout | {"renewed": [[renewal.tag, renewal.before] for renewal in found]}


def restore(batch: ImportBatch) -> None:
    """Put the validities of a batch back."""
    _write([(before, tag) for tag, before in batch.layout.get("renewed", [])])


def _write(rows: list[tuple[dict[str, str], int]]) -> None:
    sets = ", ".join(
        f"{name} = {staging.typed('%s', kind) if kind else '%s'}" for name, kind in _FIELDS.items()
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {_TAG} SET {sets} WHERE id = %s",
            [[*(values[name] for name in _FIELDS), tag] for values, tag in rows],
        )
