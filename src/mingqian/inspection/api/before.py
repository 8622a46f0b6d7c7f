"""Before anybody enters: approvals, notices, and who of a team steps back."""

from datetime import date, datetime
from typing import Annotated

from ninja import Router, Schema
from pydantic import Field

from mingqian.accounts.bearing import ApiRequest
from mingqian.inspection import selectors, services
from mingqian.inspection.api.fields import WRITE, Codes, Done
from mingqian.inspection.enums import OnSiteReason, Serving
from mingqian.inspection.models import Approval, VisitNotice
from mingqian.ui.bodies import PLAIN, Code, Day, Held, Key, Line, Note, Word, Words, Yes

router = Router(tags=["检查之前"])

Reply = Annotated[str, Field(max_length=500, pattern=PLAIN)]


class ApprovalOut(Schema):
    """行政检查审批表."""

    id: int
    number: str
    batch: str
    subject: str
    subject_name: str
    planned_on: date
    grounds: str
    emergency: str
    state: str
    remark: str
    frequency: str

    @staticmethod
    def resolve_batch(row: Approval) -> str:
        """Its batch's code."""
        return row.batch.code

    @staticmethod
    def resolve_subject(row: Approval) -> str:
        """The subject's code in the registry."""
        return row.subject.code

    @staticmethod
    def resolve_subject_name(row: Approval) -> str:
        """Its name today."""
        return row.subject.name


class ApprovalIn(Schema):
    """申请检查审批."""

    tasks: Codes
    on: Day
    grounds: Words
    on_site_reason: OnSiteReason = OnSiteReason.SURVEY


class GoFirstIn(Schema):
    """情况紧急，先行检查."""

    tasks: Codes
    reason: Note


class ApprovalDecideIn(Schema):
    """The head's answer."""

    approvals: Annotated[list[Held], Field(max_length=2_000)]
    approve: Yes
    remark: Words = ""


class VisitNoticeOut(Schema):
    """行政检查通知书."""

    number: str
    approval: str
    announced: bool
    from_on: date
    until_on: date
    materials: list[str]
    served_how: str
    served_on: date | None
    read_at: datetime | None
    challenge: str
    challenge_answer: str

    @staticmethod
    def resolve_approval(row: VisitNotice) -> str:
        """Its approval's number."""
        return row.approval.number


class IssueIn(Schema):
    """签发通知书."""

    approvals: Annotated[list[Held], Field(max_length=2_000)]
    announced: Yes
    from_on: Day
    until_on: Day
    materials: Annotated[list[Line], Field(max_length=50)] = []


class ServingIn(Schema):
    """送达通知书."""

    how: Serving
    on: Day
    receipt: Line = ""


class ReplyIn(Schema):
    """A reply that stays on record."""

    words: Reply


class RecusalIn(Schema):
    """接受任务; with a ground: 申报回避."""

    recusal: Reply = ""


class RecusalAnswerIn(Schema):
    """同意或不同意回避."""

    granted: Yes
    words: Reply


@router.get("/approvals", response=list[ApprovalOut])
def approvals(request: ApiRequest, state: Word = "requested") -> list[Approval]:
    """检查审批表，按状态，最多 200 份；默认是等待批准的."""
    rows = selectors.approvals.visible(request.actor).filter(state=state)
    return list(rows.select_related("batch", "subject").order_by("planned_on", "number")[:200])


@router.post("/approvals", response=Done, auth=WRITE)
def request_approvals(request: ApiRequest, body: ApprovalIn) -> dict[str, int]:
    """申请行政检查审批，每个对象一份."""
    given = {**body.dict(), "on_site_reason": body.on_site_reason.value}
    return {"done": len(services.approvals.request(**given, by=request.actor, now=request.now))}


@router.post("/approvals/go-first", response=Done, auth=WRITE)
def go_first(request: ApiRequest, body: GoFirstIn) -> dict[str, int]:
    """紧急情况先行检查，24 小时内补办审批（由检查组组长）."""
    return {"done": len(services.approvals.go_first(**body.dict(), by=request.actor, now=request.now))}


@router.post("/approvals/decide", response=Done, auth=WRITE)
def decide(request: ApiRequest, body: ApprovalDecideIn) -> dict[str, int]:
    """批准或不批准检查."""
    return {"done": len(services.approvals.decide(**body.dict(), by=request.actor, now=request.now))}


@router.post("/approvals/{key}/withdraw", response=ApprovalOut, auth=WRITE)
def withdraw(request: ApiRequest, key: Key) -> Approval:
    """撤回尚未答复的申请（由申请人）."""
    return services.approvals.withdraw(approval=key, by=request.actor, now=request.now)


@router.post("/approvals/{number}/accept", response=Done, auth=WRITE)
def accept(request: ApiRequest, number: Word, body: RecusalIn) -> dict[str, int]:
    """接受任务，或者申报回避（由检查组成员本人）."""
    services.announcing.accept(approval=number, recusal=body.recusal, by=request.actor, now=request.now)
    return {"done": 1}


@router.post("/approvals/{number}/recusals/{inspector}", response=Done, auth=WRITE)
def answer_recusal(
    request: ApiRequest, number: Word, inspector: Code, body: RecusalAnswerIn
) -> dict[str, int]:
    """答复检查人员的回避申报."""
    services.announcing.answer_recusal(
        approval=number, inspector=inspector, **body.dict(), by=request.actor, now=request.now
    )
    return {"done": 1}


@router.get("/visit-notices", response=list[VisitNoticeOut])
def visit_notices(request: ApiRequest, served: bool | None = None) -> list[VisitNotice]:
    """行政检查通知书，新的在前，最多 200 份；可按是否送达筛选."""
    rows = selectors.announcing.visible(request.actor)
    if served is not None:
        rows = rows.filter(served_on__isnull=not served)
    return list(rows.order_by("-at", "number")[:200])


@router.post("/visit-notices", response=list[VisitNoticeOut], auth=WRITE)
def issue(request: ApiRequest, body: IssueIn) -> list[VisitNotice]:
    """签发行政检查通知书，每份审批一份."""
    given = body.dict()
    return services.announcing.issue(
        approvals_=given.pop("approvals"), **given, by=request.actor, now=request.now
    )


@router.post("/visit-notices/{number}/serve", response=VisitNoticeOut, auth=WRITE)
def serve(request: ApiRequest, number: Word, body: ServingIn) -> VisitNotice:
    """登记送达."""
    return services.announcing.serve(
        notice=number, how=body.how.value, on=body.on, receipt=body.receipt, by=request.actor, now=request.now
    )


@router.post("/visit-notices/{number}/answer-challenge", response=VisitNoticeOut, auth=WRITE)
def answer_challenge(request: ApiRequest, number: Word, body: ReplyIn) -> VisitNotice:
    """答复检查对象的回避申请."""
    return services.announcing.answer_challenge(
        notice=number, words=body.words, by=request.actor, now=request.now
    )
