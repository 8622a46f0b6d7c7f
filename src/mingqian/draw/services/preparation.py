"""Prepare a draw: which plan, who takes part, in which order, with which keys; or a new attempt after a void."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.canonical import Suite
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.core.draw import ceremony as rules
from mingqian.core.draw import grammar
from mingqian.core.machines import ceremony
from mingqian.draw import keyfiles, policies
from mingqian.draw.enums import Answer, ChangeKind, Origin, VoidReason
from mingqian.draw.models import Draw, Log, Party
from mingqian.draw.policies import Verb
from mingqian.draw.selectors import draws, logs, occasions, voids
from mingqian.draw.types import Basis, Entropy, PartySpec
from mingqian.planning.types import PackInForce

ORDERS = (rules.TABLE, rules.BEACON)
REVIEWED_FROM = 3
Seat = tuple[PartySpec, Actor | None]


@transaction.atomic
def prepare(
    *,
    code: str,
    plan: str = "",
    review: str = "",
    origin: str,
    parties: Sequence[PartySpec],
    pack: PackInForce,
    order: str = rules.TABLE,
    by: Actor,
    now: datetime,
    entropy: Entropy,
) -> Draw:
    """A draw for a started plan, or for a review. Keys come from ``entropy``: 32 random bytes each."""
    log = logs.get(origin)
    draw = _begin(code, log, order, by, now)
    if review:
        draw.review = occasions.review_of(by, review)
        basis: Basis = occasions.of_review(draw.review)
    else:
        basis = occasions.of_plan(by, plan, on=localdate(now), pack=pack)
        draw.plan_id = basis.pk
    draw.embargo_until = basis.embargo_until
    seats = _seats(parties, now)
    demand_all([*_objections(code, basis, order, seats, pack, by), _once(draw)])
    if basis.mode == "sealed":
        draw.roll_key_commit = keyfiles.keep(Suite(log.suite), entropy(32).hex())
    return _finish(draw, seats, by, now, entropy)


@transaction.atomic
def prepare_again(
    *,
    code: str,
    void: str,
    parties: Sequence[PartySpec],
    pack: PackInForce,
    order: str,
    legal_review: str = "",
    by: Actor,
    now: datetime,
    entropy: Entropy,
) -> Draw:
    """The next attempt after a void (sxsj1 §8): same log, same K, new secrets; the old selection stays."""
    old = draws.locked(by, void)
    basis = occasions.basis(by, old, on=localdate(now), pack=pack)
    seats = _seats(parties, now)
    demand_all(
        [
            *_objections(code, basis, order, seats, pack, by),
            _void(old),
            voids.overtaken(old),
            _key_here(old),
            _other_order(old, order),
            _reviewed(old, legal_review),
        ]
    )
    draw = _begin(code, old.log, order, by, now)
    draw.plan, draw.review, draw.embargo_until = old.plan, old.review, basis.embargo_until
    draw.previous, draw.attempt, draw.legal_review = old, old.attempt + 1, legal_review
    draw.roll_key_commit = old.roll_key_commit
    return _finish(draw, seats, by, now, entropy)


@transaction.atomic
def abandon(*, draw: str, reason: str, by: Actor, now: datetime) -> Draw:
    """Give up before anything was announced, with the reason; afterwards only a void remains."""
    row = draws.locked(by, draw)
    demand_all([policies.may(by, Verb.OPERATE, row.unit.path), _reasoned(reason)])
    row.state = machine.move(ceremony.MACHINE, row.state, "abandon")
    row.save(update_fields=["state"])
    audit.record("draw.abandoned", by=by, now=now, thing=f"draw:{draw}", body={"reason": reason})
    return row


def _begin(code: str, log: Log, order: str, by: Actor, now: datetime) -> Draw:
    return Draw(
        code=code,
        log=log,
        suite=log.suite,
        order=order,
        operator_id=policies.person(by),
        prepared_at=now,
    )


def _finish(draw: Draw, seats: Sequence[Seat], by: Actor, now: datetime, entropy: Entropy) -> Draw:
    draw.conflict_key_commit = keyfiles.keep(Suite(draw.suite), entropy(32).hex())
    draw.save(force_insert=True)
    path = draw.unit.path
    for position, (spec, actor) in enumerate(seats):
        Party.objects.create(
            draw=draw,
            position=position,
            role=spec.role,
            unit=spec.unit,
            outside=spec.outside,
            person_id=actor.person_id if actor else None,
            witness=_is_witness(spec, actor, path),
        )
    seated = [[spec.role, spec.unit, spec.outside, spec.person] for spec, _ in seats]
    audit.record(
        "draw.prepared",
        by=by,
        now=now,
        thing=f"draw:{draw.code}",
        body={
            "plan": draw.occasion.code,
            "origin": draw.log.origin,
            "order": draw.order,
            "attempt": draw.attempt,
            "parties": seated,
        },
    )
    return draw


def _seats(parties: Sequence[PartySpec], now: datetime) -> list[Seat]:
    on = localdate(now)
    return [(spec, accounts.actor(spec.person, on=on) if spec.person else None) for spec in parties]


def _is_witness(spec: PartySpec, actor: Actor | None, unit_path: str) -> bool:
    return spec.outside and actor is not None and actor.holds(Role.DISCIPLINE_WITNESS, unit_path)


def _objections(
    code: str, basis: Basis, order: str, seats: Sequence[Seat], pack: PackInForce, by: Actor
) -> Iterator[Decision]:
    yield policies.may(by, Verb.OPERATE, basis.unit_path)
    if order not in ORDERS:
        yield denied(
            "draw.unknown_order", f"不认识的仪式顺序“{order}”", "sxsj1 §5", f"可用：{'、'.join(ORDERS)}"
        )
    if not grammar.is_word(code):
        yield denied("draw.bad_code", f"抽取编号“{code}”只能用字母、数字、-、_，不超过32位", "sxsj1 §10")
    elif Draw.objects.filter(code=code).exists():
        yield denied("draw.code_taken", f"抽取编号“{code}”已被使用", "", "请换一个编号")
    yield from _parties(seats, basis, pack)


def _parties(seats: Sequence[Seat], basis: Basis, pack: PackInForce) -> Iterator[Decision]:
    listed = [{"role": one.role, "unit": one.unit, "outside": one.outside} for one, _ in seats]
    for fault in rules.parties_faults(listed):
        yield denied("draw.parties", fault, "sxsj1 §5")
    for spec, _ in seats:
        if not grammar.is_role(spec.role) or spec.role in policies.DECIDERS:
            yield denied(
                "draw.bad_role",
                f"参与方角色“{spec.role}”不可用",
                "sxsj1 §10",
                "请用小写字母、数字，如 witness",
            )
    people = [actor.person_id for _, actor in seats if actor]
    if len(set(people)) < len(people):
        yield denied("draw.same_party", "同一人不能担任两个参与方", "sxsj1 §5", "请各由一人担任")
    yield _witnessed(seats, basis, pack)


def _witnessed(seats: Sequence[Seat], basis: Basis, pack: PackInForce) -> Decision:
    """厦门 三(五)6(2): 须邀请纪检监察人员参与. Enough of them, with accounts of their own, take part in the seal."""
    rule = pack.rules.witness
    if rule is None or not rule.value.mandatory:
        return allowed()
    present = sum(_is_witness(spec, actor, basis.unit_path) for spec, actor in seats)
    if present >= rule.value.at_least:
        return allowed()
    return denied(
        "draw.no_witness",
        f"规则包要求{rule.value.text()}，参与方中只有{present}名",
        rule.clause,
        "请邀请派驻纪检监察人员以本人账号参与封签",
    )


def _once(draw: Draw) -> Decision:
    """One official draw per plan, in whatever log; rehearsals stand in their own logs and count for nothing.

    The logs stay locked till the draw stands: two operators at once would each find the plan undrawn.
    """
    log, same = draw.log, Log.objects.select_for_update().order_by("pk")
    same = same.filter(nature=Origin.OFFICIAL) if log.nature == Origin.OFFICIAL else same.filter(pk=log.pk)
    drawn = Draw.objects.filter(plan_id=draw.plan_id, review=draw.review, log__in=[one.pk for one in same])
    running = drawn.exclude(state="abandoned").order_by("pk").last()
    if running is None:
        return allowed()
    remedy = (
        "请在作废的抽取上办理重抽" if running.state == "voided" else "名录确有错误的，请先按程序作废原抽取"
    )
    return denied(
        "draw.plan_already_drawn",
        f"“{draw.title}”（{draw.occasion.code}）已有抽取 {running.code}，同一方案不得另行抽取",
        "sxsj1 §3：换一个抽取编号不能从头再来",
        remedy,
    )


def _void(old: Draw) -> Decision:
    if old.state == "voided" and not Draw.objects.filter(previous=old).exclude(state="abandoned").exists():
        return allowed()
    return denied(
        "draw.not_void", f"抽取“{old.code}”没有作废，或已经重抽", "sxsj1 §8", "请先按程序作废，再办理重抽"
    )


def _key_here(old: Draw) -> Decision:
    if not old.roll_key_commit or keyfiles.present(old.roll_key_commit):
        return allowed()
    why = f"抽取“{old.code}”的名录密钥不在本机（已分存或已销毁），重抽须沿用同一密钥"
    return denied(
        "draw.key_away", why, "sxsj1 §8", "请先在“名录密钥”页凭另一份份额恢复；已销毁的，另编方案抽取"
    )


def _other_order(old: Draw, order: str) -> Decision:
    """After a refusal at the table the next attempt reveals first: refusing again would change nothing."""
    void = old.changes.filter(kind=ChangeKind.VOID, answer=Answer.APPROVED).first()
    if void is None or void.reason != VoidReason.PARTY or old.order != rules.TABLE or order == rules.BEACON:
        return allowed()
    return denied(
        "draw.other_order",
        "上次现场抽取因缺少秘密作废，本次应改为先揭示、后出数",
        "sxsj1 §5",
        "请选择 reveal-then-public 并指定开奖或信标作为随机源",
    )


def _reviewed(old: Draw, legal_review: str) -> Decision:
    if old.attempt + 1 < REVIEWED_FROM or legal_review.strip():
        return allowed()
    return denied(
        "draw.legal_review", f"第 {old.attempt + 1} 次抽取须经法制审核", "sxsj1 §8", "请填写法制审核文号"
    )


def _reasoned(reason: str) -> Decision:
    return allowed() if reason.strip() else denied("draw.reason", "没有写明原因", "", "请填写原因")


def organiser(draw: Draw) -> str:
    """The first party's role: who acts for the bureau in the log."""
    first = draw.parties.order_by("position").values_list("role", flat=True).first()
    if first is None:
        raise Refused(denied("draw.no_parties", f"抽取“{draw.code}”没有参与方", "sxsj1 §5"))
    return first
