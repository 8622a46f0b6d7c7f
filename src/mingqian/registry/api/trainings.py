"""培训考核 for programs."""

from datetime import date
from typing import Annotated

from ninja import Router, Schema, Status
from pydantic import Field

from mingqian.accounts.bearing import ApiRequest
from mingqian.registry import selectors, services
from mingqian.registry.api.rights import READ, WRITE
from mingqian.registry.codes import NUMBERED
from mingqian.registry.enums import TrainingKind
from mingqian.registry.models import Training, TrainingSitting
from mingqian.ui.bodies import Day, Line, Short, SubjectCode, Whole, Word

router = Router(tags=["培训考核"], auth=READ)
Points = Annotated[Whole, Field(ge=0, le=100)]


class TrainingIn(Schema):
    """A session."""

    code: Annotated[str, Field(max_length=40, pattern=NUMBERED)]
    kind: TrainingKind
    title: Line
    unit: Word
    held_on: Day
    hours: Annotated[Whole, Field(ge=0, le=400)] = 0
    led_by: Short
    pass_mark: Points | None = None
    due_on: Day | None = None


class TrainingOut(Schema):
    """As it stands."""

    code: str
    kind: str
    title: str
    held_on: date
    pass_mark: int | None
    due_on: date | None


class CalledIn(Schema):
    """Who has to come."""

    people: Annotated[list[SubjectCode], Field(max_length=500)]


class SittingIn(Schema):
    """Who came."""

    person: SubjectCode
    on: Day
    points: Points | None = None


class SittingOut(Schema):
    """A row."""

    on: date
    points: int | None


class PeriodOut(Schema):
    """Figures of a period."""

    sessions: int
    attended: int
    examined: int
    passed: int


class ShareOut(Schema):
    """A county's inspectors in use, how many came and how many passed."""

    code: str
    name: str
    people: int
    trained: int
    passed: int


@router.get("/report", response=PeriodOut)
def report(request: ApiRequest, since: Day, until: Day) -> selectors.trainings.Period:
    """一段时间的场次、人次、应试、通过."""
    return selectors.trainings.period(request.actor, since, until)


@router.get("/shares", response=list[ShareOut])
def shares(request: ApiRequest, since: Day, until: Day) -> list[selectors.trainings.Share]:
    """市本级和各区县：在库人员里参训、合格的人数."""
    return selectors.trainings.shares(request.actor, since, until)


@router.post("", response={201: TrainingOut}, auth=WRITE)
def hold(request: ApiRequest, body: TrainingIn) -> Status[Training]:
    """登记一次培训、考试或考核."""
    return Status(201, services.trainings.hold(**body.dict(), by=request.actor, now=request.now))


@router.post("/{code}/calls", response=TrainingOut, auth=WRITE)
def call(request: ApiRequest, code: str, body: CalledIn) -> Training:
    """列入应参加人员."""
    return services.trainings.call(code=code, people=body.people, by=request.actor, now=request.now)


@router.post("/{code}/sittings", response={201: SittingOut}, auth=WRITE)
def sit(request: ApiRequest, code: str, body: SittingIn) -> Status[TrainingSitting]:
    """登记参加和成绩."""
    return Status(201, services.trainings.sit(code=code, **body.dict(), by=request.actor, now=request.now))
