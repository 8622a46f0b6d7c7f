"""The ratio of an item under the packs in force, and what it comes to on today's registry."""

from datetime import date

from mingqian.accounts.types import Actor
from mingqian.planning import resolution, rule_json, ways
from mingqian.planning.enums import RuleSource, SamplingMethod
from mingqian.planning.models import PlanLine
from mingqian.planning.resolution import Preview
from mingqian.planning.types import PackInForce
from mingqian.policy.rules import quotas
from mingqian.registry import selectors as registries
from mingqian.registry.enums import SubjectKind
from mingqian.registry.types import ItemFacts


def _asked(facts: ItemFacts, own: quotas.OwnRate | None, *, secondary: bool) -> quotas.ItemRatio:
    """What the item version says, as the policy asks about it."""
    persons = bool(facts.subject_kinds) and set(facts.subject_kinds) == {SubjectKind.NATURAL_PERSON.value}
    return quotas.ItemRatio(
        code=facts.code,
        item_class=facts.item_class,
        stated=resolution.stated(facts.ratio),
        own=own,
        secondary=secondary,
        unit="人" if persons else "家",
    )


def resolve(
    by: Actor, facts: ItemFacts, on: date, pack: PackInForce, *, own_ppm: int | None = None
) -> quotas.Answer:
    """The rule of an item; the tiers of 二次建库 where an approved filter rule narrows its pool."""
    screen = registries.pools.screen(by, facts.code, on)
    terms = pack.rules.ratio
    clause = terms.from_unit.clause if terms.from_unit else quotas.OWN_WORDS
    own = None if own_ppm is None else quotas.OwnRate(own_ppm, clause)
    return quotas.resolve(_asked(facts, own, secondary=screen is not None), terms)


def own_ppm(line: PlanLine) -> int | None:
    """The figure the unit set itself, if the line stands on one."""
    tiers = line.rule.get("tiers") or ()
    return int(tiers[0]["ppm"]) if line.rule_source == RuleSource.UNIT and tiers else None


def write(line: PlanLine, found: quotas.Answer) -> None:
    """Put the rule, where it comes from and its clause into a line, under the line's way of drawing."""
    rule = ways.applied(found.rule, SamplingMethod(line.sampling_method)) if found.rule else None
    line.rule = rule_json.to_json(rule) if rule else {}
    line.rule_source, line.rule_clause = found.source or "", found.clause


def preview(by: Actor, item: str, total: int, on: date, pack: PackInForce) -> Preview:
    """Sample-size calculator: tier, rate, rounded-up count and clause for any total (XM-49)."""
    facts = registries.items.facts(by, item, on)
    return resolution.preview(resolve(by, facts, on, pack), total)
