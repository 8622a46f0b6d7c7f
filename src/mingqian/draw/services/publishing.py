"""Publish a draw, complete it, and write the directory with which anybody re-runs it (sxsj1 §9)."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.canonical import Suite, hex_digest, jcs
from mingqian.core.decision import Decision, allowed, demand, demand_all, denied
from mingqian.core.machines import ceremony
from mingqian.draw import directory, policies, rollfiles
from mingqian.draw.enums import Answer
from mingqian.draw.models import Draw
from mingqian.draw.policies import Verb
from mingqian.draw.selectors import draws, material, transcripts
from mingqian.draw.services import log as logs
from mingqian.draw.services import signing
from mingqian.draw.services.preparation import organiser
from mingqian.draw.types import Written
from mingqian.ui import words


@transaction.atomic
def publish(*, draw: str, by: Actor, now: datetime) -> Draw:
    """The result becomes public, after the embargo; a void attempt is published too, for the next to rest on."""
    row = draws.locked(by, draw)
    demand_all(
        [
            policies.may(by, Verb.OPERATE, row.unit.path),
            machine.may(ceremony.MACHINE, row.state, "publish"),
            _embargo_over(row, now),
            _not_yet(row),
        ]
    )
    return _open(row, by, now)


def open_due(*, by: Actor, now: datetime) -> list[str]:
    """Results whose embargo is over become public by themselves: the approved plan named the moment (§9).

    Nobody may hold one back by doing nothing; each is a transaction of its own.
    """
    due = Draw.objects.filter(state="signed", published_at__isnull=True, embargo_until__lte=now)
    opened = []
    for code in due.order_by("code").values_list("code", flat=True):
        with transaction.atomic():
            row = Draw.objects.select_for_update().get(code=code)
            if row.state == "signed":
                opened.append(_open(row, by, now).code)
    return opened


def _open(row: Draw, by: Actor, now: datetime) -> Draw:
    row.state, row.published_at = machine.move(ceremony.MACHINE, row.state, "publish"), now
    row.save(update_fields=["state", "published_at"])
    facts = {"result": row.result_hash, "state": row.state}
    audit.record("draw.published", by=by, now=now, thing=f"draw:{row.code}", body=facts)
    return row


@transaction.atomic
def complete(*, draw: str, by: Actor, now: datetime) -> Draw:
    """The round is over: the last event counts all of the draw's, so that none can be dropped later."""
    row = draws.locked(by, draw)
    demand_all(
        [
            policies.may(by, Verb.OPERATE, row.unit.path),
            machine.may(ceremony.MACHINE, row.state, "complete"),
            _nothing_waits(row),
        ]
    )
    row.state = machine.move(ceremony.MACHINE, row.state, "complete")
    row.save(update_fields=["state"])
    body = {"result": row.result_hash, "events": row.events.count() + 1}
    logs.append(
        row.log, "complete", body, draw=row, role=organiser(row),
        told="draw.completed", facts={"events": body["events"]}, by=by, now=now,
    )  # fmt: skip
    return row


def write(
    *,
    draw: str,
    folder: Path,
    by: Actor,
    now: datetime,
    visited: Collection[str] = (),
    verifier: Path | None = None,
) -> Written:
    """transcript.json, roll files, the verifier and how to use it. Files appear whole or not at all."""
    row = draws.get(by, draw)
    demand(_public(row))
    suite = Suite(row.suite)
    data = jcs(transcripts.assemble(row, visited=visited))
    files: dict[str, bytes | Path] = {
        transcripts.file_name(one): rollfiles.sound(suite, one.digest) for one in material.rolls(row)
    }
    for number, one in enumerate(row.sign_offs.select_related("draw", "person").order_by("pk"), 1):
        files[f"sign-off-{number}.json"] = jcs(signing.statement(one))
    priors = [one.code for one in draws.attempts_before(row)]
    names = directory.write(folder, data, files, code=row.code, priors=priors, verifier=verifier)
    digest = hex_digest(suite, data)
    with transaction.atomic():
        facts = {"digest": digest, "files": list(names)}
        audit.record("draw.transcript_written", by=by, now=now, thing=f"draw:{draw}", body=facts)
    return Written(folder, names, digest)


def shipped(name: str) -> Path:
    """A verifier as it came with the program, for whoever hands it out."""
    return directory.shipped(name)


def _embargo_over(row: Draw, now: datetime) -> Decision:
    if row.embargo_until is None or now >= row.embargo_until:
        return allowed()
    return denied(
        "draw.embargo",
        f"保密至 {words.moment(row.embargo_until)}，尚不能公布",
        "sxsj1 §9：保密期内揭示与结果均以密封形式入日志",
        "到期自动公布，不必再办",
    )


def _not_yet(row: Draw) -> Decision:
    if row.published_at is None:
        return allowed()
    return denied("draw.published_already", f"抽取“{row.code}”已经公布", "sxsj1 §9")


def _nothing_waits(row: Draw) -> Decision:
    if not row.changes.filter(answer=Answer.WAITING).exists():
        return allowed()
    return denied("draw.change_waits", "还有变更待批准，不能办结", "sxsj1 §8", "请先批准或不批准")


def _public(row: Draw) -> Decision:
    if row.published_at is not None:
        return allowed()
    label = ceremony.MACHINE.states[row.state]
    return denied("draw.not_public", f"抽取“{row.code}”目前为“{label}”，尚未公布", "sxsj1 §9", "请先公布")
