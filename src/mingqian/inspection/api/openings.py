"""Batches: which there are, and one that no draw made. One address is one router's: another's would be hidden by it."""

from typing import Annotated

from ninja import Router, Schema, Status
from pydantic import Field

from mingqian.accounts.bearing import ApiRequest
from mingqian.inspection import selectors, services
from mingqian.inspection.api.checks import BatchOut
from mingqian.inspection.api.fields import WRITE
from mingqian.inspection.enums import Origin
from mingqian.inspection.models import Batch
from mingqian.inspection.types import Cause, NamedCheck, Outsider
from mingqian.registry.enums import Method
from mingqian.ui.bodies import Code, Day, Line, Whole, Word, Words

router = Router(tags=["检查批次"])


class OutsiderIn(Schema):
    """联合检查: somebody of another authority."""

    authority: Word
    name: Word
    certificate: Code
    duty: Word = ""


class NamedCheckIn(Schema):
    """One subject × item; team 0: nobody goes there."""

    subject: Word
    item: Code
    method: Method
    team: Annotated[Whole, Field(ge=0, le=500)] = 0


class OpeningIn(Schema):
    """不经抽取的检查: its cause, what is checked, and who goes, the captain first."""

    origin: Origin
    source: Code
    title: Line
    reason: Words
    starts_on: Day
    ends_on: Day
    joint: Annotated[list[OutsiderIn], Field(max_length=50)] = []
    checks: Annotated[list[NamedCheckIn], Field(max_length=2_000)]
    teams: Annotated[list[Annotated[list[Code], Field(max_length=20)]], Field(max_length=500)] = []


@router.get("/batches", response=list[BatchOut])
def batches(request: ApiRequest) -> list[Batch]:
    """检查批次，新的在前，最多 200 批."""
    return list(selectors.batches.visible(request.actor).order_by("-code")[:200])


@router.post("/batches", response={201: BatchOut}, auth=WRITE)
def open_named(request: ApiRequest, body: OpeningIn) -> Status[Batch]:
    """下达不经抽取的检查任务：线索、专项、新许可、联合或个案，须写明来源和理由."""
    cause = Cause(
        body.origin.value, body.source, body.title, body.reason, body.starts_on, body.ends_on,
        tuple(Outsider(**one.dict()) for one in body.joint),
    )  # fmt: skip
    checks = [NamedCheck(one.subject, one.item, one.method.value, one.team) for one in body.checks]
    teams = dict(enumerate(body.teams, start=1))
    made = services.openings.open_named(
        cause=cause, checks=checks, teams=teams, by=request.actor, now=request.now
    )
    return Status(201, made)
