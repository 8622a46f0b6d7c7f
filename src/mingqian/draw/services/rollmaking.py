"""Making one roll: rows stream in, the file goes to disk, the header is hashed, the row freezes.

Belongs here: what subject rolls, inspector rolls and the successors of a void attempt have in common.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db import connection

from mingqian.core.canonical import CanonicalError, Document, Suite, jcs
from mingqian.core.decision import Decision, Refused, denied
from mingqian.core.draw import roll, rows
from mingqian.draw import rollfiles
from mingqian.draw.enums import RollKind
from mingqian.draw.models import Draw, Roll, RollEntry
from mingqian.draw.services import deltas
from mingqian.draw.services import log as logs
from mingqian.registry import selectors as registries

CHUNK = 2_000


@dataclass(frozen=True, slots=True)
class Source:
    """A row to be: what the roll holds of it, and what only the bureau knows."""

    entry: rows.Entry
    name: str
    reason: str = ""
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """What the header says of a roll beside its rows; ``key`` seals it."""

    kind: RollKind
    list_id: str
    source: str
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Intake:
    """A roll to be: its label, its rows, and once they are through what they are in words."""

    label: Label
    sources: Iterable[Source]
    words: Callable[[], str]
    empty: Decision
    gone: deltas.Reasons | None = None


def make(draw: Draw, intake: Intake, now: datetime) -> Roll:
    """One roll from its rows to its hash; an empty one is refused."""
    made, schemes = begin(draw, intake.label, now), set[str]()
    lines = fill(Suite(draw.suite), made, watched(intake.sources, schemes), intake.label.key)
    if not lines:
        raise Refused(intake.empty)
    old = deltas.before(draw, intake.label.list_id) if intake.gone else None
    prev = deltas.of(old, made, intake.gone) if old and intake.gone else None
    return freeze(draw, made, lines, intake.label, schemes, in_words=intake.words(), prev=prev)


def begin(draw: Draw, label: Label, now: datetime) -> Roll:
    """An open roll that rows can point at; within this transaction it is frozen or gone."""
    return Roll.objects.create(
        roll_hash=f"open-{draw.pk}-{label.list_id}",
        list_id=label.list_id,
        kind=label.kind.value,
        snapshot_at=now,
    )


def fill(suite: Suite, made: Roll, sources: Iterable[Source], key: str | None) -> list[bytes]:
    """Store every row in chunks and answer the sorted lines: memory holds the lines only."""
    lines: list[bytes] = []
    stream = iter(sources)
    while part := list(islice(stream, CHUNK)):
        fresh = _lines(suite, part, key)
        _store(made, zip(part, fresh, strict=True))
        lines += fresh
    lines.sort()
    return lines


def freeze(
    draw: Draw,
    made: Roll,
    lines: Sequence[bytes],
    label: Label,
    ids: Iterable[str],
    *,
    in_words: str,
    prev: Document | None = None,
) -> Roll:
    """Hash, file, header; from here the database refuses every change of the row."""
    suite = Suite(draw.suite)
    header = roll.header(
        suite,
        lines,
        kind=label.kind.value,
        list_id=label.list_id,
        snapshot_at=logs.written(made.snapshot_at),
        source=f"{label.source}（{draw.code}）",
        ids=sorted(set(ids)),
        texts=code_texts(),
        key=label.key,
        prev=prev,
    )
    made.roll_hash, made.header = roll.roll_hash(suite, header), jcs(header).decode()
    made.digest, made.count = rollfiles.keep(suite, lines), len(lines)
    made.in_words, made.standing = in_words, "frozen"
    made.save()
    return made


def scheme(identity: str) -> str:
    """The id scheme: USCC, PID, ZFZ …"""
    return identity.split(":", 1)[0]


def code_texts() -> dict[str, str]:
    """Every status a roll may hold: the registry names codes, the protocol writes F:TS, X:3M, S:EZ."""
    found: dict[str, str] = {}
    for code, text in registries.universe.CODE_TEXT.items():
        found |= {f"{letter}:{code}": text for letter in "FXS"}
    return found | {
        "F:RD": "上次抽取作废后保留",
        "X:NA": "不能参加本次抽取",
        "X:AP": "指定组长",
        "X:PC": "不参加本次评查",
    }


def _lines(suite: Suite, part: Sequence[Source], key: str | None) -> list[bytes]:
    try:
        return list(rows.lines_of(suite, (source.entry for source in part), key=key))
    except (rows.RowError, CanonicalError) as error:
        raise Refused(
            denied("draw.bad_row", f"名录行不合规：{error}", "sxsj1 §2", "请在名录库中更正后重新冻结")
        ) from None


def _store(made: Roll, rows_made: Iterable[tuple[Source, bytes]]) -> None:
    """One prepared statement for a chunk: building a model instance per row would cost half of the freeze."""
    places = ", ".join(["%s"] * len(_COLUMNS))
    table = connection.ops.quote_name(RollEntry._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({', '.join(_COLUMNS)}) VALUES ({places})",  # noqa: S608 — fixed names
            [_values(made.pk, source, line) for source, line in rows_made],
        )


_COLUMNS = (
    "roll_id", "tag", "identity", "name", "stratum", "status", "weight", "record", "reason", "clause",
)  # fmt: skip


def _values(roll_pk: int, source: Source, line: bytes) -> tuple[str | int, ...]:
    entry = source.entry
    return (
        roll_pk, line[rows.TAG].decode("ascii"), entry.identity, source.name, entry.stratum, entry.status,
        entry.weight, jcs(dict(entry.record)).decode(), source.reason, source.clause,
    )  # fmt: skip


def watched(sources: Iterable[Source], schemes: set[str]) -> Iterator[Source]:
    """Pass rows through and note their id schemes."""
    for source in sources:
        schemes.add(scheme(source.entry.identity))
        yield source
