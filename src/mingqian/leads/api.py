"""Leads for programs. The informant's identity goes in and never comes out here: that takes a person and a purpose."""

from datetime import date
from typing import Annotated

from ninja import Router, Schema, Status
from pydantic import Field

from mingqian.accounts.bearing import ApiRequest, needs
from mingqian.accounts.enums import Scope
from mingqian.leads import sealing, selectors, services
from mingqian.leads.enums import Channel, LeadKind, PartyKind
from mingqian.leads.models import CrimeTransfer, Lead
from mingqian.leads.types import Informant, Outside, Told
from mingqian.ui import chance, pages
from mingqian.ui.bodies import PLAIN, Code, Day, Line, Note, Short, SubjectCode, Whole, Word, Words, Yes
from mingqian.ui.tables import numbered

router = Router(tags=["线索"], auth=needs(Scope.LEADS_READ))
WRITE = needs(Scope.LEADS_WRITE)


class LeadOut(Schema):
    """A lead without what is sealed."""

    code: str
    kind: str
    channel: str
    unit: str
    about: str
    subject: str
    outside_kind: str
    outside_name: str
    outside_known: str
    matter: str
    summary: str
    state: str
    decided_on: date | None
    outcome: str
    feedback: str
    closed_on: date | None

    @staticmethod
    def resolve_unit(row: Lead) -> str:
        """The unit's code."""
        return row.unit.code

    @staticmethod
    def resolve_subject(row: Lead) -> str:
        """The subject's code, where it is known."""
        return row.subject.code if row.subject else ""


class LeadPage(Schema):
    """Fifty leads and how many there are."""

    total: int
    page: int
    rows: list[LeadOut]


class LeadIn(Schema):
    """登记线索; name, phone and contact are sealed before anything is stored."""

    kind: LeadKind
    channel: Channel = Channel.SYSTEM
    unit: Code
    about: Line
    matter: Words
    place: Line = ""
    subject: SubjectCode = ""
    happened_on: Day | None = None
    people: Annotated[Whole, Field(ge=1, le=100_000)] = 1
    sender: Short = ""
    sender_number: Word = ""
    name: Word = ""
    phone: Annotated[str, Field(max_length=20, pattern=PLAIN)] = ""
    contact: Line = ""


class Received(Schema):
    """The number, and the word by which its informant asks; empty where the telephone's tail serves."""

    code: str
    word: str


class LeadSubjectIn(Schema):
    """确认对象: a subject of the registry."""

    subject: SubjectCode


class OutsideIn(Schema):
    """确认对象: a firm or a person the registry does not know."""

    kind: PartyKind
    name: Line
    known: Words


class AcceptIn(Schema):
    """受理."""

    summary: Words
    subject: SubjectCode = ""
    reason: Words = ""


class LeadWordsIn(Schema):
    """Words that stay on record."""

    words: Words


class LeadSendIn(Schema):
    """转送其他部门."""

    to: Short
    reason: Words


class LeadReceiptIn(Schema):
    """What the other side said."""

    accepted: Yes
    words: Note
    on: Day


class ForceIn(Schema):
    """涉嫌犯罪: the charge and the task force."""

    charge: Short
    force: Annotated[list[Code], Field(max_length=20)]


class DecisionIn(Schema):
    """移送或不移送."""

    approve: Yes
    words: Words


class PoliceIn(Schema):
    """移送公安机关."""

    police: Short
    receipt: Line


class PoliceAnswerIn(Schema):
    """立案或不立案."""

    received: Yes
    words: Words


class CrimeOut(Schema):
    """涉嫌犯罪移送."""

    number: str
    charge: str
    state: str


@router.get("/", response=LeadPage)
def leads(
    request: ApiRequest, page: int = 1, state: Word = "", kind: Word = "", unanswered: bool = False
) -> dict[str, object]:
    """线索登记簿，每页 50 条；可按状态、种类筛选，或只看转送、移送后尚无回执的."""
    given = {"state": state, "kind": kind}
    rows = selectors.leads.visible(request.actor).filter(
        **{key: value for key, value in given.items() if value}
    )
    if unanswered:
        rows = rows.filter(selectors.leads.unanswered())
    return numbered(rows.order_by("-received_at", "-pk"), page, last=100_000)


@router.post("/", response={201: Received}, auth=WRITE)
def receive(request: ApiRequest, body: LeadIn) -> Status[dict[str, str]]:
    """登记线索；举报人的姓名、电话、联系方式加密保存，接口不能读出."""
    given = {**body.dict(), "kind": body.kind.value, "channel": body.channel.value}
    who = Informant(*(given.pop(one) for one in ("name", "phone", "contact")))
    unit = given.pop("unit")
    lead, word = services.intake.receive(
        told=Told(**given), informant=who, unit=unit, entropy=chance.entropy(sealing.ENTROPY),
        by=request.actor, now=request.now,
    )  # fmt: skip
    return Status(201, {"code": lead.code, "word": word})


@router.get("/{code}", response=LeadOut)
def lead(request: ApiRequest, code: Code) -> Lead:
    """一条线索."""
    return pages.found(selectors.leads.one(request.actor, code))


@router.post("/{code}/subject", response=LeadOut, auth=WRITE)
def name_subject(request: ApiRequest, code: Code, body: LeadSubjectIn) -> Lead:
    """确认对象：名录库里的一家."""
    return services.naming.listed(lead=code, subject=body.subject, by=request.actor, now=request.now)


@router.post("/{code}/outside", response=LeadOut, auth=WRITE)
def name_outside(request: ApiRequest, code: Code, body: OutsideIn) -> Lead:
    """确认对象：名录库里没有的，写明已知情况."""
    who = Outside(body.kind.value, body.name, body.known)
    return services.naming.outside(lead=code, who=who, by=request.actor, now=request.now)


@router.post("/{code}/accept", response=LeadOut, auth=WRITE)
def accept(request: ApiRequest, code: Code, body: AcceptIn) -> Lead:
    """受理，写明交办摘要."""
    return services.deciding.accept(lead=code, **body.dict(), by=request.actor, now=request.now)


@router.post("/{code}/reject", response=LeadOut, auth=WRITE)
def reject(request: ApiRequest, code: Code, body: LeadWordsIn) -> Lead:
    """不予受理，写明理由."""
    return services.deciding.reject(lead=code, reason=body.words, by=request.actor, now=request.now)


@router.post("/{code}/send", response=LeadOut, auth=WRITE)
def send(request: ApiRequest, code: Code, body: LeadSendIn) -> Lead:
    """转送其他部门，等待回执."""
    services.transfers.send(lead=code, **body.dict(), by=request.actor, now=request.now)
    return lead(request, code)


@router.post("/{code}/receipt", response=LeadOut, auth=WRITE)
def receipt(request: ApiRequest, code: Code, body: LeadReceiptIn) -> Lead:
    """登记接收部门的回执."""
    return services.transfers.receipt(lead=code, **body.dict(), by=request.actor, now=request.now)


@router.post("/{code}/answer", response=LeadOut, auth=WRITE)
def answer(request: ApiRequest, code: Code, body: LeadWordsIn) -> Lead:
    """反馈并办结，核查有结果以后."""
    return services.handling.answer(lead=code, feedback=body.words, by=request.actor, now=request.now)


@router.post("/{code}/crime", response=CrimeOut, auth=WRITE)
def open_crime(request: ApiRequest, code: Code, body: ForceIn) -> CrimeTransfer:
    """涉嫌犯罪，指定专案组."""
    return services.crimes.open_transfer(lead=code, **body.dict(), by=request.actor, now=request.now)


@router.post("/{code}/crime/report", response=CrimeOut, auth=WRITE)
def report_crime(request: ApiRequest, code: Code, body: LeadWordsIn) -> CrimeTransfer:
    """专案组书面报告，负责人三日内决定."""
    return services.crimes.report(lead=code, words=body.words, by=request.actor, now=request.now)


@router.post("/{code}/crime/decide", response=CrimeOut, auth=WRITE)
def decide_crime(request: ApiRequest, code: Code, body: DecisionIn) -> CrimeTransfer:
    """决定移送或不移送."""
    return services.crimes.decide(lead=code, **body.dict(), by=request.actor, now=request.now)


@router.post("/{code}/crime/send", response=CrimeOut, auth=WRITE)
def send_crime(request: ApiRequest, code: Code, body: PoliceIn) -> CrimeTransfer:
    """移送公安机关，24 小时内."""
    return services.crimes.send(lead=code, **body.dict(), by=request.actor, now=request.now)


@router.post("/{code}/crime/answered", response=CrimeOut, auth=WRITE)
def crime_answered(request: ApiRequest, code: Code, body: PoliceAnswerIn) -> CrimeTransfer:
    """登记公安机关立案或不立案."""
    return services.crimes.answered(lead=code, **body.dict(), by=request.actor, now=request.now)


@router.post("/{code}/crime/review", response=CrimeOut, auth=WRITE)
def ask_review(request: ApiRequest, code: Code, body: LeadWordsIn) -> CrimeTransfer:
    """提请复议或建议立案监督."""
    return services.crimes.review(lead=code, words=body.words, by=request.actor, now=request.now)
