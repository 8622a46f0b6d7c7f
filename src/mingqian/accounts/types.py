"""Plain values about people that every room may carry: who acts, with which roles, over which units."""

from dataclasses import dataclass

from mingqian.accounts.enums import Role


@dataclass(frozen=True, slots=True)
class Grant:
    """One running post: this role over this unit and everything below it."""

    role: Role
    path: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks or acts, as of one day. Built by ``accounts.selectors.actor``, never by hand outside tests."""

    person_id: int | None
    code: str
    name: str
    unit_id: int | None
    unit_path: str
    unit_name: str
    level: str
    roles: frozenset[Role]
    scope_paths: tuple[str, ...]
    grants: tuple[Grant, ...] = ()

    def has(self, *roles: Role) -> bool:
        """Holds any of these roles, somewhere. Empty question, empty answer."""
        return not self.roles.isdisjoint(roles)

    def covers(self, unit_path: str) -> bool:
        """The unit lies in this person's data scope. No scope, or no unit: no."""
        return any(_within(unit_path, path) for path in self.scope_paths)

    def holds(self, role: Role, unit_path: str) -> bool:
        """Holds this very role over this very unit: a role here and a scope there do not add up."""
        return any(grant.role == role and _within(unit_path, grant.path) for grant in self.grants)


def _within(unit_path: str, path: str) -> bool:
    # An empty path is an unknown unit, not the root of all of them; a whole segment must match.
    return bool(unit_path) and path.endswith("/") and unit_path.startswith(path)


def console() -> Actor:
    """The shell of the server: whoever sits there can read the file anyway, so it may read the journal."""
    return Actor(None, "console", "服务器命令行", None, "", "", "", frozenset({Role.AUDIT_ADMIN}), ())
