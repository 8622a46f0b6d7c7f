"""A medium becomes a record: one row, one receipt, one journal entry. Also from the desk, from a card reader."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.canonical import Suite, text_hash
from mingqian.core.decision import Refused, denied
from mingqian.records import known, matters, policies, retention, sniffing
from mingqian.records.enums import Medium
from mingqian.records.models import Item, Upload
from mingqian.records.services import devices

WITHIN = timedelta(hours=24)
"""内蒙古244号: 音像记录在24小时内上传."""


def keep(upload: Upload, *, by: Actor, now: datetime) -> Item:
    """Write the row. Called inside the transaction that says the upload is through; content is kept already."""
    about = known.described(upload.thing)
    if about is None:
        raise Refused(denied("records.thing.not_found", f"没有这件事：{upload.thing}", "", "请核对编号"))
    medium, row = sniffing.medium_of(upload.type), matters.find(upload.stage, upload.kind)
    assert medium is not None
    evidence = bool(row and row.evidence)
    period = _period(upload, medium, evidence)
    device = devices.bearing(upload.device)
    item = Item(
        media=upload.pk, thing=upload.thing, title=about.title[:200], unit_id=about.unit, subject=about.subject, stage=upload.stage,
        kind=upload.kind, medium=medium.value, name=upload.name, type=upload.type, size=upload.size,
        sha256=upload.sha256, captured_at=upload.captured_at, ended_at=upload.ended_at, received_at=now, device=device,
        person_id=policies.person(by), series=upload.series, part=upload.part, of=upload.of,
        evidence=evidence, retention=period.code, until=period.until(localdate(now)),
    )  # fmt: skip
    entry = audit.record("records.received", by=by, now=now, thing=upload.thing, body=_told(item))
    item.receipt = receipt(str(upload.pk), upload.sha256, entry.hash)
    item.save(force_insert=True)
    return item


def _period(upload: Upload, medium: Medium, evidence: bool) -> retention.Class:
    """What the list says, or longer where the thing has become part of a file that is kept longer."""
    listed = retention.of(upload.stage, medium, evidence=evidence)
    kind, key = known.kind_of(upload.thing)
    wanted = kind.kept_as(key)
    return max(listed, retention.classes()[wanted], key=lambda one: one.weight) if wanted else listed


def same_bytes(digest: str) -> list[Item]:
    """Every record of these bytes, held until the write ends: nobody keeps a content that somebody takes away.

    SQLite has one writer; elsewhere the rows are locked. A content nobody has a record of, nobody takes away.
    """
    return list(Item.objects.select_for_update().filter(sha256=digest).order_by("pk"))


def receipt(media: str, sha256: str, leaf: str) -> str:
    """``MR-`` and sixteen hex over the phone's id, the content and the journal's leaf."""
    return f"MR-{text_hash(Suite.SHA256, 'records-receipt', media, sha256, leaf)[:16]}"


def is_late(item: Item) -> bool:
    """Came later than a day after it was captured."""
    return item.received_at - item.captured_at > WITHIN


def _told(item: Item) -> dict[str, object]:
    return {
        "media": str(item.media),
        "stage": item.stage,
        "kind": item.kind,
        "sha256": item.sha256,
        "size": item.size,
        "captured_at": audit.written(item.captured_at),
        "device": item.device.number if item.device else "",
        "part": f"{item.part}/{item.of}",
        "late": is_late(item),
    }
