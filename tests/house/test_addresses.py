"""The order in which rooms are tried decides nothing: every address leads to the page it was written for."""

import re

from django.urls import resolve

from mingqian.ui import access

SAMPLES = {"int": "7", "uuid": "12345678-1234-1234-1234-123456789012"}


def test_no_address_is_taken_by_another_rooms_page() -> None:
    def sample(found: re.Match[str]) -> str:
        kind, _, _ = found[1].partition(":")
        return SAMPLES.get(kind, "AB")

    taken = {
        route: answered
        for route, _, _ in access.patterns()
        if "(" not in route
        and (answered := resolve("/" + re.sub(r"<([^>]+)>", sample, route)).route) != route
    }
    assert taken == {}
