"""Which one? A page of its own before a form about one thing: look for it by name, take it with one click."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms as fields
from django.http import HttpResponse
from django.utils.http import urlencode

from mingqian.ui import pages
from mingqian.ui.forms import Filter

ASKED = "名称、拼音首字母或代码"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that the question may have meant."""

    code: str
    name: str
    number: str
    notes: Sequence[str] = ()


class Wanted(Filter):
    """What is looked for."""

    q = fields.CharField(label=ASKED, max_length=60)


def page(
    request: Any,  # noqa: ANN401 — a PageRequest or a room's subclass of it
    look: Callable[[str], Sequence[Found]],
    *,
    field: str,
    title: str,
    lead: str,
    back: str,
    missing: str,
) -> HttpResponse:
    """The search and its hits; a click comes back to this address with the thing's code as ``field``."""
    question = str(Wanted(request.GET).given("q") or "")
    hits = look(question) if question else []
    others = list(_others(request, field))
    shown = {
        "title": title,
        "lead": lead,
        "back": back,
        "missing": missing,
        "asked": ASKED,
        "question": question,
        "hits": [(one, "?" + urlencode([*others, (field, one.code)])) for one in hits],
        "others": others,
    }
    return pages.show(request, "ui/choose.html", shown, status=200)


def _others(request: Any, field: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """What else stands in the address stays there."""
    for name, values in request.GET.lists():
        if name not in (field, "q"):
            yield from ((name, value) for value in values)
