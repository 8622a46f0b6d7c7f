"""This bureau's signing keys, and the keys of others it takes signatures from."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import keyfiles, policies
from mingqian.audit.enums import KeyHolder, KeyState, Purpose
from mingqian.audit.models import OwnKey, TrustedKey
from mingqian.audit.selectors import keeping
from mingqian.audit.services.recording import record
from mingqian.core import notes
from mingqian.core.canonical import Suite
from mingqian.core.decision import Refused, demand, denied
from mingqian.core.notes import Kind, NoteError, VerifierKey

CLAUSE = "sxsj1 §9：检查点由 Ed25519 签名"


def ensure(purpose: Purpose, *, seed: bytes, by: Actor, now: datetime) -> tuple[OwnKey, keyfiles.Pen]:
    """The key of a purpose, made from ``seed`` when it is first needed; refused when the file is not that key."""
    known = keeping.in_use(purpose)
    file = keyfiles.place(purpose)
    try:
        pen = keyfiles.load(file)
    except NoteError as error:
        raise Refused(denied("audit.key_damaged", str(error), CLAUSE, _REMEDY)) from None
    if known is None:
        pen = pen or keyfiles.create(file, seed)
        return _put_on_record("log_key.made", purpose, pen, by=by, now=now), pen
    if pen is None or pen.public.hex() != known.public:
        raise Refused(
            denied("audit.key_missing", f"签名私钥 {file.name} 缺失，或不是登记的那一把", CLAUSE, _REMEDY)
        )
    return known, pen


_REMEDY = "请从保管处恢复私钥文件；找不回来的，运行 mingqian checkpoint rotate 更换"


def rotate(purpose: Purpose, *, seed: bytes, by: Actor, now: datetime) -> OwnKey:
    """A new key from now on. The old public key stays on record: what it signed still holds."""
    demand(policies.may_keep_keys(by))
    with transaction.atomic():
        pen = keyfiles.Pen(seed)
        made = _put_on_record("log_key.rotated", purpose, pen, by=by, now=now)
        transaction.on_commit(lambda: keyfiles.replace(keyfiles.place(purpose), seed))
    return made


def _put_on_record(kind: str, purpose: Purpose, pen: keyfiles.Pen, *, by: Actor, now: datetime) -> OwnKey:
    with transaction.atomic():
        made = OwnKey.objects.create(purpose=purpose, public=pen.public.hex(), since=now)
        facts = {"purpose": purpose.value, "public": made.public}
        record(kind, by=by, now=now, thing=f"key:{purpose.value}", body=facts)
    return made


def new_for_person(file: Path, name: str, *, seed: bytes) -> VerifierKey:
    """A key of a person's own, outside the bureau's keeping; answers what the bureau puts on record."""
    if file.exists():
        raise Refused(denied("audit.key_exists", f"{file} 已经存在，不覆盖", CLAUSE))
    return VerifierKey(name, Kind.COSIGNATURE, keyfiles.create(file, seed).public)


def trust(
    key: str, *, holder: KeyHolder, unit: str, suite: Suite = Suite.SHA256, by: Actor, now: datetime
) -> TrustedKey:
    """Put somebody's verifier key on record. Compare it first with what they gave by another way."""
    demand(policies.may_keep_keys(by))
    found = _readable(key)
    wanted = Kind.ED25519 if holder is KeyHolder.LOG else Kind.COSIGNATURE
    if found.kind is not wanted:
        what = "日志的签名公钥" if holder is KeyHolder.LOG else "联署公钥（cosignature/v1）"
        raise Refused(denied("audit.key_kind", f"这不是{what}", CLAUSE, "请向对方索取另一种公钥"))
    if TrustedKey.objects.filter(key=str(found)).exists():
        raise Refused(denied("audit.key_known", f"“{found.name}”的这把公钥已经登记过", CLAUSE))
    with transaction.atomic():
        made = TrustedKey.objects.create(
            name=found.name, key=str(found), holder=holder, unit=unit, suite=suite,
            state=KeyState.IN_USE, since=now,
        )  # fmt: skip
        facts = {"key": made.key, "holder": holder.value, "unit": unit, "suite": suite.value}
        record("outside_key.trusted", by=by, now=now, thing=f"outside_key:{made.name}", body=facts)
    return made


def end(key: str, *, reason: str, by: Actor, now: datetime) -> TrustedKey:
    """Take no further signatures by this key."""
    demand(policies.may_keep_keys(by))
    with transaction.atomic():
        row = TrustedKey.objects.filter(key=str(_readable(key)), state=KeyState.IN_USE).first()
        if row is None:
            raise Refused(denied("audit.key_unknown", "没有登记这把公钥，或已经停用", CLAUSE))
        row.state, row.ended_at = KeyState.ENDED.value, now
        row.save(update_fields=["state", "ended_at"])
        facts = {"key": row.key, "reason": reason}
        record("outside_key.ended", by=by, now=now, thing=f"outside_key:{row.name}", body=facts)
    return row


def _readable(key: str) -> VerifierKey:
    try:
        return notes.read_key(key)
    except NoteError as error:
        raise Refused(denied("audit.key_unreadable", str(error), CLAUSE, "请原样粘贴整行公钥")) from None
