"""Every URL and every role: a page opens to those it names, turns everybody else away, and a GET writes nothing.

New URLs are picked up from the program itself. What a path needs is made up: an object that does not exist must
be a 404 or a refusal, never a page and never a fault. Other people's real objects: ``test_access_to_others.py``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from zlib import crc32

import pytest
from django.db import connection, transaction
from django.http import HttpResponseRedirect
from django.test import Client, RequestFactory
from tests import factories
from tests.web import lived, signed_in

from mingqian.accounts import middleware
from mingqian.accounts.enums import Role
from mingqian.accounts.selectors import sessions
from mingqian.core.decision import Refused
from mingqian.ui import access

PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
MADE_UP = {
    "int": "987654321",
    "str": "GIBT-ES-NICHT",
    "slug": "gibt-es-nicht",
    "path": "gibt/es/nicht",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
TURNED_AWAY = "您的角色不能打开这一页"
SIGNED_OUT = "登录已失效"
ENTRANCE = "/login/?next="


@dataclass(frozen=True)
class Url:
    """One URL, with something made up in the place of its arguments."""

    name: str
    path: str
    view: Any
    access: access.Access
    takes: bool


def urls() -> list[Url]:
    found = []
    for route, name, view in access.patterns():
        declared = access.declared(view)
        assert declared is not None, f"/{route} declares no access"
        if access.TOKEN in declared.who:
            continue  # programs' own door: test_programs_need_a_token
        path, parts = PART.subn(lambda part: MADE_UP[part["kind"] or "str"], route)
        found.append(Url(name, f"/{path}", view, declared, bool(parts)))
    return found


def test_every_url_declares_its_access():
    assert len(urls()) > 50
    assert access.every_url_declares_its_access() == []


@pytest.mark.django_db
@pytest.mark.sqlite  # who is let in
def test_programs_need_a_token():
    """Whoever is signed in in a browser is nobody to the API: one door, one key."""
    ours = [route for route, _, view in access.patterns() if access.TOKEN in access.declared(view).who]
    assert len(ours) > 3
    for route in ours:
        path = PART.sub(lambda part: MADE_UP[part["kind"] or "str"], route)
        for answer in (Client().get(f"/{path}"), Client().post(f"/{path}")):
            public = route.endswith(("openapi.json", "v1/")) and answer.status_code in (200, 404, 405)
            assert public or answer.status_code in (401, 405), (path, answer.status_code)


def test_an_undeclared_url_stops_the_start(settings):
    settings.ROOT_URLCONF = "tests.house.undeclared"
    (told,) = access.every_url_declares_its_access()
    assert told.is_serious() and "/undeclared/" in told.msg


def test_pages_name_roles_that_exist():
    known = {role.value for role in Role} | {access.ANYONE, access.SIGNED_IN}
    assert {url.path: url.access.who for url in urls() if not known.issuperset(url.access.who)} == {}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_door_of_every_page_turns_away_everybody_it_does_not_name(method):
    """Every role × URL at the door itself; whoever it does not name never reaches the page behind."""
    people = [None, *(factories.actor(role) for role in Role)]
    request = getattr(RequestFactory(), method.lower())("/somewhere/")
    for url in urls():
        for actor in people:
            if url.access.admits(actor):
                continue
            request.actor = actor
            assert _stays_outside(url, request), (url.path, method, actor and actor.roles)


def _stays_outside(url: Url, request: Any) -> bool:
    try:
        answer = url.view(request)
    except Refused as refused:
        return refused.decisions[0].code in ("access.not_your_page", "access.signed_out")
    if answer.status_code == 405:
        return request.method not in url.access.methods
    if answer.status_code in (401, 403):  # a phone's URL tells its program, it leads nobody anywhere
        return answer.headers["Content-Type"] == "application/json"
    return isinstance(answer, HttpResponseRedirect) and answer.url.startswith(ENTRANCE)


@pytest.fixture
def browsers(cast, monkeypatch):
    """A browser for nobody and one for each role; who they are is looked up once, not five thousand times."""
    found, looked_up = {None: Client(raise_request_exception=False)}, {}
    for role in Role:
        found[role] = signed_in(cast[role], now=cast.now)
        found[role].raise_request_exception = False
    ordinary = sessions.visit

    def visit(cookie, *, now):
        if cookie not in looked_up:
            looked_up[cookie] = ordinary(cookie, now=now)
        return looked_up[cookie]

    monkeypatch.setattr(middleware.sessions, "visit", visit)
    with lived(cast.now):
        yield found


def _wrong(url: Url, role: Role | None, method: str, answer: Any) -> str:
    """What is wrong with this answer; empty when nothing is."""
    who = f"{method} {url.path} as {role.value if role else 'nobody'}: {answer.status_code}"
    if answer.status_code >= 500:
        return who
    if method not in url.access.methods:
        return "" if answer.status_code == 405 else who
    admitted = url.access.admits(factories.actor(role) if role else None)
    if admitted:
        away = answer.status_code == 403 and TURNED_AWAY in answer.content.decode()
        page = url.takes and method == "GET" and answer.status_code == 200 and url.name not in NEEDS_NO_OBJECT
        return who if away or page else ""
    if role is None and answer.status_code == 401:
        return "" if SIGNED_OUT in answer.content.decode() else who
    if role is None and method == "GET":
        return "" if answer.headers.get("Location", "").startswith(ENTRANCE) else who
    said = SIGNED_OUT if role is None else TURNED_AWAY
    return "" if answer.status_code in (403, 409) and said in answer.content.decode() else who


# Pages whose path is no object of ours: what is behind it shows only after the button is pressed.
NEEDS_NO_OBJECT = {"accounts:link"}


ADMITTED, STRANGERS = 1, 1
"""So many of each kind knock at each page with a browser, others at each page; at the door itself all are tried."""


def _tries(url: Url) -> Iterator[tuple[Role | None, str]]:
    """Who knocks with which method: strangers with the one that acts, guests with every one."""
    acts = url.access.methods[-1]
    unknown = "GET" if acts == "POST" and "GET" not in url.access.methods else "POST"
    inside, outside = [], []
    for role in sorted((None, *Role), key=lambda one: crc32(f"{url.name} {one}".encode())):
        (inside if url.access.admits(factories.actor(role) if role else None) else outside).append(role)
    for role in [one for one in outside if one is None or one in outside[:STRANGERS]]:
        yield role, acts if acts != "HEAD" else "GET"
    for role in inside[:ADMITTED]:
        yield from ((role, method) for method in url.access.methods if method != "HEAD")
    if unknown not in url.access.methods:
        yield Role.OFFICE, unknown


@pytest.mark.slow
@pytest.mark.sqlite
def test_people_knock_at_every_url(browsers):
    """With the real middleware; an htmx request gets the refusal without the page around it, which is quicker."""
    wrong = []
    for url in urls():
        for role, method in _tries(url):
            browser = browsers[role]
            cookies = browser.cookies.output(header="", sep=";")
            point = transaction.savepoint()
            answer = getattr(browser, method.lower())(url.path, headers={"HX-Request": "true"})
            b"".join(answer) if answer.streaming else None
            transaction.savepoint_rollback(point)
            # Signing out and in are among the URLs; the next one is tried as the same person again.
            browser.cookies = SimpleCookie(cookies)
            wrong.append(_wrong(url, role, method, answer))
    assert "\n".join(one for one in wrong if one) == ""


@pytest.mark.sqlite  # the guard reads the statement, whoever would carry it out
def test_a_get_cannot_write(browsers, monkeypatch):
    """The guard stands on the connection: whatever a page tries during a GET is refused there."""
    ordinary = sessions.own_posts

    def writes(by, *, now):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_person SET name = 'x'")
        return ordinary(by, now=now)

    monkeypatch.setattr(sessions, "own_posts", writes)
    browser = browsers[Role.OFFICE]
    assert browser.get("/desk/account/").status_code == 500
    browser.raise_request_exception = True
    with pytest.raises(AssertionError, match="a GET tried to write"):
        browser.get("/desk/account/")
