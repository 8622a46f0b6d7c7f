"""Parties in words: what each is at the table, told apart where one unit sends two of the same kind."""

from collections import Counter
from collections.abc import Iterable, Mapping

from mingqian.draw.models import Party

NUMERALS = "一二三四五六七八九"


def parts(parties: Iterable[Party]) -> Mapping[str, str]:
    """组织方, 见证人, 第三方 by role; 见证人一, 见证人二 where the unit would not tell which."""
    listed = list(parties)
    alike = Counter((one.unit, _part(one)) for one in listed)
    met: Counter[tuple[str, str]] = Counter()
    found = {}
    for one in listed:
        kind = (one.unit, _part(one))
        numeral = NUMERALS[met[kind]] if alike[kind] > 1 else ""
        found[one.role] = kind[1] + numeral
        met[kind] += 1
    return found


def names(parties: Iterable[Party]) -> Mapping[str, str]:
    """某局（组织方）by role, for all who sit at one table."""
    listed = list(parties)
    part = parts(listed)
    return {one.role: f"{one.unit}（{part[one.role]}）" for one in listed}


def named(party: Party) -> str:
    """某局（组织方）, as a refusal calls one party."""
    return names(party.draw.parties.order_by("position"))[party.role]


def all_named(parties: Iterable[Party]) -> str:
    """Several of them in a sentence."""
    return "、".join(named(one) for one in parties)


def _part(party: Party) -> str:
    return "见证人" if party.witness else "第三方" if party.outside else "组织方"
