"""Writes of secondary pools (二次建库): rules are drafted with counts, approved by another, never edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.core.machines import pool_rule
from mingqian.policy.layers import Effective
from mingqian.policy.rules import sparing
from mingqian.registry import codes, policies, screening
from mingqian.registry.enums import PoolState, SubjectKind, UseKind
from mingqian.registry.models import Item, RuleUse, SecondaryPool, SecondaryPoolRule
from mingqian.registry.policies import Verb
from mingqian.registry.selectors import items, packs, pools, rule_documents, universe
from mingqian.registry.services import places
from mingqian.registry.types import Condition, ItemFacts, Screen

CLAUSE = "厦门 三(二)：监管对象为一般自然人，数量在1万人以上的，可自行制定规则筛选重点监管对象建立当期名录库"


@dataclass(frozen=True, slots=True)
class Permission:
    """What the rule pack says of secondary pools: from how many natural persons on, by which clause.

    Without a threshold the bureau's document knows no secondary pools. ``document`` is the register code
    of the document an approved rule rests on.
    """

    threshold: int | None = 10_000
    clause: str = CLAUSE
    document: str = ""


def permission_of(policy: Effective, *, document: str = "") -> Permission:
    """The permission as the rules in force give it."""
    threshold = policy.value("secondary.threshold")
    return Permission(
        threshold if isinstance(threshold, int) else None, policy.clause("secondary.threshold"), document
    )


def permission_on(pool: SecondaryPool, on: date) -> Permission:
    """The permission of the pack in force for a pool's unit; the document itself where none was adopted yet."""
    try:
        return permission_of(packs.in_force(pool.unit.path, on))
    except Refused:
        return Permission()


@transaction.atomic
def open_pool(*, code: str, name: str, item: str, unit: str, by: Actor, now: datetime) -> SecondaryPool:
    """Set up the current-period pool of an item of natural persons."""
    place = places.unit(by, unit)
    demand(policies.may(by, Verb.DRAFT_POOL_RULE, place.path))
    facts = items.facts(by, item, localdate(now))
    demand_all([persons_only(facts.subject_kinds, facts.name), _own_item(facts, place), codes.opens(code)])
    if SecondaryPool.objects.filter(code=code).exists():
        raise Refused(denied("pool.taken", f"当期名录库代码“{code}”已被使用", remedy="请换一个代码"))
    pool = SecondaryPool.objects.create(
        code=code,
        name=places.clean("名称", name, 100),
        item=Item.objects.get(code=item),
        unit_id=place.pk,
    )
    body = {"name": pool.name, "item": item, "unit": unit}
    audit.record("pool.opened", by=by, now=now, thing=f"pool:{code}", body=body)
    return pool


def _own_item(facts: ItemFacts, place: places.Place) -> Decision:
    """谁主管、谁发起: a pool narrows every draw of its item, so only the item's owner, or a unit above, keeps one."""
    if facts.unit_path.startswith(place.path):
        return allowed()
    why = f"事项“{facts.name}”由其他单位负责，“{place.code}”不能为它二次建库"
    return denied("pool.other_unit", why, policies.OWNERS, "请由事项的责任单位办理")


def persons_only(kinds: Sequence[str], name: str) -> Decision:
    """一般自然人: firms are never screened."""
    if tuple(kinds) == (SubjectKind.NATURAL_PERSON.value,):
        return allowed()
    why = f"事项“{name}”的对象不全是自然人，不能二次建库"
    return denied("pool.not_persons", why, CLAUSE, "单位类对象直接从名录库抽取")


def many_enough(count: int, permission: Permission) -> Decision:
    """The policy's verdict on the size of a registry, with the clause the permission was given by."""
    return sparing.many_enough(permission.threshold, permission.clause or CLAUSE, count)


@transaction.atomic
def draft_rule(
    *,
    pool: str,
    conditions: Sequence[Condition],
    reason: str,
    permission: Permission,
    by: Actor,
    now: datetime,
) -> SecondaryPoolRule:
    """Draft the next version of a rule: its words are made from its conditions, its counts from the rows."""
    found = pools.get(by, pool)
    demand(policies.may(by, Verb.DRAFT_POOL_RULE, found.unit.path))
    demand_all(screening.faults(conditions))
    SecondaryPool.objects.select_for_update().get(pk=found.pk)  # one next version at a time
    number = found.rules.count() + 1
    wanted = Screen(pool, number, tuple(conditions), screening.words(conditions), permission.clause)
    before, after = pools.count(by, found.item.code, localdate(now), wanted)
    size = universe.size(by, found.item.code, localdate(now))
    demand_all([many_enough(size, permission), _keeps_somebody(after)])
    rule = SecondaryPoolRule.objects.create(
        pool=found,
        number=number,
        conditions=screening.stored(conditions),
        words=wanted.words,
        reason=places.clean("理由", reason, 300),
        before_count=before,
        after_count=after,
        counted_on=localdate(now),
        clause=permission.clause[:120],
        drafted_by=by.code,
    )
    if permission.document:
        thing = f"pool {pool} v{number}"
        rests = rule_documents.get(by, permission.document)
        RuleUse.objects.get_or_create(document=rests, kind=UseKind.RULE, thing=thing, clause=rule.clause)
    _record("pool.rule_drafted", rule, {"reason": rule.reason}, by, now)
    return rule


def _keeps_somebody(after: int) -> Decision:
    if after:
        return allowed()
    return denied("pool.keeps_nobody", "按此规则没有一名对象留在当期名录库", CLAUSE, "放宽筛选条件")


@transaction.atomic
def approve_rule(*, pool: str, number: int, by: Actor, now: datetime) -> SecondaryPoolRule:
    """Approve a rule; the one in force until now is retired in the same act."""
    rule = _rule(by, pool, number)
    demand(policies.apart(rule.drafted_by, by, "该规则"))
    state = machine.move(pool_rule.MACHINE, rule.state, "approve")
    for former in SecondaryPoolRule.objects.filter(pool=rule.pool, state=PoolState.APPROVED):
        former.state = machine.move(pool_rule.MACHINE, former.state, "retire")
        former.save(update_fields=["state"])
        _record("pool.rule_retired", former, {"replaced_by": number}, by, now)
    rule.state, rule.approved_by, rule.approved_at = state, by.code, now
    rule.save(update_fields=["state", "approved_by", "approved_at"])
    _record("pool.rule_approved", rule, {}, by, now)
    return rule


@transaction.atomic
def retire_rule(*, pool: str, number: int, reason: str, by: Actor, now: datetime) -> SecondaryPoolRule:
    """Go back to drawing from the whole registry."""
    rule = _rule(by, pool, number)
    rule.state = machine.move(pool_rule.MACHINE, rule.state, "retire")
    rule.save(update_fields=["state"])
    _record("pool.rule_retired", rule, {"reason": places.clean("理由", reason, 300)}, by, now)
    return rule


def _rule(by: Actor, pool: str, number: int) -> SecondaryPoolRule:
    found = pools.get(by, pool)
    demand(policies.may(by, Verb.APPROVE_POOL_RULE, found.unit.path))
    rule = found.rules.filter(number=number).first()
    if rule is None:
        raise Refused(denied("pool.no_rule", f"“{found.name}”没有第 {number} 版规则"))
    return rule


def _record(kind: str, rule: SecondaryPoolRule, more: dict[str, object], by: Actor, now: datetime) -> None:
    body: dict[str, object] = {
        "number": rule.number,
        "words": rule.words,
        "before": rule.before_count,
        "after": rule.after_count,
        **more,
    }
    audit.record(kind, by=by, now=now, thing=f"pool:{rule.pool.code}", body=body)
