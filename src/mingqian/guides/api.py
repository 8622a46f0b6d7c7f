"""Guides and applications for programs: the same services and refusals as the desk."""

from datetime import date
from typing import Annotated

from django.utils.timezone import localdate
from ninja import Router, Schema, Status
from pydantic import Field

from mingqian.accounts.bearing import ApiRequest, needs
from mingqian.accounts.enums import Scope
from mingqian.guides import rules, selectors, services
from mingqian.guides.enums import Outcome
from mingqian.guides.models import Application, Fee, Guide, Handover
from mingqian.guides.services.guides import TEXTS
from mingqian.ui import pages
from mingqian.ui.bodies import PLAIN, Code, Day, Key, Line, Note, Short, Whole, Word, Words

router = Router(tags=["办事指南"], auth=needs(Scope.REGISTRY_READ))
WRITE = needs(Scope.REGISTRY_WRITE)
Days = Annotated[Whole, Field(ge=0, le=rules.MOST_DAYS)]
Fen = Annotated[Whole, Field(ge=0, le=100_000_000)]
Tail = Annotated[str, Field(pattern=r"^[0-9]{4}$")]


class GuideOut(Schema):
    """What a guide says today, and what it lacks."""

    code: str
    name: str
    facts: list[tuple[str, str]]
    steps: list[str]
    missing: list[str]


class GuideIn(Schema):
    """Everything the list of powers does not say already."""

    accepted_at: Word
    decided_by: Word = ""
    days: Days
    duty: Annotated[str, Field(max_length=500, pattern=PLAIN)] = ""
    authority: Annotated[str, Field(max_length=500, pattern=PLAIN)] = ""
    conditions: Annotated[str, Field(max_length=1_000, pattern=PLAIN)] = ""
    result: Line = ""
    enquiries: Word = ""
    complaints: Word = ""
    place: Line = ""
    samples: Note = ""
    promise: Note = ""
    remedy: Note = ""


class StepsIn(Schema):
    """A line a step: 名称｜岗位｜工作日."""

    text: Words


class FeeIn(Schema):
    """A fee with its basis."""

    name: Word
    fen: Fen
    document: Code
    article: Short = ""
    since: Day


class FeeOut(Schema):
    """A fee as it stands."""

    id: int
    name: str
    fen: int
    since: date
    until: date | None


class FeeEndIn(Schema):
    """From when a fee is abolished, by which document."""

    until: Day
    document: Code


class HandoverIn(Schema):
    """Who takes applications in from a day on."""

    unit: Word
    document: Code
    on: Day


class HandoverOut(Schema):
    """A handover."""

    number: int
    on: date


class ApplicationIn(Schema):
    """收件."""

    unit: Word
    applicant: Short
    tail: Tail


class ApplicationOut(Schema):
    """An application: never who applied."""

    number: str
    stage: str
    accepted_on: date
    due_on: date
    closed_on: date | None
    outcome: str

    @staticmethod
    def resolve_stage(row: Application) -> str:
        """The step it stands at."""
        return str(row.steps[row.stage - 1])


class OutcomeIn(Schema):
    """办结."""

    outcome: Outcome


@router.get("/{code}", response=GuideOut)
def guide(request: ApiRequest, code: str) -> dict[str, object]:
    """一项权力的办事指南，和还缺什么."""
    row: Guide = pages.found(selectors.guides.one(request.actor, code))
    text = selectors.guides.text(row, localdate(request.now))
    return {
        "code": code, "name": text.name, "facts": rules.facts(text),
        "steps": rules.typed(text.steps).splitlines(), "missing": [one.reason for one in rules.missing(text)],
    }  # fmt: skip


@router.put("/{code}", response={204: None}, auth=WRITE)
def fill(request: ApiRequest, code: str, body: GuideIn) -> Status[None]:
    """填写办事指南."""
    said = body.dict()
    texts = {name: said.pop(name) for name in TEXTS}
    services.guides.fill(code=code, texts=texts, **said, by=request.actor, now=request.now)
    return Status(204, None)


@router.put("/{code}/steps", response={204: None}, auth=WRITE)
def steps(request: ApiRequest, code: str, body: StepsIn) -> Status[None]:
    """办理程序."""
    services.guides.write_steps(code=code, text=body.text, by=request.actor, now=request.now)
    return Status(204, None)


@router.post("/{code}/fees", response={201: FeeOut}, auth=WRITE)
def fee(request: ApiRequest, code: str, body: FeeIn) -> Status[Fee]:
    """登记收费."""
    return Status(201, services.guides.list_fee(code=code, **body.dict(), by=request.actor, now=request.now))


@router.post("/{code}/fees/{number}/end", response=FeeOut, auth=WRITE)
def end_fee(request: ApiRequest, code: str, number: Key, body: FeeEndIn) -> Fee:
    """取消收费."""
    return services.guides.end_fee(code=code, fee=number, **body.dict(), by=request.actor, now=request.now)


@router.post("/{code}/handovers", response={201: HandoverOut}, auth=WRITE)
def hand_down(request: ApiRequest, code: str, body: HandoverIn) -> Status[Handover]:
    """下放办理."""
    return Status(201, services.guides.hand_down(code=code, **body.dict(), by=request.actor, now=request.now))


@router.post("/{code}/applications", response={201: ApplicationOut}, auth=WRITE)
def accept(request: ApiRequest, code: str, body: ApplicationIn) -> Status[Application]:
    """收件."""
    found = services.applications.accept(code=code, **body.dict(), by=request.actor, now=request.now)
    return Status(201, found)


@router.post("/applications/{number}/advance", response=ApplicationOut, auth=WRITE)
def advance(request: ApiRequest, number: str) -> Application:
    """转入下一步."""
    return services.applications.advance(number=number, by=request.actor, now=request.now)


@router.post("/applications/{number}/close", response=ApplicationOut, auth=WRITE)
def close(request: ApiRequest, number: str, body: OutcomeIn) -> Application:
    """办结."""
    return services.applications.close(number=number, outcome=body.outcome, by=request.actor, now=request.now)
