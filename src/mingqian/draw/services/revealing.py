"""Open the secrets (sxsj1 §5): each against its commit, in the order the plan fixed."""

from datetime import datetime

from django.db import transaction
from django.utils.dateparse import parse_datetime

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.canonical import Suite
from mingqian.core.decision import Decision, allowed, demand, demand_all, denied
from mingqian.core.draw import ceremony as rules
from mingqian.core.machines import ceremony
from mingqian.draw import policies
from mingqian.draw.enums import SeatWay
from mingqian.draw.models import Draw, Party
from mingqian.draw.policies import Verb
from mingqian.draw.selectors import draws, material, party_words
from mingqian.draw.services import log as logs
from mingqian.draw.services import sealing, seeding
from mingqian.draw.types import Entropy
from mingqian.ui import words

IN_ORDER = "sxsj1 §5：组织方先揭示，其余各方按公告次序"


@transaction.atomic
def reveal(
    *,
    draw: str,
    role: str,
    secret: str,
    way: SeatWay | None = None,
    by: Actor,
    now: datetime,
    entropy: Entropy,
) -> Draw:
    """One envelope. A secret that does not open its commit is not journaled, as if it were missing."""
    row = draws.locked(by, draw)
    party = sealing.seat(row, role)
    demand_all(
        [
            sealing.own_or_entered(row, party, by, now),
            machine.may(ceremony.MACHINE, row.state, "reveal"),
            seeding.commits_found(row),
        ]
    )
    demand_all([_opens(row, party, secret), _once(party), _in_turn(row, party), _in_time(row, now)])
    party.secret, party.revealed_at = secret, now
    party.save(update_fields=["secret", "revealed_at"])
    logs.append(
        row.log, "reveal", {"role": role, "secret": secret}, draw=row, role=role,
        told="draw.revealed", facts={"role": role, "way": sealing.way_of(party, by, way)}, by=by, now=now,
        nonce=entropy(32).hex() if row.embargo_until else "",
    )  # fmt: skip
    if not row.parties.filter(secret="").exists():
        seeding.advance(row, "reveal")
    return row


@transaction.atomic
def close_reveals(*, draw: str, by: Actor, now: datetime) -> Draw:
    """Beacon order, deadline over: a missing secret counts as empty while two remain, one from outside."""
    row = draws.locked(by, draw)
    demand_all(
        [
            policies.may(by, Verb.OPERATE, row.unit.path),
            machine.may(ceremony.MACHINE, row.state, "reveal"),
            _over(row, now),
        ]
    )
    present = list(row.parties.exclude(secret="").order_by("position").values_list("role", flat=True))
    demand(rules.may_proceed(material.document(row.plan_doc), present))
    seeding.advance(row, "reveal")
    audit.record("draw.reveals_closed", by=by, now=now, thing=f"draw:{draw}", body={"present": present})
    return row


def _opens(row: Draw, party: Party, secret: str) -> Decision:
    fault = rules.secret_fault(secret)
    if fault:
        return denied("draw.bad_secret", fault, "sxsj1 §4")
    made = rules.commit(Suite(row.suite), plan_hash=row.plan_hash, role=party.role, secret=secret)
    if made == party.commit:
        return allowed()
    return denied(
        "draw.secret_does_not_open",
        f"{party_words.named(party)}的秘密与其承诺不符，视为未揭示",
        "sxsj1 §4、§5",
        "请核对信封中的原始字串，逐字重新录入",
    )


def _once(party: Party) -> Decision:
    if not party.secret:
        return allowed()
    return denied("draw.revealed_already", f"{party_words.named(party)}已经揭示", IN_ORDER)


def _in_turn(row: Draw, party: Party) -> Decision:
    """At the table the organiser opens first, the others in plan order; with a beacon all are free."""
    if row.order != rules.TABLE:
        return allowed()
    waiting = row.parties.filter(secret="", position__lt=party.position).order_by("position").first()
    if waiting is None:
        return allowed()
    return denied("draw.not_your_turn", f"应由{party_words.named(waiting)}先揭示", IN_ORDER, "请按次序揭示")


def _in_time(row: Draw, now: datetime) -> Decision:
    if row.order == rules.TABLE or logs.written(now) <= _deadline(row):
        return allowed()
    return denied(
        "draw.reveal_late",
        f"揭示期限 {_deadline_told(row)} 已过，迟到的秘密不入日志",
        "sxsj1 §5",
        "余下各方足够的，请操作员截止揭示；不足的，按作废程序办理",
    )


def _over(row: Draw, now: datetime) -> Decision:
    if row.order == rules.TABLE:
        return denied(
            "draw.table_waits_for_all", "现场抽取必须各方全部揭示", "sxsj1 §5", "缺席的，按作废程序办理"
        )
    if logs.written(now) > _deadline(row):
        return allowed()
    return denied("draw.reveal_open", f"揭示期限 {_deadline_told(row)} 未到，不能截止", "sxsj1 §5")


def _deadline(row: Draw) -> str:
    limit: str = material.document(row.plan_doc)["deadlines"]["reveal"]
    return limit


def _deadline_told(row: Draw) -> str:
    return words.moment(parse_datetime(_deadline(row)))
