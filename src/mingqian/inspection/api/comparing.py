"""比对核查: two data sets for an item of a batch, and what became of every difference."""

from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet
from ninja import File, Form, Router, Schema, UploadedFile
from pydantic import Field

from mingqian.accounts.bearing import ApiRequest
from mingqian.inspection import comparing_forms, selectors, services
from mingqian.inspection.api.fields import WRITE, Done
from mingqian.inspection.models import Comparison, ComparisonRow
from mingqian.inspection.types import DataSet
from mingqian.leads import services as leads
from mingqian.ui import chance, pages
from mingqian.ui.bodies import Code, ItemCode, Note, Word, Words

router = Router(tags=["非现场检查"])
KEY = DataSet().key


class CompareIn(Schema):
    """Which item, and what is compared: one pair of columns a line, 左＝右."""

    item: ItemCode
    columns: Note
    key_left: Word = KEY
    key_right: Word = KEY


class ComparisonOut(Schema):
    """The rule, the digests of both inputs, how many of each verdict."""

    code: str
    batch: str
    item: str
    left_name: str
    left_digest: str
    left_rows: int
    right_name: str
    right_digest: str
    right_rows: int
    rule: str
    notes: str
    digest: str
    at: datetime
    counts: dict[str, int]

    @staticmethod
    def resolve_batch(row: Comparison) -> str:
        """The batch's code."""
        return row.batch.code

    @staticmethod
    def resolve_item(row: Comparison) -> str:
        """The item's code."""
        return row.item.item.code

    @staticmethod
    def resolve_counts(row: Comparison) -> dict[str, int]:
        """一致、不一致、无法判断、待核实."""
        return selectors.comparing.counts(row)


class RowOut(Schema):
    """One firm: the verdict, both rows, and what became of it."""

    task: str
    verdict: str
    why: str
    left: list[str]
    right: list[str]
    settled: str
    words: str
    lead: str

    @staticmethod
    def resolve_task(row: ComparisonRow) -> str:
        """The task's code."""
        return row.task.code


class FoundIn(Schema):
    """What was found when a difference was gone into."""

    task: Code
    words: Words


class VerifyIn(Schema):
    """核实, many at once."""

    rows: Annotated[list[FoundIn], Field(max_length=2_000)]


class DifferenceLeadOut(Schema):
    """The lead's number."""

    lead: str


def _one(request: ApiRequest, code: str) -> Comparison:
    return pages.found(selectors.comparing.one(request.actor, code))


@router.get("/batches/{code}/comparisons", response=list[ComparisonOut])
def comparisons(request: ApiRequest, code: Code) -> QuerySet[Comparison]:
    """一个批次的比对核查."""
    return selectors.comparing.visible(request.actor).filter(batch__code=code)[:200]


@router.post("/batches/{code}/comparisons", response=ComparisonOut, auth=WRITE)
def compare(
    request: ApiRequest, code: Code, body: Form[CompareIn], left: File[UploadedFile],
    right: File[UploadedFile | None] = None,
) -> Comparison:  # fmt: skip
    """比对两份数据并登记到待核查的任务（multipart/form-data）；没有第二份的与名录库比对."""
    mine, theirs = comparing_forms.columns_of(body.columns)
    second = DataSet(columns=theirs)
    if right is not None:
        second = DataSet(right.name or "数据", right.read(), body.key_right, theirs)
    made = services.comparing.compare(
        batch=code, item=body.item, left=DataSet(left.name or "数据", left.read(), body.key_left, mine),
        right=second, by=request.actor, now=request.now,
    )  # fmt: skip
    return _one(request, made.code)


@router.get("/comparisons/{code}", response=ComparisonOut)
def comparison(request: ApiRequest, code: Code) -> Comparison:
    """一次比对核查."""
    return _one(request, code)


@router.get("/comparisons/{code}/rows", response=list[RowOut])
def rows(request: ApiRequest, code: Code, verdict: Word = "") -> QuerySet[ComparisonRow]:
    """逐户结果；verdict 可取 same、different、unclear."""
    found = selectors.comparing.rows(request.actor, _one(request, code))
    return found.filter(verdict=verdict) if verdict else found


@router.post("/comparisons/{code}/verify", response=Done, auth=WRITE)
def verify(request: ApiRequest, code: Code, body: VerifyIn) -> dict[str, int]:
    """登记不一致、无法判断的核实情况."""
    words = {one.task: one.words for one in body.rows}
    return {
        "done": services.comparing.verify(comparison=code, words=words, by=request.actor, now=request.now)
    }


@router.post("/comparisons/{code}/leads", response=DifferenceLeadOut, auth=WRITE)
def to_lead(request: ApiRequest, code: Code, body: FoundIn) -> dict[str, str]:
    """不一致的转为“数据监测”线索."""
    lead = services.comparing.to_lead(
        comparison=code, task=body.task, words=body.words, entropy=chance.entropy(leads.intake.ENTROPY),
        by=request.actor, now=request.now,
    )  # fmt: skip
    return {"lead": lead}
