"""Who keeps guides, hands them down, and takes applications in."""

from collections.abc import Mapping
from enum import StrEnum

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, allowed, denied
from mingqian.guides.rules import GUIDE

DOWN = "鄂州报告 二(一)：将适合基层办理的事项下放"
PROMISE = "鄂州报告 二(一)：窗口亮标准、亮身份、亮承诺，限时办结"


class Verb(StrEnum):
    KEEP = "keep"
    HAND_DOWN = "hand_down"
    SERVE = "serve"


KEEPERS = (Role.LEGAL_OFFICE, Role.DISTRICT_BUREAU)
WINDOW = (
    Role.BUSINESS_UNIT_STAFF,
    Role.BUSINESS_UNIT_HEAD,
    Role.INSURANCE_AGENCY,
    Role.DISTRICT_BUREAU,
)

_TABLE: Mapping[Verb, tuple[tuple[Role, ...], str, str]] = {
    Verb.KEEP: (KEEPERS, "维护办事指南", GUIDE),
    Verb.HAND_DOWN: ((Role.LEGAL_OFFICE,), "下放办理", DOWN),
    Verb.SERVE: (WINDOW, "收件和办理", PROMISE),
}


def may(by: Actor, verb: Verb, unit_path: str) -> Decision:
    """One post must carry both the role and the unit."""
    roles, words, clause = _TABLE[verb]
    if any(by.holds(role, unit_path) for role in roles):
        return allowed()
    names = "、".join(role.label for role in roles)
    why = f"{by.name}（{by.code}）不能为该单位办理“{words}”"
    return denied(f"guides.may_not_{verb}", why, clause, f"请由该单位的{names}办理")


def person(by: Actor) -> int:
    """Applications are taken in by people with a name (亮身份)."""
    if by.person_id is None:
        raise Refused(
            denied("guides.nobody", f"{by.name}不是登记在册的人员，不能收件", PROMISE, "请以本人账号办理")
        )
    return by.person_id
