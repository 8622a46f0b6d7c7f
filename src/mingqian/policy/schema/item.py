"""An inspection item of the random-inspection list, its structured ratio and frequency, its legal bases."""

from dataclasses import dataclass
from enum import StrEnum

from mingqian.policy.schema.values import Rate


class QuotaKind(StrEnum):
    """How the number of subjects of one item is fixed."""

    RATIO = "ratio"
    MIN_COUNT = "min_count"
    ALL = "all"
    PACK = "pack"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Quota:
    """``RATIO``: rate; ``MIN_COUNT``: count and unit (至少200人); ``PACK``: the pack's tiers decide."""

    kind: QuotaKind
    rate: Rate | None = None
    count: int | None = None
    unit: str = ""


class FrequencyKind(StrEnum):
    """How often one item is drawn."""

    PER_YEAR = "per_year"
    AS_NEEDED_OR_PER_YEAR = "as_needed_or_per_year"
    PACK = "pack"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Frequency:
    """``times`` a year; None where the pack or nobody says."""

    kind: FrequencyKind
    times: int | None = None


class ItemStatus(StrEnum):
    """Whether an item may still be planned; RETIRED and TRANSFERRED carry their ground in the note."""

    ACTIVE = "active"
    REVIEW = "review"
    RETIRED = "retired"
    TRANSFERRED = "transferred"


STATUS_LABELS: dict[ItemStatus, str] = {
    ItemStatus.ACTIVE: "在用",
    ItemStatus.REVIEW: "在用，待复核",
    ItemStatus.RETIRED: "已取消",
    ItemStatus.TRANSFERRED: "已移交",
}


@dataclass(frozen=True, slots=True)
class Cells:
    """The eleven columns of a published list, character by character as the document prints them."""

    no: str
    name: str
    basis: str
    subjects: str
    contents: str
    item_class: str
    methods: str
    ratio: str
    frequency: str
    level: str
    departments: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item. ``cells`` are verbatim, everything else is structure read from them or our judgement."""

    code: str
    cells: Cells
    name: str
    category: int | None
    category_name: str
    item_class: str
    subjects: tuple[str, ...]
    subject_kinds: tuple[str, ...]
    contents: tuple[str, ...]
    methods: tuple[str, ...]
    inspector_class: str
    quota: Quota
    frequency: Frequency
    level: str
    departments: tuple[str, ...]
    sub_items: int
    necessity: str
    status: ItemStatus
    status_note: str
    clause: str
    ids: tuple[str, ...]
    gaps: tuple[str, ...]
    source: str

    @property
    def citation(self) -> str:
        """文件条款 of this item's line in the list."""
        return f"{self.source}{self.clause}"

    @property
    def seq(self) -> int:
        """序号 of this item's line in the list; 0 where the list has none."""
        return int(self.cells.no) if self.cells.no.isdecimal() else 0

    @property
    def plannable(self) -> bool:
        """Retired and transferred items stay readable but cannot be planned."""
        return self.status in (ItemStatus.ACTIVE, ItemStatus.REVIEW)

    @property
    def for_enterprises(self) -> bool:
        """Whether the subjects are enterprises or the like, so that the enterprise rules of 2026 apply."""
        return "org" in self.subject_kinds


class BasisStatus(StrEnum):
    """What is known about a legal basis today."""

    IN_FORCE = "in_force"
    REVISED = "revised"
    STALE = "stale"
    REPEALED = "repealed"
    UNCHECKED = "unchecked"


BASIS_LABELS: dict[BasisStatus, str] = {
    BasisStatus.IN_FORCE: "现行有效",
    BasisStatus.REVISED: "已修订，条号可能变化",
    BasisStatus.STALE: "疑似失效",
    BasisStatus.REPEALED: "已废止",
    BasisStatus.UNCHECKED: "未核对",
}


@dataclass(frozen=True, slots=True)
class Basis:
    """One legal basis of one or more items; ``anomaly`` is shown beside the item, never repaired silently."""

    id: str
    items: tuple[str, ...]
    title: str
    number: str
    articles: str
    level: str
    status: BasisStatus
    verbatim: str
    mapping: str
    anomaly: str
    note: str
