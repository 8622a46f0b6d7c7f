"""The registries for programs: reading lists, and the writes another system of the bureau feeds them with.

Same services as the desk. Lists of firms come in by import, which a person previews; here go single rows.
"""

from datetime import date
from typing import Annotated, Any

from django.utils.timezone import localdate
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from mingqian.accounts.bearing import ApiRequest, needs
from mingqian.accounts.enums import Scope
from mingqian.registry import selectors, services
from mingqian.registry.enums import (
    ItemCategory,
    Method,
    PowerKind,
    RiskClass,
    Scheme,
    SubjectKind,
    SubjectStatus,
    VisitKind,
)
from mingqian.registry.models import Inspector, Power, Subject
from mingqian.registry.types import ItemFacts, VisitRow
from mingqian.ui import pages
from mingqian.ui.tables import numbered

READ, WRITE = needs(Scope.REGISTRY_READ), needs(Scope.REGISTRY_WRITE)
items = Router(tags=["抽查事项"], auth=READ)
subjects = Router(tags=["监管对象"], auth=READ)
inspectors = Router(tags=["执法检查人员"], auth=READ)
powers = Router(tags=["权责清单"], auth=READ)
visits = Router(tags=["检查记录"], auth=WRITE)

LAST_PAGE, VISITS = 20_000, 2_000
Word = Annotated[str, StringConstraints(max_length=60)]
Line = Annotated[str, StringConstraints(max_length=300)]


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


@items.get("", response=list[ItemOut])
def item_list(request: ApiRequest) -> list[ItemFacts]:
    """今天有效的抽查事项清单."""
    return selectors.items.listing(request.actor, _today(request))


@items.get("/{code}", response=list[ItemOut])
def item_history(request: ApiRequest, code: str) -> list[ItemFacts]:
    """一个事项公布过的各个版本，旧的在前."""
    pages.found(selectors.items.one(request.actor, code))
    return selectors.items.history(request.actor, code)


class SubjectOut(Schema):
    """A subject as the list shows it."""

    code: str
    name: str
    kind: str
    status: str
    risk_class: str
    unit: str
    tags: list[str]
    confirmed_on: date | None

    @staticmethod
    def resolve_unit(row: Subject) -> str:
        """The owner's code."""
        return row.unit.code

    @staticmethod
    def resolve_tags(row: Subject) -> list[str]:
        """Codes of its categories."""
        return sorted({tag.tag for tag in row.tags.all()})


class SubjectPage(Schema):
    """Fifty subjects and how many there are."""

    total: int
    page: int
    rows: list[SubjectOut]


@subjects.get("", response=SubjectPage)
def subject_list(request: ApiRequest, page: int = 1) -> dict[str, Any]:
    """监管对象，每页 50 条，新的在前."""
    rows = selectors.subjects.desk_rows(request.actor)
    return numbered(rows, page, last=LAST_PAGE, total=selectors.subjects.total(request.actor))


@subjects.get("/{code}", response=SubjectOut)
def subject(request: ApiRequest, code: str) -> Subject:
    """一个监管对象."""
    return pages.found(selectors.subjects.one(request.actor, code))


class NewSubject(Schema):
    """A body to register."""

    number: Annotated[str, StringConstraints(max_length=18)]
    kind: SubjectKind = SubjectKind.ENTERPRISE
    unit: Word
    name: Annotated[str, StringConstraints(max_length=200)]
    legal_representative: Annotated[str, StringConstraints(max_length=100)] = ""
    address: Line = ""
    contact_person: Annotated[str, StringConstraints(max_length=100)] = ""
    contact_phone: Annotated[str, StringConstraints(max_length=40)] = ""


@subjects.post("", response={201: SubjectOut}, auth=WRITE)
def register(request: ApiRequest, body: NewSubject) -> Status[Subject]:
    """登记一家监管对象."""
    named = ("name", "legal_representative", "address", "contact_person", "contact_phone")
    made = services.subjects.register(
        scheme=Scheme.USCC,
        number=body.number.strip().upper(),
        kind=body.kind,
        unit=body.unit,
        fields={name: getattr(body, name) for name in named},
        source="registration",
        by=request.actor,
        now=request.now,
    )
    return Status(201, pages.found(selectors.subjects.one(request.actor, made.code)))


class StatusIn(Schema):
    """Closed, moved, suspended, or there again."""

    status: SubjectStatus
    since: date
    evidence: Annotated[str, StringConstraints(max_length=200)]


@subjects.post("/{code}/status", response=SubjectOut, auth=WRITE)
def set_status(request: ApiRequest, code: str, body: StatusIn) -> Subject:
    """变更登记状态（注销、吊销、迁出……）."""
    pages.found(selectors.subjects.one(request.actor, code))
    words = body.dict()
    return services.subjects.set_status(code=code, **words, by=request.actor, now=request.now)


class RiskIn(Schema):
    """守法诚信等级."""

    risk: RiskClass
    on: date
    basis: Annotated[str, StringConstraints(max_length=200)]


@subjects.post("/{code}/risk", response=SubjectOut, auth=WRITE)
def set_risk(request: ApiRequest, code: str, body: RiskIn) -> Subject:
    """确定守法诚信等级."""
    pages.found(selectors.subjects.one(request.actor, code))
    return services.subjects.set_risk_class(code=code, **body.dict(), by=request.actor, now=request.now)


class VisitIn(Schema):
    """One finished check."""

    subject: Annotated[str, StringConstraints(max_length=64)]
    on: date
    kind: VisitKind
    method: Method
    item: Annotated[str, StringConstraints(max_length=32)] = ""
    lead_driven: bool = False
    penalised: bool = False
    authority: Annotated[str, StringConstraints(max_length=100)] = ""

    def row(self) -> VisitRow:
        """With plain codes, as the journal wants them."""
        said = {**self.model_dump(), "kind": self.kind.value, "method": self.method.value}
        return VisitRow(source="接口", **said)


class VisitsIn(Schema):
    """Checks to record together: all of them or none."""

    visits: Annotated[list[VisitIn], Field(min_length=1, max_length=VISITS)]


class VisitsOut(Schema):
    """How many were recorded."""

    recorded: int


@visits.post("", response={201: VisitsOut})
def record_visits(request: ApiRequest, body: VisitsIn) -> Status[dict[str, int]]:
    """登记别处做过的检查，计入频次上限和近期已查."""
    rows = [visit.row() for visit in body.visits]
    recorded = services.standing.record_visits(visits=rows, by=request.actor, now=request.now)
    return Status(201, {"recorded": recorded})


class InspectorOut(Schema):
    """An inspector without private particulars."""

    code: str
    name: str
    unit: str
    state: str
    certificates: list[str]
    valid_until: date | None

    @staticmethod
    def resolve_unit(row: Inspector) -> str:
        """The unit's code."""
        return row.unit.code

    @staticmethod
    def resolve_certificates(row: Inspector) -> list[str]:
        """Numbers of the papers that have one."""
        return [paper.certificate_no for paper in row.credentials.all() if paper.certificate_no]

    @staticmethod
    def resolve_valid_until(row: Inspector) -> date | None:
        """The day the first of the papers runs out."""
        return min((p.valid_until for p in row.credentials.all() if p.valid_until), default=None)


class InspectorPage(Schema):
    """Fifty inspectors and how many there are."""

    total: int
    page: int
    rows: list[InspectorOut]


@inspectors.get("", response=InspectorPage)
def inspector_list(request: ApiRequest, page: int = 1) -> dict[str, Any]:
    """执法检查人员，每页 50 人."""
    return numbered(selectors.inspectors.desk_rows(request.actor), page, last=LAST_PAGE)


@inspectors.get("/{code}", response=InspectorOut)
def inspector(request: ApiRequest, code: str) -> Inspector:
    """一名执法检查人员."""
    return pages.found(selectors.inspectors.one(request.actor, code))


class PowerOut(Schema):
    """A line of the list of powers."""

    code: str
    name: str
    kind: str
    unit: str
    basis: str
    listed_on: date
    cancelled_on: date | None
    items: list[str]

    @staticmethod
    def resolve_kind(row: Power) -> str:
        """In words."""
        return PowerKind(row.kind).label

    @staticmethod
    def resolve_unit(row: Power) -> str:
        """The code of the organ."""
        return row.unit.code

    @staticmethod
    def resolve_basis(row: Power) -> str:
        """《…》第…条."""
        return f"{row.document}{row.article}"

    @staticmethod
    def resolve_items(row: Power) -> list[str]:
        """Codes of the items that carry it out."""
        return sorted(link.item.code for link in row.links.all())


class PowerIn(Schema):
    """A power to list."""

    code: Annotated[str, StringConstraints(max_length=40, pattern=r"^[0-9A-Za-z][0-9A-Za-z_.-]*$")]
    name: Annotated[str, StringConstraints(max_length=200)]
    kind: PowerKind
    unit: Word
    document: Annotated[str, StringConstraints(max_length=40)]
    article: Annotated[str, StringConstraints(max_length=100)]
    listed_on: date
    listed_by: Annotated[str, StringConstraints(max_length=100)]


class PowerEnd(Schema):
    """From which day a power is gone, by which decision."""

    on: date
    ground: Line


class PowerItemIn(Schema):
    """Which item carries it out."""

    item: Annotated[str, StringConstraints(max_length=32)]


@powers.get("", response=list[PowerOut])
def power_list(request: ApiRequest) -> list[Power]:
    """权责清单，已取消的也在内."""
    return list(selectors.powers.desk_rows(request.actor).prefetch_related("links__item"))


@powers.post("", response={201: PowerOut}, auth=WRITE)
def list_power(request: ApiRequest, body: PowerIn) -> Status[Power]:
    """列入一项行政权力."""
    return Status(201, services.powers.enter(**body.dict(), by=request.actor, now=request.now))


@powers.post("/{code}/cancel", response=PowerOut, auth=WRITE)
def cancel_power(request: ApiRequest, code: str, body: PowerEnd) -> Power:
    """取消一项行政权力；对应的事项不能再列入计划."""
    return services.powers.cancel(code=code, **body.dict(), by=request.actor, now=request.now)


@powers.post("/{code}/items", response={201: PowerOut}, auth=WRITE)
def link_power(request: ApiRequest, code: str, body: PowerItemIn) -> Status[Power]:
    """写明哪个事项实施它."""
    found = services.powers.link(code=code, item=body.item, by=request.actor, now=request.now)
    return Status(201, found.power)


def _today(request: ApiRequest) -> date:
    return localdate(request.now)
