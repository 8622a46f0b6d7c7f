"""二次建库 for programs: pools, their rules in words with counts, approval by another person, who is left out."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.utils.timezone import localdate
from ninja import Router, Schema, Status
from pydantic import Field, StrictInt

from mingqian.accounts.bearing import ApiRequest
from mingqian.registry import selectors, services
from mingqian.registry.api.rights import READ, WRITE
from mingqian.registry.enums import PoolState
from mingqian.registry.models import SecondaryPool, SecondaryPoolRule
from mingqian.registry.types import Condition, UniverseRow
from mingqian.ui import pages
from mingqian.ui.bodies import Code, ItemCode, Line, Note, Rank, Short, Word

router = Router(tags=["二次建库"], auth=READ)
LEFT_OUT = 500


class PoolRuleOut(Schema):
    """One version of a rule."""

    number: int
    state: str
    words: str
    reason: str
    clause: str
    before_count: int
    after_count: int
    counted_on: date
    drafted_by: str
    approved_by: str
    approved_at: datetime | None

    @staticmethod
    def resolve_state(row: SecondaryPoolRule) -> str:
        """In words."""
        return PoolState(row.state).label


class PoolOut(Schema):
    """A pool with every version of its rule, the oldest first."""

    code: str
    name: str
    item: str
    unit: str
    rules: list[PoolRuleOut]

    @staticmethod
    def resolve_item(row: SecondaryPool) -> str:
        """The item's code."""
        return row.item.code

    @staticmethod
    def resolve_unit(row: SecondaryPool) -> str:
        """The unit's code."""
        return row.unit.code

    @staticmethod
    def resolve_rules(row: SecondaryPool) -> list[SecondaryPoolRule]:
        """In the order of their numbers."""
        return sorted(row.rules.all(), key=lambda rule: rule.number)


class CountedOut(Schema):
    """The pool of today in words, or why it is not counted here."""

    words: str
    why_not: str


class LeftOut(Schema):
    """One who is registered and not in the pool."""

    code: str
    name: str
    reason: str
    clause: str

    @staticmethod
    def resolve_code(row: UniverseRow) -> str:
        """The subject's."""
        return row.id

    @staticmethod
    def resolve_reason(row: UniverseRow) -> str:
        """Why, in words."""
        return row.standing.reason

    @staticmethod
    def resolve_clause(row: UniverseRow) -> str:
        """By which clause."""
        return row.standing.clause


@router.get("", response=list[PoolOut])
def pool_list(request: ApiRequest) -> list[SecondaryPool]:
    """当期名录库和各版筛选规则."""
    return list(selectors.pools.desk_rows(request.actor))


def _one(request: ApiRequest, code: str) -> SecondaryPool:
    return pages.found(selectors.pools.desk_rows(request.actor).filter(code=code).first())


@router.get("/{code}", response=PoolOut)
def pool(request: ApiRequest, code: str) -> SecondaryPool:
    """一个当期名录库."""
    return _one(request, code)


@router.get("/{code}/counts", response=CountedOut)
def pool_counts(request: ApiRequest, code: str) -> selectors.pools.Counted:
    """今天在册多少、各因何减去多少、剩多少."""
    found = _one(request, code)
    live = next((one for one in found.rules.all() if one.state == PoolState.APPROVED), None)
    return selectors.pools.counted(request.actor, found, live, localdate(request.now))


@router.get("/{code}/excluded", response=list[LeftOut])
def pool_excluded(request: ApiRequest, code: str) -> list[UniverseRow]:
    """不在当期名录库的前 500 名，各有理由和依据."""
    found = _one(request, code)
    return selectors.pools.left_out(request.actor, found, localdate(request.now), LEFT_OUT)


class PoolIn(Schema):
    """The current-period pool of one item of natural persons."""

    code: Annotated[str, Field(max_length=32, pattern=r"^[0-9A-Za-z][0-9A-Za-z_-]*$")]
    name: Short
    item: ItemCode
    unit: Word


class ConditionIn(Schema):
    """One line of a rule; ``facts.…`` names a column of the list and says in words what it is."""

    field: Short
    op: Literal["ge", "le", "gt", "lt", "eq", "ne", "in", "not_in", "present", "absent"]
    values: Annotated[
        list[Annotated[StrictInt, Field(gt=-(10**12), lt=10**12)] | Line], Field(max_length=50)
    ] = []
    label: Code = ""


class PoolRuleIn(Schema):
    """Conditions that must all hold, and why."""

    conditions: Annotated[list[ConditionIn], Field(max_length=20)]
    reason: Note


class PoolReasonIn(Schema):
    """Why."""

    reason: Note


@router.post("", response={201: PoolOut}, auth=WRITE)
def open_pool(request: ApiRequest, body: PoolIn) -> Status[SecondaryPool]:
    """为对象全是自然人的事项设立当期名录库."""
    services.pools.open_pool(**body.dict(), by=request.actor, now=request.now)
    return Status(201, _one(request, body.code))


@router.post("/{code}/rules", response={201: PoolRuleOut}, auth=WRITE)
def draft_rule(request: ApiRequest, code: str, body: PoolRuleIn) -> Status[SecondaryPoolRule]:
    """起草下一版筛选规则，随即算出筛选前后的数量；规则包定的人数不到，不能筛选."""
    permission = services.pools.permission_on(_one(request, code), localdate(request.now))
    wanted = [Condition(one.field, one.op, tuple(one.values), one.label) for one in body.conditions]
    made = services.pools.draft_rule(
        pool=code, conditions=wanted, reason=body.reason, permission=permission, by=request.actor,
        now=request.now,
    )  # fmt: skip
    return Status(201, made)


@router.post("/{code}/rules/{number}/approve", response=PoolRuleOut, auth=WRITE)
def approve_rule(request: ApiRequest, code: str, number: Rank) -> SecondaryPoolRule:
    """批准一版规则（不得是起草人）；原先的一版随之停用."""
    _numbered(request, code, number)
    return services.pools.approve_rule(pool=code, number=number, by=request.actor, now=request.now)


@router.post("/{code}/rules/{number}/retire", response=PoolRuleOut, auth=WRITE)
def retire_rule(request: ApiRequest, code: str, number: Rank, body: PoolReasonIn) -> SecondaryPoolRule:
    """停用一版规则，从全库抽取."""
    _numbered(request, code, number)
    return services.pools.retire_rule(
        pool=code, number=number, reason=body.reason, by=request.actor, now=request.now
    )


def _numbered(request: ApiRequest, code: str, number: int) -> None:
    pages.found(_one(request, code).rules.filter(number=number).first())
