"""Who may do what in planning. Which state a thing must be in is the machines' affair, not this file's."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from mingqian.accounts.enums import SECTIONS, Level, Role
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, allowed, denied

LEADS = "厦门方案 四(五)：政策法规处牵头，每年制定年度工作计划，明确具体监管事项、职责分工"
INITIATES = "平顶山方案 四(一)：谁主管、谁发起、谁主导、谁组织"
RIGHT_AUTHORITY = "厦门方案 二(四是坚持放管结合)：确保不缺位、不错位、不越位"
LEADER_DECIDES = "涪陵指引 四(一)：统一公布实施；内部控制：公布前由局领导批准"
TOGETHER = "涪陵指引 四(二)：会同有关单位启动抽查"
PAPERS = "平顶山方案 二(一)：出台抽查检查工作指引；厦门方案 三(四)：制定监管事项评价办法"


class Verb(StrEnum):
    PROPOSE_DEMAND = "propose_demand"
    HANDLE_DEMAND = "handle_demand"
    DRAFT_ANNUAL = "draft_annual"
    APPROVE_ANNUAL = "approve_annual"
    PUBLISH = "publish"
    SEND = "send"
    DRAFT_IMPLEMENTATION = "draft_implementation"
    APPROVE_IMPLEMENTATION = "approve_implementation"
    ANSWER_INVITATION = "answer_invitation"
    START = "start"
    REQUEST_EXEMPTION = "request_exemption"
    DECIDE_EXEMPTION = "decide_exemption"
    MERGE = "merge"
    WRITE_PAPER = "write_paper"
    APPROVE_PAPER = "approve_paper"
    ISSUE_PAPER = "issue_paper"
    READ_PAPER = "read_paper"


_LEAD = (Role.LEGAL_OFFICE, Role.DISTRICT_BUREAU)
_APPROVERS = (Role.BUREAU_LEADER, Role.BUSINESS_UNIT_HEAD, Role.INSPECTION_BODY_HEAD, Role.DISTRICT_BUREAU)

_TABLE: Mapping[Verb, tuple[tuple[Role, ...], str, str]] = {
    Verb.PROPOSE_DEMAND: (SECTIONS, "提出抽查需求", INITIATES),
    Verb.HANDLE_DEMAND: (_LEAD, "汇总抽查需求", LEADS),
    Verb.DRAFT_ANNUAL: (_LEAD, "编制年度计划", LEADS),
    Verb.APPROVE_ANNUAL: ((Role.BUREAU_LEADER,), "批准年度计划", LEADER_DECIDES),
    Verb.PUBLISH: ((*_LEAD, Role.PUBLISHER), "公布计划、方案", LEADER_DECIDES),
    Verb.SEND: ((*_LEAD, Role.OFFICE), "报送年度计划", LEADS),
    Verb.DRAFT_IMPLEMENTATION: (SECTIONS, "制定实施方案", INITIATES),
    Verb.APPROVE_IMPLEMENTATION: ((Role.BUREAU_LEADER,), "批准实施方案", LEADER_DECIDES),
    Verb.ANSWER_INVITATION: (SECTIONS, "答复会同检查的邀请", TOGETHER),
    Verb.START: (SECTIONS, "启动抽查", INITIATES),
    Verb.REQUEST_EXEMPTION: (SECTIONS, "申请免检", INITIATES),
    Verb.DECIDE_EXEMPTION: ((Role.BUREAU_LEADER,), "决定免检", LEADER_DECIDES),
    Verb.MERGE: (SECTIONS, "办理合并检查", INITIATES),
    Verb.WRITE_PAPER: (SECTIONS, "起草检查指引和评价办法", PAPERS),
    Verb.APPROVE_PAPER: (_APPROVERS, "批准检查指引和评价办法", PAPERS),
    Verb.ISSUE_PAPER: ((*_LEAD, Role.PUBLISHER), "发布检查指引和评价办法", PAPERS),
    Verb.READ_PAPER: ((*SECTIONS, Role.INSPECTOR, Role.BUSINESS_INSPECTOR), "签阅检查指引", PAPERS),
}


def may(actor: Actor, verb: Verb, unit_path: str) -> Decision:
    """May this person do this for this unit? One post must carry both the role and the unit."""
    roles, words, clause = _TABLE[verb]
    if any(actor.holds(role, unit_path) for role in roles):
        return allowed()
    return denied(
        "planning.not_yours",
        f"{actor.name}（{actor.code}）不能为该单位办理“{words}”",
        clause,
        f"请由该单位的{'、'.join(role.label for role in roles)}办理",
    )


def answers_for(actor: Actor, unit_path: str, *, inside: bool) -> Decision:
    """The invited unit answers itself: a post at the bureau's head reaches it, but is not it."""
    answer = may(actor, Verb.ANSWER_INVITATION, unit_path)
    roles = _TABLE[Verb.ANSWER_INVITATION][0]
    own = any(grant.role in roles and grant.path.startswith(unit_path) for grant in actor.grants)
    if not answer.ok or own or not inside:
        return answer
    told = f"{actor.name}（{actor.code}）不是受邀单位的人员，不能替它答复"
    return denied("planning.not_yours", told, TOGETHER, "请受邀单位的人员确认")


def may_approve_ratio(approver: Actor, unit_path: str) -> Decision:
    """An own ratio is the authority's: its leader says yes, or the head of the section under it."""
    heads = (Role.BUSINESS_UNIT_HEAD, Role.INSPECTION_BODY_HEAD)
    leads = any(approver.holds(role, unit_path) for role in (Role.BUREAU_LEADER, Role.DISTRICT_BUREAU))
    section = any(g.role in heads and g.path.startswith(unit_path) for g in approver.grants)
    if leads or section:
        return allowed()
    told = f"{approver.name}（{approver.code}）不能批准本单位的抽查比例"
    return denied("line.own_approver", told, LEADER_DECIDES, "请填写局领导或责任处室负责人")


def may_ask_to_spare(actor: Actor, unit_path: str, owner_path: str) -> Decision:
    """XM-58 names nobody who asks: 谁主管、谁发起 — whoever runs the draw, or the section whose item was drawn."""
    answer = may(actor, Verb.REQUEST_EXEMPTION, owner_path)
    return answer if answer.ok else may(actor, Verb.REQUEST_EXEMPTION, unit_path)


def not_the_same_person(actor: Actor, earlier: int | None, what: str) -> Decision:
    """Two pairs of eyes: whoever drafted or asked does not decide."""
    return not_one_of(actor, (earlier,), what)


def not_one_of(actor: Actor, earlier: Iterable[int | None], what: str) -> Decision:
    """The same where several hands brought a thing to the door: none of them opens it."""
    if actor.person_id is not None and actor.person_id not in tuple(earlier):
        return allowed()
    return denied(
        "planning.same_person",
        f"{actor.name}（{actor.code}）是{what}，不能自己批准",
        "内部控制：经办与审批由不同人员承担",
        "请由另一名有批准权的人员批准",
    )


def owns(unit_path: str, unit_name: str, owner_path: str, item: str, *, strict: bool = False) -> Decision:
    """谁主管、谁发起: the item's own section, or the authority the section belongs to (not if ``strict``)."""
    if unit_path.startswith(owner_path) or (not strict and owner_path.startswith(unit_path)):
        return allowed()
    return denied(
        "planning.other_section",
        f"事项“{item}”不归“{unit_name}”管理",
        INITIATES,
        "请由事项的归口单位办理，或先由归口单位移交",
    )


def right_level(unit_level: str, item_level: str, item: str) -> Decision:
    """XM-84 不越位: a district does not take up what the city checks itself."""
    if unit_level == Level.DISTRICT and item_level == Level.CITY:
        told = f"“{item}”是市级事项，区级单位不能办理"
        return denied("planning.city_item", told, RIGHT_AUTHORITY, "请报市级机关安排")
    return allowed()


def who(*verbs: Verb) -> tuple[Role, ...]:
    """The roles of which some post may carry out one of these verbs: whom a page lets in at its door."""
    return tuple(dict.fromkeys(role for verb in verbs for role in _TABLE[verb][0]))


# Who reads the desk's planning pages; what each finds there, the data scope decides.
READERS = (
    *SECTIONS,
    Role.BUREAU_LEADER,
    Role.OFFICE,
    Role.INFORMATION_UNIT,
    Role.DRAW_OPERATOR,
    Role.DISCIPLINE_WITNESS,
    Role.INSPECTOR,
    Role.BUSINESS_INSPECTOR,
    Role.REVIEWER,
    Role.PUBLISHER,
    Role.REDACTION_REVIEWER,
    Role.SUPERIOR_VIEWER,
    Role.SUPERVISION_AUTHORITY,
)
