"""Append to the public draw log: each event with the one journal entry that carries its leaf hash."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import journal
from mingqian.core.canonical import CanonicalError, Document, Suite, jcs
from mingqian.core.decision import Refused, demand, denied
from mingqian.core.draw import documents, transcript
from mingqian.draw import policies
from mingqian.draw.enums import Origin
from mingqian.draw.models import Draw, Log, LogEvent, Roll
from mingqian.draw.selectors.times import written

__all__ = ["append", "ensure", "open_log", "written"]


def open_log(*, origin: str, nature: Origin, suite: Suite, by: Actor, now: datetime) -> Log:
    """The log of this origin, begun if it is new. Its suite and its nature never change."""
    demand(policies.may_open_log(by))
    with transaction.atomic():
        log, is_new = Log.objects.get_or_create(origin=origin, defaults={"nature": nature, "suite": suite})
        if is_new:
            audit.record(
                "draw.log_opened",
                by=by,
                now=now,
                thing=f"log:{origin}",
                body={"origin": origin, "nature": nature.value, "suite": suite.value},
            )
        elif log.nature != nature or log.suite != suite:
            raise Refused(
                denied(
                    "draw.log_is_other",
                    f"抽取日志“{origin}”已按{Origin(log.nature).label}、{log.suite} 启用",
                    "sxsj1 §3、§9",
                    "演练与正式各用一本日志；算法不得中途更换",
                )
            )
        return log


def ensure(*, nature: Origin, division: str, draw: str, by: Actor, now: datetime) -> Log:
    """The bureau's one official log, opened by its first draw and named after the division code.

    A rehearsal gets a log of its own: one that nobody ever finished holds up no other (§3: rounds of a log
    follow one another).
    """
    found = Log.objects.filter(nature=nature.value).order_by("-pk").first()
    if found is not None and nature is Origin.OFFICIAL:
        return found
    origin = f"mingqian.{division}/{'draws' if nature is Origin.OFFICIAL else f'practice/{draw}'}"
    return open_log(origin=origin, nature=nature, suite=Suite.SHA256, by=by, now=now)


def append(
    log: Log,
    kind: str,
    body: Mapping[str, Any],
    *,
    draw: Draw,
    role: str,
    told: str,
    by: Actor,
    now: datetime,
    facts: Mapping[str, object] | None = None,
    roll: Roll | None = None,
    nonce: str = "",
) -> LogEvent:
    """One event at the end of the log, and the one journal entry ``told`` that carries its leaf hash.

    ``role`` is who acts in the protocol; ``nonce`` closes the body. Times never fall within a log (V19).
    """
    log = Log.objects.select_for_update().get(pk=log.pk)
    suite = Suite(log.suite)
    try:
        shown = transcript.close(suite, body, nonce=nonce) if nonce else dict(body)
        event = transcript.event(kind, shown, draw=None if roll else draw.code, at=written(now), by=role)
        _sound(event, body, kind)
        leaf = journal.leaf_hash(suite, event).hex()
    except CanonicalError as error:
        raise _unwritable(error) from None
    _not_before_the_last(log, now)
    row = LogEvent.objects.create(
        log=log,
        index=log.size,
        draw=None if roll else draw,
        roll=roll,
        kind=kind,
        at=now,
        event=jcs(event).decode(),
        leaf=leaf,
        nonce=nonce,
        body=jcs(dict(body)).decode() if nonce else "",
    )
    Log.objects.filter(pk=log.pk).update(size=log.size + 1)
    logged = {"origin": log.origin, "index": row.index, "kind": kind, "leaf": leaf}
    audit.record(told, by=by, now=now, thing=f"draw:{draw.code}", body={**(facts or {}), "logged": logged})
    return row


def _sound(event: Document, body: Mapping[str, Any], kind: str) -> None:
    """What a person typed (evidence, remarks) must fit the published fields: no line breaks, no blanks."""
    faults = documents.check(event, "event") or documents.check_body(dict(body), kind)
    if faults:
        raise Refused(
            *(denied("draw.event_unsound", fault, "sxsj1 §10", "请更正所填内容后重试") for fault in faults)
        )


def _unwritable(error: CanonicalError) -> Refused:
    """A control character among what was typed: it cannot be written canonically, so it cannot be hashed."""
    return Refused(
        denied(
            "draw.event_unwritable",
            f"所填内容不能写入公开日志：{error}",
            "sxsj1 §10",
            "通常是粘贴时带进了制表符或不可见字符，请重新填写",
        )
    )


def _not_before_the_last(log: Log, now: datetime) -> None:
    last = LogEvent.objects.filter(log=log).order_by("-index").values_list("at", flat=True).first()
    if last is not None and now.replace(microsecond=0) < last.replace(microsecond=0):
        raise Refused(
            denied(
                "draw.time_falls",
                f"本机时间 {written(now)} 早于日志里最后一个事件 {written(last)}",
                "sxsj1 §11 V19",
                "请校准服务器时钟后再继续",
            )
        )
