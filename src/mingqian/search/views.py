"""The page of the search: what was found, by kind."""

from dataclasses import dataclass

from django import forms as fields
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from mingqian.accounts.enums import STAFF
from mingqian.accounts.types import Actor, Request
from mingqian.search import kinds, selectors
from mingqian.search.types import Group
from mingqian.ui import access, forms, pages
from mingqian.ui.types import Hit

#: Shown of each kind together with the others, and alone.
SOME, MANY = 8, 100


class Question(forms.Filter):
    """What is asked, and within which kind."""

    q = fields.CharField(label="搜什么", max_length=60)
    kind = fields.CharField(max_length=16, widget=fields.HiddenInput)


@dataclass(frozen=True, slots=True)
class Section:
    """The hits of one kind and the link to all of them."""

    label: str
    hits: list[Hit]
    more: str


@access.page(*STAFF)
def search(request: Request) -> HttpResponse:
    """Two characters, pinyin initials, a piece of a code; only what lies in this person's scope."""
    asked = Question(request.GET)
    question, kind = asked.given("q") or "", asked.given("kind") or ""
    groups = selectors.find(request.actor, question, limit=MANY if kind else SOME, kind=kind)
    context = {
        "question": question,
        "sections": [one for group in groups if (one := _section(group, question, kind, request.actor))],
        "too_short": selectors.too_short(question),
        "kinds": "、".join(one.label for one in kinds.known()),
        "kind": kind,
        "all": f"{request.path}?{urlencode({'q': question})}",
    }
    return pages.show(request, "search/search.html", context)


def _section(group: Group, question: str, kind: str, by: Actor) -> Section | None:
    """None where the page of the kind is not for this person's role."""
    more = f"?{urlencode({'q': question, 'kind': group.kind.code})}" if group.more and not kind else ""
    hits = [
        Hit(group.kind.label, hit.title, hit.detail, reverse(group.kind.url_name, args=hit.key.split("/")))
        for hit in group.hits
    ]
    return Section(group.kind.label, hits, more) if access.open_to(by, hits[0].url) else None
