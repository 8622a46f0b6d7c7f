"""The packs in force for a bureau, read from their directories and laid over one another."""

from datetime import date
from functools import cache
from pathlib import Path

from mingqian.core.canonical import Suite
from mingqian.planning.models import AnnualPlan, ImplementationPlan
from mingqian.planning.packrules import rules_of
from mingqian.planning.types import PackInForce
from mingqian.policy import layers, stack
from mingqian.policy.layers import Effective
from mingqian.policy.schema.pack import Layer
from mingqian.registry import selectors as registries


def in_force(name_or_path: str | Path, *, suite: Suite, national: bool = True) -> PackInForce:
    """The pack of a bureau with everything above it: law, province, superior.

    ``national=False`` looks at a document as it was written, without the law of today.
    """
    return of(stack.of(name_or_path, national=national), suite=suite)


def of_plan(plan: AnnualPlan | ImplementationPlan) -> PackInForce:
    """The pack a plan was made under, in the suite whose digest the plan carries."""
    name = layers.own_name(plan.pack_name)
    found = [shipped(name, suite) for suite in Suite]
    return next((one for one in found if one.digest == plan.pack_digest), found[0])


def of_unit(unit_path: str, on: date) -> PackInForce:
    """The pack that a unit works by on a day; refused where nobody has adopted one."""
    return shipped(registries.packs.in_force(unit_path, on).own.name)


@cache
def shipped(name: str, suite: Suite = Suite.SHA256) -> PackInForce:
    """A pack of the shelf, read once: it changes with the product only."""
    return in_force(name, suite=suite)


def of(policy: Effective, *, suite: Suite) -> PackInForce:
    """The same for packs already laid over one another."""
    return PackInForce(
        name=policy.name,
        digest=policy.digest(suite),
        rules=rules_of(policy),
        national=any(pack.identity.layer is Layer.NATIONAL for pack in policy.packs),
        conflicts=tuple(conflict.text for conflict in policy.conflicts),
    )
