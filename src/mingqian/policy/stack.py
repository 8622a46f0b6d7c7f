"""Which packs lie over one another for one bureau: law, its province, its superior, itself."""

from pathlib import Path

from mingqian.policy import layers, loader
from mingqian.policy.layers import Effective
from mingqian.policy.schema.pack import Layer, Pack


def of(name_or_path: str | Path, *, national: bool = True) -> Effective:
    """The effective policy of a bureau's pack with everything above it.

    ``national=False`` shows a document as it was written, without the law of today; never for planning.
    """
    return over(loader.load(name_or_path), national=national)


def over(pack: Pack, *, national: bool = True) -> Effective:
    """The same for a pack already loaded."""
    if pack.identity.layer is Layer.NATIONAL:
        return layers.effective(pack)
    above = _above(pack) if national else ()
    return layers.effective(*above, *pack.ancestors, pack)


def _above(pack: Pack) -> tuple[Pack, ...]:
    """The national layer, and the province whose division code begins the bureau's."""
    packs = [loader.load(name) for name in loader.names() if name != pack.name]
    return tuple(
        one
        for one in packs
        if one.identity.layer is Layer.NATIONAL
        or (one.identity.layer is Layer.PROVINCE and pack.identity.division.startswith(one.identity.division))
    )
