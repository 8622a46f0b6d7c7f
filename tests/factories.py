"""Small objects for tests which need one thing rather than the whole cast. Rows are written directly."""

from itertools import count
from typing import Any

from mingqian.accounts.enums import Level, Role
from mingqian.accounts.models import Person, Unit
from mingqian.accounts.types import Actor, Grant

_numbers = count(1)


def actor(*roles: Role, path: str = "359900/", **changes: Any) -> Actor:
    """Somebody with these roles over this path; no database."""
    given: dict[str, Any] = {
        "person_id": None,
        "code": "TEST",
        "name": "测试人",
        "unit_id": None,
        "unit_path": path,
        "unit_name": "测试单位",
        "level": Level.CITY.value,
        "roles": frozenset(roles),
        "scope_paths": (path,) if roles else (),
        "grants": tuple(Grant(role, path) for role in roles),
    }
    return Actor(**given | changes)


def unit(parent: Unit | None = None, **changes: Any) -> Unit:
    """A unit below the parent; without one, the root."""
    code = changes.pop("code", f"U{next(_numbers)}")
    above = parent.path if parent else ""
    given = {"name": f"单位{code}", "level": Level.CITY, "division_code": "359900", "path": f"{above}{code}/"}
    return Unit.objects.create(code=code, parent=parent, **given | changes)


def person(home: Unit, **changes: Any) -> Person:
    """Somebody without a post."""
    code = changes.pop("code", f"P{next(_numbers)}")
    return Person.objects.create(code=code, unit=home, **{"name": f"人员{code}"} | changes)
