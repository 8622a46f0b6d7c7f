"""Sign how long a log is and what its root is, and keep what came back from outside about it.

A checkpoint is no entry of the journal: it would make the journal it is about one longer, for ever.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit.enums import KeyHolder, Purpose
from mingqian.audit.models import Checkpoint, Cosignature, Tile, TrustedKey
from mingqian.audit.selectors import notes as shown
from mingqian.audit.selectors import trees
from mingqian.audit.services import keys
from mingqian.audit.services.recording import record
from mingqian.audit.types import Source
from mingqian.core import journal, merkle, notes, tiles
from mingqian.core.decision import Decision, Refused, allowed, demand, denied
from mingqian.core.notes import Note, NoteError

CLAUSE = "sxsj1 §9"


@transaction.atomic
def make(origin: str, *, seed: bytes, by: Actor, now: datetime) -> Checkpoint | None:
    """A checkpoint over the whole log, if it has grown or the key has changed; else None.

    Nothing is signed that does not extend what was signed before.
    """
    log = trees.source(origin)
    key, pen = keys.ensure(Purpose.LOG, seed=seed, by=by, now=now)
    log = trees.source(origin)  # the key's own entry, if it was new, belongs under the first checkpoint
    last = shown.newest(origin)
    if log.size == 0 or (last is not None and last.size == log.size and last.key_id == key.pk):
        return None
    if last is not None:
        demand(_extends(log, last))
    grow(log)
    body = journal.Checkpoint(origin, log.size, trees.tree(log, log.size).root())
    text = "".join(f"{line}\n" for line in body.lines())
    note = Note(text).signed(notes.sign(pen, origin, text))
    return Checkpoint.objects.create(
        origin=origin, size=log.size, root=body.root.hex(), note=str(note), key=key, made_at=now
    )


def catch_up(log: Source, step: int) -> Iterator[int]:
    """Store the full tiles of a long log in transactions of ``step`` entries each; yields how far it is."""
    done = trees.kept(log.origin, 0) * tiles.WIDTH
    for size in range(done + step, log.size, step):
        with transaction.atomic():
            grow(replace(log, size=size))
        yield size


def grow(log: Source) -> int:
    """Store every tile that has become full; answers how many. Memory stays that of one tile."""
    made = 0
    for level in count():
        start = trees.kept(log.origin, level)
        wanted = (log.size >> tiles.HEIGHT * (level + 1)) - start
        if level and wanted <= 0:
            return made
        first = start * tiles.WIDTH
        below = (
            log.leaves(first, first + wanted * tiles.WIDTH)
            if level == 0
            else trees.roots(log.origin, level - 1, first)
        )
        for index, hashes in zip(range(start, start + wanted), tiles.full(below), strict=False):
            Tile.objects.create(
                origin=log.origin, level=level, index=index, hashes=b"".join(hashes),
                root=merkle.root_of_hashes(log.suite, hashes),
            )  # fmt: skip
            made += 1
    raise AssertionError("unreachable: a level above the tree is never full")


def _extends(log: Source, last: Checkpoint) -> Decision:
    if log.size >= last.size and trees.tree(log, last.size).root().hex() == last.root:
        return allowed()
    return denied(
        "audit.not_an_extension",
        f"“{log.title}”已签发到 {last.size} 条，现在的内容与当时不符，不予签发",
        f"{CLAUSE}；RFC 9162 §2.1.4",
        "日志被改写过。请停止办理，保全数据库文件，对照备份查明",
    )


def add_cosignatures(text: str, *, by: Actor, now: datetime) -> list[Cosignature]:
    """Keep the co-signatures on a note of ours that came back: each verified against a key on record."""
    note = _note(text)
    row = _ours(note)
    made = []
    with transaction.atomic():
        for known in shown.trusted([KeyHolder.UPPER, KeyHolder.WITNESS]):
            key = notes.read_key(known.key)
            line = next((one for one in note.signatures if notes.holds(key, note, one)), None)
            if line is not None and not row.cosignatures.filter(by=known).exists():
                made.append(_keep(row, known, line, by=by, now=now))
    if not made:
        names = "、".join(one.name for one in note.signatures if one.name != row.origin) or "无"
        raise Refused(
            denied(
                "audit.no_new_cosignature",
                f"没有可以收下的新联署（文本上的联署人：{names}）",
                CLAUSE,
                "联署公钥须先登记（mingqian checkpoint trust）；签名不符或已收下的不再收",
            )
        )
    return made


def _keep(
    row: Checkpoint, known: TrustedKey, line: notes.Signature, *, by: Actor, now: datetime
) -> Cosignature:
    made = Cosignature.objects.create(
        checkpoint=row, by=known, line=str(line), added_at=now, signed_at=_moment(line.time)
    )
    facts = {"origin": row.origin, "size": row.size, "root": row.root, "line": made.line}
    record("checkpoint.cosigned", by=by, now=now, thing=f"log:{row.origin}", body=facts)
    return made


def _moment(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        raise Refused(denied("audit.cosigned_when", "联署时间超出范围", CLAUSE)) from None


def _note(text: str) -> Note:
    try:
        return notes.read(text)
    except NoteError as error:
        raise Refused(
            denied("audit.not_a_note", f"不是签名文本：{error}", CLAUSE, "请原样使用整个文件")
        ) from None


def _ours(note: Note) -> Checkpoint:
    try:
        body = journal.read_checkpoint(note.lines())
    except journal.CheckpointError as error:
        raise Refused(denied("audit.not_a_checkpoint", str(error), CLAUSE)) from None
    row = (
        Checkpoint.objects.filter(origin=body.origin, size=body.size, root=body.root.hex())
        .order_by("-pk")
        .first()
    )
    if row is None:
        raise Refused(
            denied(
                "audit.not_ours", f"本局没有签发过日志“{body.origin}”{body.size} 条的这个检查点", CLAUSE,
                "请核对文件；如确是本局签名，说明签名后日志被换过，应立即查明",
            )
        )  # fmt: skip
    return row
