"""A wording of an item on the wire: what a program sends, what it gets."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from mingqian.registry.enums import InspectorClass, ItemCategory, ItemClass, ItemState, Method, SubjectKind
from mingqian.registry.types import BasisRef, ItemFacts, Strata, Wording
from mingqian.ui.bodies import Code, ItemCode, Line, Note, Short, Whole, Words

Texts = Annotated[list[Line], Field(max_length=100)]
Parts = Annotated[Whole, Field(ge=1, le=1_000_000)]


class ItemOut(Schema):
    """An item in the wording in force."""

    code: str
    version: int
    name: str
    category: str
    departments: list[str]
    contents: list[str]
    bases: list[str]
    methods: list[str]
    effective_on: date | None
    digest: str

    @staticmethod
    def resolve_category(item: ItemFacts) -> str:
        """In words."""
        return ItemCategory(item.category).label

    @staticmethod
    def resolve_bases(item: ItemFacts) -> list[str]:
        """《…》第…条."""
        return [f"《{basis.title}》{basis.number}{basis.article}" for basis in item.bases]


class ItemVersionOut(ItemOut):
    """A version with everything it says and where it stands."""

    state: str
    unit: str
    item_class: str
    inspector_class: str
    subject_text: str
    subject_kinds: list[str]
    subject_tags: list[str]
    ratio: dict[str, Any] | None
    frequency: dict[str, Any] | None
    necessity: str
    evaluation_method: str
    guideline: str

    @staticmethod
    def resolve_state(item: ItemFacts) -> str:
        """In words."""
        return ItemState(item.state).label

    @staticmethod
    def resolve_unit(item: ItemFacts) -> str:
        """The code of whose item it is."""
        return item.unit_code


class BasisIn(Schema):
    """A legal basis: which registered document, which article."""

    document: Code
    article: Short = ""
    quoted: Note = ""
    note: Line = ""


class StrataIn(Schema):
    """How the pool divides."""

    by: Literal["tag", "division", "risk", "kind"]
    values: Annotated[list[ItemCode], Field(max_length=100)]


class TierIn(Schema):
    """So many parts per million up to so many; the last tier has no upper end."""

    upto: Annotated[Whole, Field(ge=1, le=90_000_000)] | None = None
    ppm: Parts


class RatioIn(Schema):
    """A ratio of the item's own, in parts per million; left out, the tiers of the rule pack hold."""

    kind: Literal["ratio", "min_count", "all", "tiers"]
    ppm: Parts | None = None
    count: Annotated[Whole, Field(ge=1, le=90_000_000)] | None = None
    unit: Literal["家", "人"] = "家"
    tiers: Annotated[list[TierIn], Field(max_length=20)] = []
    law: Short = ""

    def stored(self) -> dict[str, object]:
        """As the version keeps it: only what its kind needs; ``law`` is the clause that sets it."""
        needed: dict[str, dict[str, object]] = {
            "ratio": {"ppm": self.ppm},
            "min_count": {"count": self.count, "unit": self.unit},
            "tiers": {"tiers": [one.dict() for one in self.tiers]},
        }
        law = {"source": "law", "clause": self.law} if self.law else {}
        return {"kind": self.kind, **needed.get(self.kind, {}), **law}


class FrequencyIn(Schema):
    """How often a year."""

    kind: Literal["per_year", "as_needed_or_per_year"] = "per_year"
    times: Annotated[Whole, Field(ge=1, le=366)]


class WordingIn(Schema):
    """Everything a version says, and why it changes. What is left out is not there."""

    name: Line
    category: ItemCategory
    item_class: ItemClass
    inspector_class: InspectorClass
    seq: Annotated[Whole, Field(ge=0, le=9_999)] = 0
    necessity: Words = ""
    subject_text: Line = ""
    subject_kinds: Annotated[list[SubjectKind], Field(max_length=20)] = []
    subject_tags: Annotated[list[ItemCode], Field(max_length=100)] = []
    strata: StrataIn | None = None
    methods: Annotated[list[Method], Field(max_length=20)]
    contents: Annotated[list[Annotated[str, Field(max_length=500)]], Field(max_length=200)]
    departments: Texts = []
    publish_columns: Texts = []
    notes: Texts = []
    ratio: RatioIn | None = None
    frequency: FrequencyIn | None = None
    evaluation_method: Line = ""
    guideline: Line = ""
    bases: Annotated[list[BasisIn], Field(max_length=50)] = []
    reason: Note
    risk_point: Line = ""

    def drafted(self) -> dict[str, Any]:
        """The words of ``services.items.draft`` and ``revise``."""
        return {"wording": self._wording(), "reason": self.reason, "risk_point": self.risk_point}

    def _wording(self) -> Wording:
        texts = ("name", "necessity", "subject_text", "evaluation_method", "guideline")
        listed = ("subject_tags", "contents", "departments", "publish_columns", "notes")
        same: dict[str, Any] = {name: getattr(self, name) for name in texts}
        same |= {name: tuple(getattr(self, name)) for name in listed}
        return Wording(
            **same,
            seq=self.seq,
            category=self.category.value,
            item_class=self.item_class.value,
            inspector_class=self.inspector_class.value,
            subject_kinds=tuple(one.value for one in self.subject_kinds),
            methods=tuple(one.value for one in self.methods),
            strata=Strata(self.strata.by, tuple(self.strata.values)) if self.strata else Strata(),
            ratio=self.ratio.stored() if self.ratio else None,
            frequency=self.frequency.dict() if self.frequency else None,
            bases=tuple(BasisRef(**one.dict()) for one in self.bases),
        )
