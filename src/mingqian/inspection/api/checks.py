"""The checks themselves: batches, tasks, the record, the result, putting right and the revisit."""

from datetime import date
from typing import Annotated, Any

from ninja import Router, Schema
from pydantic import Field

from mingqian.accounts.bearing import ApiRequest
from mingqian.inspection import selectors, services
from mingqian.inspection.api.fields import WRITE, Codes, Done
from mingqian.inspection.models import Batch, Task
from mingqian.inspection.types import Check, Revisit, Scan, WalkIn
from mingqian.ui import pages
from mingqian.ui.bodies import Code, Day, Line, Moment, Note, Word, Words
from mingqian.ui.tables import numbered

router = Router(tags=["检查"])
Papers = Annotated[list[Word], Field(max_length=10)]


class BatchOut(Schema):
    """The checks of one draw."""

    code: str
    title: str
    plan: str
    starts_on: date | None
    ends_on: date | None
    ended_on: date | None

    @staticmethod
    def resolve_plan(row: Batch) -> str:
        """The implementation plan's code; empty for a batch that was not drawn."""
        return row.plan.code if row.plan else ""


class TallyOut(Schema):
    """Its figures; published (完成) and closed (完结) apart."""

    total: int
    by_outcome: dict[str, int]
    by_state: dict[str, int]
    problems: int
    problem_ppm: int
    published: int
    withheld: int
    closed: int


class TaskOut(Schema):
    """One drawn subject × item."""

    code: str
    batch: str
    item: str
    item_name: str
    subject: str
    subject_name: str
    team: int
    method: str
    state: str
    outcome: str
    problems: str
    checked_on: date | None
    confirmed_on: date | None
    published_on: date | None
    closed_on: date | None

    @staticmethod
    def resolve_batch(row: Task) -> str:
        """The draw's code."""
        return row.batch.code

    @staticmethod
    def resolve_item(row: Task) -> str:
        """The item's code."""
        return row.item.item.code

    @staticmethod
    def resolve_subject(row: Task) -> str:
        """The subject's code in the registry."""
        return row.subject.code


class TaskPage(Schema):
    """Fifty tasks and how many there are."""

    total: int
    page: int
    rows: list[TaskOut]


class CheckIn(Schema):
    """检查记录 of one task."""

    on: Day
    outcome: Word
    certificates: Papers = []
    answers: Annotated[dict[Word, Word], Field(max_length=200)] = {}
    problems: Words = ""
    statement: Words = "无"
    signed: Word = "signed"
    refusal: Words = ""
    guidance: Words = ""


class EntryIn(Schema):
    """登记入企: the scan and who showed a certificate."""

    at: Moment
    how: Word = "typed"
    code: Note = ""
    reason: Note = ""
    certificates: Papers


class ServeIn(Schema):
    """送达告知书."""

    tasks: Codes
    on: Day
    medium: Word
    receipt: Line


class AnswerIn(Schema):
    """答复陈述申辩."""

    text: Words
    outcome: Word = ""
    problems: Words = ""


class TaskReasonIn(Schema):
    """A reason that stays on record."""

    reason: Words


class TasksIn(Schema):
    """Which tasks."""

    tasks: Codes


class WithholdIn(Schema):
    """决定不公示."""

    tasks: Codes
    code: Word
    reason: Words


class OrderIn(Schema):
    """责令限期改正."""

    text: Words
    due_on: Day


class RevisitIn(Schema):
    """整改回访."""

    on: Day
    result: Word
    words: Words
    certificates: Papers = []


class EndIn(Schema):
    """检查结束."""

    on: Day


@router.get("/batches/{code}/tally", response=TallyOut)
def tally(request: ApiRequest, code: str) -> Any:  # noqa: ANN401 — a Tally, as the schema reads it
    """一批检查的各项数."""
    return selectors.batches.tally(pages.found(selectors.batches.one(request.actor, code)))


@router.post("/batches/{code}/end", response=BatchOut, auth=WRITE)
def end(request: ApiRequest, code: str, body: EndIn) -> Batch:
    """登记检查结束."""
    return services.batches.end(batch=code, on=body.on, by=request.actor, now=request.now)


@router.get("/tasks", response=TaskPage)
def tasks(
    request: ApiRequest, page: int = 1, batch: Code = "", state: Word = "", outcome: Word = ""
) -> dict[str, Any]:
    """检查任务，每页 50 条；可按批次、状态、结果筛选."""
    given = {"batch__code": batch, "state": state, "outcome": outcome}
    rows = selectors.tasks.visible(request.actor).filter(
        **{key: value for key, value in given.items() if value}
    )
    return numbered(rows.order_by("-batch__opened_at", "number"), page, last=100_000)


@router.get("/tasks/{code}", response=TaskOut)
def task(request: ApiRequest, code: str) -> Task:
    """一项检查任务."""
    return pages.found(selectors.tasks.one(request.actor, code))


@router.post("/tasks/{code}/enter", response=Done, auth=WRITE)
def enter(request: ApiRequest, code: str, body: EntryIn) -> dict[str, int]:
    """登记扫码入企和亮证（同一审批表的任务一次登记）."""
    walk = WalkIn(Scan(body.at, body.how, body.code, body.reason), tuple(body.certificates))
    rows = services.visits.enter(walks={code: walk}, by=request.actor, now=request.now)
    return {"done": len(rows)}


@router.post("/tasks/{code}/record", response=TaskOut, auth=WRITE)
def record(request: ApiRequest, code: str, body: CheckIn) -> Task:
    """登记检查结果（由检查组组长）."""
    said = body.dict()
    said["certificates"] = tuple(said["certificates"])
    services.checks.record(task=code, check=Check(**said), by=request.actor, now=request.now)
    return task(request, code)


@router.post("/tasks/{code}/answer", response=TaskOut, auth=WRITE)
def answer(request: ApiRequest, code: str, body: AnswerIn) -> Task:
    """答复陈述申辩."""
    services.defences.answer(task=code, **body.dict(), by=request.actor, now=request.now)
    return task(request, code)


@router.post("/tasks/{code}/send-back", response=TaskOut, auth=WRITE)
def send_back(request: ApiRequest, code: str, body: TaskReasonIn) -> Task:
    """退回重查."""
    services.results.send_back(task=code, reason=body.reason, by=request.actor, now=request.now)
    return task(request, code)


@router.post("/tasks/{code}/order", response=TaskOut, auth=WRITE)
def order(request: ApiRequest, code: str, body: OrderIn) -> Task:
    """责令限期改正."""
    orders = {code: (body.text, body.due_on)}
    services.rectifications.order(orders=orders, by=request.actor, now=request.now)
    return task(request, code)


@router.post("/tasks/{code}/revisit", response=TaskOut, auth=WRITE)
def revisit(request: ApiRequest, code: str, body: RevisitIn) -> Task:
    """登记整改回访（由检查组组长）."""
    seen = Revisit(body.on, body.result, body.words, tuple(body.certificates))
    services.rectifications.revisit(revisits={code: seen}, by=request.actor, now=request.now)
    return task(request, code)


@router.post("/notices", response=Done, auth=WRITE)
def serve(request: ApiRequest, body: ServeIn) -> dict[str, int]:
    """登记送达初步结果告知书."""
    return {"done": len(services.notices.serve(**body.dict(), by=request.actor, now=request.now))}


@router.post("/confirm", response=Done, auth=WRITE)
def confirm(request: ApiRequest, body: TasksIn) -> dict[str, int]:
    """确认最终结果（由未登记、未答复、未参加检查的人员）."""
    return {"done": services.results.confirm(tasks=body.tasks, by=request.actor, now=request.now)}


@router.post("/withhold", response=Done, auth=WRITE)
def withhold(request: ApiRequest, body: WithholdIn) -> dict[str, int]:
    """决定结果不公示."""
    return {"done": services.publication.withheld(**body.dict(), by=request.actor, now=request.now)}


@router.post("/rectifications/verify", response=Done, auth=WRITE)
def verify(request: ApiRequest, body: TasksIn) -> dict[str, int]:
    """确认整改结果（由回访人以外的人员）."""
    return {"done": services.rectifications.verify(tasks=body.tasks, by=request.actor, now=request.now)}
