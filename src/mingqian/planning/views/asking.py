"""What planning's pages share: one page for every small act, and the choices of their forms."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor, Request
from mingqian.core.decision import Refused
from mingqian.planning import policies, selectors
from mingqian.planning.policies import Verb
from mingqian.planning.types import PackInForce
from mingqian.registry import selectors as registries
from mingqian.ui import forms, pages


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done now: a link to a page that asks, or a button that does it."""

    label: str
    url: str
    kind: str = ""
    posts: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of a page that asks before it acts."""

    title: str
    button: str
    back: str
    told: str
    lead: str = ""
    clause: str = ""
    facts: Sequence[tuple[str, object]] = ()
    to: str = ""
    """Where it goes on after the act, if that is not where it came from."""


def ask(request: Request, form: forms.Form, act: Callable[[], object], words: Asked) -> HttpResponse:
    """Show the form, or do it and go on; a refusal stays on the page with what was typed."""
    if pages.submitted(request, form, act):
        return pages.done(request, words.to or words.back, told=words.told)
    confirms = isinstance(form, forms.Confirm)
    return pages.show(request, "planning/ask.html", {"form": form, "words": words, "confirms": confirms})


def pack_of(by: Actor, on: date) -> PackInForce | None:
    """The rules the person's own unit works by; a bureau without any may still read its lists."""
    try:
        return selectors.packs.of_unit(by.unit_path, on)
    except Refused:
        return None


def today(request: Request) -> date:
    return localdate(request.now)


def units_for(by: Actor, verb: Verb) -> list[tuple[str, str]]:
    """The units for which this person may do this."""
    found = accounts.units(by)
    return [(unit.code, unit.name) for unit in found if policies.may(by, verb, unit.path).ok]


def items_of(by: Actor, on: date, *, owned_by: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The item list of the day; with paths, only what these units are responsible for."""
    listed = registries.items.listing(by, on)
    kept = [one for one in listed if not owned_by or any(_near(one.unit_path, path) for path in owned_by)]
    return [(one.code, f"{one.code} {one.name}") for one in kept]


def _near(owner: str, path: str) -> bool:
    return owner.startswith(path) or path.startswith(owner)


def paths_for(by: Actor, verb: Verb) -> list[str]:
    """Where this person may do this, as paths."""
    return [unit.path for unit in accounts.units(by) if policies.may(by, verb, unit.path).ok]


def told(pairs: Sequence[tuple[str, object]]) -> list[tuple[str, object]]:
    """What is known; a row of dashes tells nobody anything."""
    return [(label, value) for label, value in pairs if value]
