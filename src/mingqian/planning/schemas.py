"""What programs send and get about demand, plans, implementation plans, guidelines and evaluation methods."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from mingqian.planning.enums import (
    CaptainMode,
    DrawMethod,
    Nature,
    RollMode,
    SamplingMethod,
)
from mingqian.planning.models import AnnualPlan, Demand, ForecastLine, ImplementationPlan, ItemPaper, PlanLine
from mingqian.planning.selectors.annual import rule_words
from mingqian.registry.enums import InspectorClass, Method
from mingqian.ui.bodies import ONE_LINE, PLAIN, Day, Line, Moment, Whole, Yes
from mingqian.ui.bodies import Code as MaybeCode

Code = Annotated[str, Field(min_length=1, max_length=40, pattern=ONE_LINE)]
Words = Annotated[str, Field(max_length=1000, pattern=PLAIN)]
Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=PLAIN)]
Month = Annotated[Whole, Field(ge=1, le=12)]
Ways = Annotated[list[Method], Field(max_length=6)]


class DemandOut(Schema):
    """One demand and what became of it."""

    code: str
    unit: str
    item: str
    serves_year: int
    kind: str
    rounds: int
    state: str
    reason: str
    returned_reason: str

    @staticmethod
    def resolve_unit(row: Demand) -> str:
        """The unit's code."""
        return row.unit.code

    @staticmethod
    def resolve_item(row: Demand) -> str:
        """The item's code."""
        return row.item.code


class DemandIn(Schema):
    """What a section asks for."""

    unit: Code
    item: Code
    rounds: Annotated[Whole, Field(ge=1, le=99)]
    methods: Ways = []
    inspectors_needed: Annotated[Whole, Field(ge=0, le=9999)] = 0
    reason: Words = ""
    ad_hoc: Yes = False


class PlanOut(Schema):
    """One version of an annual plan."""

    unit: str
    year: int
    version: int
    title: str
    document_no: str
    state: str
    pack_name: str
    pack_digest: str
    adjustment_reason: str
    published_at: datetime | None
    sent_to: str
    receipt_no: str

    @staticmethod
    def resolve_unit(row: AnnualPlan) -> str:
        """The authority's code."""
        return row.unit.code


class RoundOut(Schema):
    """One draw of a line."""

    number: int
    month: int
    batch: str


class LineOut(Schema):
    """One line with its ratio in words and where that comes from."""

    number: int
    item: str
    item_version: int
    responsible_unit: str
    duties: str
    methods: list[str]
    ratio: str
    ratio_source: str
    ratio_clause: str
    rounds: list[RoundOut]

    @staticmethod
    def resolve_item(row: PlanLine) -> str:
        """The item's code."""
        return row.item.code

    @staticmethod
    def resolve_item_version(row: PlanLine) -> int:
        """The wording the line was written under."""
        return row.item_version.number

    @staticmethod
    def resolve_responsible_unit(row: PlanLine) -> str:
        """The unit's code."""
        return row.responsible_unit.code if row.responsible_unit else ""

    @staticmethod
    def resolve_ratio(row: PlanLine) -> str:
        """In words."""
        return rule_words(row)

    @staticmethod
    def resolve_ratio_source(row: PlanLine) -> str:
        """Law, item, unit or tiers."""
        return row.rule_source

    @staticmethod
    def resolve_ratio_clause(row: PlanLine) -> str:
        """The clause behind it."""
        return row.rule_clause


class ForecastOut(Schema):
    """What one line comes to on the registry of the day it was counted."""

    item: str
    counted_at: datetime
    total: int
    pool: int
    quota: int
    rounds: int
    tier: str
    words: str

    @staticmethod
    def resolve_item(row: ForecastLine) -> str:
        """The item's code."""
        return row.line.item.code


class AskedOut(Schema):
    """The number of the job that was put into the queue."""

    job: int


class PlanIn(Schema):
    """A new plan under a pack of the shelf."""

    unit: Code
    year: Annotated[Whole, Field(ge=2000, le=2100)]
    title: Line
    pack: Code


class RoundIn(Schema):
    """Month and batch."""

    month: Month
    batch: MaybeCode = ""


class PartnerIn(Schema):
    """A unit of the bureau by code, or an outside body by name."""

    duty: Words
    unit: MaybeCode = ""
    outside_name: Line = ""


class LineIn(Schema):
    """What stands in a line; the ratio in parts per million only where no document sets one."""

    rounds: Annotated[list[RoundIn], Field(max_length=99)]
    responsible_unit: Code
    duties: Words
    methods: Ways = []
    mode: RollMode = RollMode.OPEN
    sampling_method: SamplingMethod = SamplingMethod.PLAIN
    sampling_reason: Words = ""
    own_ppm: Annotated[Whole, Field(gt=0, le=1_000_000)] | None = None
    own_reason: Words = ""
    own_approver: MaybeCode = ""
    as_needed_reason: Words = ""
    overlap_reason: Words = ""
    partners: Annotated[list[PartnerIn], Field(max_length=50)] = []


class PlanReasonIn(Schema):
    """Words that go on record."""

    reason: Reason


class ApproveIn(Schema):
    """The leader's yes."""

    document_no: Line = ""


class SubmissionReceiptIn(Schema):
    """What the body that got the plan answered."""

    receipt_no: Line
    received_on: Day


class AdjustIn(Schema):
    """A new version, and under which pack."""

    pack: Code
    reason: Reason


class FindingOut(Schema):
    """Why something may not go on, or what is worth knowing."""

    code: str
    reason: str
    clause: str
    remedy: str


class FindingsOut(Schema):
    """Everything at once."""

    denials: list[FindingOut]
    warnings: list[FindingOut]


class ImplementationOut(Schema):
    """One implementation plan with the seven fields."""

    code: str
    title: str
    unit: str
    year: int
    batch: str
    mode: str
    state: str
    starts_on: date | None
    ends_on: date | None
    draw_on: date | None
    purpose: str
    inspectors_needed: int
    methods: list[str]
    confidentiality: str
    result_use: str
    pack_digest: str

    @staticmethod
    def resolve_unit(row: ImplementationPlan) -> str:
        """The initiator's code."""
        return row.unit.code

    @staticmethod
    def resolve_year(row: ImplementationPlan) -> int:
        """The year of its annual plan."""
        return row.annual_plan.year


class ImplementationIn(Schema):
    """A batch of a published plan."""

    plan_unit: Code
    plan_year: Annotated[Whole, Field(ge=2000, le=2100)]
    batch: Code
    unit: Code
    code: Code
    title: Line
    mode: RollMode = RollMode.OPEN


class FieldsIn(Schema):
    """The fields of FL-18 in words."""

    starts_on: Day
    ends_on: Day
    purpose: Words
    methods: Ways
    confidentiality: Words
    result_use: Words
    draw_on: Day | None = None
    embargo_until: Moment | None = None
    reveal_by: Moment | None = None
    public_by: Moment | None = None
    publish_by: Moment | None = None
    audit_leaves: Annotated[Whole, Field(ge=0, le=99)] = 3
    leader: MaybeCode = ""
    contact: MaybeCode = ""


class ItemIn(Schema):
    """How one item is checked."""

    nature: Nature
    method: Method
    reserve: Annotated[Whole, Field(ge=0, le=9999)] = 0
    batch_size: Annotated[Whole, Field(ge=1, le=1_000_000)] | None = None


class PanelIn(Schema):
    """Teams of one pool; what is left out comes from the pack."""

    pool_class: InspectorClass
    teams: Annotated[Whole, Field(ge=1, le=999)]
    items: Annotated[list[Code], Field(max_length=200)]
    size: Annotated[Whole, Field(ge=1, le=20)] | None = None
    factor100: Annotated[Whole, Field(ge=100, le=300)] | None = None
    captain_mode: CaptainMode | None = None
    draw_method: DrawMethod = DrawMethod.INDIVIDUAL
    method_reason: Words = ""


class PaperOut(Schema):
    """One version of a guideline or an evaluation method."""

    item: str
    kind: str
    number: int
    title: str
    state: str
    points: list[dict[str, int | str]]
    conclusions: list[str]
    digest: str
    published_at: datetime | None

    @staticmethod
    def resolve_item(row: ItemPaper) -> str:
        """The item's code."""
        return row.item.code


class DemandPage(Schema):
    """Fifty and how many there are."""

    total: int
    page: int
    rows: list[DemandOut]


class PlanPage(Schema):
    """Fifty and how many there are."""

    total: int
    page: int
    rows: list[PlanOut]


class ImplementationPage(Schema):
    """Fifty and how many there are."""

    total: int
    page: int
    rows: list[ImplementationOut]


class PaperPage(Schema):
    """Fifty and how many there are."""

    total: int
    page: int
    rows: list[PaperOut]
