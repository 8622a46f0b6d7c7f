"""The draw as SQL: one text for every engine that speaks it, four small differences given as a dialect.

What belongs here: the questions of a draw over the tables ``roll`` (tag, stratum, status, weight, rec) and ``slip``
(j = 1, 2, …, 999). Loading the tables, and how an engine hashes, stand in the module of each engine.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mingqian.core import merkle
from mingqian.core.canonical import Suite
from mingqian.core.draw import grammar as g
from mingqian.core.draw import selection, tickets

ROW = "tag || '|' || stratum || '|' || status || '|' || weight || '|' || rec"
SLIPS = g.WEIGHT_LIMIT
LF = "'\n'"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an engine writes H: ``text`` and ``leaf`` take an SQL text and give its digest in hexadecimal."""

    text: Callable[[str], str]
    leaf: Callable[[str], str]


@dataclass(frozen=True)
class SqlRoll:
    """A roll that lies in an engine's tables. ``ask`` fetches a short answer, ``stream`` one as long as the roll."""

    suite: Suite
    dialect: Dialect
    ask: Callable[[str], Iterable[tuple[Any, ...]]]
    stream: Callable[[str], Iterable[tuple[Any, ...]]]
    likely: Callable[[int, int], bytes] = tickets.likely_threshold

    @cached_property
    def _survey(self) -> selection.Survey:
        groups = self.ask(
            "SELECT stratum, status, weight, count(*) FROM roll GROUP BY stratum, status, weight"
        )
        middles: Counter[bytes] = Counter()
        for stratum, status, weight, count in groups:
            middles[f"{stratum}|{status}|{weight}".encode("ascii")] = int(count)
        forced: dict[str, list[str]] = {}
        for stratum, tag in self.ask("SELECT stratum, tag FROM roll WHERE status LIKE 'F:%'"):
            forced.setdefault(stratum, []).append(tag)
        return selection.surveyed(middles, forced)

    def survey(self) -> selection.Survey:
        return self._survey

    def smallest(
        self, *, seed: str, purpose: str, limits: Mapping[str, int]
    ) -> dict[str, list[tickets.Ticket]]:
        """What lies below the likely place of the limit-th ticket; all of a stratum where that was too low."""
        sizes = {stratum: self._size(stratum) for stratum, limit in limits.items() if limit}
        bounds = {stratum: self.likely(limits[stratum], size) for stratum, size in sizes.items() if size}
        found = self._below(lots(self.dialect, seed, purpose, bounds)) if bounds else {}
        short = {one for one in bounds if len(found.get(one, ())) < min(limits[one], sizes[one])}
        if short:
            found |= self._below(
                lots(self.dialect, seed, purpose, dict.fromkeys(sorted(short), tickets.HIGHEST))
            )
        return {stratum: found.get(stratum, [])[:limit] for stratum, limit in limits.items()}

    def first_rows(self, *, seed: str, limit: int) -> list[tickets.Ticket]:
        size = sum(self.survey().middles.values())
        bound = self.likely(limit, size) if limit else b""
        found = self._lots(audit(self.dialect, seed, bound)) if limit else []
        if len(found) < min(limit, size):
            found = self._lots(audit(self.dialect, seed, tickets.HIGHEST))
        return [ticket for _, ticket in found[:limit]]

    def root(self) -> str:
        """Leaves by the engine, the tree by the core: flat memory, and quicker than level by level in SQL."""
        hashed = self.stream(f"SELECT {self.dialect.leaf(ROW)} FROM roll ORDER BY tag")
        # A row with an empty column has no digest; any other leaf in its place gives another root.
        leaves = (bytes.fromhex(leaf or "") for (leaf,) in hashed)
        return merkle.root_of_hashes(self.suite, leaves).hex()

    def lines(self) -> Iterator[bytes]:
        return (row.encode("ascii") for (row,) in self.stream(f"SELECT {ROW} FROM roll ORDER BY tag"))

    def _size(self, stratum: str) -> int:
        count = self.survey().counts.get(stratum)
        return 0 if count is None else int(count["E"])

    def _below(self, query: str) -> dict[str, list[tickets.Ticket]]:
        found: dict[str, list[tickets.Ticket]] = {}
        for stratum, ticket in self._lots(query):
            found.setdefault(stratum, []).append(ticket)
        return found

    def _lots(self, query: str) -> list[tuple[str, tickets.Ticket]]:
        return [(stratum, (bytes.fromhex(lot), tag.encode("ascii"))) for stratum, lot, tag in self.ask(query)]


def lots(dialect: Dialect, seed: str, purpose: str, bounds: Mapping[str, bytes]) -> str:
    """(stratum, key, tag) of the E rows below their stratum's bound, in the order (key, tag).

    "key(tag) = min over j = 1..weight of ticket(tag, j)": rows of one slip need no grouping.
    """
    strata = ", ".join(_quoted(stratum, g.is_word) for stratum in bounds)
    limits = " ".join(f"WHEN {_quoted(one, g.is_word)} THEN '{bound.hex()}'" for one, bound in bounds.items())
    eligible = f"status = 'E' AND stratum IN ({strata})"
    return f"""
        SELECT stratum, lot, tag FROM (
            SELECT stratum, tag, {ticket(dialect, seed, purpose, "'1'")} AS lot
            FROM roll WHERE weight = 1 AND {eligible}
            UNION ALL
            SELECT stratum, tag, min({ticket(dialect, seed, purpose, "j")}) AS lot
            FROM roll JOIN slip ON j <= weight WHERE weight > 1 AND {eligible} GROUP BY stratum, tag
        ) every WHERE lot <= CASE stratum {limits} END ORDER BY lot, tag"""


def audit(dialect: Dialect, seed: str, bound: bytes) -> str:
    """(stratum, ticket, tag) of the rows of any status whose first ticket of the purpose audit lies below."""
    return f"""
        SELECT stratum, lot, tag FROM (
            SELECT stratum, tag, {ticket(dialect, seed, "audit", "'1'")} AS lot FROM roll
        ) every WHERE lot <= '{bound.hex()}' ORDER BY lot, tag"""


def ticket(dialect: Dialect, seed: str, purpose: str, slip: str) -> str:
    """T("ticket", seed, purpose, tag, j) over the column ``tag``; ``slip`` is an SQL expression."""
    head = f"'sxsj1:ticket\n{_quoted(seed, g.is_hash)[1:-1]}\n{_quoted(purpose, g.is_word)[1:-1]}\n'"
    return dialect.text(f"{head} || tag || {LF} || {slip} || {LF}")


def _quoted(word: str, test: Callable[[str], bool]) -> str:
    """A literal; what the protocol's grammar admits holds no quote and no backslash."""
    if not test(word):
        raise ValueError(f"not in the grammar of a draw: {word[:40]!r}")
    return f"'{word}'"
