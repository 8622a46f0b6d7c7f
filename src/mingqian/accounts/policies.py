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


# Accounts belong to the system administrator, permissions to the security administrator.
_OWNER = {
    Verb.CREATE_UNIT: (Role.SYSTEM_ADMIN, "新建单位"),
    Verb.CREATE_PERSON: (Role.SYSTEM_ADMIN, "新建人员"),
    Verb.APPOINT: (Role.SECURITY_ADMIN, "任命"),
    Verb.DISMISS: (Role.SECURITY_ADMIN, "免职"),
}


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
