"""No page offers anybody a closed door: every link of the desk, followed by the person who was shown it, opens.

And no page asks the database more than twelve times.

One page of each kind for each of the people who work at a draw and its checks; the bureau is in the middle of its
year. Links out of the desk and downloads are looked at elsewhere.
"""

import re
from collections import deque
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve
from tests.misuse import doors

from mingqian.accounts.enums import Role

pytestmark = [pytest.mark.slow, pytest.mark.sqlite, pytest.mark.django_db]

LINK = re.compile(r'<a\b[^>]*?href="([^"#]+)')
PEOPLE = (
    Role.LEGAL_OFFICE, Role.DRAW_OPERATOR, Role.INSPECTOR, Role.PUBLISHER, Role.DISTRICT_BUREAU, Role.SECURITY_ADMIN,
)  # fmt: skip


def test_every_link_shown_to_somebody_opens_for_them(world: Any, browsers: dict[Any, Client]) -> None:
    closed = []
    for role in PEOPLE:
        views, refused = _walked(browsers[role])
        assert len(views) >= 8, role
        closed += [f"{role.label} {url}: {why}" for url, why in refused.items()]
    assert "\n".join(closed) == ""


def _walked(browser: Client) -> tuple[set[str], dict[str, str]]:
    """Views reached from the first page, and the links that led to a refusal with the page they stood on."""
    views, refused, met = set[str](), dict[str, str](), {"/desk/"}
    waiting = deque([("/desk/", "")])
    while waiting:
        url, page = waiting.popleft()
        view = resolve(url.partition("?")[0]).view_name
        if view in views:
            continue
        views.add(view)
        with doors.watched() as watched:
            answer = browser.get(url)
        if answer.status_code >= 400:
            refused[url] = f"{answer.status_code}, shown on {page}"
        elif curious := doors.too_curious(watched):
            refused[url] = curious
        elif not answer.streaming and answer.headers["Content-Type"].startswith("text/html"):
            found = [one for one in map(unescape, LINK.findall(answer.content.decode())) if one not in met]
            met.update(found)  # the menu stands on every page
            waiting.extend((one, url) for one in found if one.startswith("/desk/") and "export=" not in one)
    return views, refused
