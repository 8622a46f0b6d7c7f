"""音像记录在24小时内上传: the period runs from the oldest recording of a visit that has not arrived, and ends with the last.

What will never arrive is said so, with a reason, by whoever named it; the period waits for it no longer.
"""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit.types import Told
from mingqian.clocks import services as clocks
from mingqian.clocks.selectors import due
from mingqian.clocks.types import Start
from mingqian.core.decision import Refused, demand
from mingqian.core.timelimits import Period, Unit
from mingqian.inspection.models import VisitEvidence, VisitEvidenceDropped
from mingqian.inspection.selectors import spots
from mingqian.inspection.types import Dropped
from mingqian.records import selectors as records
from mingqian.records import services as vault

KIND = "records.upload"
_PERIOD = Period(24, Unit.HOURS, "上传音像记录", "取证", "石嘴山 7(3)；内蒙古244号：音像记录24小时内上传")
_LEAD = "visit:"
_SAID = "内部控制：登记了而不能上传的附件，由登记的人说明原因"


def await_medium(row: VisitEvidence, *, now: datetime) -> None:
    """A medium was named that lies on the phone still. Inside the write that binds it."""
    if records.received([row.media]) or VisitEvidenceDropped.objects.filter(media=row.media).exists():
        return
    thing, visit = f"{_LEAD}{row.visit.code}", row.visit
    at, unit = min(row.captured_at, now), visit.approval.batch.unit
    if due.runs(thing, kind=KIND):
        return
    start = Start(
        thing=thing, kind=KIND, unit=unit.pk, title=_PERIOD.name, about=visit.approval.subject.name, period=_PERIOD,
        start=localdate(at), at=at, url_name="field:visit", url_key=visit.code,
    )  # fmt: skip
    clocks.running.start([start], division=unit.division_code, now=now)


def received(told: Told) -> None:
    """A medium arrived: the period ends when none of its visit is still on the way."""
    if told.thing.startswith(_LEAD):
        visit = told.thing.removeprefix(_LEAD)
        _end_with_the_last(visit, {str(told.body["media"])}, told.now, told.now)


def _end_with_the_last(visit: str, here: set[str], at: datetime, now: datetime) -> None:
    bound = VisitEvidence.objects.filter(visit__code=visit)
    media = set(bound.values_list("media", flat=True))
    gone = VisitEvidenceDropped.objects.filter(visit__code=visit).values_list("media", flat=True)
    here = here | {str(one) for one in (*records.received(media), *gone)}
    if media and all(str(one) in here for one in media):
        clocks.running.meet([f"{_LEAD}{visit}"], kind=KIND, on=localdate(now), at=at)


@transaction.atomic
def drop(*, visit: str, dropped: Dropped, at: datetime, by: Actor, now: datetime) -> VisitEvidenceDropped:
    """附件不再上传: only by whoever named it, never once it has arrived. The entry of what the phone sent tells of it."""
    spot = spots.at(by, visit)
    demand(spot.may())
    named = VisitEvidence.objects.filter(media=dropped.media).first()
    if named is not None and (named.visit_id != spot.visit.pk or named.by_id != spots.person(by)):
        raise Refused(spot.no("not_yours", "这个附件是别人登记的", _SAID, "请由登记的人说明"))
    if records.received([dropped.media]):
        raise Refused(
            spot.no(
                "medium_here", "附件已经收到，不能再说不传", _SAID, "收到的记录不删不改；有错误请另作说明"
            )
        )
    if not dropped.why.strip():
        raise Refused(spot.no("no_words", "附件不再上传须写明原因", _SAID, "请填写原因"))
    if records.items.is_arriving(dropped.media):
        vault.uploads.abandon(dropped.media, by=by, now=now)
    row, _ = VisitEvidenceDropped.objects.get_or_create(
        media=dropped.media,
        defaults={
            "visit": spot.visit, "why": dropped.why.strip(), "instead": dropped.instead, "by_id": spots.person(by), "at": at,
        },
    )  # fmt: skip
    _end_with_the_last(visit, set(), at, now)
    return row
