"""Making one roll: rows stream in, the file goes to disk, the root is hashed; then the row freezes, whole.

Belongs here: what subject rolls, inspector rolls and the successors of a void attempt have in common.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from mingqian.core import merkle
from mingqian.core.canonical import CanonicalError, Document, Suite, jcs
from mingqian.core.decision import Decision, Refused, denied
from mingqian.core.draw import roll, rows
from mingqian.draw import rollfiles
from mingqian.draw.enums import RollKind
from mingqian.draw.models import Draw, Roll
from mingqian.draw.services import deltas, staging
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


@dataclass(frozen=True, slots=True)
class Ready:
    """A roll whose rows wait on the stage: all that its header says, nothing of it in the books yet."""

    place: int
    label: Label
    schemes: frozenset[str]
    size: int
    root: str
    middles: Mapping[bytes, int]
    digest: str
    in_words: str
    prev: Document | None
    counted: bool = False
    """Whether ``prev`` holds what left since the list was last drawn from; a successor counts from its own attempt."""


def ready(draw: Draw, intake: Intake, place: int) -> Ready:
    """One roll from its rows to its root; an empty one is refused."""
    schemes = set[str]()
    lines = fill(Suite(draw.suite), place, watched(intake.sources, schemes), intake.label.key)
    if not lines:
        raise Refused(intake.empty)
    old = deltas.before(draw, intake.label.list_id) if intake.gone else None
    prev = deltas.of(old, place, intake.gone) if old and intake.gone else None
    made = hashed(draw, lines, intake, place, schemes, in_words=intake.words(), prev=prev)
    return replace(made, counted=intake.gone is not None)


def fill(suite: Suite, place: int, sources: Iterable[Source], key: str | None) -> list[bytes]:
    """Stage every row in chunks and answer the sorted lines: memory holds the lines only."""
    lines: list[bytes] = []
    stream = iter(sources)
    while part := list(islice(stream, CHUNK)):
        fresh = _lines(suite, part, key)
        staging.put(place, [_values(source, line) for source, line in zip(part, fresh, strict=True)])
        lines += fresh
    lines.sort()
    return lines


def hashed(
    draw: Draw, lines: Sequence[bytes], intake: Intake, place: int, schemes: Iterable[str], *,
    in_words: str, prev: Document | None,
) -> Ready:  # fmt: skip
    """Root, counts and the file on disk, which is named by its digest."""
    suite = Suite(draw.suite)
    return Ready(
        place, intake.label, frozenset(schemes), len(lines), merkle.root(suite, lines).hex(),
        Counter(line[rows.MIDDLE] for line in lines), rollfiles.keep(suite, lines), in_words, prev,
    )  # fmt: skip


def keep(draw: Draw, made: Ready, now: datetime) -> Roll:
    """Header and rows into the books; from here the database refuses every change of the row."""
    suite = Suite(draw.suite)
    header = roll.header_of(
        suite, size=made.size, root=made.root, middles=made.middles, kind=made.label.kind.value,
        list_id=made.label.list_id, snapshot_at=logs.written(now),
        source=f"{made.label.source}（{draw.code}）", ids=sorted(made.schemes), texts=code_texts(),
        key=made.label.key, prev=made.prev,
    )  # fmt: skip
    kept = Roll.objects.create(
        roll_hash=roll.roll_hash(suite, header), list_id=made.label.list_id, kind=made.label.kind.value,
        header=jcs(header).decode(), digest=made.digest, count=made.size, in_words=made.in_words,
        snapshot_at=now, standing="frozen",
    )  # fmt: skip
    staging.move_in(made.place, kept)
    return kept


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


def _values(source: Source, line: bytes) -> tuple[str | int, ...]:
    """As ``staging.COLUMNS`` has them."""
    entry = source.entry
    return (
        line[rows.TAG].decode("ascii"), entry.identity, source.name, entry.stratum, entry.status,
        entry.weight, jcs(dict(entry.record)).decode(), source.reason, source.clause,
    )  # fmt: skip


def watched(sources: Iterable[Source], schemes: set[str]) -> Iterator[Source]:
    """Pass rows through and note their id schemes."""
    for source in sources:
        schemes.add(scheme(source.entry.identity))
        yield source
