"""What still stands between a sign-in that has begun and an open door: a table, read from above."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mingqian.accounts.enums import ADMINISTRATORS, Role
from mingqian.accounts.preset import Preset


class Method(StrEnum):
    """How a sign-in began."""

    PASSWORD = "password"  # noqa: S105 — the name of a way in
    LINK = "link"
    OUTSIDE = "outside"
    DEMO = "demo"

    @property
    def label(self) -> str:
        return {
            "password": "密码",
            "link": "一次性链接",
            "outside": "统一认证",
            "demo": "演示换角色",
        }[self.value]


class Step(StrEnum):
    """The page to go to next."""

    SECOND_FACTOR = "second_factor"
    NEW_PASSWORD = "new_password"  # noqa: S105 — the name of a page
    ENROL = "enrol"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a sign-in under way."""

    method: Method
    roles: frozenset[Role]
    enrolled: bool
    passed_second: bool
    password_set_at: datetime | None
    changed_now: bool


def following(one: Standing, *, chosen: Preset, now: datetime) -> Step:
    """The first step not yet taken."""
    if one.enrolled and not one.passed_second and one.method is not Method.DEMO:
        return Step.SECOND_FACTOR
    if _needs_password(one, chosen, now):
        return Step.NEW_PASSWORD
    if not one.enrolled and must_enrol(one.method, one.roles, chosen):
        return Step.ENROL
    return Step.DONE


def _needs_password(one: Standing, chosen: Preset, now: datetime) -> bool:
    """定期更换; and whoever came by a link has lost the old one or never had any."""
    if one.changed_now:
        return False
    if one.method is Method.LINK:
        return chosen.link_sets_password
    return one.method is Method.PASSWORD and expired(one.password_set_at, chosen, now)


def expired(set_at: datetime | None, chosen: Preset, now: datetime) -> bool:
    """A password whose age nobody knows is too old."""
    return set_at is None or now - set_at >= timedelta(days=chosen.password_days)


def must_enrol(method: Method, roles: frozenset[Role], chosen: Preset) -> bool:
    """Staff prove themselves twice; a firm's person and a city's own sign-in service do so elsewhere or not."""
    if method in (Method.DEMO, Method.OUTSIDE) or roles <= {Role.ENTERPRISE_USER}:
        return False
    if chosen.second_factor == "administrators":
        return not roles.isdisjoint(ADMINISTRATORS)
    return chosen.second_factor == "all"
