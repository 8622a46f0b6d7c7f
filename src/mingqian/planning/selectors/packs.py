"""The packs in force for a bureau, read from their directories and laid over one another."""

from mingqian.core.canonical import Suite
from mingqian.planning.packrules import rules_of
from mingqian.planning.types import PackInForce
from mingqian.policy import layers, loader
from mingqian.policy.schema.pack import Layer, Pack

NATIONAL = "national-2026"


def in_force(*names_or_paths: str, suite: Suite, national: bool = True) -> PackInForce:
    """Load the packs, what they inherit, and the national layer under them.

    ``national=False`` looks at a document as it was written, without the law of today.
    """
    packs: dict[str, Pack] = {}
    for one in names_or_paths:
        _with_ancestors(loader.load(one), packs)
    if national and not any(pack.identity.layer is Layer.NATIONAL for pack in packs.values()):
        packs[NATIONAL] = loader.load(NATIONAL)
    effective = layers.effective(*packs.values())
    values = {key: held.parameter for key, held in effective.values.items() if held.parameter is not None}
    return PackInForce(
        name=effective.name,
        digest=effective.digest(suite),
        rules=rules_of(effective.own.name, values),
        national=any(pack.identity.layer is Layer.NATIONAL for pack in effective.packs),
        conflicts=tuple(conflict.text for conflict in effective.conflicts),
    )


def _with_ancestors(pack: Pack, into: dict[str, Pack]) -> None:
    if pack.name in into:
        return
    into[pack.name] = pack
    if pack.identity.inherits:
        _with_ancestors(loader.load(pack.identity.inherits), into)
