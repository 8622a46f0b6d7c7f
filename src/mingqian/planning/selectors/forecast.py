"""Coverage while planning: planned rounds × quota against today's pool, and visits a subject has had."""

from collections.abc import Sequence
from datetime import date

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision
from mingqian.planning import capping, resolution, rolling, rule_json
from mingqian.planning.enums import RuleSource
from mingqian.planning.models import AnnualPlan
from mingqian.planning.selectors import annual
from mingqian.planning.types import LineForecast, PackInForce, SubjectHistory
from mingqian.registry import selectors as registries
from mingqian.registry.types import SubjectFacts


def coverage(by: Actor, plan: AnnualPlan, on: date, pack: PackInForce) -> list[LineForecast]:
    """PD-16: forecast of k from today's registry, line by line; FL-38: the floor on the plan page."""
    found = []
    for line in annual.lines(by, plan):
        rules = rolling.roll_rules(pack.rules, on, screen=registries.pools.screen(by, line.item.code, on))
        tally = registries.universe.tally(by, line.item.code, on, rules)
        rule = rule_json.from_json(line.rule) if line.rule else None
        source = RuleSource(line.rule_source) if line.rule_source else None
        pool = tally.pool if rule is not None and rule.base == "pool" else tally.total
        shown = resolution.preview(resolution.Resolution(rule, source, line.rule_clause), pool)
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
            )
        )
    return found


def may_visit(
    by: Actor, subjects: Sequence[str], on: date, pack: PackInForce, *, lead_code: str = ""
) -> dict[str, Decision]:
    """The visit cap for each subject, as of a day (FL-38, PD-22)."""
    facts = registries.universe.subject_facts(by, subjects, on)
    since = date(on.year - 1, 1, 1)
    visits: dict[str, list[date]] = {}
    for code, day, _kind, method, *_rest in registries.universe.visits(by, subjects, since, on):
        if method == "on_site":
            visits.setdefault(code, []).append(day)
    return {
        code: capping.may_visit(
            history_of(one, tuple(visits.get(code, ()))), on.year, pack.rules, lead_code=lead_code
        )
        for code, one in facts.items()
    }


def history_of(facts: SubjectFacts, visits_on: tuple[date, ...] = ()) -> SubjectHistory:
    """What cap and exemption need, out of the registry's facts."""
    return SubjectHistory(
        name=facts.name,
        visits_on=visits_on,
        penalised_in_window=facts.penalised_last_year,
        last_checked_on=facts.last_check,
        abnormal_ground="、".join(facts.abnormal),
    )
