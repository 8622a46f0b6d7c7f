"""Every door of the site with real objects behind it: which path, who is let in, which fields its form has."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any
from zlib import crc32

from django.apps import apps
from django.db import connection
from tests import factories

from mingqian.accounts.enums import Role
from mingqian.ui import access

PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
LEAVES = {"accounts:sign-out", "accounts:end-viewing", "accounts:give-up", "demo-clear", "setup"}
"""Trying these ends the sitting of whoever tries; they have tests of their own."""


@dataclass(frozen=True)
class Door:
    """One URL and somebody it admits."""

    name: str
    route: str
    path: str
    methods: tuple[str, ...]
    role: Role | None


def doors(world: Any) -> list[Door]:
    """Every page and button; the arguments are objects of the world wherever it has one."""
    known, found = _objects(world), []
    for route, name, view in access.patterns():
        declared = access.declared(view)
        if declared is None or access.TOKEN in declared.who or name in LEAVES:
            continue
        path = PART.sub(lambda part, here=route: _argument(part, here, known), route)
        found.append(Door(name, route, f"/{path}", declared.methods, _somebody(name, declared)))
    return found


def _somebody(name: str, declared: access.Access) -> Role | None:
    admitted = [one for one in Role if declared.admits(factories.actor(one))]
    if access.ANYONE in declared.who or not admitted:
        return None
    return min(admitted, key=lambda one: crc32(f"{name} {one}".encode()))


def _argument(part: re.Match[str], route: str, known: dict[str, str]) -> str:
    before = route[: part.start()].rstrip("/").rsplit("/", 1)[-1]
    return known.get(f"{before}/{part['name']}", known.get(part["name"], "1"))


def _objects(world: Any) -> dict[str, str]:
    from mingqian.inspection.models import Task
    from mingqian.planning.models import AnnualPlan, ImplementationPlan
    from mingqian.registry.models import Inspector, Item, Subject

    plan = AnnualPlan.objects.select_related("unit").first()
    batch, item = world.batch.code, Item.objects.order_by("pk").first().code
    task = Task.objects.filter(team=1).order_by("number").first().code
    return {
        "unit": plan.unit.code, "year": str(plan.year), "version": str(plan.version), "number": "1",
        "draws/code": batch, "inspections/code": batch, "w/code": batch, "v/code": batch, "role": "witness",
        "tasks/code": task, "checks/code": task, "item": "JG05", "items/code": item,
        "implementations/code": ImplementationPlan.objects.first().code,
        "subjects/code": Subject.objects.first().code, "inspectors/code": Inspector.objects.first().code,
        "people/code": world.cast.office.code, "packs/name": "luwan-2026", "position": "0", "code": "X",
    }  # fmt: skip


@dataclass
class Field:
    """One thing a form asks for: its kind, and what it would take."""

    name: str
    kind: str
    value: str = ""
    choices: list[str] = field(default_factory=list)

    @property
    def plausible(self) -> str:
        """Something the form's own page offers, so that the try gets as far as the service behind."""
        offered = next((one for one in self.choices if one), "")
        return (
            offered
            or self.value
            or {"date": "2026-04-30", "number": "1", "checkbox": "on"}.get(self.kind, "")
        )


class _Fields(HTMLParser):
    """Everything of a page that can be filled in."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, Field] = {}
        self._within = Field("", "")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {key: value or "" for key, value in attrs}
        name = told.get("name", "")
        if tag == "option":
            self._within.choices.append(told.get("value", ""))
        elif tag in ("input", "select", "textarea") and name not in (
            "",
            "csrfmiddlewaretoken",
            "once",
            "q",
            "back",
        ):
            self._within = self.found.setdefault(name, Field(name, told.get("type") or tag))
            if told.get("type") in ("radio", "checkbox"):
                self._within.choices.append(told.get("value", "on"))
            self._within.value = self._within.value or told.get("value", "")


def fields(page: str) -> list[Field]:
    """The fields of a page's forms, and the phrase to be typed where one is asked for."""
    reader = _Fields()
    reader.feed(page)
    phrase = re.search(r"请输入“([^”]+)”", unescape(page))
    if phrase and "typed" in reader.found:
        reader.found["typed"].value = phrase[1]
    return list(reader.found.values())


READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@dataclass
class Watched:
    """The statements meanwhile given to the database: those that ask, those that are more than looking."""

    asked: int = 0
    written: list[str] = field(default_factory=list)


MOST = 12
SIGNING_IN = 2
"""Of the twelve statements a page may take, the two for who asks are made once here: ``browsers`` remembers them."""


@contextmanager
def watched() -> Iterator[Watched]:
    """Without a written one no row can be new."""
    found = Watched()

    def note(execute: Any, sql: Any, given: Any, many: bool, context: Any) -> Any:
        told = str(sql).lstrip().upper()
        found.asked += told.startswith("SELECT")
        if not told.startswith(READS):
            found.written.append(str(sql))
        return execute(sql, given, many, context)

    with connection.execute_wrapper(note):
        yield found


def too_curious(watched: Watched) -> str:
    """What is wrong with a page that asks more than it may; empty when nothing is."""
    asked = watched.asked + SIGNING_IN
    return f"{asked} statements for one page" if asked > MOST else ""


def rows() -> int:
    """How many rows there are in the whole database."""
    tables = [connection.ops.quote_name(model._meta.db_table) for model in apps.get_models()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + " + ".join(f"(SELECT COUNT(*) FROM {name})" for name in tables))
        return int(cursor.fetchone()[0])
