"""一名执法人员办了什么: the discipline office asks with a reason, each act leads to what it was about."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms as fields
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor, Request
from mingqian.audit import services as audit
from mingqian.ui import access, forms, pages

# Thing of an entry → the page that shows it. A thing with further parts leads to its first.
PAGES: Mapping[str, str] = {
    "application": "guides:application", "document": "registry:rule-document", "draw": "draw:draw",
    "guide": "guides:guide", "inspection": "inspection:batch", "inspector": "registry:inspector",
    "item": "registry:item", "lead": "leads:lead", "notice": "publicity:notice", "power": "registry:power",
    "subject": "registry:subject", "task": "inspection:task", "training": "registry:training",
}  # fmt: skip


class LookForm(forms.Form):
    """Whom, which days, why."""

    person = fields.CharField(label="工号", max_length=32)
    since = forms.DateField(label="自")
    until = forms.DateField(label="至")
    reason = fields.CharField(label="事由（记入日志）", max_length=300)


@access.form(Role.DISCIPLINE_WITNESS)
def officers(request: Request) -> HttpResponse:
    """责任追溯. The answer is the page of the POST itself: without a reason on record nothing is shown."""
    today = localdate(request.now)
    form = LookForm(*pages.given(request), initial={"since": date(today.year, 1, 1), "until": today})
    found: list[Any] = []
    looked = pages.submitted(
        request, form,
        lambda: found.extend(audit.looking.look_at(**form.values(), by=request.actor, now=request.now)),
    )  # fmt: skip
    acts = [(one, number(one.thing), address(one.thing, request.actor)) for one in found]
    status = 200 if looked or request.method != "POST" else 422
    shown = pages.show(
        request,
        "site/officers.html",
        {"form": form, "looked": looked, "acts": acts, "most": audit.looking.MOST},
        status=status,
    )
    shown["Cache-Control"] = "no-store"
    return shown


def number(thing: str) -> str:
    """The thing of an entry as people write it; what kind of thing it is, the act says."""
    key = thing.partition(":")[2] or thing
    first, _, rest = key.partition("/")
    return rest if rest and first.isascii() and first.islower() else key


def address(thing: str, by: Actor) -> str:
    """Where the thing of an entry is shown, if it is and if this reader may open that page."""
    kind, _, key = thing.partition(":")
    if kind not in PAGES:
        return ""
    try:
        url = reverse(PAGES[kind], args=[key.partition("/")[0]])
    except NoReverseMatch:
        return ""
    return url if access.open_to(by, url) else ""
