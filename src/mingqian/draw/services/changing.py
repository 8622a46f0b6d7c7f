"""Propose what may happen to a result (sxsj1 §8): substitute, skip, replace, void. Deciding stands beside.

The operator names who is out and why. Who comes in follows from the order of the draw and is computed.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.canonical import jcs
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.core.draw.grammar import TEXT_LIMIT
from mingqian.core.draw.substitution import Standing
from mingqian.core.machines import ceremony
from mingqian.draw import policies
from mingqian.draw.enums import (
    ORDERED,
    PEOPLE_REASONS,
    SUBJECT_REASONS,
    Answer,
    ChangeKind,
    ChangeReason,
    VoidReason,
)
from mingqian.draw.models import Change, Draw, RollEntry
from mingqian.draw.policies import IN_ORDER, Verb
from mingqian.draw.selectors import draws, material, standing
from mingqian.draw.services.deciding import decide, void_event
from mingqian.draw.types import Order

__all__ = ["decide", "propose_replacement", "propose_skip", "propose_substitute", "propose_void"]

NO_RETURN = "sxsj1 §8：只有随机抽中（或顺补）的对象可以顺补，必查对象不可"


@transaction.atomic
def propose_substitute(
    *, draw: str, team: int, seat: str, reason: ChangeReason, evidence: str, by: Actor, now: datetime
) -> Change:
    """厦门 三(五)6(2) 按抽取先后顺序依次进行递补: the next who is able, or an empty seat if there is none."""
    row = _row(draw, ChangeKind.SUBSTITUTE, by)
    stand = standing.of(row)
    demand_all([_reason(reason, PEOPLE_REASONS), _evidence(evidence), _seat(stand, team, seat)])
    out, after = stand.seats[team][seat], stand.next_substitute(team, seat)
    if out is None:
        raise Refused(
            denied("draw.seat_empty", f"第{team}组{seat}席已空缺", IN_ORDER, "空缺席位由派员单位协助")
        )
    payload = {"team": team, "seat": seat, "out": out, "in": after}
    return _propose(row, ChangeKind.SUBSTITUTE, payload, reason, evidence, by, now)


@transaction.atomic
def propose_skip(
    *, draw: str, team: int, seat: str, reason: ChangeReason, evidence: str, by: Actor, now: datetime
) -> Change:
    """Pass over exactly the next substitute, who is away too; nobody skipped returns."""
    row = _row(draw, ChangeKind.SKIP, by)
    stand = standing.of(row)
    demand_all([_reason(reason, PEOPLE_REASONS), _evidence(evidence), _seat(stand, team, seat)])
    tag = stand.next_substitute(team, seat)
    if tag is None:
        raise Refused(denied("draw.nobody_waits", f"第{team}组{seat}席没有可递补的候补人员", IN_ORDER))
    payload = {"team": team, "seat": seat, "tag": tag}
    return _propose(row, ChangeKind.SKIP, payload, reason, evidence, by, now)


@transaction.atomic
def propose_replacement(
    *, draw: str, item: str, out: str, reason: ChangeReason, evidence: str, by: Actor, now: datetime
) -> Change:
    """A drawn subject that cannot be found; the first unused reserve of its stratum comes in."""
    row = _row(draw, ChangeKind.REPLACE, by)
    stand = standing.of(row)
    demand_all([_reason(reason, SUBJECT_REASONS), _evidence(evidence)])
    stratum = next(
        (place[1] for place, tags in stand.current.items() if place[0] == item and out in tags), None
    )
    if stratum is None:
        raise Refused(denied("draw.not_drawn", f"{out[:8]} 不是事项“{item}”随机抽中的对象", NO_RETURN))
    after, team = stand.next_replacement(item, stratum, out)
    payload = {"item": item, "stratum": stratum, "out": out, "in": after, "team": team}
    return _propose(row, ChangeKind.REPLACE, payload, reason, evidence, by, now)


@transaction.atomic
def propose_void(
    *,
    draw: str,
    reason: VoidReason,
    evidence: str,
    errors: Sequence[str] = (),
    order: Order | None = None,
    by: Actor,
    now: datetime,
) -> Change:
    """Declare the attempt void: PARTY, SOURCE before the seed is fixed; LIST, ORDER by ``order`` of an ``Orderer``.

    ``errors`` are the rows that were wrong, by tag or by identity: the one discretionary list, and who orders the void signs it.
    Of a void after the seed the public event says whose decision it is and its number (sxsj1 §8).
    """
    row = draws.locked(by, draw)
    wrong = _rows(row, errors)
    demand_all(
        [
            policies.may(by, Verb.OPERATE, row.unit.path),
            machine.may(ceremony.MACHINE, row.state, void_event(reason)),
            _evidence(evidence),
            *_ordered(reason, order, localdate(now)),
            _in_full(order.words(evidence) if order else evidence),
            _errors(reason, wrong),
            _nothing_waits(row),
        ]
    )
    items = [one["item"] for one in material.document(row.plan_doc)["items"]]
    payload = {"items": items, "errors": sorted(set().union(*wrong.values()))}
    return _propose(row, ChangeKind.VOID, payload, reason, evidence, by, now, order)


def _row(draw: str, kind: ChangeKind, by: Actor) -> Draw:
    row = draws.locked(by, draw)
    demand_all(
        [
            policies.may(by, Verb.OPERATE, row.unit.path),
            machine.may(ceremony.MACHINE, row.state, kind.value),
            _nothing_waits(row),
        ]
    )
    return row


def _propose(
    row: Draw,
    kind: ChangeKind,
    payload: dict[str, Any],
    reason: ChangeReason | VoidReason,
    evidence: str,
    by: Actor,
    now: datetime,
    order: Order | None = None,
) -> Change:
    ordered_by = order.orderer.value if order else ""
    evidence = order.words(evidence) if order else evidence
    made = Change.objects.create(
        draw=row,
        kind=kind.value,
        payload=jcs(payload).decode(),
        reason=reason.value,
        evidence=evidence,
        ordered_by=ordered_by,
        requested_by_id=policies.person(by),
        requested_at=now,
    )
    facts = {"change": made.pk, "kind": kind.value, "reason": reason.value, "evidence": evidence, **payload}
    if ordered_by:
        facts["ordered_by"] = ordered_by
    audit.record("draw.change_proposed", by=by, now=now, thing=f"draw:{row.code}", body=facts)
    return made


def _nothing_waits(row: Draw) -> Decision:
    """One change at a time: each is the next in order only after the one before was decided."""
    waiting = row.changes.filter(answer=Answer.WAITING).first()
    if waiting is None:
        return allowed()
    label = ChangeKind(waiting.kind).label
    return denied("draw.change_waits", f"还有一项“{label}”待批准", IN_ORDER, "请先批准或不批准该项")


def _seat(stand: Standing, team: int, seat: str) -> Decision:
    if seat in stand.seats.get(team, {}):
        return allowed()
    return denied("draw.no_seat", f"没有第{team}组{seat}席", IN_ORDER, "组长席为C，队员席为M1、M2……")


def _reason(reason: ChangeReason, fit: Sequence[ChangeReason]) -> Decision:
    if reason in fit:
        return allowed()
    known = "、".join(f"{one.value} {one.label}" for one in fit)
    return denied("draw.reason", f"原因“{reason.label}”不适用于此", IN_ORDER, f"可用：{known}")


def _evidence(evidence: str) -> Decision:
    return (
        allowed()
        if evidence.strip()
        else denied("draw.evidence", "没有写明凭据", IN_ORDER, "请填写凭据，如文号")
    )


def _ordered(reason: VoidReason, order: Order | None, today: date) -> Iterator[Decision]:
    """Nobody inside voids a fixed result: whose decision it is, its number and its day are said, for all to look up."""
    if (order is not None) != (reason in ORDERED):
        why = (
            "参与方缺席、随机源未公布不是由上级、复议机关或者法院决定的"
            if order
            else "没有写明哪个机关决定作废"
        )
        yield denied("draw.void_order", why, policies.SUPERIOR, "请选对原因；有决定的，写明机关、文号和日期")
    if order is None:
        return
    if not order.name.strip() or not order.number.strip():
        why = "没有写明决定机关的名称或者文书的文号"
        yield denied("draw.void_number", why, policies.SUPERIOR, "请照生效文书填写，任何人都可以凭文号查证")
    if order.on > today:
        why = f"文书日期 {order.on:%Y年%-m月%-d日} 在今天之后"
        yield denied("draw.void_day", why, policies.SUPERIOR, "请填写文书载明的日期")


def _in_full(words: str) -> Decision:
    """The public event holds a line of so many characters (sxsj1 §10); nothing of a decision is cut off."""
    if len(words) <= TEXT_LIMIT:
        return allowed()
    why = f"机关、文号、日期和凭据合起来有{len(words)}字，公开日志的一条至多{TEXT_LIMIT}字"
    return denied("draw.void_long", why, "sxsj1 §10", "请写要点，全文凭文号可以查证")


def _errors(reason: VoidReason, wrong: Mapping[str, set[str]]) -> Decision:
    if wrong and reason is not VoidReason.LIST:
        return denied(
            "draw.errors_need_list", "只有名录错误才能列明错误的行", "sxsj1 §8", "请把原因改为“名录确有错误”"
        )
    unknown = [word for word, tags in wrong.items() if not tags]
    if not unknown:
        return allowed()
    why = f"所列错误的行不在本次名录中：{'、'.join(unknown[:5])}"
    return denied("draw.errors_unknown", why, "sxsj1 §8", "请核对编号或统一社会信用代码")


def _rows(row: Draw, errors: Sequence[str]) -> dict[str, set[str]]:
    """Of each word the tags of the rows of the items' lists that it stands for: a tag, an identity or its number."""
    named: dict[str, set[str]] = {word: set() for word in errors}
    if not named:
        return named
    meant: dict[str, set[str]] = {}
    for word in named:
        for identity in (word, f"USCC:{word.upper()}"):
            meant.setdefault(identity, set()).add(word)
    rolls = row.rolls.exclude(item="").values("roll")
    same = Q(tag__in=list(named)) | Q(identity__in=list(meant))
    for tag, identity in RollEntry.objects.filter(same, roll__in=rolls).values_list("tag", "identity"):
        for word in meant.get(identity, set()) | (named.keys() & {tag}):
            named[word].add(tag)
    return named
