"""下达检查任务 without a draw: from a lead, under a special plan, for new licensees, for a single or joint check."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Actor, Request
from mingqian.inspection import naming, policies, selectors, services
from mingqian.inspection.enums import Origin
from mingqian.inspection.models import Batch
from mingqian.inspection.naming_forms import FIND, CaseForm, Choice, OpeningForm, beginning, typed
from mingqian.leads import selectors as leads
from mingqian.planning import selectors as plans
from mingqian.registry import selectors as registries
from mingqian.ui import access, pages

Kind = TypeVar("Kind", bound=OpeningForm)


def _items(by: Actor, request: Request) -> list[tuple[str, str]]:
    listed = registries.items.listing(by, localdate(request.now))
    return [(one.code, one.name) for one in listed if policies.may(by, policies.Verb.OPEN, one.unit_path).ok]


def _asked(request: Request) -> dict[str, str]:
    """The question of the button that was pressed: a firm's or a person's."""
    post, (firm, person) = request.POST, FIND
    return {
        "firm": post.get("look", "") if firm in post else "",
        "person": post.get("look_people", "") if person in post else "",
    }


def _form(request: Request, known: Mapping[str, Any], items: Sequence[Choice], kind: type[Kind]) -> Kind:
    """Empty, handed in, or handed in only to look for somebody: then all that was typed stands there again."""
    by, today, post = request.actor, localdate(request.now), request.POST
    looks = any(one in post for one in FIND)
    said = typed(post) if post else dict(known)
    crew = [*said.get("members", ()), *filter(None, [said.get("captain", "")])]
    asked = _asked(request)
    firms = selectors.choosing.firms(by, said.get("picked", ()), asked["firm"])
    people = selectors.choosing.people(by, crew, asked["person"], on=today)
    begun = said if looks else {**beginning(today), **known}
    given = () if looks else pages.given(request)
    return kind(*given, items=items, firms=firms, people=people, initial=begun)


def _opened(
    request: Request, form: OpeningForm, cause: Callable[[], tuple[str, str]], words: Mapping[str, object]
) -> HttpResponse:
    made: list[Batch] = []
    if form.is_bound and pages.submitted(
        request,
        form,
        lambda: made.append(
            services.openings.open_named(
                cause=form.cause(*cause()), checks=form.checks(), teams=form.teams(), by=request.actor,
                now=request.now,
            )
        ),
    ):  # fmt: skip
        return pages.done(request, "inspection:batch", made[0].code, told=f"已下达检查任务 {made[0].code}")
    by, asked = request.actor, _asked(request)
    sought = {
        "firm": "" if selectors.choosing.firms(by, (), asked["firm"]) else asked["firm"],
        "person": ""
        if selectors.choosing.people(by, (), asked["person"], on=localdate(request.now))
        else asked["person"],
    }
    context = {"form": form, "clause": naming.CHOSEN, "sought": sought, **words}
    return pages.show(request, "inspection/opening.html", context, status=None if form.is_bound else 200)


@access.form(*SECTIONS)
def open_lead(request: Request, code: str) -> HttpResponse:
    """举报必查."""
    by = request.actor
    lead = pages.found(leads.leads.one(by, code))
    known = {
        "title": f"线索核查：{lead.about}",
        "reason": lead.summary,
        "picked": [lead.subject.code] if lead.subject else [],
    }
    form = _form(request, known, _items(by, request), OpeningForm)
    outside = "" if lead.subject else lead.outside_name
    words = {
        "title": f"按线索 {code} 下达核查任务",
        "outside": outside,
        "back": reverse("leads:lead", args=[code]),
    }
    return _opened(request, form, lambda: (Origin.LEAD, code), words)


@access.form(*SECTIONS)
def open_special(request: Request, code: str) -> HttpResponse:
    """专项检查, within its plan."""
    by = request.actor
    plan = pages.found(plans.specials.one(by, code))
    items = [one for one in _items(by, request) if one[0] in plan.items]
    known = {"title": plan.title, "reason": plan.scope, "items": plan.items, "ends_on": plan.ends_on}
    form = _form(request, known, items, OpeningForm)
    words = {"title": f"按专项方案 {code} 下达检查任务", "back": reverse("planning:special", args=[code])}
    return _opened(request, form, lambda: (Origin.SPECIAL, code), words)


@access.form(*SECTIONS)
def new_licensees(request: Request) -> HttpResponse:
    """新许可必查: who got a licence and was not checked yet, the longest waiting first; a batch for those chosen."""
    by, today = request.actor, localdate(request.now)
    waiting = selectors.licensees.waiting(by, today)
    known = {
        "title": "新许可主体首次检查", "reason": "新许可主体在首个监管周期内必查",
        "picked": [one.code for one in waiting[:20]],
    }  # fmt: skip
    form = _form(request, known, _items(by, request), OpeningForm)
    words = {"title": "新许可必查", "back": reverse("inspection:batches"), "waiting": waiting}
    return _opened(request, form, lambda: (Origin.NEW_LICENSEE, "新许可名单"), words)


@access.form(*SECTIONS)
def open_case(request: Request) -> HttpResponse:
    """个案、联合检查."""
    form = _form(request, {}, _items(request.actor, request), CaseForm)
    words = {"title": "下达个案、联合检查", "back": reverse("inspection:batches")}
    return _opened(request, form, lambda: (form.values()["kind"], form.values()["source"]), words)
