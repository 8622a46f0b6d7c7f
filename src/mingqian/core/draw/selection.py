"""Selection: forced, drawn and reserve of every stratum, and the audit sample (section 6).

What belongs here: from one roll file and one item's rules to the lists of the result document.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from mingqian.core.canonical import Document, Suite
from mingqian.core.draw import quota, tickets
from mingqian.core.draw.grammar import REDRAWN
from mingqian.core.draw.roll import blocks, counts_of


@dataclass(frozen=True, slots=True)
class Survey:
    """What selection needs to know of a roll before the tickets: counts and the forced tags."""

    counts: Mapping[str, Document]
    redrawn: Mapping[str, int]
    forced: Mapping[str, list[str]]
    middles: Mapping[bytes, int]


def survey(roll: bytes | Iterable[bytes]) -> Survey:
    """One pass over a roll file."""
    middles: Counter[bytes] = Counter()
    forced: dict[str, list[str]] = {}
    redrawn: Counter[str] = Counter()
    for block in blocks(roll):
        for middle, tags in tickets.grouped(block).items():
            middles[middle] += len(tags)
            stratum, status, _ = middle.decode("ascii").split("|")
            if status[0] == "F":
                forced.setdefault(stratum, []).extend(tag.decode("ascii") for tag in tags)
            if status == REDRAWN:
                redrawn[stratum] += len(tags)
    counts = {row["stratum"]: row for row in counts_of(middles)}
    ordered = {stratum: sorted(forced.get(stratum, [])) for stratum in counts}
    return Survey(counts, redrawn, ordered, middles)


def select(
    suite: Suite, *, seed: str, kind: str, item: Mapping[str, Any], roll: bytes, seen: Survey | None = None
) -> list[Document]:
    """The ``strata`` entries of one item; ``kind`` of the roll is the tickets' purpose.

    forced = all F rows by tag; drawn = the first k of the order; reserve = the next ones or fewer.
    """
    seen = seen or survey(roll)
    wanted = quota.quotas(item["rules"], seen.counts, seen.redrawn)
    limits = {rule["stratum"]: wanted[rule["stratum"]] + max(1, rule["reserve"]) for rule in item["rules"]}
    order = tickets.smallest(suite, seed=seed, purpose=kind, roll=roll, limits=limits)
    return [
        _stratum(item["item"], rule, seen, wanted[rule["stratum"]], order[rule["stratum"]])
        for rule in item["rules"]
    ]


def _stratum(
    item: str, rule: Mapping[str, Any], seen: Survey, k: int, order: list[tickets.Ticket]
) -> Document:
    stratum = rule["stratum"]
    count = seen.counts[stratum]
    tags = [tag.decode("ascii") for _, tag in order]
    return {
        "item": item,
        "stratum": stratum,
        "N": count["E"] + count["F"] + count["X"] + count["S"],
        "E": count["E"],
        "F": count["F"],
        "X": count["X"],
        "S": count["S"],
        "k": k,
        "cut": order[k - 1][0].hex() if k else None,
        "next": order[k][0].hex() if k < count["E"] else None,
        "forced": list(seen.forced[stratum]),
        "drawn": tags[:k],
        "reserve": tags[k : k + rule["reserve"]],
    }


def audit_sample(suite: Suite, *, seed: str, roll: bytes | Iterable[bytes], leaves: int) -> list[str]:
    """The rows which an outsider sees opened besides every F and X row."""
    found = tickets.first_rows(suite, seed=seed, roll=roll, limit=leaves)
    return [tag.decode("ascii") for _, tag in found]
