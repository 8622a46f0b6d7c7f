"""行政执法人员责任可追溯 (鄂州 二(三)3): the discipline office looks at what one officer did, and the look is itself an act."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.timezone import make_aware

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit import policies
from mingqian.audit.models import Entry
from mingqian.audit.services.recording import record, written
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied

MOST = 500
DAY = timedelta(days=1)
_OWN_BUSINESS = ("signin.", "view_as.", "password.", "second_factor.", "recovery_code", "officer.")


@transaction.atomic
def look_at(*, person: str, since: date, until: date, reason: str, by: Actor, now: datetime) -> list[Entry]:
    """The acts of one officer in a period, the newest first; who looked, at whom and why stays in the journal."""
    demand_all([policies.may_look(by), _reason(reason), _period(since, until)])
    found = accounts.people(by).filter(code=person).first()
    if found is None:
        why = f"没有工号为“{person}”的人员，或不在您的数据范围内"
        raise Refused(denied("audit.no_officer", why, policies.TRACEABLE, "请核对工号"))
    body = {"reason": reason.strip(), "since": since.isoformat(), "until": until.isoformat()}
    record("officer.looked_at", by=by, now=now, thing=f"person:{person}", body=body)
    rows = Entry.objects.filter(actor=person, at__gte=_begins(since), at__lt=_begins(until + DAY))
    for prefix in _OWN_BUSINESS:
        rows = rows.exclude(kind__startswith=prefix)
    return list(rows.order_by("-seq")[:MOST])


def _begins(day: date) -> str:
    """The first moment of a day as the column holds it."""
    return written(make_aware(datetime.combine(day, time.min)))


def _reason(reason: str) -> Decision:
    if len(reason.strip()) >= 5:
        return allowed()
    return denied(
        "audit.no_reason", "查看个人办理记录须写明事由", policies.TRACEABLE, "请写明事由（至少五个字）"
    )


def _period(since: date, until: date) -> Decision:
    if since <= until:
        return allowed()
    return denied("audit.period", "起日晚于止日", policies.TRACEABLE, "请核对日期")
