"""Being the upper bureau: co-sign a checkpoint of somebody's log if it extends all we saw of it, else refuse.

A refusal is kept, with both notes: two signed checkpoints that contradict each other are the proof itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import keyfiles, policies
from mingqian.audit.enums import KeyHolder, Purpose, Verdict
from mingqian.audit.models import SeenNote, TrustedKey
from mingqian.audit.selectors import notes as shown
from mingqian.audit.services import keys
from mingqian.audit.services.recording import record
from mingqian.core import journal, merkle, notes
from mingqian.core.canonical import INTEGER_LIMIT, Suite
from mingqian.core.decision import Decision, Refused, allowed, demand, denied
from mingqian.core.notes import Note, NoteError

CLAUSE = "C2SP tlog-cosignature；RFC 9162 §2.1.4"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found, and the note with our line where we signed."""

    decision: Decision
    seen: SeenNote
    note: Note
    before: SeenNote | None


def wanted(text: str) -> tuple[str, int, int]:
    """(origin, old size, new size) of the consistency proof that co-signing this note takes; old 0: none."""
    _, body, _ = _opened(text)
    before = shown.seen(body.origin)
    needed = before is not None and before.size < body.size < INTEGER_LIMIT
    return body.origin, before.size if before is not None and needed else 0, body.size


def cosign(
    text: str, *, name: str, proof: Sequence[str] = (), seed: bytes, by: Actor, now: datetime
) -> Answer:
    """Sign with this bureau's co-signing key, under ``name``, and remember; or remember why not."""
    demand(policies.may_keep_keys(by))
    note, body, log = _opened(text)
    with transaction.atomic():
        before = shown.seen(body.origin)
        decision = _consistent(Suite(log.suite), before, body, proof)
        line = ""
        if decision:
            _, pen = keys.ensure(Purpose.COSIGN, seed=seed, by=by, now=now)
            signature = notes.cosign(pen, name, note.text, time=int(now.timestamp()))
            note, line = note.signed(signature), str(signature)
        verdict = Verdict.COSIGNED if decision else Verdict.REFUSED
        seen = SeenNote.objects.create(
            key=log, origin=body.origin, size=body.size, root=body.root.hex(), note=text,
            proof="\n".join(proof), verdict=verdict, line=line, at=now,
        )  # fmt: skip
        kind = "outside_log.cosigned" if decision else "outside_log.refused"
        # As text: a size may be refused because it is no integer of the protocol, and the journal holds no other.
        facts = {"size": str(body.size), "root": seen.root, "reason": decision.reason}
        record(kind, by=by, now=now, thing=f"outside_log:{body.origin}", body=facts)
    return Answer(decision, seen, note, before)


def by_person(text: str, *, name: str, file: Path, now: datetime) -> Note:
    """A witness signs what they saw with their own key; they answer for it, nothing is looked up or kept."""
    try:
        note, pen = notes.read(text), keyfiles.load(file)
    except NoteError as error:
        raise Refused(denied("audit.not_a_note", str(error), CLAUSE)) from None
    if pen is None:
        raise Refused(denied("audit.key_missing", f"没有私钥文件 {file}", CLAUSE, "请先用 --new-key 生成"))
    return note.signed(notes.cosign(pen, name, note.text, time=int(now.timestamp())))


def _opened(text: str) -> tuple[Note, journal.Checkpoint, TrustedKey]:
    """The note, its body, and the log's key on record that really signed it."""
    try:
        note = notes.read(text)
        body = journal.read_checkpoint(note.lines())
    except (NoteError, journal.CheckpointError) as error:
        raise Refused(denied("audit.not_a_note", f"不是签名的检查点：{error}", CLAUSE)) from None
    known = [one for one in shown.trusted([KeyHolder.LOG]) if one.name == body.origin]
    if not known:
        raise Refused(
            denied(
                "audit.log_unknown", f"没有登记日志“{body.origin}”的公钥", CLAUSE,
                "请先当面或以公文取得公钥，运行 mingqian checkpoint trust",
            )
        )  # fmt: skip
    for one in known:
        key = notes.read_key(one.key)
        if any(notes.holds(key, note, signature) for signature in note.signatures):
            return note, body, one
    raise Refused(denied("audit.log_not_signed", f"“{body.origin}”的签名与登记的公钥不符", CLAUSE))


def _consistent(
    suite: Suite, before: SeenNote | None, body: journal.Checkpoint, proof: Sequence[str]
) -> Decision:
    """Only a tree that extends the last one we signed, of a size that the protocol can write (sxsj1 §1)."""
    if body.size >= INTEGER_LIMIT:
        return _fork(f"检查点说有 {body.size} 条，超出协议的整数范围（不到 2 的 53 次方）：不可能是真的条数")
    if before is None:
        return allowed()
    if body.size < before.size:
        return _fork(f"对方出示 {body.size} 条的检查点，而此前已出示过 {before.size} 条的：日志变短了")
    if body.size == before.size:
        if body.root.hex() == before.root:
            return allowed()
        return _fork(f"同为 {body.size} 条，树根与此前出示的不同：对方改写了日志")
    if _proved(suite, before, body, proof):
        return allowed()
    return _fork(f"证明不了 {body.size} 条的日志包含此前出示的 {before.size} 条：对方改写了日志，或证明不全")


def _proved(suite: Suite, before: SeenNote, body: journal.Checkpoint, proof: Sequence[str]) -> bool:
    try:
        path = [bytes.fromhex(value) for value in proof]
    except ValueError:
        return False
    old = bytes.fromhex(before.root)
    return merkle.verify_consistency(suite, before.size, body.size, old, body.root, path)


def _fork(reason: str) -> Decision:
    return denied(
        "audit.fork", reason, CLAUSE, "不予联署。对方出示的带签名的检查点都已留存，可作证据；请向对方查明"
    )
