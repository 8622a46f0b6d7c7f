"""监管对象 for programs: reading the list, and single rows. Whole lists come in by import, which a person previews."""

from datetime import date
from typing import Annotated, Any

from ninja import Router, Schema, Status
from pydantic import Field

from mingqian.accounts.bearing import ApiRequest
from mingqian.registry import selectors, services
from mingqian.registry.api.rights import LAST_PAGE, READ, WRITE
from mingqian.registry.enums import RiskClass, Scheme, SubjectKind, SubjectStatus
from mingqian.registry.models import Subject
from mingqian.ui import pages
from mingqian.ui.bodies import ONE_LINE, Code, Day, Line, Note, Short, Word
from mingqian.ui.tables import numbered

router = Router(tags=["监管对象"], auth=READ)


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
        return sorted(set(selectors.reading.tags(row)))


class SubjectPage(Schema):
    """Fifty subjects and how many there are."""

    total: int
    page: int
    rows: list[SubjectOut]


@router.get("", response=SubjectPage)
def subject_list(request: ApiRequest, page: int = 1) -> dict[str, Any]:
    """监管对象，每页 50 条，新的在前."""
    rows = selectors.reading.desk_rows(request.actor)
    return numbered(rows, page, last=LAST_PAGE, total=selectors.reading.total(request.actor))


@router.get("/{code}", response=SubjectOut)
def subject(request: ApiRequest, code: str) -> Subject:
    """一个监管对象."""
    return pages.found(selectors.reading.one(request.actor, code))


class NewSubject(Schema):
    """A body to register."""

    number: Annotated[str, Field(max_length=18, pattern=ONE_LINE)]
    kind: SubjectKind = SubjectKind.ENTERPRISE
    unit: Word
    name: Line
    legal_representative: Short = ""
    address: Note = ""
    contact_person: Short = ""
    contact_phone: Code = ""


@router.post("", response={201: SubjectOut}, auth=WRITE)
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
    since: Day
    evidence: Line


@router.post("/{code}/status", response=SubjectOut, auth=WRITE)
def set_status(request: ApiRequest, code: str, body: StatusIn) -> Subject:
    """变更登记状态（注销、吊销、迁出……）."""
    pages.found(selectors.subjects.one(request.actor, code))
    words = body.dict()
    return services.subjects.set_status(code=code, **words, by=request.actor, now=request.now)


class RiskIn(Schema):
    """守法诚信等级."""

    risk: RiskClass
    on: Day
    basis: Line


@router.post("/{code}/risk", response=SubjectOut, auth=WRITE)
def set_risk(request: ApiRequest, code: str, body: RiskIn) -> Subject:
    """确定守法诚信等级."""
    pages.found(selectors.subjects.one(request.actor, code))
    return services.subjects.set_risk_class(code=code, **body.dict(), by=request.actor, now=request.now)
