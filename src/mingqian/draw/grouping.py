"""How a pool of inspectors divides: not at all, by fixed groups, or by expertise (平顶山：按业务专长).

The draw knows strata only. A panel drawn by groups names units as its strata, one drawn by expertise
names qualification codes; an inspector stands in the first named stratum that fits, else in that of
the class.
"""

from collections.abc import Sequence

from mingqian.draw.types import Crew
from mingqian.registry.types import InspectorRow

INDIVIDUAL = "individual"


def stratum(person: InspectorRow, panels: Sequence[Crew]) -> str:
    """The stratum of a person in the roll that these panels share."""
    marks = {person.unit_code, *_quals(person)}
    for name in named(panels):
        if name in marks:
            return name
    return person.stratum


def named(panels: Sequence[Crew]) -> list[str]:
    """Groups or expertises that the panels ask for, ascending."""
    return sorted({name for one in panels if one.draw_method != INDIVIDUAL for name in one.strata})


def strata_of(panel: Crew, present: Sequence[str]) -> list[str]:
    """Strata a panel draws from: the whole pool when drawn one by one, else the ones it names."""
    return sorted(present) if panel.draw_method == INDIVIDUAL else sorted(panel.strata)


def in_order(panels: Sequence[Crew]) -> list[Crew]:
    """Panels that name strata come first: a panel open to all could use up the few specialists (§7.3)."""
    return sorted(panels, key=lambda one: (one.draw_method == INDIVIDUAL, one.code))


def _quals(person: InspectorRow) -> set[str]:
    quals = person.record.get("quals")
    return set(quals) if isinstance(quals, list) else set()
