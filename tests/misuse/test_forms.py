"""Every form and button meets what nobody should send: a clear refusal, nothing half-saved, no fault of ours.

The URLs, their fields and the people they admit are read from the program itself, so a new page is tried at once.
"""

from collections.abc import Iterator
from http.cookies import SimpleCookie
from io import BytesIO
from typing import Any
from zlib import crc32

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from tests.misuse import doors, sent

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

SCRIPT = "<script>alert('明签')</script>"
NASTY = {
    "script": SCRIPT,
    "attribute": "\" autofocus onfocus=\"alert('明签')",
    "template": "{{ 7|add:7 }}{% csrf_token %}",
    "formula": '=HYPERLINK("http://127.0.0.1/","点")',
    "path": "../../../../etc/passwd",
    "nul": "甲\x00乙",
    "turned": "甲\u202e乙\u200b\ufeff",
    "beyond the plane": "𠮷𪚥🀄",
    "huge number": "9" * 400,
    "below nothing": "-1",
    "no number": "NaN",
    "far day": "9999-12-31",
    "no day": "2026-02-30",
    "first day": "0001-01-01",
    "list": "[]",
    "quote": "'; DROP TABLE accounts_person; --",
    "long": "长" * 9_000,
}
STORED_OTHERWISE = (
    "nul", "beyond the plane", "huge number", "below nothing", "no number", "far day", "first day", "long",
)  # fmt: skip
"""What columns of another database may take otherwise: characters, numbers, days and lengths."""
KEEPS_FAILURES = {"accounts:sign-in", "accounts:second-factor", "accounts:link"}
"""A wrong password stays on record: that is the one thing a refused form may leave behind."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Trying:
    """Knocks at doors; whatever happened behind one is undone, and counted before.

    Counting every table takes longer than most answers, so it is done where something was written at all.
    ``read``: what the last answer looked up in what was sent.
    """

    def __init__(self, browsers: dict[Any, Any], read: set[str]) -> None:
        self.browsers = browsers
        self.read = read
        self.rows = doors.rows()
        self.wrong: list[str] = []

    def knock(self, door: doors.Door, what: str, method: str = "post", path: str = "", **more: Any) -> Any:
        browser = self.browsers[door.role]
        cookies = browser.cookies.output(header="", sep=";")
        point = transaction.savepoint()
        self.read.clear()
        with doors.watched() as watched:
            answer = getattr(browser, method)(path or door.path, **more)
            answer.body = b"".join(answer) if answer.streaming else answer.content
        looked = answer.status_code >= 400 or method == "get" or "10 MB" in what
        grown = doors.rows() - self.rows if looked and watched.written else 0
        transaction.savepoint_rollback(point)
        browser.cookies = SimpleCookie(cookies)
        self.wrong += _wrong(door, f"{method} {what}", answer, grown)
        if method == "get" and (curious := doors.too_curious(watched)):
            self.wrong.append(f"{door.name} {path or door.path} as {door.role}: {curious}")
        return answer


@pytest.fixture
def trying(world: Any, browsers: dict[Any, Any]) -> Iterator[Trying]:
    """Somebody with a browser for every door."""
    with sent.read() as read:
        yield Trying(browsers, read)


def _wrong(door: doors.Door, what: str, answer: Any, more: int) -> list[str]:
    said = f"{door.name} {door.path} with {what[:300]}: {answer.status_code}"
    wrong = []
    if answer.status_code >= 500:
        wrong.append(said)
    if more and door.name not in KEEPS_FAILURES:
        wrong.append(f"{said}, and {more} rows more")
    policy = answer.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        wrong.append(f"{said}, policy {policy!r}")
    wrong += [f"{said}, {name}" for name, value in HEADERS.items() if answer.headers.get(name) != value]
    if b"<script>alert" in answer.body or b'" onfocus="alert' in answer.body:
        wrong.append(f"{said}, and the page repeats it as markup")
    return wrong


def _fields(trying: Trying, door: doors.Door) -> list[doors.Field]:
    """What the page asks for; a button without a page asks for what other buttons ask for."""
    if "GET" in door.methods:
        answer = trying.knock(door, "nothing", "get")
        if answer.status_code == 200 and not answer.streaming:
            return doors.fields(answer.body.decode())
    names = ("code", "key", "subject", "item", "reason", "note", "typed", "pk", "value")
    return [doors.Field(name, "text") for name in names]


def _forms(door: doors.Door, fields: list[doors.Field]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Forms to send: nothing at all, each value somewhere in one of them, and plausible ones with markup inside.

    To another database what it may take otherwise, and what passes the form and comes to it.
    """
    elsewhere = connection.vendor != "sqlite"
    names, start = list(STORED_OTHERWISE if elsewhere else NASTY), crc32(door.name.encode())
    if not elsewhere:
        yield "nothing", {}
    for turn in range(1 if elsewhere else 2):
        picked = {
            one.name: names[(start + turn * 5 + place) % len(names)] for place, one in enumerate(fields)
        }
        yield str(picked), {one.name: _file(one) or NASTY[picked[one.name]] for one in fields}
    text = NASTY["formula"] + SCRIPT
    yield f"plausible, {text}", {one.name: _file(one) or one.plausible or text for one in fields}


def _file(field: doors.Field) -> SimpleUploadedFile | None:
    lies = b"MZ\x90\x00 no workbook " + SCRIPT.encode()
    return SimpleUploadedFile("../../名录.xlsx", lies) if field.kind == "file" else None


def test_nothing_nasty_in_a_form_breaks_or_stays(world: Any, trying: Trying) -> None:
    for door in doors.doors(world):
        if "POST" in door.methods:
            for what, form in _forms(door, _fields(trying, door)):
                trying.knock(door, what, data=form)
                if trying.read <= {"once"}:
                    break  # nobody looked at what was sent: whatever is sent next is the same request
    assert trying.wrong == []


STRANGE_QUERIES = (
    "page=NaN&sort=../../x&q=%3Cscript%3Ealert('%E6%98%8E%E7%AD%BE')%3C/script%3E&next=//127.0.0.2/&back=//127.0.0.2/",
    "page=99999999999999999999&sort=-password&q=%25&year=99999999999&month=13&day=2026-02-30",
    "page=-1&sort=pk__gt&export=exe&q=%F0%9F%80%84%FF&kind=%3Cscript%3Ealert(1)%3C/script%3E&unit='",
)
NUMBERS = STRANGE_QUERIES[1:2]
"""What another database may answer otherwise: numbers and days beyond its own."""
OF_EVERY_PAGE = {"page", "sort", "q", "next", "back", "export"}
"""Read by the same few functions wherever they are read: a page that reads no more is asked once, in turn."""
STRANGE_NAMES = {
    # The first of each kind is what another database may answer otherwise.
    "int": ("99999999999999999999", "0"),
    "str": ("..%5C%3Cscript%3Ealert('x')%3Cscript%3E%ED%A0%80", "长" * 900),
}
NO_NAMES = "..%2F..%2Fetc%2Fpasswd", "%3Cscript%3Ealert('x')%3C%2Fscript%3E", "%00"
"""A slash is no part of a name and a NUL of no address: these never come to a page, so one door a room is tried."""


def test_no_page_breaks_on_a_strange_address(world: Any, trying: Trying) -> None:
    rooms = set[str]()
    for door in doors.doors(world):
        method = "get" if "GET" in door.methods else "post"
        if method == "get":
            for query in _in_turn(door) if connection.vendor == "sqlite" else NUMBERS:
                trying.knock(door, query, path=f"{door.path}?{query}", method="get")
                if trying.read <= {sent.EMPTY, *OF_EVERY_PAGE}:
                    break
        for path in _strange_paths(door, rooms):
            # No page around the refusal: that is the same at every door.
            trying.knock(door, path, path=path, method=method, HTTP_HX_REQUEST="true")
    assert trying.wrong == []


def _in_turn(door: doors.Door) -> tuple[str, ...]:
    start = crc32(door.name.encode()) % len(STRANGE_QUERIES)
    return STRANGE_QUERIES[start:] + STRANGE_QUERIES[:start]


def _strange_paths(door: doors.Door, rooms: set[str]) -> Iterator[str]:
    """The first argument made strange, whatever stands behind it; ``rooms``: where no names were tried already."""
    part = doors.PART.search(door.route)
    if part is None:
        return
    before, behind = door.route[: part.start()], door.route[part.end() :]
    names = STRANGE_NAMES.get(part["kind"] or "str", ())
    if connection.vendor != "sqlite":
        names = names[:1]
    if before not in rooms:
        rooms.add(before)
        names += NO_NAMES
        yield f"{door.path}?q=%00"
    for strange in names:
        yield f"/{before}{strange}{doors.PART.sub('1', behind)}"


@pytest.mark.sqlite  # refused before anybody asks a database
def test_ten_megabytes_are_refused_at_every_door(world: Any, trying: Trying) -> None:
    heap = b"reason=" + b"x" * 10_000_000
    for door in doors.doors(world):
        if "POST" in door.methods:
            # As a server hands it on, not copied for every door.
            trying.knock(
                door, "10 MB", content_type="application/x-www-form-urlencoded", HTTP_HX_REQUEST="true",
                CONTENT_LENGTH=len(heap), **{"wsgi.input": BytesIO(heap)},
            )  # fmt: skip
    assert trying.wrong == []
