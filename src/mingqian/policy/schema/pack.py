"""A whole pack: one bureau's document (or the law above it) as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from mingqian.core import canonical
from mingqian.policy.schema.item import Basis, Item
from mingqian.policy.schema.parameter import Parameter


class Layer(StrEnum):
    """Where a pack stands; a higher layer binds a lower one."""

    NATIONAL = "national"
    PROVINCE = "province"
    BUREAU = "bureau"
    CHILD = "child"


LAYER_LABELS: dict[Layer, str] = {
    Layer.NATIONAL: "国家层",
    Layer.PROVINCE: "省级层",
    Layer.BUREAU: "本级文件",
    Layer.CHILD: "下级规则（继承上级，只可从严）",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who issued what. ``prefix`` is the bureau's prefix in the clause inventory."""

    name: str
    title: str
    bureau: str
    layer: Layer
    division: str
    prefix: str
    document: str
    inherits: str
    fictional: bool


@dataclass(frozen=True, slots=True)
class Document:
    """One rule document: the pack's own, one it rests on, or one it names but does not contain.

    ``short`` is how citations name it.
    """

    id: str
    title: str
    short: str
    number: str
    body: str
    signed_on: str
    posted_at: str
    level: str
    disclosure: str
    binding: str
    included: bool
    confidence: str
    note: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something odd in the document: shown, never silently repaired."""

    where: str
    what: str
    treatment: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tension:
    """Two rules that do not compare but rub: shown whenever the lower layer states ``local_key``.

    ``local_value`` narrows it to one value (a member of a list, the start event of a deadline); empty
    means any value.
    """

    id: str
    local_key: str
    local_value: str
    upper_key: str
    effect: str
    text: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One worked example taken from the document (or from the table of parameters), run as a test."""

    id: str
    kind: str
    clause: str
    ids: tuple[str, ...]
    given: Mapping[str, str | int | bool]
    expect: str | int | bool
    note: str


class ClauseStatus(StrEnum):
    """How far a clause of the inventory is built."""

    WORKS = "works"
    PARTLY = "partly"
    PLANNED = "planned"
    ORGANISATIONAL = "organisational"


CLAUSE_LABELS: dict[ClauseStatus, str] = {
    ClauseStatus.WORKS: "已实现",
    ClauseStatus.PARTLY: "部分实现",
    ClauseStatus.PLANNED: "待实现",
    ClauseStatus.ORGANISATIONAL: "组织性要求",
}


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One obligation of the five documents and where the product stands on it."""

    id: str
    kind: str
    clause: str
    status: ClauseStatus
    test: str
    note: str


@dataclass(frozen=True, slots=True)
class File:
    """One file of the pack as lines, so that its text can stand in a canonical document."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything a pack directory says. ``files`` are what the digest is taken over."""

    identity: Identity
    documents: tuple[Document, ...]
    parameters: Mapping[str, Parameter]
    items: tuple[Item, ...]
    items_gap: str
    bases: tuple[Basis, ...]
    anomalies: tuple[Anomaly, ...]
    tensions: tuple[Tension, ...]
    cases: tuple[Case, ...]
    clauses: tuple[ClauseRow, ...]
    files: tuple[File, ...]
    parent: "Pack | None" = None

    @property
    def name(self) -> str:
        """The directory name, such as ``xiamen-2017``."""
        return self.identity.name

    @property
    def ancestors(self) -> tuple["Pack", ...]:
        """What this pack inherits, the highest first."""
        return () if self.parent is None else (*self.parent.ancestors, self.parent)

    def parameter(self, key: str) -> Parameter:
        """The parameter as this pack states it; KeyError for a key no pack knows."""
        return self.parameters[key]

    def item(self, code: str) -> Item:
        """The item with this code; KeyError if the list has none."""
        for item in self.items:
            if item.code == code:
                return item
        raise KeyError(code)

    def bases_of(self, code: str) -> tuple[Basis, ...]:
        """The legal bases of one item."""
        return tuple(basis for basis in self.bases if code in basis.items)

    def file_bytes(self) -> bytes:
        """The rules as one canonical file: what is frozen into plans and transcripts.

        Worked cases, the clause ledger and the source notes are left out: they describe, they do not rule.
        """
        files: list[canonical.JsonValue] = [
            {"lines": list(file.lines), "name": file.name} for file in self.files
        ]
        return canonical.jcs({"files": files, "pack": self.name, "v": "mqpack1"})

    def digest(self, suite: canonical.Suite) -> str:
        """Hex digest of ``file_bytes`` (抽取协议 §3: policy.digest)."""
        return canonical.digest(suite, self.file_bytes()).hex()
