"""Who may change units, people and posts, and which posts one person may never hold together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from mingqian.accounts.enums import ADMINISTRATORS, Role
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, allowed, denied

SEPARATION = "GB/T 22239-2019（等保三级）§8.1：系统管理、安全管理、审计管理三员分立，最小权限"


class Verb(StrEnum):
    """What can be done to accounts."""

    CREATE_UNIT = "create_unit"
    CREATE_PERSON = "create_person"
    APPOINT = "appoint"
    DISMISS = "dismiss"
    RESET_SECOND_FACTOR = "reset_second_factor"
    ISSUE_TOKEN = "issue_token"  # noqa: S105 — a verb
    BIND_OUTSIDE = "bind_outside"


# Accounts belong to the system administrator, permissions to the security administrator.
_OWNER = {
    Verb.CREATE_UNIT: (Role.SYSTEM_ADMIN, "新建单位"),
    Verb.CREATE_PERSON: (Role.SYSTEM_ADMIN, "新建人员"),
    Verb.APPOINT: (Role.SECURITY_ADMIN, "任命"),
    Verb.DISMISS: (Role.SECURITY_ADMIN, "免职"),
    Verb.RESET_SECOND_FACTOR: (Role.SECURITY_ADMIN, "重置动态口令"),
    Verb.ISSUE_TOKEN: (Role.SECURITY_ADMIN, "签发和停用接口令牌"),
    Verb.BIND_OUTSIDE: (Role.SECURITY_ADMIN, "绑定统一认证账号"),
}

# Who deals with firms and may let one of their people in.
HOSTS = (
    Role.LEGAL_OFFICE,
    Role.BUSINESS_UNIT_HEAD,
    Role.BUSINESS_UNIT_STAFF,
    Role.INSPECTION_BODY_HEAD,
    Role.INSPECTION_BODY,
    Role.INSURANCE_AGENCY,
    Role.FUND_SUPERVISION,
    Role.OFFICE,
)
VIEWERS = (Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.SUPERIOR_VIEWER)


@dataclass(frozen=True, slots=True)
class Term:
    """A post without its person: a role from one day to another, both included."""

    role: Role
    from_on: date
    until_on: date | None

    def overlaps(self, other: "Term") -> bool:
        """Do the two share a day?"""
        starts_first, starts_later = sorted((self, other), key=lambda term: term.from_on)
        return starts_first.until_on is None or starts_first.until_on >= starts_later.from_on


def may(actor: Actor, verb: Verb, unit_path: str) -> Decision:
    """May this person do this at this unit?"""
    owner, words = _OWNER[verb]
    if actor.holds(owner, unit_path):
        return allowed()
    return denied(
        "accounts.not_yours",
        f"{actor.name}（{actor.code}）不能办理“{words}”：这件事由{owner.label}办理",
        SEPARATION,
        f"请{owner.label}办理",
    )


def is_console(actor: Actor) -> bool:
    """The shell of the server, where whoever sits could read the file anyway."""
    return actor.person_id is None and actor.code == "console"


def not_oneself(actor: Actor, code: str, words: str) -> Decision:
    """Nobody decides about their own credentials in another office's place."""
    if actor.code != code:
        return allowed()
    return denied("accounts.oneself", f"不能给自己办理“{words}”", SEPARATION, "请另一名管理员办理")


def reason_is_given(reason: str) -> Decision:
    """A reason somebody can check later."""
    if len(reason.strip()) >= 4:
        return allowed()
    return denied("accounts.no_reason", "没有写明原因", SEPARATION, "请写明原因，至少 4 个字")


def may_issue_link(actor: Actor, code: str, unit_path: str, roles: frozenset[Role]) -> Decision:
    """A link is as good as being that person: administrators get theirs at the server only."""
    if is_console(actor):
        return allowed()
    oneself = not_oneself(actor, code, "签发登录链接")
    if not oneself.ok:
        return oneself
    if roles and roles <= {Role.ENTERPRISE_USER}:
        return may_invite(actor)
    if roles.isdisjoint(ADMINISTRATORS) and actor.holds(Role.SECURITY_ADMIN, unit_path):
        return allowed()
    if not roles.isdisjoint(ADMINISTRATORS):
        told = "管理员的登录链接只能在服务器上签发：mingqian login-link"
        return denied("accounts.administrators_link", told, SEPARATION, "请机房值守人员在服务器上签发")
    return denied(
        "accounts.not_yours",
        f"{actor.name}（{actor.code}）不能给工作人员签发登录链接",
        SEPARATION,
        "请安全管理员签发",
    )


def may_invite(actor: Actor) -> Decision:
    """Whoever deals with firms lets their people in."""
    if actor.has(*HOSTS):
        return allowed()
    return denied(
        "accounts.not_yours",
        f"{actor.name}（{actor.code}）不能为检查对象开通登录",
        SEPARATION,
        "请经办的业务处室、监察机构或法规机构办理",
    )


def may_view_as(actor: Actor, whom: Actor) -> Decision:
    """Look through another person's eyes: to check what rights come to, never at an administrator's desk."""
    if not actor.has(*VIEWERS):
        told = f"{actor.name}（{actor.code}）不能以他人视角查看"
        return denied("accounts.not_yours", told, SEPARATION, "安全管理员、审计管理员、上级机关可以查看")
    oneself = not_oneself(actor, whom.code, "以此人视角查看")
    if not oneself.ok:
        return oneself
    if whom.has(*ADMINISTRATORS):
        told = f"{whom.name}是管理员，三名管理员的页面互不查看"
        return denied("accounts.administrators_apart", told, SEPARATION, "请查看该管理员的日志")
    if not actor.has(Role.SECURITY_ADMIN, Role.AUDIT_ADMIN) and not actor.covers(whom.unit_path):
        return denied("accounts.out_of_scope", f"{whom.name}不在您的数据范围内", SEPARATION, "请核对人员")
    return allowed()


def namesakes(people: Iterable[Actor]) -> Decision:
    """Two administrators of one name are allowed, common as names are; whether they are two is worth a look."""
    by_name: dict[str, list[str]] = {}
    for one in people:
        by_name.setdefault(one.name, []).append(one.code)
    shared = {name: codes for name, codes in by_name.items() if len(codes) > 1}
    if not shared:
        return allowed()
    told = "；".join(f"“{name}”有{len(codes)}人：{'、'.join(codes)}" for name, codes in shared.items())
    return allowed("accounts.namesakes", f"管理员同名，{told}。请核对是不同的人", SEPARATION)


def apart(held: Iterable[Term], wanted: Term) -> Decision:
    """三员分立: an administrator's role stands alone, beside no other role on any common day."""
    for term in held:
        if term.role == wanted.role or not term.overlaps(wanted):
            continue
        if term.role in ADMINISTRATORS or wanted.role in ADMINISTRATORS:
            return denied(
                "accounts.administrators_apart",
                f"同一个人不能既是{term.role.label}又是{wanted.role.label}"
                f"（已任{term.role.label}，自 {term.from_on} 起{_until(term)}）",
                SEPARATION,
                f"请另指定一人担任{wanted.role.label}，或先免去{term.role.label}",
            )
    return allowed()


def unknown_person(code: str) -> Decision:
    """Somebody nobody knows may do nothing."""
    return denied(
        "accounts.unknown_person",
        f"没有工号为“{code}”的人员",
        remedy="请核对工号，或由系统管理员先建人员",
    )


def _until(term: Term) -> str:
    return f"至 {term.until_on}" if term.until_on else ""
