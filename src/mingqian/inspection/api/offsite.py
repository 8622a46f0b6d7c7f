"""自查、书面、网络: what is asked of a firm, and what a section makes of the answer."""

from datetime import date, datetime
from typing import Annotated

from ninja import File, Form, Router, Schema, UploadedFile
from pydantic import Field, Strict

from mingqian.accounts.bearing import ApiRequest
from mingqian.inspection import listing, selectors, services
from mingqian.inspection.api.fields import WRITE, Codes, Done, WordsIn
from mingqian.inspection.models import OffsiteLine, OffsiteStep
from mingqian.inspection.types import Upload
from mingqian.ui import pages
from mingqian.ui.bodies import Code, Day, Note, Word, Words

router = Router(tags=["非现场检查"])


class OffsiteIn(Schema):
    """通知自查或书面检查."""

    tasks: Codes
    asked: Words
    due_on: Day


class CaptureIn(Schema):
    """网络核查: where it was looked up and what was seen."""

    source: Note
    words: Words


class HoldIn(Schema):
    """书面检查 from the bureau's own files."""

    tasks: Codes
    source: Note
    words: Words


class MarkIn(Schema):
    """What is said of one document of the list: good, missing (with what lacks) or none (does not apply)."""

    number: Annotated[int, Strict(), Field(ge=1, le=listing.MOST_LINES)]
    state: Word
    words: Note = ""


class MaterialReviewIn(Schema):
    """逐项审核. Without marks everything handed in is good."""

    marks: Annotated[list[MarkIn], Field(max_length=listing.MOST_LINES)] = []
    due_on: Day | None = None


class MaterialLineOut(Schema):
    """One line of the list of material."""

    number: int
    text: str
    state: str
    words: str


class OffsiteOut(Schema):
    """How far it is."""

    task: str
    asked: str
    road: str
    due_on: date | None
    state: str
    lines: list[MaterialLineOut]
    words: str
    answers: dict[str, str]
    handed_at: datetime | None
    return_reason: str

    @staticmethod
    def resolve_task(row: OffsiteStep) -> str:
        """The task's code."""
        return row.task.code

    @staticmethod
    def resolve_lines(row: OffsiteStep) -> list[OffsiteLine]:
        """The list, line by line."""
        return list(row.lines.order_by("number"))


@router.post("/offsite", response=Done, auth=WRITE)
def ask(request: ApiRequest, body: OffsiteIn) -> dict[str, int]:
    """通知检查对象自查，或者提交书面材料."""
    made = services.offsite.ask(
        tasks_=body.tasks, asked=body.asked, due_on=body.due_on, by=request.actor, now=request.now
    )
    return {"done": len(made)}


@router.post("/offsite/hold", response=Done, auth=WRITE)
def hold(request: ApiRequest, body: HoldIn) -> dict[str, int]:
    """登记本机关已有材料，不再要检查对象提交."""
    done = services.looking_up.hold(
        tasks_=body.tasks, source=body.source, words=body.words, by=request.actor, now=request.now
    )
    return {"done": done}


@router.get("/tasks/{code}/offsite", response=OffsiteOut)
def offsite(request: ApiRequest, code: Code) -> OffsiteStep:
    """一项自查、书面检查或网络核查到了哪一步."""
    task = pages.found(selectors.tasks.one(request.actor, code))
    return pages.found(selectors.offsite.of(task))


@router.post("/tasks/{code}/offsite/return", response=OffsiteOut, auth=WRITE)
def return_(request: ApiRequest, code: Code, body: WordsIn) -> OffsiteStep:
    """退回补正."""
    return services.offsite.return_(task=code, reason=body.words, by=request.actor, now=request.now)


@router.post("/tasks/{code}/offsite/review", response=OffsiteOut, auth=WRITE)
def review(request: ApiRequest, code: Code, body: MaterialReviewIn | None = None) -> OffsiteStep:
    """审核材料：逐项写明合格、需补正、不适用；都合格的接着登记结果."""
    said = body or MaterialReviewIn()
    marks = {one.number: (one.state, one.words) for one in said.marks} or None
    return services.offsite.review(
        task=code, marks=marks, due_on=said.due_on, by=request.actor, now=request.now
    )


@router.post("/tasks/{code}/offsite/capture", response=OffsiteOut, auth=WRITE)
def capture(
    request: ApiRequest, code: Code, body: Form[CaptureIn], files: File[list[UploadedFile]]
) -> OffsiteStep:
    """登记网络核查，留存页面截图或数据文件（multipart/form-data）."""
    uploads = [Upload(one.name or "", one.read()) for one in files]
    return services.looking_up.capture(
        task=code, **body.dict(), uploads=uploads, by=request.actor, now=request.now
    )
