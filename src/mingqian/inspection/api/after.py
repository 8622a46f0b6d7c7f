"""After the result: measures, guidance, the sheet for the information unit, the report, other dates."""

from datetime import date

from ninja import Router, Schema, Status

from mingqian.accounts.bearing import ApiRequest
from mingqian.inspection import selectors, services
from mingqian.inspection.api.checks import TaskOut, task
from mingqian.inspection.api.fields import WRITE, Codes, Done, YesOrNo
from mingqian.inspection.enums import FollowUpKind, GuidanceWay, ImprovementKind
from mingqian.inspection.models import BatchReport, Delivery, FollowUp, Improvement, Task
from mingqian.ui import pages
from mingqian.ui.bodies import Code, Day, Key, Line, Note, Word, Words, Yes

router = Router(tags=["检查之后"])


class FollowUpIn(Schema):
    """选择后续措施."""

    tasks: Codes
    kind: FollowUpKind
    reason: Words
    due_on: Day


class FollowUpOut(Schema):
    """One measure."""

    id: int
    task: str
    kind: str
    reason: str
    due_on: date
    done_on: date | None
    outcome: str

    @staticmethod
    def resolve_task(row: FollowUp) -> str:
        """The task's code."""
        return row.task.code


class FinishIn(Schema):
    """办结后续措施."""

    on: Day
    outcome: Words


class GuidanceIn(Schema):
    """行政指导."""

    subject: Word
    way: GuidanceWay
    on: Day
    words: Words
    first: Yes = False
    task: Code = ""


class NewDateIn(Schema):
    """Another date, and why."""

    due_on: Day
    words: Words


class DeliveryOut(Schema):
    """结果推送单."""

    number: str
    batch: str
    state: str
    results: int
    words: str

    @staticmethod
    def resolve_batch(row: Delivery) -> str:
        """Its batch's code."""
        return row.batch.code

    @staticmethod
    def resolve_results(row: Delivery) -> int:
        """How many results are on it."""
        return row.results.count()


class DeliveryAnswerIn(Schema):
    """What was received, why it goes back, or what was mended."""

    words: Note


class ArchiveOut(Schema):
    """A paper of the file: how many tasks must have it, how many lack it."""

    label: str
    wanted: int
    lacking: int


class ImprovementIn(Schema):
    """改进措施 for a general problem of the batch."""

    item: Code
    point: Code
    kind: ImprovementKind
    words: Words
    owner: Code
    due_on: Day


class ImprovementOut(Schema):
    """One measure with its owner and its end."""

    id: int
    problem: str
    kind: str
    words: str
    owner: str
    due_on: date
    done_on: date | None
    outcome: str

    @staticmethod
    def resolve_owner(row: Improvement) -> str:
        """By number."""
        return row.owner.code


class ReportOut(Schema):
    """检查报告."""

    number: str
    batch: str
    state: str
    situation: str
    analysis: str
    measures: str
    remark: str
    sent_to: str
    sent_on: date | None

    @staticmethod
    def resolve_batch(row: BatchReport) -> str:
        """Its batch's code."""
        return row.batch.code


class ReportIn(Schema):
    """The words around the figures."""

    situation: Words
    analysis: Words = ""
    measures: Words = ""


class ReportSendIn(Schema):
    """报送."""

    to: Line
    on: Day


@router.get("/follow-ups", response=list[FollowUpOut])
def follow_ups(request: ApiRequest) -> list[FollowUp]:
    """正在办理的后续措施，最早到期的在前，最多 200 项."""
    return list(selectors.followups.open_ones(request.actor)[:200])


@router.post("/follow-ups", response=list[FollowUpOut], auth=WRITE)
def choose(request: ApiRequest, body: FollowUpIn) -> list[FollowUp]:
    """按事项的处置表选择后续措施."""
    given = {**body.dict(), "kind": body.kind.value}
    return services.followups.choose(**given, by=request.actor, now=request.now)


@router.post("/follow-ups/{key}/finish", response=FollowUpOut, auth=WRITE)
def finish(request: ApiRequest, key: Key, body: FinishIn) -> FollowUp:
    """办结后续措施."""
    return services.followups.finish(follow_up=key, **body.dict(), by=request.actor, now=request.now)


@router.post("/guidance", response=Done, auth=WRITE)
def guide(request: ApiRequest, body: GuidanceIn) -> dict[str, int]:
    """登记行政指导；first：新许可主体首次检查之前."""
    services.guidance.give(**{**body.dict(), "way": body.way.value}, by=request.actor, now=request.now)
    return {"done": 1}


@router.post("/tasks/{code}/order/extend", response=TaskOut, auth=WRITE)
def extend(request: ApiRequest, code: Code, body: NewDateIn) -> Task:
    """延长整改期限."""
    services.rectifications.extend(
        task=code, due_on=body.due_on, reason=body.words, by=request.actor, now=request.now
    )
    return task(request, code)


@router.post("/tasks/{code}/order/return", response=TaskOut, auth=WRITE)
def go_on(request: ApiRequest, code: Code, body: NewDateIn) -> Task:
    """退回继续整改，另定期限（由回访人以外的人员）."""
    services.rectifications.return_(
        task=code, due_on=body.due_on, words=body.words, by=request.actor, now=request.now
    )
    return task(request, code)


@router.get("/deliveries", response=list[DeliveryOut])
def deliveries(request: ApiRequest, state: Word = "sent") -> list[Delivery]:
    """结果推送单，按状态，最多 200 份；默认是等待签收的."""
    return list(
        selectors.deliveries.visible(request.actor).filter(state=state).order_by("sent_at", "pk")[:200]
    )


@router.post("/deliveries/{number}/receive", response=DeliveryOut, auth=WRITE)
def receive(request: ApiRequest, number: Word, body: DeliveryAnswerIn) -> Delivery:
    """签收，写明凭证（由信息部门）."""
    return services.deliveries.receive(delivery=number, receipt=body.words, by=request.actor, now=request.now)


@router.post("/deliveries/{number}/return", response=DeliveryOut, auth=WRITE)
def refuse(request: ApiRequest, number: Word, body: DeliveryAnswerIn) -> Delivery:
    """退回，写明理由（由信息部门）."""
    return services.deliveries.return_(delivery=number, reason=body.words, by=request.actor, now=request.now)


@router.post("/deliveries/{number}/resend", response=DeliveryOut, auth=WRITE)
def resend(request: ApiRequest, number: Word, body: DeliveryAnswerIn) -> Delivery:
    """补正后重新推送."""
    return services.deliveries.resend(delivery=number, words=body.words, by=request.actor, now=request.now)


@router.get("/batches/{code}/report", response=ReportOut)
def report(request: ApiRequest, code: Code) -> BatchReport:
    """一批检查的检查报告."""
    return pages.found(selectors.reports.one(request.actor, code))


@router.post("/batches/{code}/report", response=ReportOut, auth=WRITE)
def write(request: ApiRequest, code: Code, body: ReportIn) -> BatchReport:
    """编写检查报告；还没有的先取得编号."""
    services.reports.draft(batch=code, by=request.actor, now=request.now)
    return services.reports.write(batch=code, **body.dict(), by=request.actor, now=request.now)


@router.post("/batches/{code}/report/submit", response=ReportOut, auth=WRITE)
def submit(request: ApiRequest, code: Code) -> BatchReport:
    """提交审批，检查结束以后."""
    return services.reports.submit(batch=code, by=request.actor, now=request.now)


@router.post("/batches/{code}/report/decide", response=ReportOut, auth=WRITE)
def decide(request: ApiRequest, code: Code, body: YesOrNo) -> BatchReport:
    """批准或退回检查报告（由编写人以外的负责人）."""
    return services.reports.decide(batch=code, **body.dict(), by=request.actor, now=request.now)


@router.post("/batches/{code}/report/send", response=ReportOut, auth=WRITE)
def send(request: ApiRequest, code: Code, body: ReportSendIn) -> BatchReport:
    """报送检查报告."""
    return services.reports.send(batch=code, **body.dict(), by=request.actor, now=request.now)


@router.get("/batches/{code}/archive", response=list[ArchiveOut])
def archive(request: ApiRequest, code: Code) -> list[selectors.archive.Line]:
    """存档清单：各项材料应有多少、尚缺多少."""
    return selectors.archive.lines(pages.found(selectors.batches.one(request.actor, code)))


@router.get("/batches/{code}/improvements", response=list[ImprovementOut])
def improvements(request: ApiRequest, code: Code) -> list[Improvement]:
    """本批普遍性问题的改进措施."""
    return list(selectors.improvements.visible(request.actor).filter(batch__code=code))


@router.post("/batches/{code}/improvements", response={201: ImprovementOut}, auth=WRITE)
def plan_improvement(request: ApiRequest, code: Code, body: ImprovementIn) -> Status[Improvement]:
    """安排改进措施：改什么、谁负责、什么时候完成."""
    said = {**body.dict(), "kind": body.kind.value}
    return Status(201, services.improvements.plan(batch=code, **said, by=request.actor, now=request.now))


@router.post("/improvements/{key}/finish", response=ImprovementOut, auth=WRITE)
def finish_improvement(request: ApiRequest, key: Key, body: FinishIn) -> Improvement:
    """办结改进措施."""
    return services.improvements.finish(improvement=key, **body.dict(), by=request.actor, now=request.now)
