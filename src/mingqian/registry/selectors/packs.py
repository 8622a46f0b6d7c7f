"""Which rule pack a unit works by on a day, and the packs there are to choose from."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models.functions import Length

from mingqian.audit.selectors import until_next_entry
from mingqian.core.canonical import Suite
from mingqian.core.decision import Refused, denied
from mingqian.policy import loader, stack
from mingqian.policy.layers import Effective
from mingqian.policy.schema.pack import Layer
from mingqian.registry.models import PackAdoption
from mingqian.ui import remember

CLAUSE = "平顶山 二(三)：原则上按照上级抽查工作细则开展工作；厦门 二：有法可依、有章可循"


@dataclass(frozen=True, slots=True)
class Shelf:
    """One pack as it stands on the shelf."""

    name: str
    title: str
    bureau: str
    layer: str
    division: str
    fictional: bool
    items: int


@cache
def effective(name: str) -> Effective:
    """A pack with the layers above it, read once: packs on disk change with the product only."""
    return stack.of(name)


@cache
def shelf() -> tuple[Shelf, ...]:
    """The packs that ship with the product, bureaus' own only."""
    packs = (loader.load(name) for name in loader.names())
    return tuple(
        Shelf(
            pack.name,
            pack.identity.title,
            pack.identity.bureau,
            pack.identity.layer.value,
            pack.identity.division,
            pack.identity.fictional,
            len(pack.items),
        )
        for pack in packs
        if pack.identity.layer in (Layer.BUREAU, Layer.CHILD)
    )


def above(unit_path: str) -> list[str]:
    """The paths of a unit and of every unit above it."""
    segments = [part for part in unit_path.split("/") if part]
    return ["/".join(segments[: n + 1]) + "/" for n in range(len(segments))]


@remember.for_this_page
@until_next_entry
def adopted(unit_path: str, on: date) -> PackAdoption | None:
    """The adoption that binds a unit on a day: its own, else its superior's."""
    found = PackAdoption.objects.filter(unit__path__in=above(unit_path), from_on__lte=on).select_related(
        "unit"
    )
    return found.annotate(depth=Length("unit__path")).order_by("-depth", "-from_on", "-pk").first()


def in_force(unit_path: str, on: date) -> Effective:
    """The rules a unit works by on a day; refused where nobody has adopted any."""
    found = adopted(unit_path, on)
    if found is None:
        raise Refused(
            denied("pack.none", f"本单位在 {on} 没有启用规则包", CLAUSE, "请由法制机构在“规则包”页启用一个")
        )
    return effective(found.pack)


def digest(name: str) -> str:
    """The fingerprint of a pack with its layers, as an adoption records it."""
    return effective(name).digest(Suite.SHA256)


def history(unit_path: str) -> list[PackAdoption]:
    """Every adoption of a unit, the newest first."""
    return list(
        PackAdoption.objects.filter(unit__path=unit_path).select_related("unit").order_by("-from_on", "-pk")
    )
