"""Plain values of the draw room that other rooms and commands may carry."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from mingqian.core.sampling import Rule
from mingqian.draw.enums import Orderer

TRANSCRIPT = "transcript.json"
VERIFIER = "mingqian_verify.py"
PAGE = "mingqian_verify.html"
"""Names in a transcript directory that everybody who reads one needs to know."""

Entropy = Callable[[int], bytes]
"""So many random bytes. ``site`` passes ``secrets.token_bytes``; nobody below invents any."""


Tell = Callable[[int, int, str], None]
"""Progress of long work: so many of so many steps, and what is being done."""


def silent(done: int, total: int, words: str) -> None:
    """For whoever waits without looking."""


@dataclass(frozen=True, slots=True)
class PartySpec:
    """A party of the ceremony; ``person`` is the code of somebody with an account, or empty."""

    role: str
    unit: str
    outside: bool
    person: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """The decision that makes a draw void whose seed is fixed: whose, under which number, of which day."""

    orderer: Orderer
    name: str
    number: str
    on: date

    def words(self, why: str) -> str:
        """As it stands in the public event, where anybody can look the decision up."""
        told = f"{self.name.strip()} {self.number.strip()}（{self.on:%Y年%-m月%-d日}）"
        return f"{told}：{why.strip()}" if why.strip() else told


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """A public source in the protocol's own fields (sxsj1 §10), such as {"src": "dice10", "count": 20}."""

    fields: Mapping[str, Any]

    @classmethod
    def dice(cls, count: int = 20) -> "SourceSpec":
        """Ten-sided dice at the table."""
        return cls({"src": "dice10", "at": None, "count": count})


class Wanted(Protocol):
    """One item of a draw: how many, by which rule, for which panel."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def rule(self) -> Rule: ...
    @property
    def reserve(self) -> int: ...
    @property
    def batch(self) -> int | None: ...
    @property
    def weights(self) -> tuple[int, ...]: ...
    @property
    def quals(self) -> tuple[tuple[str, int], ...]: ...
    @property
    def panel(self) -> str: ...


class Crew(Protocol):
    """A panel of a draw: how many teams of what size, and from which pool."""

    @property
    def code(self) -> str: ...
    @property
    def pool_class(self) -> str: ...
    @property
    def strata(self) -> tuple[str, ...]: ...
    @property
    def teams(self) -> int: ...
    @property
    def size(self) -> int: ...
    @property
    def factor100(self) -> int: ...
    @property
    def captain(self) -> str: ...
    @property
    def draw_method(self) -> str: ...


class Basis(Protocol):
    """What a draw takes over from its occasion: an implementation plan has it, and so has a review."""

    @property
    def pk(self) -> int: ...
    @property
    def code(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def unit_path(self) -> str: ...
    @property
    def mode(self) -> str: ...
    @property
    def pack_name(self) -> str: ...
    @property
    def pack_digest(self) -> str: ...
    @property
    def embargo_until(self) -> datetime | None: ...
    @property
    def reveal_by(self) -> datetime | None: ...
    @property
    def public_by(self) -> datetime | None: ...
    @property
    def publish_by(self) -> datetime | None: ...
    @property
    def audit_leaves(self) -> int: ...
    @property
    def items(self) -> Sequence[Wanted]: ...
    @property
    def panels(self) -> Sequence[Crew]: ...


@dataclass(frozen=True, slots=True)
class Handover:
    """What the witness takes home at sealing (sxsj1 §2, §7.4): with it every tag can be derived again."""

    roll_key: str | None
    conflict_key: str
    ids: Mapping[str, Sequence[str]]
    ties: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Signature:
    """How somebody signed on glass: the name, and the strokes; none with a keyboard, None what cannot be read."""

    name: str
    strokes: tuple[tuple[int, ...], ...] | None = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A transcript directory: where, which files, and the digest of ``transcript.json``."""

    folder: Path
    files: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Known:
    """A row of a roll with what only the bureau knows of it."""

    tag: str
    identity: str
    name: str
    stratum: str
    status: str
    reason: str
    clause: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class ItemSheet:
    """One item of a result, as an officer reads it."""

    code: str
    name: str
    round: str
    pool: str
    quota: str
    total: int
    forced: tuple[Known, ...]
    drawn: tuple[Known, ...]
    reserve: tuple[Known, ...]
    batch: int | None = None

    def batches(self) -> dict[str, int]:
        """Tag → visiting batch: each stratum's forced and drawn rows in order, so many at a time (sxsj1 §3)."""
        if self.batch is None:
            return {}
        found: dict[str, int] = {}
        passed: Counter[str] = Counter()
        for one in (*self.forced, *self.drawn):
            found[one.tag] = passed[one.stratum] // self.batch + 1
            passed[one.stratum] += 1
        return found


@dataclass(frozen=True, slots=True)
class TeamSheet:
    """A team as it stands after substitutions; an empty seat is None."""

    number: int
    panel: str
    captain: Known | None
    members: tuple[Known | None, ...]
    visits: int


@dataclass(frozen=True, slots=True)
class PanelSheet:
    """A panel: its pool in words, how many were drawn, and who waits in order."""

    code: str
    pool: str
    drawn: int
    substitutes: tuple[Known, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The grade of a ceremony (sxsj1 §5) and, in words, why it is no better."""

    grade: str
    why: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A result as an officer reads it: nothing here is computed anew but the standing after changes."""

    code: str
    state: str
    items: tuple[ItemSheet, ...]
    panels: tuple[PanelSheet, ...]
    teams: tuple[TeamSheet, ...]
    pairs: int
    unassigned: int
    evidence: Evidence
