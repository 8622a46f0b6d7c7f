"""Is the list whole? Its counts by stratum, what left it since last time, what the outsider is to look at."""

from dataclasses import dataclass

from django.db.models import Count

from mingqian.core.canonical import Document
from mingqian.draw.enums import Departure
from mingqian.draw.models import Roll
from mingqian.draw.selectors import material


@dataclass(frozen=True, slots=True)
class Counted:
    """One stratum, or all of them."""

    stratum: str
    total: int
    eligible: int
    forced: int
    exempt: int
    screened: int


@dataclass(frozen=True, slots=True)
class Since:
    """Against the list as it was last drawn from."""

    roll: str
    added: int
    removed: tuple[tuple[str, int], ...]


def counts(roll: Roll) -> list[Counted]:
    """Every row of the list stands in exactly one of these cells; the last line is their sum."""
    header = material.document(roll.header)
    found = [
        Counted(
            one["stratum"], one["E"] + one["F"] + one["X"] + one["S"], one["E"], one["F"], one["X"], one["S"]
        )
        for one in header["counts"]
    ]
    return [*found, _sum(found)]


def slips(roll: Roll) -> list[tuple[int, int]]:
    """(签数, how many of the rows that can be drawn have so many); empty where each has one (sxsj1 §3)."""
    counted = (
        roll.entries.filter(status="E").order_by("-weight").values_list("weight").annotate(n=Count("pk"))
    )
    found = [(weight, number) for weight, number in counted]
    return found if any(weight != 1 for weight, _ in found) else []


def _sum(found: list[Counted]) -> Counted:
    names = ("total", "eligible", "forced", "exempt", "screened")
    return Counted("合计", *(sum(getattr(one, name) for one in found) for name in names))


def since(header: Document) -> Since | None:
    """None for a list drawn from for the first time."""
    change = header["prev"]
    if change is None:
        return None
    removed = tuple((_word(one["code"]), one["count"]) for one in change["removed"])
    return Since(change["roll"], change["added"], removed)


def _word(code: str) -> str:
    return next((one.label for one in Departure if one.value == code), code)
