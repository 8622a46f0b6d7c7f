"""What is missing is said: why a recording was interrupted, why one was not made."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Refused, denied
from mingqian.records import matters, policies
from mingqian.records.enums import Level, Without
from mingqian.records.models import Absence, GapNote
from mingqian.records.selectors import items
from mingqian.records.services import things

INTERRUPTED = "内蒙古自治区政府令第244号：音像记录中断的，应当以语音或者书面方式说明原因"


def _words(words: str) -> str:
    said = " ".join(words.split())
    if len(said) < 4:
        raise Refused(denied("records.no_words", "没有写明原因", INTERRUPTED, "请写明原因，至少 4 个字"))
    return said[:200]


@transaction.atomic
def gap(*, series: UUID, after: int, words: str, by: Actor, now: datetime) -> GapNote:
    """中断说明: between this segment and the next."""
    first = items.part(series, after)
    if first is None:
        raise Refused(denied("records.gap.not_found", "没有这段录制", "", "请从记录清单进入"))
    things.addable(first.thing, by=by)
    if GapNote.objects.filter(series=series, after=after).exists():
        raise Refused(denied("records.gap_explained", "这处中断已经说明过", INTERRUPTED, "说明不能改写"))
    note = GapNote.objects.create(
        series=series, after=after, words=_words(words), by_id=policies.person(by), at=now
    )
    body = {"series": str(series), "after": after, "words": note.words}
    audit.record("records.gap_explained", by=by, now=now, thing=first.thing, body=body)
    return note


@transaction.atomic
def absence(
    *, thing: str, stage: str, kind: str, reason: Without, words: str = "", by: Actor, now: datetime
) -> Absence:
    """石嘴山 7(2): a conditional recording may be left out for a coded reason; a full one never."""
    things.addable(thing, by=by)
    row = matters.find(stage, kind)
    if row is None or row.level is not Level.CONDITIONAL:
        what = row.label if row else f"{stage[:24]}/{kind[:24]}"
        told = f"“{what}”不是视情记录的事项，不能以说明代替"
        clause = row.clause if row else matters.LIST
        raise Refused(denied("records.must_be_recorded", told, clause, "请补传音像记录"))
    if Absence.objects.filter(thing=thing, stage=stage, kind=kind).exists():
        raise Refused(denied("records.absence_explained", "已经说明过", matters.LIST, "说明不能改写"))
    note = Absence.objects.create(
        thing=thing, stage=stage, kind=kind, reason=reason.value, words=" ".join(words.split())[:200],
        by_id=policies.person(by), at=now,
    )  # fmt: skip
    body = {"stage": stage, "kind": kind, "reason": reason.value, "words": note.words}
    audit.record("records.absence_explained", by=by, now=now, thing=thing, body=body)
    return note
