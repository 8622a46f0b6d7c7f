"""Media arrive in pieces (docs/spec/field-sync.md §3): announced, added to, received. Nothing is half received.

An announcement and its pieces are no acts of anybody's yet: they are journaled when the whole has arrived and is
what it was said to be. No transaction is open while bytes come in or are hashed.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import OperationalError, transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, demand, demand_all, denied
from mingqian.records import incoming, matters, policies, sniffing, store, vault
from mingqian.records.enums import DeviceState, UploadState
from mingqian.records.models import Item, Upload
from mingqian.records.names import safe_name
from mingqian.records.services import devices, receiving, things
from mingqian.records.types import Announced, Progress
from mingqian.ui import room

CHUNK = 1 << 20
LARGEST = 2 << 30
MOST_OPEN = 500
SPEC = "docs/spec/field-sync.md §3"


class WrongOffset(Refused):
    """409 with where to go on from."""

    def __init__(self, offset: int) -> None:
        told = f"续传的位置不对，已收到 {offset} 字节"
        super().__init__(denied("records.offset", told, "", "从已收到的位置接着传"))
        self.offset = offset


def announce(note: Announced, *, by: Actor, now: datetime) -> Progress:
    """Open an upload under the phone's own id; announced again it is the same one."""
    person = policies.person(by)
    row = _row(note, person, now)
    before = Upload.objects.filter(pk=note.id).first()
    if before is not None:
        return _again(before, row, by)
    word = note.thing.partition(":")[0]
    things.addable(note.thing, by=by)
    demand_all(
        [_size(note), _fits(note, word), _device(note.device), _free_part(note), _not_too_many(person)]
    )
    incoming.demand_room(note.size)
    with _full_is_told(), transaction.atomic():
        _, new = Upload.objects.get_or_create(pk=row.pk, defaults=_columns(row))
    if not new:  # two tabs at once
        return _again(Upload.objects.get(pk=note.id), row, by)
    return progress(row)


def _row(note: Announced, person: int, now: datetime) -> Upload:
    given = asdict(note) | {"name": safe_name(note.name), "type": sniffing.plain(note.type)}
    return Upload(**given, person_id=person, announced_at=now)


_SAME = (
    "thing",
    "stage",
    "kind",
    "type",
    "size",
    "sha256",
    "captured_at",
    "ended_at",
    "series",
    "part",
    "of",
)


def _columns(row: Upload) -> dict[str, object]:
    names = (*_SAME, "name", "device", "person_id", "announced_at", "state")
    return {name: getattr(row, name) for name in names}


def _again(before: Upload, row: Upload, by: Actor) -> Progress:
    _demand_own(before, by)
    if any(getattr(before, name) != getattr(row, name) for name in _SAME):
        told = "这个编号已经用于另一份记录，内容不同"
        raise Refused(denied("records.other_content", told, SPEC, "请在手机上把它作为新的记录保存后上传"))
    if before.state == UploadState.ABANDONED:
        with _full_is_told(), transaction.atomic():
            Upload.objects.filter(pk=before.pk).update(state=UploadState.RECEIVING.value)
            before.state = UploadState.RECEIVING.value
    return progress(before)


def _demand_own(upload: Upload, by: Actor) -> None:
    if upload.person_id != by.person_id:
        told = "这份记录是另一人开始上传的"
        raise Refused(denied("records.upload.not_yours", told, SPEC, "请由原来的人登录后续传"))


def progress(upload: Upload) -> Progress:
    """How far it is. All here but not yet received: one byte is asked for again, which ends it."""
    if upload.state == UploadState.RECEIVED:
        item = Item.objects.filter(media=upload.pk).only("receipt").get()
        return Progress(upload.pk, upload.size, upload.state, item.receipt, upload.sha256)
    return Progress(upload.pk, min(incoming.length(upload.pk), upload.size - 1), upload.state)


def one(upload: UUID, *, by: Actor) -> Upload:
    """The person's own upload."""
    found = Upload.objects.filter(pk=upload, person_id=policies.person(by)).first()
    if found is None:
        raise Refused(
            denied("records.upload.not_found", "没有这个上传，或者不是您的", SPEC, "请重新登记上传")
        )
    return found


def add(upload: UUID, *, offset: int, chunk: bytes, checksum: str, by: Actor, now: datetime) -> Progress:
    """One piece. With the last of them the whole is hashed, kept, and receipted."""
    row = one(upload, by=by)
    if row.state != UploadState.RECEIVING:
        return progress(row)
    with incoming.held(upload):
        row.refresh_from_db()
        if row.state != UploadState.RECEIVING:
            return progress(row)
        if offset != (there := progress(row).offset):
            raise WrongOffset(there)
        demand_all(_piece(row, offset, chunk, checksum))
        if incoming.add(upload, offset, chunk) < row.size:
            return progress(row)
        return _finish(row, by, now)


def _piece(row: Upload, offset: int, chunk: bytes, checksum: str) -> Iterator[Decision]:
    if not chunk:
        yield denied("records.piece", "这一段是空的", SPEC, "请从已收到的位置接着传")
    if offset + len(chunk) > row.size:
        yield denied("records.piece", "传来的比登记的大小多", SPEC, "请重新登记上传")
    if hashlib.sha256(chunk).hexdigest() != checksum:
        yield denied("records.piece", "这一段在路上损坏，校验值不符", SPEC, "请重传这一段")
    elif offset == 0 and (len(chunk) >= sniffing.ENOUGH or len(chunk) == row.size):
        yield sniffing.agrees(row.type, chunk[: sniffing.ENOUGH])


def _finish(row: Upload, by: Actor, now: datetime) -> Progress:
    """All bytes are here. What is wrong is told and begun anew; what is right is kept before a row says so."""
    path = incoming.place_of(row.pk)
    agrees = sniffing.agrees(row.type, incoming.head(row.pk, sniffing.ENOUGH))
    if not agrees.ok or store.digest_of(path) != row.sha256:
        incoming.drop(row.pk)
        demand(agrees)
        told = "收齐后核对，整份内容与手机上的校验值不符"
        raise Refused(denied("records.wrong_hash", told, SPEC, "请从头重传；内容仍在手机上"))
    _put(path, row.sha256)
    with _full_is_told(), transaction.atomic():
        if receiving.same_bytes(row.sha256) and vault.current().size(row.sha256) is None:
            _put(path, row.sha256)  # the last other record of these bytes was destroyed a moment ago
        item = receiving.keep(row, by=by, now=now)
        Upload.objects.filter(pk=row.pk).update(state=UploadState.RECEIVED.value)
    incoming.drop(row.pk)
    return Progress(row.pk, row.size, UploadState.RECEIVED.value, item.receipt, row.sha256)


def _put(path: Path, digest: str) -> None:
    try:
        vault.current().put(path, digest)
    except OSError as error:
        if not room.full(error):
            raise
        raise incoming.no_room("收齐的内容没有存下") from error


@transaction.atomic
def abandon(upload: UUID, *, by: Actor, now: datetime) -> None:
    """Given up by who began it; what has been received stays for good."""
    row = one(upload, by=by)
    if row.state == UploadState.RECEIVED:
        told = "这份记录已经收到，不能撤回"
        raise Refused(
            denied("records.received_stays", told, "执法全过程记录不得删改原始记录", "如有错误请另作说明")
        )
    if row.state == UploadState.ABANDONED:
        return
    Upload.objects.filter(pk=upload).update(state=UploadState.ABANDONED.value)
    body = {"media": str(upload), "stage": row.stage, "kind": row.kind, "sha256": row.sha256}
    audit.record("records.abandoned", by=by, now=now, thing=row.thing, body=body)
    transaction.on_commit(lambda: incoming.drop(upload))


def _size(note: Announced) -> Decision:
    if note.size < 1:
        return denied("records.empty", f"“{safe_name(note.name)}”是空文件", SPEC, "请重新拍摄或录制")
    if note.size > LARGEST:
        told = f"有 {note.size // 1048576} MB，超过上限 {LARGEST // 1048576} MB"
        return denied("records.too_large", told, SPEC, "请分段录制，每段不超过 2 GB")
    return Decision(True, "allowed", "")


def _fits(note: Announced, word: str) -> Decision:
    medium = sniffing.medium_of(note.type)
    if medium is None:
        return sniffing.agrees(note.type, b"")
    return matters.fits(note.stage, note.kind, word, medium)


def _device(token: UUID | None) -> Decision:
    found = devices.bearing(token)
    if found is not None and found.state == DeviceState.RETIRED:
        told = f"设备 {found.number} 已停用，不能再上传记录"
        return denied("records.device_retired", told, policies.DEVICES, "请换一台设备，或由保管人重新登记")
    return Decision(True, "allowed", "")


def _free_part(note: Announced) -> Decision:
    if note.series and Item.objects.filter(series=note.series, part=note.part).exists():
        told = f"这段录制的第 {note.part} 段已经收到"
        return denied("records.part_taken", told, SPEC, "不用重传")
    return Decision(True, "allowed", "")


def _not_too_many(person: int) -> Decision:
    waiting = Upload.objects.filter(person_id=person, state=UploadState.RECEIVING.value).count()
    if waiting < MOST_OPEN:
        return Decision(True, "allowed", "")
    told = f"您有 {waiting} 份记录还没有传完"
    return denied("records.too_many", told, SPEC, "请先传完已经开始的")


@contextmanager
def _full_is_told() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if not room.full(error) and "disk I/O" not in str(error):
            raise
        raise incoming.no_room("没有登记") from error
