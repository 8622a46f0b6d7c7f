"""音像记录在24小时内上传: the period runs from the oldest recording of a visit that has not arrived, and ends with the last."""

from datetime import datetime

from django.utils.timezone import localdate

from mingqian.audit.types import Told
from mingqian.clocks import services as clocks
from mingqian.clocks.selectors import due
from mingqian.clocks.types import Start
from mingqian.core.timelimits import Period, Unit
from mingqian.inspection.models import VisitEvidence
from mingqian.records import selectors as records

KIND = "records.upload"
_PERIOD = Period(24, Unit.HOURS, "上传音像记录", "取证", "石嘴山 7(3)；内蒙古244号：音像记录24小时内上传")
_LEAD = "visit:"


def await_medium(row: VisitEvidence, *, now: datetime) -> None:
    """A medium was named that lies on the phone still. Inside the write that binds it."""
    if row.media in records.received([row.media]):
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
    if not told.thing.startswith(_LEAD):
        return
    bound = VisitEvidence.objects.filter(visit__code=told.thing.removeprefix(_LEAD))
    media = set(bound.values_list("media", flat=True))
    here = {str(one) for one in records.received(media)} | {str(told.body["media"])}
    if media and all(str(one) in here for one in media):
        clocks.running.meet([told.thing], kind=KIND, on=localdate(told.now), at=told.now)
