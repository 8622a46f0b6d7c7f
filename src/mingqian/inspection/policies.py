"""Who may do what with a task. Which state it must be in is the machines' affair, which gates, `gates`."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from mingqian.accounts.enums import SECTIONS, Role
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, denied

OWN = "平顶山方案 四(一)：谁主管、谁发起、谁主导、谁组织"
PRIOR = "国办发〔2024〕54号：实施行政检查前须经行政执法主体负责人批准"
FOUR_EYES = "内部控制：检查、复核与确认由不同人员承担"
CAPTAIN = "厦门 三(五)6(2)：明确检查队伍的队长和队员"
YOURS = "厦门 三(五)5：给予检查对象解释申辩期"
DELIVERED = "厦门 三(六)2：检查结果通过系统及时报送局信息管理部门"
FOLLOWED = "涪陵指引 五(三)：针对发现的问题，采取针对性强的监督检查方式"
GUIDED = "厦门 一(四)：检查与指导相结合；三(五)4：强化前期规范化引导"
REPORTED = "涪陵指引 四(七)：检查结束后应形成执法检查报告"
COVERED = "厦门 三(五)4：新许可主体在首个监管周期内努力实现全覆盖"
IMPROVED = "涪陵指引 四(八)：开展评估总结，对普遍性问题完善监管政策"
UNSEEN = "鄂州 (三)3：整治不执法、乱执法、粗暴执法、执法谋私"


class Verb(StrEnum):
    OPEN = "open"
    REQUEST_APPROVAL = "request_approval"
    APPROVE = "approve"
    RECORD = "record"
    VISIT = "visit"
    SERVE = "serve"
    ENTER_DEFENCE = "enter_defence"
    ANSWER = "answer"
    CONFIRM = "confirm"
    SEND_BACK = "send_back"
    ORDER = "order"
    DECIDE_RECTIFICATION = "decide_rectification"
    WITHHOLD = "withhold"
    PUBLISH = "publish"
    SIGN_FOR = "sign_for"
    RESEND = "resend"
    FOLLOW = "follow"
    GUIDE = "guide"
    WRITE_REPORT = "write_report"
    APPROVE_REPORT = "approve_report"
    REPLY = "reply"


HEADS = (
    Role.BUSINESS_UNIT_HEAD,
    Role.LEGAL_OFFICE,
    Role.INSPECTION_BODY_HEAD,
    Role.INSURANCE_AGENCY,
    Role.FUND_SUPERVISION,
    Role.DISTRICT_BUREAU,
)
APPROVERS = (Role.BUREAU_LEADER, Role.INSPECTION_BODY_HEAD)
READERS = (
    *SECTIONS,
    Role.BUREAU_LEADER,
    Role.DISCIPLINE_WITNESS,
    Role.REVIEWER,
    Role.CREDIT_OFFICER,
    Role.PUBLISHER,
    Role.REDACTION_REVIEWER,
    Role.SUPERVISION_AUTHORITY,
    Role.SUPERIOR_VIEWER,
)
"""Who may look into the tasks of a unit in scope; teams see their own, firms theirs."""

_TABLE: Mapping[Verb, tuple[tuple[Role, ...], str, str]] = {
    Verb.OPEN: (SECTIONS, "下达检查任务", OWN),
    Verb.REQUEST_APPROVAL: (SECTIONS, "申请检查审批", PRIOR),
    Verb.APPROVE: (APPROVERS, "批准行政检查", PRIOR),
    Verb.RECORD: (SECTIONS, "登记检查结果", OWN),
    Verb.VISIT: (SECTIONS, "登记入企检查", OWN),
    Verb.SERVE: (SECTIONS, "签发、送达文书", OWN),
    Verb.ENTER_DEFENCE: (SECTIONS, "代为登记书面陈述申辩", YOURS),
    Verb.ANSWER: (SECTIONS, "答复陈述申辩", YOURS),
    Verb.CONFIRM: (HEADS, "确认检查结果", FOUR_EYES),
    Verb.SEND_BACK: (HEADS, "退回或撤销检查任务", OWN),
    Verb.ORDER: (SECTIONS, "责令限期改正", OWN),
    Verb.DECIDE_RECTIFICATION: (HEADS, "确认整改结果", FOUR_EYES),
    Verb.WITHHOLD: (HEADS, "决定结果不公示", FOUR_EYES),
    Verb.PUBLISH: (
        (Role.PUBLISHER, Role.LEGAL_OFFICE, Role.DISTRICT_BUREAU, Role.REDACTION_REVIEWER),
        "登记结果公示",
        FOUR_EYES,
    ),
    Verb.SIGN_FOR: ((Role.INFORMATION_UNIT,), "签收检查结果", DELIVERED),
    Verb.RESEND: (SECTIONS, "重新报送检查结果", DELIVERED),
    Verb.FOLLOW: (SECTIONS, "选择和办结后续措施", FOLLOWED),
    Verb.GUIDE: (SECTIONS, "登记行政指导", GUIDED),
    Verb.WRITE_REPORT: (SECTIONS, "编写检查报告", REPORTED),
    Verb.APPROVE_REPORT: (APPROVERS, "批准检查报告", FOUR_EYES),
    Verb.REPLY: ((Role.DISCIPLINE_WITNESS,), "查看和答复对检查人员的反映", UNSEEN),
}


def may(by: Actor, verb: Verb, unit_path: str) -> Decision:
    """One post must carry both the role and the unit."""
    roles, words, clause = _TABLE[verb]
    if any(by.holds(role, unit_path) for role in roles):
        return allowed()
    names = "、".join(role.label for role in roles)
    return denied(
        f"inspection.may_not_{verb}",
        f"{by.name}（{by.code}）不能为该单位办理“{words}”",
        clause,
        f"请由该单位的{names}办理",
    )


def team_or_section(by: Actor, verb: Verb, unit_path: str, *, leads: bool, team: int, where: str) -> Decision:
    """A task with a team belongs to its captain; one without, to the section that owns the item."""
    if leads:
        return allowed()
    if team == 0:
        return may(by, verb, unit_path)
    what = _TABLE[verb][1]
    why = f"{where}：{by.name}（{by.code}）不是第{team}检查组组长，不能{what}"
    return denied(f"inspection.not_captain_{verb}", why, CAPTAIN, "请由本组组长登记；组长变动的先办理递补")


def team_may(by: Actor, verb: Verb, unit_path: str, *, in_team: bool) -> Decision:
    """Paper work that any member of the team may do, or the section."""
    return allowed() if in_team else may(by, verb, unit_path)


def any_may(by: Actor, verb: Verb, unit_paths: Sequence[str]) -> Decision:
    """For one of these units at least: a walk is the business of every section whose item is on it, and of who organised it."""
    answers = [may(by, verb, path) for path in unit_paths]
    return next((one for one in answers if one.ok), answers[0])


def another(by: Actor, earlier: int | None, what: str, where: str) -> Decision:
    """Two pairs of eyes."""
    if by.person_id is not None and by.person_id != earlier:
        return allowed()
    why = f"{where}：{by.name}（{by.code}）是{what}，不能自己办理这一步"
    return denied("inspection.same_person", why, FOUR_EYES, "请由另一名有权人员办理")


def not_of_the_team(by: Actor, *, in_team: bool, where: str) -> Decision:
    """陈述申辩 is heard by somebody who did not check."""
    if not in_team:
        return allowed()
    why = f"{where}：{by.name}（{by.code}）参加了本次检查，不能自己复核或确认"
    return denied("inspection.own_check", why, FOUR_EYES, "请由未参加检查的人员办理")


def represents(by: Actor, subject: str, where: str) -> Decision:
    """A firm acts for itself, for nobody else."""
    if by.represents(subject):
        return allowed()
    return denied(
        "inspection.not_your_firm", f"{where}：您的账号没有关联这家单位", YOURS, "请向检查机关申请关联账号"
    )


def person(by: Actor) -> int:
    """Writes are made by people with a name."""
    if by.person_id is None:
        raise Refused(
            denied("inspection.nobody", f"{by.name}不是登记在册的人员，不能办理", "", "请以本人账号办理")
        )
    return by.person_id


def desk(by: Actor) -> int:
    """The unit in whose name somebody acts; who has none gives nobody anything."""
    if by.unit_id is None:
        raise Refused(
            denied("inspection.nowhere", f"{by.name}没有所在单位，不能办理", "", "请以任职账号办理")
        )
    return by.unit_id
