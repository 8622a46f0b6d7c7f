"""The ratio of an item under the packs in force, and what it comes to on today's registry."""

from datetime import date

from mingqian.accounts.types import Actor
from mingqian.planning import resolution
from mingqian.planning.resolution import ItemRule, Preview, Resolution
from mingqian.planning.types import PackInForce
from mingqian.registry import selectors as registries
from mingqian.registry.enums import SubjectKind
from mingqian.registry.types import ItemFacts


def item_rule(facts: ItemFacts, *, own_ppm: int | None = None, secondary: bool = False) -> ItemRule:
    """What the item version says, as the resolution wants it."""
    persons = bool(facts.subject_kinds) and set(facts.subject_kinds) == {SubjectKind.NATURAL_PERSON.value}
    return ItemRule(
        code=facts.code,
        item_class=facts.item_class,
        ratio=facts.ratio,
        frequency=facts.frequency,
        own_ppm=own_ppm,
        secondary=secondary,
        unit="人" if persons else "家",
    )


def resolve(
    by: Actor, facts: ItemFacts, on: date, pack: PackInForce, *, own_ppm: int | None = None
) -> Resolution:
    """The rule of an item; the tiers of 二次建库 where an approved filter rule narrows its pool."""
    screen = registries.pools.screen(by, facts.code, on)
    return resolution.resolve_rule(
        item_rule(facts, own_ppm=own_ppm, secondary=screen is not None), pack.rules
    )


def preview(by: Actor, item: str, total: int, on: date, pack: PackInForce) -> Preview:
    """Sample-size calculator: tier, rate, rounded-up count and clause for any total (XM-49)."""
    facts = registries.items.facts(by, item, on)
    return resolution.preview(resolve(by, facts, on, pack), total)
