"""Plain values about people that every room may carry: who acts, with which roles, over which units."""

from dataclasses import dataclass
from datetime import datetime

from mingqian.accounts.enums import Role
from mingqian.ui.types import PageRequest


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
    # Codes of the subjects of inspection an enterprise user acts for today.
    subjects: tuple[str, ...] = ()

    def has(self, *roles: Role) -> bool:
        """Holds any of these roles, somewhere. Empty question, empty answer."""
        return not self.roles.isdisjoint(roles)

    def covers(self, unit_path: str) -> bool:
        """The unit lies in this person's data scope. No scope, or no unit: no."""
        return any(_within(unit_path, path) for path in self.scope_paths)

    @property
    def covers_all(self) -> bool:
        """The data scope holds the root of the tree, the whole bureau: rows need no condition."""
        return any(path.count("/") == 1 for path in self.scope_paths)

    def holds(self, role: Role, unit_path: str) -> bool:
        """Holds this very role over this very unit: a role here and a scope there do not add up."""
        return any(grant.role == role and _within(unit_path, grant.path) for grant in self.grants)

    def represents(self, subject_code: str) -> bool:
        """Acts for this very subject of inspection. No code, no subject: no."""
        return bool(subject_code) and subject_code in self.subjects


def _within(unit_path: str, path: str) -> bool:
    # An empty path is an unknown unit, not the root of all of them; a whole segment must match.
    return bool(unit_path) and path.endswith("/") and unit_path.startswith(path)


def console() -> Actor:
    """The shell of the server: whoever sits there can read the file anyway, so it may read the journal."""
    return Actor(None, "console", "服务器命令行", None, "", "", "", frozenset({Role.AUDIT_ADMIN}), ())


def visitor() -> Actor:
    """Somebody at the door who has not shown who they are: failed sign-ins are journaled under this name."""
    return Actor(None, "visitor", "未登录访问者", None, "", "", "", frozenset(), ())


def guest(code: str, name: str, unit_name: str, *, path: str) -> Actor:
    """Somebody without an account who acts in one matter, by a link of it: no role, nothing beyond ``path``."""
    return Actor(None, code, name, None, "", unit_name, "", frozenset(), (path,))


@dataclass(frozen=True, slots=True)
class Visit:
    """A sign-in as one request finds it. ``owner`` is who signed in, whoever's view is shown.

    ``waiting`` until every step of the sign-in is taken: then ``request.actor`` stays None.
    """

    session_id: int
    person_id: int
    owner: Actor
    waiting: bool
    seen_at: datetime
    expires_at: datetime
    viewing: Actor | None = None
    viewing_purpose: str = ""
    viewing_until: datetime | None = None

    @property
    def actor(self) -> Actor | None:
        """Whose pages are shown: the owner's, or those of the person looked at."""
        if self.waiting:
            return None
        return self.viewing or self.owner


class Request(PageRequest):
    """A request to a page for people who are signed in: ``actor`` is somebody."""

    actor: Actor
    visit: Visit | None


class OpenRequest(PageRequest):
    """A request to a page that anyone may open: ``actor`` may be None."""

    actor: Actor | None
    visit: Visit | None
    # Why the cookie that came along signs nobody in any more, in Chinese; empty when none came.
    lapsed: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a sign-in comes from, as far as the network tells."""

    address: str = ""
    agent: str = ""
