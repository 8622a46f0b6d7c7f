"""Who may do what in planning. Which state a thing must be in is the machines' affair, not this file's."""

from collections.abc import Mapping
from enum import StrEnum

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, allowed, denied

LEADS = "厦门方案 四(五)：政策法规处牵头，每年制定年度工作计划，明确具体监管事项、职责分工"
INITIATES = "平顶山方案 四(一)：谁主管、谁发起、谁主导、谁组织"
LEADER_DECIDES = "涪陵指引 四(一)：统一公布实施；内部控制：公布前由局领导批准"
TOGETHER = "涪陵指引 四(二)：会同有关单位启动抽查"


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


_SECTIONS = (
    Role.BUSINESS_UNIT_HEAD,
    Role.BUSINESS_UNIT_STAFF,
    Role.LEGAL_OFFICE,
    Role.INSPECTION_BODY_HEAD,
    Role.INSPECTION_BODY,
    Role.INSURANCE_AGENCY,
    Role.FUND_SUPERVISION,
    Role.DISTRICT_BUREAU,
)
_LEAD = (Role.LEGAL_OFFICE, Role.DISTRICT_BUREAU)

_TABLE: Mapping[Verb, tuple[tuple[Role, ...], str, str]] = {
    Verb.PROPOSE_DEMAND: (_SECTIONS, "提出抽查需求", INITIATES),
    Verb.HANDLE_DEMAND: (_LEAD, "汇总抽查需求", LEADS),
    Verb.DRAFT_ANNUAL: (_LEAD, "编制年度计划", LEADS),
    Verb.APPROVE_ANNUAL: ((Role.BUREAU_LEADER,), "批准年度计划", LEADER_DECIDES),
    Verb.PUBLISH: ((*_LEAD, Role.PUBLISHER), "公布计划、方案", LEADER_DECIDES),
    Verb.SEND: ((*_LEAD, Role.OFFICE), "报送年度计划", LEADS),
    Verb.DRAFT_IMPLEMENTATION: (_SECTIONS, "制定实施方案", INITIATES),
    Verb.APPROVE_IMPLEMENTATION: ((Role.BUREAU_LEADER,), "批准实施方案", LEADER_DECIDES),
    Verb.ANSWER_INVITATION: (_SECTIONS, "答复会同检查的邀请", TOGETHER),
    Verb.START: (_SECTIONS, "启动抽查", INITIATES),
    Verb.REQUEST_EXEMPTION: (_SECTIONS, "申请免检", INITIATES),
    Verb.DECIDE_EXEMPTION: ((Role.BUREAU_LEADER,), "决定免检", LEADER_DECIDES),
    Verb.MERGE: (_SECTIONS, "办理合并检查", INITIATES),
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


def not_the_same_person(actor: Actor, earlier: int | None, what: str) -> Decision:
    """Two pairs of eyes: whoever drafted or asked does not decide."""
    if actor.person_id is not None and actor.person_id != earlier:
        return allowed()
    return denied(
        "planning.same_person",
        f"{actor.name}（{actor.code}）是{what}，不能自己批准",
        "内部控制：经办与审批由不同人员承担",
        "请由另一名局领导批准",
    )
