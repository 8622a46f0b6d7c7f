"""Who may do what with a lead; in which state, the machines say."""

from collections.abc import Mapping
from enum import StrEnum

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, denied
from mingqian.leads.sealing import SECRECY

MUST = "厦门 三(三)：举报必查；平顶山 一：投诉举报、转办交办线索及时核查处理"
ACCEPT = "关于实施《劳动保障监察条例》若干规定 第十八条"
OUT = "厦门 三(三)：不属于职责范围的移送有关部门，涉嫌犯罪的移送司法机关"


class Verb(StrEnum):
    RECEIVE = "receive"
    NAME = "name"
    DECIDE = "decide"
    HANDLE = "handle"
    READ_INFORMANT = "read_informant"
    LOOK_INTO_CRIME = "look_into_crime"
    DECIDE_CRIME = "decide_crime"


DESK = (
    Role.INSPECTION_BODY_HEAD,
    Role.INSPECTION_BODY,
    Role.BUSINESS_UNIT_HEAD,
    Role.BUSINESS_UNIT_STAFF,
    Role.LEGAL_OFFICE,
    Role.OFFICE,
    Role.DISTRICT_BUREAU,
)
HEADS = (Role.INSPECTION_BODY_HEAD, Role.BUSINESS_UNIT_HEAD, Role.LEGAL_OFFICE, Role.DISTRICT_BUREAU)
IDENTITY = (Role.INSPECTION_BODY_HEAD, Role.DISTRICT_BUREAU)
READERS = (*DESK, Role.BUREAU_LEADER, Role.DISCIPLINE_WITNESS)
FORCE = (*DESK, Role.INSPECTOR, Role.BUSINESS_INSPECTOR, Role.CASE_HANDLER)
"""Who may sit in a task force (国务院令第310号 第五条: 两名以上行政执法人员); which one, the transfer says."""

_TABLE: Mapping[Verb, tuple[tuple[Role, ...], str, str]] = {
    Verb.RECEIVE: (DESK, "登记线索", MUST),
    Verb.NAME: (DESK, "确认线索的对象", ACCEPT),
    Verb.DECIDE: (HEADS, "决定是否受理", ACCEPT),
    Verb.HANDLE: (DESK, "办理线索", MUST),
    Verb.READ_INFORMANT: (IDENTITY, "查看举报人信息", SECRECY),
    Verb.LOOK_INTO_CRIME: (HEADS, "办理涉嫌犯罪移送", OUT),
    Verb.DECIDE_CRIME: ((Role.BUREAU_LEADER,), "决定涉嫌犯罪移送", OUT),
}


def may(by: Actor, verb: Verb, unit_path: str) -> Decision:
    """One post must carry both the role and the unit."""
    roles, words, clause = _TABLE[verb]
    if any(by.holds(role, unit_path) for role in roles):
        return allowed()
    names = "、".join(dict.fromkeys(role.label for role in roles))
    why = f"{by.name}（{by.code}）不能为该单位办理“{words}”"
    return denied(f"leads.may_not_{verb}", why, clause, f"请由该单位的{names}办理")


def not_of_the_team(by: Actor, barred: list[int], where: str) -> Decision:
    """检查人员 never learns who told it, whatever post he holds beside."""
    if by.person_id not in barred:
        return allowed()
    why = f"{where}：{by.name}（{by.code}）参加了这条线索的检查，不能查看举报人信息"
    return denied("leads.own_check", why, SECRECY, "请由未参加检查的负责人查看")


def person(by: Actor) -> int:
    """Writes of the desk are made by people with a name."""
    if by.person_id is None:
        why = f"{by.name}不是登记在册的人员，不能办理"
        raise Refused(denied("leads.nobody", why, "", "请以本人账号办理"))
    return by.person_id
