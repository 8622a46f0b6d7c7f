"""Selection: forced, drawn and reserve of every stratum, and the audit sample (section 6).

What belongs here: from one roll and one item's rules to the lists of the result document. Who answers
what a draw asks of a roll — the core from its file, or an engine from its own tables — is all the same.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

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


class Drawable(Protocol):
    """What a draw asks of a committed roll, of whoever can answer."""

    def survey(self) -> Survey:
        """Counts and forced tags."""

    def smallest(
        self, *, seed: str, purpose: str, limits: Mapping[str, int]
    ) -> dict[str, list[tickets.Ticket]]:
        """Per stratum the first ``limit`` E rows in the order (key, tag)."""

    def first_rows(self, *, seed: str, limit: int) -> list[tickets.Ticket]:
        """The first ``limit`` rows of any status by (ticket(tag,1), tag), of the purpose audit."""


@dataclass(frozen=True, slots=True)
class Held:
    """The reference: the core's own answers, from a roll file in memory."""

    suite: Suite
    file: bytes

    def survey(self) -> Survey:
        return survey(self.file)

    def smallest(
        self, *, seed: str, purpose: str, limits: Mapping[str, int]
    ) -> dict[str, list[tickets.Ticket]]:
        return tickets.smallest(self.suite, seed=seed, purpose=purpose, roll=self.file, limits=limits)

    def first_rows(self, *, seed: str, limit: int) -> list[tickets.Ticket]:
        return tickets.first_rows(self.suite, seed=seed, roll=self.file, limit=limit)


def drawable(suite: Suite, roll: bytes | Drawable) -> Drawable:
    """A roll file answers for itself."""
    return Held(suite, roll) if isinstance(roll, bytes) else roll


def survey(roll: bytes | Iterable[bytes]) -> Survey:
    """One pass over a roll file."""
    middles: Counter[bytes] = Counter()
    forced: dict[str, list[str]] = {}
    for block in blocks(roll):
        for middle, tags in tickets.grouped(block).items():
            middles[middle] += len(tags)
            stratum, status, _ = middle.decode("ascii").split("|")
            if status[0] == "F":
                forced.setdefault(stratum, []).extend(tag.decode("ascii") for tag in tags)
    return surveyed(middles, forced)


def surveyed(middles: Mapping[bytes, int], forced: Mapping[str, Iterable[str]]) -> Survey:
    """A survey from the multiset of ``stratum|status|weight`` and the forced tags by stratum."""
    redrawn: Counter[str] = Counter()
    for middle, count in middles.items():
        stratum, status, _ = middle.decode("ascii").split("|")
        if status == REDRAWN:
            redrawn[stratum] += count
    counts = {row["stratum"]: row for row in counts_of(middles)}
    ordered = {stratum: sorted(forced.get(stratum, [])) for stratum in counts}
    return Survey(counts, redrawn, ordered, middles)


def select(
    suite: Suite,
    *,
    seed: str,
    kind: str,
    item: Mapping[str, Any],
    roll: bytes | Drawable,
    seen: Survey | None = None,
) -> list[Document]:
    """The ``strata`` entries of one item; ``kind`` of the roll is the tickets' purpose.

    forced = all F rows by tag; drawn = the first k of the order; reserve = the next ones or fewer.
    """
    asked = drawable(suite, roll)
    seen = seen or asked.survey()
    wanted = quota.quotas(item["rules"], seen.counts, seen.redrawn)
    limits = {rule["stratum"]: wanted[rule["stratum"]] + max(1, rule["reserve"]) for rule in item["rules"]}
    order = asked.smallest(seed=seed, purpose=kind, limits=limits)
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


def audit_sample(suite: Suite, *, seed: str, roll: bytes | Drawable, leaves: int) -> list[str]:
    """The rows which an outsider sees opened besides every F and X row."""
    found = drawable(suite, roll).first_rows(seed=seed, limit=leaves)
    return [tag.decode("ascii") for _, tag in found]
