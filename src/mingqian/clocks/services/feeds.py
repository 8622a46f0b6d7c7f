"""A person's secret calendar address: made, replaced, ended. Only the digest of the secret is kept."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.clocks.models import Feed
from mingqian.core.decision import Refused, denied


def digest(secret: str) -> str:
    """What is kept of an address."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def issue(*, secret: str, by: Actor, now: datetime) -> Feed:
    """A new address; the one before opens nothing from now on. The caller shows it once."""
    if by.person_id is None:
        raise Refused(denied("clocks.nobody", f"{by.name}不是登记在册的人员", "", "请以本人账号办理"))
    ended = _open(by.person_id).update(ended_at=now)
    row = Feed.objects.create(person_id=by.person_id, digest=digest(secret), issued_at=now)
    body = {"replaced": bool(ended)}
    audit.record("calendar_feed.issued", by=by, now=now, thing=f"person:{by.code}", body=body)
    return row


@transaction.atomic
def end(*, by: Actor, now: datetime) -> None:
    """The address opens nothing any more."""
    if by.person_id is None or not _open(by.person_id).update(ended_at=now):
        raise Refused(denied("clocks.no_feed", "没有在用的日历地址", "", "请刷新页面"))
    audit.record("calendar_feed.ended", by=by, now=now, thing=f"person:{by.code}", body={})


def _open(person: int) -> QuerySet[Feed]:
    return Feed.objects.filter(person_id=person, ended_at__isnull=True)
