"""The rights matrix: every page of the program with the roles it admits, read from the pages themselves."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from mingqian.accounts.enums import ADMINISTRATORS, STAFF, Role
from mingqian.accounts.models import Post
from mingqian.ui import access

_ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True, slots=True)
class Door:
    """One URL and who may open it."""

    route: str
    name: str
    methods: tuple[str, ...]
    who: tuple[str, ...]

    @property
    def room(self) -> str:
        """The part of the program it belongs to."""
        return self.name.partition(":")[0] if ":" in self.name else "site"

    @property
    def kind(self) -> str:
        """What it is for: reading, filling in, acting."""
        if "GET" not in self.methods:
            return "办理"
        return "填报" if "POST" in self.methods else "查看"

    @property
    def anyone(self) -> bool:
        """Open to people who are not signed in."""
        return access.ANYONE in self.who

    @property
    def labels(self) -> list[str]:
        """Who, in words."""
        if self.anyone:
            return ["任何人"]
        if access.SIGNED_IN in self.who:
            return ["所有登录人员"]
        if access.TOKEN in self.who:
            return ["持接口令牌的程序"]
        return _in_words({role for role in STAFF if role.value in self.who}) + [
            role.label for role in Role if role not in STAFF and role.value in self.who
        ]

    def admits(self, role: Role) -> bool:
        """Would somebody with this role alone get in?"""
        return self.anyone or access.SIGNED_IN in self.who or role.value in self.who


def _in_words(roles: set[Role]) -> list[str]:
    """A long list of roles is easier to check by those it leaves out."""
    left_out = [role.label for role in STAFF if role not in roles]
    if not left_out:
        return ["全体工作人员"]
    if len(left_out) <= 5:
        return [f"全体工作人员（除{'、'.join(left_out)}外）"]
    return [role.label for role in Role if role in roles]


def doors() -> list[Door]:
    """Every URL of the running program, by route."""
    found = []
    for route, name, view in access.patterns():
        declared = access.declared(view)
        if declared is not None:
            found.append(Door(_ARGUMENT.sub("{\\1}", f"/{route}"), name, declared.methods, declared.who))
    return sorted(found, key=lambda door: (door.route, door.name))


def scope_in_words(role: Role) -> str:
    """What data a role's post opens, as ``selectors.people.actor_of`` builds it."""
    if role in ADMINISTRATORS:
        return "不看业务数据；可见全局的组织与人员"
    if role is Role.ENTERPRISE_USER:
        return "只看自己代表的检查对象"
    return "任职单位及其下级单位"


def scopes(on: date) -> list[tuple[Role, str, int]]:
    """Every role with its data scope and how many people hold it today."""
    running = Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))
    held = (
        Post.objects.filter(running).order_by().values("role").annotate(number=Count("person", distinct=True))
    )
    numbers = {row["role"]: row["number"] for row in held}
    return [(role, scope_in_words(role), numbers.get(role.value, 0)) for role in Role]
