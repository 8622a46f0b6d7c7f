"""Who may do what at a draw. Which state the draw must be in is the machine's affair, not this file's."""

from collections.abc import Mapping
from enum import StrEnum

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, denied
from mingqian.draw.enums import ORDERED, Orderer

RECORDED = "厦门 三(五)6(2)：随机抽取过程须邀请纪检监察人员参与，并完整记录"
IN_ORDER = "厦门 三(五)6(2)：按抽取先后顺序依次进行递补"
UNDISCLOSED = "sxsj1 §9：保密期内的结果只供承办、见证、批准和监督的人员查阅"
EXPERTS = "鄂州 四(三)：每次案卷评查活动从专家库中随机抽取一定数量的评查专家，组成评查小组"
SUPERIOR = "sxsj1 §8：种子已定的抽取，只有上级机关、复议机关或者法院可以作废"

APPROVERS: Mapping[Role, str] = {
    Role.BUREAU_LEADER: "leader",
    Role.LEGAL_OFFICE: "legal",
    Role.SUPERVISION_AUTHORITY: "superior",
}
"""How ``approved_by`` names who decided."""

DECIDERS = frozenset(APPROVERS.values()) | frozenset(one.value for one in Orderer)
"""None of these may be the name of a party."""


class Verb(StrEnum):
    """What can be done, as the refusals name it."""

    OPERATE = "operate"
    WITNESS = "witness"
    READ_BACK = "read_back"
    APPROVE_CHANGE = "approve_change"
    ORDER_VOID = "order_void"
    AUDIT = "audit"
    ENTER_REVIEW = "enter_review"
    READ_UNDISCLOSED = "read_undisclosed"


_CONCERNED = (
    Role.DRAW_OPERATOR,
    Role.DISCIPLINE_WITNESS,
    Role.BUREAU_LEADER,
    Role.LEGAL_OFFICE,
    Role.SUPERVISION_AUTHORITY,
    Role.BUSINESS_UNIT_HEAD,
    Role.BUSINESS_UNIT_STAFF,
    Role.INSPECTION_BODY_HEAD,
    Role.INSPECTION_BODY,
    Role.INSURANCE_AGENCY,
    Role.FUND_SUPERVISION,
    Role.DISTRICT_BUREAU,
)
"""Who plans, runs, attests, approves or supervises a draw; an inspector or an enterprise learns of it later."""

_TABLE: Mapping[Verb, tuple[tuple[Role, ...], str, str]] = {
    Verb.OPERATE: ((Role.DRAW_OPERATOR,), "组织抽取", RECORDED),
    Verb.WITNESS: ((Role.DISCIPLINE_WITNESS,), "见证签认", RECORDED),
    Verb.READ_BACK: ((Role.DRAW_OPERATOR, Role.DISCIPLINE_WITNESS), "回读随机数", RECORDED),
    Verb.APPROVE_CHANGE: ((Role.BUREAU_LEADER, Role.LEGAL_OFFICE), "批准递补、替换或作废", IN_ORDER),
    Verb.ORDER_VOID: ((Role.SUPERVISION_AUTHORITY,), "核对责令作废的文书", SUPERIOR),
    Verb.READ_UNDISCLOSED: (_CONCERNED, "查阅尚未公开的抽取结果", UNDISCLOSED),
    Verb.ENTER_REVIEW: ((Role.DRAW_OPERATOR, Role.LEGAL_OFFICE), "登记案卷评查", EXPERTS),
    Verb.AUDIT: ((Role.DISCIPLINE_WITNESS, Role.SUPERVISION_AUTHORITY), "登记外部核对", RECORDED),
}


def may(by: Actor, verb: Verb, unit_path: str) -> Decision:
    """Holds one of the verb's roles over the unit of the plan."""
    roles, what, clause = _TABLE[verb]
    if any(by.holds(role, unit_path) for role in roles):
        return allowed()
    names = "、".join(role.label for role in roles)
    return denied(
        f"draw.may_not_{verb}",
        f"{by.name}不能{what}：需要担任本单位的{names}",
        clause,
        f"请由{names}办理",
    )


def deciding(reason: str) -> Verb:
    """Which right a change needs: a list in error and an order to redraw are a superior body's."""
    return Verb.ORDER_VOID if reason in ORDERED else Verb.APPROVE_CHANGE


def may_open_log(by: Actor) -> Decision:
    """A log serves the whole bureau: an operator of any of its units begins one."""
    if by.has(Role.DRAW_OPERATOR):
        return allowed()
    why = f"{by.name}不能启用抽取日志：需要担任{Role.DRAW_OPERATOR.label}"
    return denied("draw.may_not_open_log", why, RECORDED, f"请由{Role.DRAW_OPERATOR.label}办理")


def approver(by: Actor, verb: Verb, unit_path: str) -> str:
    """The word under which this person's decision stands in the log."""
    roles = [role for role in _TABLE[verb][0] if by.holds(role, unit_path)]
    return APPROVERS[roles[0]]


def decider(word: str) -> str:
    """Who stands behind ``approved_by``, as people say it."""
    if word in {one.value for one in Orderer}:
        return Orderer(word).label
    return next((role.label for role, code in APPROVERS.items() if code == word), word)


def person(by: Actor) -> int:
    """The person who acts; the shell of the server is nobody and takes no part in a ceremony."""
    if by.person_id is None:
        raise Refused(
            denied("draw.nobody", f"{by.name}不是具体人员，不能参加抽取", RECORDED, "请以本人账号操作")
        )
    return by.person_id


def bearer(party: int) -> str:
    """The code under which whoever holds a party's link acts, where the party has no account."""
    return f"seat:{party}"


def sits(by: Actor, *, party: int, person: int | None) -> bool:
    """Is this the party: its person, or, where it has no account, the bearer of its link?"""
    if person is not None:
        return by.person_id == person
    return by.person_id is None and by.code == bearer(party)


def unit(by: Actor) -> int:
    """The unit for which this person acts."""
    if by.unit_id is None:
        raise Refused(denied("draw.no_unit", f"{by.name}没有所在单位", RECORDED, "请以本人账号操作"))
    return by.unit_id


def another_person(by: Actor, first: int | None, what: str) -> Decision:
    """The second of two people is not the first (sxsj1 §5 read-back, §8 approved_by is not the organiser)."""
    if by.person_id is not None and by.person_id != first:
        return allowed()
    return denied("draw.same_person", f"{what}必须由另一人办理", RECORDED, "请换一位有权限的人员操作")
