"""The packs in force for a bureau, read from their directories and laid over one another."""

from pathlib import Path

from mingqian.core.canonical import Suite
from mingqian.planning.packrules import rules_of
from mingqian.planning.types import PackInForce
from mingqian.policy import stack
from mingqian.policy.layers import Effective
from mingqian.policy.schema.pack import Layer


def in_force(name_or_path: str | Path, *, suite: Suite, national: bool = True) -> PackInForce:
    """The pack of a bureau with everything above it: law, province, superior.

    ``national=False`` looks at a document as it was written, without the law of today.
    """
    return of(stack.of(name_or_path, national=national), suite=suite)


def of(policy: Effective, *, suite: Suite) -> PackInForce:
    """The same for packs already laid over one another."""
    return PackInForce(
        name=policy.name,
        digest=policy.digest(suite),
        rules=rules_of(policy),
        national=any(pack.identity.layer is Layer.NATIONAL for pack in policy.packs),
        conflicts=tuple(conflict.text for conflict in policy.conflicts),
    )
