"""Coverage while planning: planned rounds × quota against today's pool, and visits a subject has had."""

from collections.abc import Callable, Sequence
from datetime import date

from mingqian.accounts.types import Actor
from mingqian.core import frequency
from mingqian.core.decision import Decision
from mingqian.planning import capping, resolution, rolling, rule_json
from mingqian.planning.models import AnnualPlan
from mingqian.planning.selectors import annual
from mingqian.planning.types import LineForecast, PackInForce, SubjectHistory
from mingqian.policy.rules.quotas import Answer
from mingqian.registry import selectors as registries
from mingqian.registry.enums import ENTERPRISE_KINDS, Cause, MarkCode
from mingqian.registry.types import SubjectFacts

# How a roll marks a firm which the annual cap keeps out of it.
CAPPED = f"X:{Cause.CAPPED.value}"


MUST = frozenset({MarkCode.TS, MarkCode.HM, MarkCode.ZF})
"""Marks that lead to a firm whatever the cap says (XM-51): each has its evidence and approver."""

LONG = 20_000
"""So many subjects take seconds to walk: beyond it a forecast is work for the worker."""


def is_long(by: Actor) -> bool:
    """Whether counting a forecast takes longer than somebody should wait for a page."""
    return registries.subjects.visible(by).count() > LONG


def coverage(
    by: Actor,
    plan: AnnualPlan,
    on: date,
    pack: PackInForce,
    *,
    tell: Callable[[int, int, str], None] | None = None,
) -> list[LineForecast]:
    """PD-16: forecast of k from today's registry, line by line; FL-38: the floor on the plan page."""
    found: list[LineForecast] = []
    lines = list(annual.lines(by, plan))
    for line in lines:
        if tell is not None:
            tell(len(found), len(lines), f"正在测算 {line.item.code}")
        rules = rolling.roll_rules(pack.rules, on, screen=registries.pools.screen(by, line.item.code, on))
        tally = registries.universe.tally(by, line.item.code, on, rules)
        rule = rule_json.from_json(line.rule) if line.rule else None
        pool = tally.pool if rule is not None and rule.base == "pool" else tally.total
        shown = resolution.preview(Answer(rule, None, line.rule_clause), pool)
        found.append(
            LineForecast(
                number=line.number,
                item_code=line.item.code,
                item_name=line.item_version.name,
                pool=pool,
                quota=min(shown.count, tally.eligible),
                rounds=line.rounds.count(),
                tier=shown.tier,
                clause=shown.clause,
                total=tally.total,
                eligible=tally.eligible,
                capped=tally.by_status[CAPPED],
                words=registries.universe.in_words(tally, recent_months=rules.recent_months),
            )
        )
    return found


def may_visit(
    by: Actor, subjects: Sequence[str], on: date, pack: PackInForce, *, lead_code: str = ""
) -> dict[str, Decision]:
    """The visit cap for each subject, as of a day (FL-38, PD-22)."""
    return {
        code: capping.may_visit(history, on, pack.rules, lead_code=lead_code)
        for code, history in histories(by, subjects, on).items()
    }


def frequencies(
    keys: Sequence[int], on: date, pack: PackInForce, *, lead_code: str = ""
) -> dict[int, tuple[int, Decision]]:
    """On-site visits of the year and the cap's answer, by key of the subject: for rooms that hold its row already."""
    found: dict[int, tuple[int, Decision]] = {}
    for one in registries.subjects.facts_by_key(keys, on):
        visits = frequency.on_site_this_year(one.visits, on)
        code = lead_code or next((mark.code for mark in one.marks if mark.code in MUST), "")
        found[one.pk] = visits, capping.may_visit(_history(one), on, pack.rules, lead_code=code)
    return found


def histories(by: Actor, subjects: Sequence[str], on: date) -> dict[str, SubjectHistory]:
    """What cap and exemption need of each subject, out of the registry's facts."""
    found = registries.universe.subject_facts(by, subjects, on)
    return {code: _history(one) for code, one in found.items()}


def _history(one: SubjectFacts) -> SubjectHistory:
    return SubjectHistory(
        name=one.name,
        visits=one.visits,
        penalised=one.penalised_last_year,
        protected=one.kind in ENTERPRISE_KINDS,
        last_checked_on=one.last_check,
        abnormal="、".join(one.abnormal),
    )
