"""Who may do what in the registries. Which state a thing is in is another question."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, allowed, denied


class Verb(StrEnum):
    """Every kind of act on the registries."""

    KEEP_DOCUMENTS = "keep_documents"
    DRAFT_ITEM = "draft_item"
    REVIEW_ITEM = "review_item"
    APPROVE_ITEM = "approve_item"
    PUBLISH_ITEM = "publish_item"
    RETIRE_ITEM = "retire_item"
    KEEP_SUBJECTS = "keep_subjects"
    RATE_SUBJECTS = "rate_subjects"
    APPROVE_MARK = "approve_mark"
    RECORD_VISITS = "record_visits"
    KEEP_INSPECTORS = "keep_inspectors"
    KEEP_TIES = "keep_ties"
    DRAFT_POOL_RULE = "draft_pool_rule"
    APPROVE_POOL_RULE = "approve_pool_rule"
    ADOPT_PACK = "adopt_pack"
    KEEP_CALENDAR = "keep_calendar"
    KEEP_DICTIONARIES = "keep_dictionaries"
    KEEP_POWERS = "keep_powers"
    KEEP_TRAININGS = "keep_trainings"


_UNITS = frozenset(
    {
        Role.LEGAL_OFFICE,
        Role.BUSINESS_UNIT_HEAD,
        Role.BUSINESS_UNIT_STAFF,
        Role.INSPECTION_BODY,
        Role.INSPECTION_BODY_HEAD,
        Role.INSURANCE_AGENCY,
        Role.FUND_SUPERVISION,
        Role.DISTRICT_BUREAU,
    }
)
_HEADS = frozenset({Role.BUREAU_LEADER, Role.BUSINESS_UNIT_HEAD, Role.INSPECTION_BODY_HEAD})

#: The draw operator stands nowhere in this table: who runs the draw does not touch the pool.
WHO: Mapping[Verb, frozenset[Role]] = {
    Verb.KEEP_DOCUMENTS: frozenset({Role.LEGAL_OFFICE, Role.OFFICE, Role.DISTRICT_BUREAU}),
    Verb.DRAFT_ITEM: _UNITS,
    Verb.REVIEW_ITEM: frozenset({Role.LEGAL_OFFICE, Role.REVIEWER}),
    Verb.APPROVE_ITEM: frozenset({Role.BUREAU_LEADER}),
    Verb.PUBLISH_ITEM: frozenset({Role.LEGAL_OFFICE, Role.PUBLISHER, Role.OFFICE}),
    Verb.RETIRE_ITEM: frozenset({Role.BUREAU_LEADER}),
    Verb.KEEP_SUBJECTS: _UNITS,
    Verb.RATE_SUBJECTS: frozenset({Role.CREDIT_OFFICER, Role.INSPECTION_BODY_HEAD, Role.LEGAL_OFFICE}),
    Verb.APPROVE_MARK: _HEADS | {Role.LEGAL_OFFICE},
    Verb.RECORD_VISITS: _UNITS,
    Verb.KEEP_TIES: _UNITS | {Role.INSPECTOR, Role.BUSINESS_INSPECTOR, Role.DISCIPLINE_WITNESS},
    Verb.DRAFT_POOL_RULE: _UNITS,
    Verb.APPROVE_POOL_RULE: _HEADS,
    Verb.ADOPT_PACK: frozenset({Role.LEGAL_OFFICE, Role.BUREAU_LEADER}),
    Verb.KEEP_CALENDAR: frozenset({Role.LEGAL_OFFICE, Role.OFFICE}),
    Verb.KEEP_DICTIONARIES: frozenset({Role.LEGAL_OFFICE, Role.INFORMATION_UNIT}),
    Verb.KEEP_POWERS: frozenset({Role.LEGAL_OFFICE, Role.DISTRICT_BUREAU}),
    Verb.KEEP_TRAININGS: frozenset({Role.LEGAL_OFFICE, Role.OFFICE, Role.DISTRICT_BUREAU}),
}

WORDS: Mapping[Verb, str] = {
    Verb.KEEP_DOCUMENTS: "登记制度文件",
    Verb.DRAFT_ITEM: "起草检查事项",
    Verb.REVIEW_ITEM: "审查检查事项",
    Verb.APPROVE_ITEM: "批准检查事项",
    Verb.PUBLISH_ITEM: "公布检查事项",
    Verb.RETIRE_ITEM: "停用检查事项",
    Verb.KEEP_SUBJECTS: "维护监管对象名录库",
    Verb.RATE_SUBJECTS: "确定守法诚信等级",
    Verb.APPROVE_MARK: "批准必查、免检标记",
    Verb.RECORD_VISITS: "登记检查记录",
    Verb.KEEP_INSPECTORS: "增加、启用执法检查人员",
    Verb.KEEP_TIES: "登记回避关系",
    Verb.DRAFT_POOL_RULE: "起草筛选规则",
    Verb.APPROVE_POOL_RULE: "批准筛选规则",
    Verb.ADOPT_PACK: "启用规则包",
    Verb.KEEP_CALENDAR: "录入工作日历",
    Verb.KEEP_DICTIONARIES: "维护词表",
    Verb.KEEP_POWERS: "维护权责清单",
    Verb.KEEP_TRAININGS: "登记培训考核",
}

OWNERS = "厦门 三(二)：由相对应的各区人社局、各业务处室（单位）根据实际情况进行实时更新维护"
SEPARATE = "厦门 二(四是坚持放管结合)：不缺位、不错位、不越位；内部控制：审批与承办分开"


def may(by: Actor, verb: Verb, unit_path: str) -> Decision:
    """May this person do this for that unit? A role here and a scope there do not add up."""
    if any(by.holds(role, unit_path) for role in WHO[verb]):
        return allowed()
    return _not_yours(by, verb, WHO[verb], OWNERS)


def may_keep_inspectors(by: Actor, unit_path: str, roles: Iterable[Role], clause: str) -> Decision:
    """Inspectors are added and activated only by the role the rule pack names."""
    named = frozenset(roles)
    if any(by.holds(role, unit_path) for role in named):
        return allowed()
    return _not_yours(by, Verb.KEEP_INSPECTORS, named, clause)


#: Who keeps the inspector registry where no rule pack says otherwise.
CLERKS = frozenset({Role.LEGAL_OFFICE, Role.DISTRICT_BUREAU})


def apart(first: str, second: Actor, what: str) -> Decision:
    """Whoever proposed a thing does not also approve it."""
    if first != second.code:
        return allowed()
    why = f"{second.name}（{second.code}）是{what}的提出人，不能再由本人批准"
    return denied("registry.own_proposal", why, SEPARATE, "请另一位有权的人员办理")


def _not_yours(by: Actor, verb: Verb, roles: frozenset[Role], clause: str) -> Decision:
    named = "、".join(sorted(role.label for role in roles)) or "（规则包未指定任何角色）"
    return denied(
        "registry.not_yours",
        f"{by.name}（{by.code}）不能在该单位范围内{WORDS[verb]}",
        clause,
        f"请由该单位范围内的{named}办理",
    )
