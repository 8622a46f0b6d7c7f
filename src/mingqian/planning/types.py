"""Plain values that planning's rules work on: no row, no clock, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mingqian.core.decision import Decision, allowed
from mingqian.core.frequency import Cap, Recency, Visit
from mingqian.planning.enums import MergeForce, RuleSource
from mingqian.policy.rules.quotas import SILENT, RatioTerms
from mingqian.policy.rules.reading import Said
from mingqian.policy.schema.values import (
    CategoryPool,
    Ground,
    Range,
    Weight,
    Witness,
    YearDate,
)

NATIONAL_PLAN = "国发〔2019〕5号（年度抽查工作计划及时公布）"


@dataclass(frozen=True, slots=True)
class PlanningRules:
    """What the packs in force say, as ``policy.rules`` answers it. ``None``: the documents are silent."""

    pack: str
    plan_clause: str = NATIONAL_PLAN
    """What asks for every item, its duties and its unit in the plan; a bureau's own document where it says so."""
    min_rounds: Said[int] | None = None
    ratio: RatioTerms = SILENT
    key_unbounded: Said[bool] | None = None
    demand_until: Said[YearDate] | None = None
    demand_serves: Said[str] | None = None
    merge_force: Said[MergeForce] | None = None
    visit_cap: Cap | None = None
    leads_pass_cap: bool = True
    exemption: Recency | None = None
    exemption_stated: bool = True
    abnormal_barred: bool = True
    submit_to: Said[str] | None = None
    implementation_fields: Said[tuple[str, ...]] | None = None
    natures: Said[tuple[str, ...]] | None = None
    category_pools: Said[tuple[CategoryPool, ...]] | None = None
    min_team: Said[int] | None = None
    multiplier: Said[Range] | None = None
    captain_mode: Said[str] | None = None
    draw_methods: Said[tuple[str, ...]] | None = None
    witness: Said[Witness] | None = None
    new_licensees: Said[str] | None = None
    credit_weights: Said[tuple[Weight, ...]] | None = None
    forced_codes: Said[tuple[Ground, ...]] | None = None
    item_list: Decision = field(default_factory=allowed)
    """Whether the document came with its list of items (涪陵 附件未收录)."""


@dataclass(frozen=True, slots=True)
class PackInForce:
    """The packs a plan is made under, laid over one another; the digest is what a plan freezes."""

    name: str
    digest: str
    rules: PlanningRules
    national: bool
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as planning needs it: a row number to point at, and what a message may say."""

    pk: int
    code: str
    name: str
    path: str
    level: str


@dataclass(frozen=True, slots=True)
class RoundFacts:
    number: int
    month: int
    batch: str = ""


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line of an annual plan with everything that its validation may ask."""

    number: int
    item_code: str
    item_name: str
    rounds: tuple[RoundFacts, ...]
    item_level: str
    item_owner_path: str
    item_class: str
    subject_tags: frozenset[str]
    methods: tuple[str, ...]
    allowed_methods: tuple[str, ...]
    responsible_unit: str
    responsible_path: str
    duties: str
    ratio_source: RuleSource | None
    ratio_clause: str
    ratio_ppm: int | None
    own_ratio_justified: bool = True
    obstacles: tuple[Decision, ...] = ()
    law_rounds: Said[int] | None = None
    item_rounds: Said[int] | None = None
    as_needed: bool = False
    as_needed_reason: str = ""
    overlap_reason: str = ""

    @property
    def where(self) -> str:
        """How messages name the line."""
        return f"计划第{self.number}行“{self.item_name}”"


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """An annual plan as its validation sees it."""

    year: int
    unit_level: str
    unit_path: str
    lines: tuple[LineFacts, ...]
    items_to_cover: Mapping[str, str] = field(default_factory=dict)
    items_barred: Mapping[str, str] = field(default_factory=dict)
    omissions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything wrong at once, and everything worth knowing that does not stop the plan."""

    denials: tuple[Decision, ...]
    warnings: tuple[Decision, ...]

    @property
    def ok(self) -> bool:
        return not self.denials


@dataclass(frozen=True, slots=True)
class DrawnPair:
    """One drawn subject for one item, as the draw hands it over."""

    subject_id: str
    item_code: str
    on_site: bool
    team: int = 0
    team_size: int = 2


@dataclass(frozen=True, slots=True)
class MergedVisit:
    """One walk: every on-site item of one subject, in plan order."""

    subject_id: str
    pairs: tuple[DrawnPair, ...]

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(pair.item_code for pair in self.pairs)

    @property
    def teams(self) -> tuple[int, ...]:
        return tuple(sorted({pair.team for pair in self.pairs}))


@dataclass(frozen=True, slots=True)
class Workload:
    """Walks and person-days, before and after merging (a visit costs each of its team one day)."""

    pairs: int
    visits: int
    person_days_before: int
    person_days_after: int

    @property
    def person_days_spared(self) -> int:
        return self.person_days_before - self.person_days_after


@dataclass(frozen=True, slots=True)
class SubjectHistory:
    """What the visit cap and the exemption need to know of a subject."""

    name: str
    visits: tuple[Visit, ...] = ()
    penalised: bool = False
    protected: bool = True  # the cap protects enterprises, nobody else
    last_checked_on: date | None = None
    abnormal: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Drawn and checked of a pool, in parts per million, against the floor of the rule."""

    pool: int
    drawn: int
    exempted_before: int
    exempted_after: int
    floor: int
    floor_clause: str

    @property
    def checked_before(self) -> int:
        return self.drawn - self.exempted_before

    @property
    def checked_after(self) -> int:
        return self.drawn - self.exempted_after

    @property
    def below_floor(self) -> bool:
        return self.checked_after < self.floor


@dataclass(frozen=True, slots=True)
class LineForecast:
    """What a line will do to its registry in the year: quota × rounds against the pool."""

    number: int
    item_code: str
    item_name: str
    pool: int
    quota: int
    rounds: int
    tier: str
    clause: str
    total: int = 0
    eligible: int = 0
    capped: int = 0
    words: str = ""

    @property
    def planned(self) -> int:
        return self.quota * self.rounds

    @property
    def coverage_ppm(self) -> int:
        """Upper bound of the share reached: no subject is counted beyond the pool."""
        return min(self.planned, self.pool) * 1_000_000 // self.pool if self.pool else 0
