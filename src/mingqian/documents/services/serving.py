"""送达 and 用印: what happens to a paper after it left the printer."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine, serving
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.core.machines import document as states
from mingqian.documents import policies
from mingqian.documents.enums import Sealing
from mingqian.documents.models import Document, Service
from mingqian.documents.selectors import papers
from mingqian.documents.types import Serving

_SEALED = "民事诉讼法第八十七条；公文处理：需用印的文书加盖印章后送达"


@transaction.atomic
def serve(*, code: str, said: Serving, by: Actor, now: datetime) -> Service:
    """登记送达: the day of service follows from the way; what hangs on it is told by the journal's entry."""
    row = papers.locked(by, code)
    today = localdate(now)
    demand(policies.may_make(by))
    demand_all([machine.may(states.MACHINE, row.state, "serve"), _sealed(row), *_complete(said)])
    made = _service(row, said, today, by, now)
    row.state = machine.move(states.MACHINE, row.state, "serve")
    row.save(update_fields=["state"])
    body = {
        "kind": row.kind, "number": row.number, "code": row.code, "way": made.way,
        "on": made.served_on.isoformat(), "receipt": made.receipt or f"送达回证（{row.number or row.code}）",
    }  # fmt: skip
    audit.record("official_paper.served", by=by, now=now, thing=row.thing, body=body)
    return made


def _service(row: Document, said: Serving, today: date, by: Actor, now: datetime) -> Service:
    found = serving.served(
        said.way,
        sent_on=said.sent_on,
        received_on=said.received_on,
        today=today,
        notice_days=said.notice_days,
    )
    if row.dated > said.sent_on:
        why = f"交付、发出日期{said.sent_on}早于文书落款日期{row.dated}"
        raise Refused(denied("documents.early", why, states.PROVED, "请核对日期"))
    if row.stamped_on is not None and row.stamped_on > said.sent_on:
        why = f"交付、发出日期{said.sent_on}早于用印日期{row.stamped_on}"
        raise Refused(
            denied("documents.before_stamp", why, _SEALED, "请核对日期；用印登记错了的，作废后重做")
        )
    return Service.objects.create(
        document=row,
        way=said.way,
        sent_on=said.sent_on,
        served_on=found.on,
        why=found.why,
        by_id=policies.person(by),
        at=now,
        **said.texts(),
    )


def _complete(said: Serving) -> list[Decision]:
    texts = said.texts()
    named = (("receiver", "受送达人"), ("place", "送达地点"), ("servers", "送达人"))
    missing = [
        denied("documents.service", f"没有填写{label}", states.PROVED, f"请填写{label}")
        for key, label in named
        if not texts[key]
    ]
    return [*missing, *serving.complete(said.way, texts)]


def _sealed(row: Document) -> Decision:
    if row.sealing == Sealing.STAMP and row.stamped_on is None:
        return denied("documents.unstamped", "文书还没有登记用印，不能送达", _SEALED, "请先登记用印")
    return allowed()


@transaction.atomic
def stamp(*, code: str, on: date, by: Actor, now: datetime) -> Document:
    """登记用印: who put the seal on the printed paper, and when."""
    row = papers.locked(by, code)
    demand(policies.may_make(by))
    if row.state != "issued" or row.sealing != Sealing.STAMP or row.stamped_on is not None:
        why = "该文书不需要、或已经登记用印"
        raise Refused(denied("documents.no_stamp", why, _SEALED, "请核对文书的状态"))
    if not row.dated <= on <= localdate(now):
        why = f"用印日期{on}应在落款日期{row.dated}与今天之间"
        raise Refused(denied("documents.stamp_day", why, _SEALED, "请填写实际用印的日期"))
    row.stamped_by_id, row.stamped_on = by.person_id, on
    row.save(update_fields=["stamped_by", "stamped_on"])
    body = {"kind": row.kind, "number": row.number, "on": on.isoformat()}
    audit.record("official_paper.stamped", by=by, now=now, thing=row.thing, body=body)
    return row
