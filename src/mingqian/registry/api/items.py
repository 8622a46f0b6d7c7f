"""抽查事项清单 for programs: the list in force, every version, and each step from draft to publication."""

from datetime import date
from typing import Any

from django.utils.timezone import localdate
from ninja import Router, Schema, Status

from mingqian.accounts.bearing import ApiRequest
from mingqian.registry import selectors, services
from mingqian.registry.api.rights import READ, WRITE
from mingqian.registry.api.wordings import ItemOut, ItemVersionOut, WordingIn
from mingqian.registry.enums import Level, Reach
from mingqian.registry.models import Item
from mingqian.registry.types import ItemFacts
from mingqian.ui import pages
from mingqian.ui.bodies import Day, ItemCode, Line, Note, Rank, Word, Yes

router = Router(tags=["抽查事项"], auth=READ)


@router.get("", response=list[ItemOut])
def item_list(request: ApiRequest) -> list[ItemFacts]:
    """今天有效的抽查事项清单."""
    return selectors.items.listing(request.actor, localdate(request.now))


@router.get("/{code}", response=list[ItemOut])
def item_history(request: ApiRequest, code: str) -> list[ItemFacts]:
    """一个事项公布过的各个版本，旧的在前."""
    _one(request, code)
    return selectors.items.history(request.actor, code)


@router.get("/{code}/versions", response=list[ItemVersionOut])
def item_versions(request: ApiRequest, code: str) -> list[ItemFacts]:
    """各个版本的全文，新的在前；办理中的只给责任单位范围内的人看."""
    return selectors.items.versions(request.actor, _one(request, code))


class NewItemIn(WordingIn):
    """A new item: its code, whose it is, and its first wording."""

    code: ItemCode
    unit: Word
    jurisdiction: Word = ""
    level: Level = Level.CITY
    reach: Reach = Reach.OWN


class OpinionIn(Schema):
    """Passed on, or returned; in words either way."""

    passed: Yes
    opinion: Note


class ItemReasonIn(Schema):
    """Why."""

    reason: Note


class PublicationIn(Schema):
    """From which day."""

    effective_on: Day


class RetirementIn(Schema):
    """From which day, on which ground."""

    on: Day
    ground: Note


class HandOverIn(Schema):
    """To whom and why."""

    to_unit: Word
    reason: Line


class ItemStandingOut(Schema):
    """Whose an item is, and until when it is on the list."""

    code: str
    unit: str
    retired_on: date | None
    retired_ground: str

    @staticmethod
    def resolve_unit(row: Item) -> str:
        """The unit's code."""
        return row.unit.code


@router.post("", response={201: ItemVersionOut}, auth=WRITE)
def draft_item(request: ApiRequest, body: NewItemIn) -> Status[ItemFacts]:
    """起草一个新事项."""
    services.items.demand_new(body.code)
    made = services.items.draft(
        code=body.code, unit=body.unit, jurisdiction=body.jurisdiction, level=body.level, reach=body.reach,
        **body.drafted(), by=request.actor, now=request.now,
    )  # fmt: skip
    return Status(201, made)


@router.post("/{code}/versions", response={201: ItemVersionOut}, auth=WRITE)
def draft_version(request: ApiRequest, code: str, body: WordingIn) -> Status[ItemFacts]:
    """起草下一版，整份提交；没有写的就是没有."""
    unit = _one(request, code).unit.code
    made = services.items.draft(code=code, unit=unit, **body.drafted(), by=request.actor, now=request.now)
    return Status(201, made)


@router.put("/{code}/versions/{number}", response=ItemVersionOut, auth=WRITE)
def revise_version(request: ApiRequest, code: str, number: Rank, body: WordingIn) -> ItemFacts:
    """改写草稿，整份提交."""
    return services.items.revise(**_step(request, code, number), **body.drafted())


@router.post("/{code}/versions/{number}/submit", response=ItemVersionOut, auth=WRITE)
def submit_version(request: ApiRequest, code: str, number: Rank) -> ItemFacts:
    """送审."""
    return services.items.submit(**_step(request, code, number))


@router.post("/{code}/versions/{number}/review", response=ItemVersionOut, auth=WRITE)
def review_version(request: ApiRequest, code: str, number: Rank, body: OpinionIn) -> ItemFacts:
    """审查通过或退回修改；审查人不得是起草人."""
    return services.items.review(**_step(request, code, number), **body.dict())


@router.post("/{code}/versions/{number}/approve", response=ItemVersionOut, auth=WRITE)
def approve_version(request: ApiRequest, code: str, number: Rank) -> ItemFacts:
    """批准."""
    return services.items.approve(**_step(request, code, number))


@router.post("/{code}/versions/{number}/reject", response=ItemVersionOut, auth=WRITE)
def reject_version(request: ApiRequest, code: str, number: Rank, body: ItemReasonIn) -> ItemFacts:
    """否决；可另行起草新版本."""
    return services.items.reject(**_step(request, code, number), reason=body.reason)


@router.post("/{code}/versions/{number}/publish", response=ItemVersionOut, auth=WRITE)
def publish_version(request: ApiRequest, code: str, number: Rank, body: PublicationIn) -> ItemFacts:
    """公布，自某日起施行；公布后不能改动."""
    return services.items.publish(**_step(request, code, number), effective_on=body.effective_on)


@router.post("/{code}/retire", response=ItemStandingOut, auth=WRITE)
def retire_item(request: ApiRequest, code: str, body: RetirementIn) -> Item:
    """停用一个事项；各版本和历史抽取仍可查看."""
    _one(request, code)
    return services.items.retire(code=code, **body.dict(), by=request.actor, now=request.now)


@router.post("/{code}/hand-over", response=ItemStandingOut, auth=WRITE)
def hand_over_item(request: ApiRequest, code: str, body: HandOverIn) -> Item:
    """移交给另一单位：移交后只有新的责任单位能改."""
    _one(request, code)
    services.items.hand_over(code=code, **body.dict(), by=request.actor, now=request.now)
    return _one(request, code)


def _one(request: ApiRequest, code: str) -> Item:
    return pages.found(selectors.items.one(request.actor, code))


def _step(request: ApiRequest, code: str, number: int) -> dict[str, Any]:
    """The words of every step, once it is certain that this person may see the version."""
    seen = selectors.items.versions(request.actor, _one(request, code))
    pages.found(next((one for one in seen if one.version == number), None))
    return {"code": code, "number": number, "by": request.actor, "now": request.now}
