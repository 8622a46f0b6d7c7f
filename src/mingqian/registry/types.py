"""Plain values that cross the registry's door: no database, no rules, no codes of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mingqian.core.frequency import Cap, Visit

#: What a record behind a roll row may hold: the restricted JSON of the draw protocol, flat.
Record = dict[str, str | int | bool | list[str]]


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in force on the day: code TS XK HM ZF (必查) or HB MJ (不抽)."""

    code: str
    reason: str
    clause: str = ""
    item: str = ""  # of this item only; empty: of every item


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """Everything about one subject that its status in a roll may depend on."""

    pk: int
    id: str
    name: str
    kind: str
    status: str
    division: str = ""
    unit_code: str = ""
    risk: str = ""
    tags: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    abnormal: tuple[str, ...] = ()
    licences: tuple[tuple[str, date], ...] = ()  # (category, day the licence or category began)
    last_check: date | None = None
    visits: tuple[Visit, ...] = ()  # every check the registry looks back to, whatever led to it
    penalised_last_year: bool = False
    employees: int | None = None
    registered_on: date | None = None
    facts: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Condition:
    """One line of a filter rule: ``field op values``; ``label`` names a field of the source list in words."""

    field: str
    op: str
    values: tuple[str | int, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Screen:
    """An approved filter rule (二次建库): a subject stays when every condition holds."""

    code: str
    number: int
    conditions: tuple[Condition, ...]
    words: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Strata:
    """How a pool divides: by nothing, or by tag, division, risk or kind. First of ``values`` that fits."""

    by: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RollRules:
    """The rules, each with its clause, that turn facts into a status. Planning fills them from the pack."""

    on: date
    strata: Strata = Strata()
    forced: frozenset[str] = frozenset({"TS", "HM", "ZF"})  # XK joins where the pack says 新许可必查
    forced_clause: str = ""
    new_licence_months: int | None = None  # 新许可必查: length of the first supervision cycle
    new_licence_clause: str = ""
    recent_months: int | None = None  # only where the pack exempts *before* the freeze
    recent_clause: str = ""
    cap: Cap | None = None
    weights: Mapping[str, int] = field(default_factory=dict)  # by risk class, "" for unrated
    screen: Screen | None = None
    exclude_suspended: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """What the roll says of a subject: ``status`` as sxsj1 writes it (E, F:TS, X:3M, S:EZ), and why."""

    status: str
    reason: str = ""
    clause: str = ""
    weight: int = 1

    @property
    def letter(self) -> str:
        return self.status[0]

    @property
    def code(self) -> str:
        return self.status[2:]


@dataclass(frozen=True, slots=True)
class UniverseRow:
    """One row of the universe of an item: identity, stratum, standing, and the record behind them."""

    id: str
    name: str
    stratum: str
    standing: Standing
    record: Record
    pk: int = 0
    unit_code: str = ""


@dataclass(frozen=True, slots=True)
class InspectorRow:
    """One row of an inspector roll. ``cause`` says why a row is X: expired, suspended, absent …"""

    id: str
    name: str
    stratum: str
    status: str
    record: Record
    cause: str = ""
    reason: str = ""
    clause: str = ""
    pk: int = 0
    unit_code: str = ""
    certificate_no: str = ""


@dataclass(frozen=True, slots=True)
class BasisFacts:
    document: str
    title: str
    number: str
    level: str
    article: str
    repealed_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One version of an item as planning and the draw see it."""

    code: str
    version: int
    version_pk: int
    digest: str
    state: str
    name: str
    category: int
    item_class: str
    inspector_class: str
    unit_code: str
    unit_path: str
    jurisdiction_path: str
    level: str
    reach: str = "own"
    seq: int = 0
    necessity: str = ""
    subject_text: str = ""
    subject_kinds: tuple[str, ...] = ()
    subject_tags: tuple[str, ...] = ()
    strata: Strata = Strata()
    methods: tuple[str, ...] = ()
    ratio: Mapping[str, object] | None = None
    ratio_text: str = ""
    frequency: Mapping[str, object] | None = None
    frequency_text: str = ""
    departments: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    bases: tuple[BasisFacts, ...] = ()
    children: tuple[str, ...] = ()
    evaluation_method: str = ""
    guideline: str = ""
    notes: tuple[str, ...] = ()
    effective_on: date | None = None
    retired_on: date | None = None
    retired_ground: str = ""
    power_from: date | None = None  # since when a power of its runs; None: it names none
    power_until: date | None = None  # and before which day the last one ends; date.max: no end known
    powers_listed_from: date | None = None  # since when its organ keeps a list of powers


@dataclass(frozen=True, slots=True)
class BasisRef:
    """A legal basis as it is entered: which registered document, which article, the cell as written."""

    document: str
    article: str = ""
    quoted: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a version of an item says; everything but its number, state and history."""

    name: str
    category: int
    item_class: str
    inspector_class: str
    seq: int = 0
    necessity: str = ""
    subject_text: str = ""
    subject_kinds: tuple[str, ...] = ()
    subject_tags: tuple[str, ...] = ()
    strata: Strata = Strata()
    methods: tuple[str, ...] = ()
    ratio: Mapping[str, object] | None = None
    ratio_text: str = ""
    frequency: Mapping[str, object] | None = None
    frequency_text: str = ""
    level_text: str = ""
    departments: tuple[str, ...] = ()
    publish_columns: tuple[str, ...] = ()
    evaluation_method: str = ""
    guideline: str = ""
    notes: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()
    bases: tuple[BasisRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Licensed:
    """A subject that got a licence, and the first check it had since."""

    code: str
    name: str
    licence: str
    since: date
    checked: date | None


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One finished check to be recorded: subject code, day, kind, method, led by a lead, penalised."""

    subject: str
    on: date
    kind: str
    method: str
    item: str = ""
    lead_driven: bool = False
    penalised: bool = False
    authority: str = ""
    source: str = ""
