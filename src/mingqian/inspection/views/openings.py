"""下达检查任务 without a draw: from a lead, under a special plan, for new licensees, for a single or joint check."""

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Actor, Request
from mingqian.inspection import naming, policies, selectors, services
from mingqian.inspection.enums import Origin
from mingqian.inspection.models import Batch
from mingqian.inspection.naming_forms import CaseForm, OpeningForm, beginning
from mingqian.leads import selectors as leads
from mingqian.planning import selectors as plans
from mingqian.registry import selectors as registries
from mingqian.ui import access, pages


def _items(by: Actor, request: Request) -> list[tuple[str, str]]:
    listed = registries.items.listing(by, localdate(request.now))
    return [(one.code, one.name) for one in listed if policies.may(by, policies.Verb.OPEN, one.unit_path).ok]


def _opened(
    request: Request, form: OpeningForm, cause: Callable[[], tuple[str, str]], words: Mapping[str, object]
) -> HttpResponse:
    made: list[Batch] = []
    if pages.submitted(
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
    return pages.show(request, "inspection/opening.html", {"form": form, "clause": naming.CHOSEN, **words})


@access.form(*SECTIONS)
def open_lead(request: Request, code: str) -> HttpResponse:
    """举报必查."""
    by = request.actor
    lead = pages.found(leads.leads.one(by, code))
    known = {
        "title": f"线索核查：{lead.about}",
        "reason": lead.summary,
        "subjects": lead.subject.code if lead.subject else "",
    }
    form = OpeningForm(
        *pages.given(request),
        items=_items(by, request),
        initial={**known, **beginning(localdate(request.now))},
    )
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
    form = OpeningForm(
        *pages.given(request), items=items, initial={**beginning(localdate(request.now)), **known}
    )
    words = {"title": f"按专项方案 {code} 下达检查任务", "back": reverse("planning:special", args=[code])}
    return _opened(request, form, lambda: (Origin.SPECIAL, code), words)


@access.form(*SECTIONS)
def new_licensees(request: Request) -> HttpResponse:
    """新许可必查: who got a licence and was not checked yet, the longest waiting first; a batch for those chosen."""
    by, today = request.actor, localdate(request.now)
    waiting = selectors.licensees.waiting(by, today)
    known = {
        "title": "新许可主体首次检查", "reason": "新许可主体在首个监管周期内必查",
        "subjects": "\n".join(one.code for one in waiting[:20]), **beginning(today),
    }  # fmt: skip
    form = OpeningForm(*pages.given(request), items=_items(by, request), initial=known)
    words = {"title": "新许可必查", "back": reverse("inspection:batches"), "waiting": waiting}
    return _opened(request, form, lambda: (Origin.NEW_LICENSEE, "新许可名单"), words)


@access.form(*SECTIONS)
def open_case(request: Request) -> HttpResponse:
    """个案、联合检查."""
    form = CaseForm(
        *pages.given(request), items=_items(request.actor, request), initial=beginning(localdate(request.now))
    )
    words = {"title": "下达个案、联合检查", "back": reverse("inspection:batches")}
    return _opened(request, form, lambda: (form.values()["kind"], form.values()["source"]), words)
