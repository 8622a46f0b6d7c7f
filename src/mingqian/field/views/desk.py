"""Visits at the desk: 今天在检, one visit with everything on it, what was held and what becomes of it."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Request
from mingqian.field import forms, selectors, services, showing, tables
from mingqian.field.enums import ActionState
from mingqian.field.views.wire import TEAM
from mingqian.inspection import selectors as inspection
from mingqian.inspection import services as inspections
from mingqian.inspection.selectors.visits import READERS
from mingqian.inspection.selectors.visits import Row as Visit
from mingqian.inspection.types import Scan
from mingqian.ui import access, asking, pages
from mingqian.ui import tables as listings

SEES = (*READERS, *TEAM)
ACTS = (*SECTIONS, *TEAM)


@access.page(*SEES)
def visits(request: Request) -> HttpResponse:
    """今天在检, or all of them."""
    everything = request.GET.get("which") == "all"
    seen = inspection.visits.visible(request.actor)
    rows = seen if everything else inspection.visits.under_way(request.actor, localdate(request.now))
    held = Count("actions", filter=Q(actions__state=ActionState.HELD.value))
    listing = listings.listing(
        request, rows=rows.annotate(held=held).order_by("-planned_on", "code"), columns=tables.VISITS,
        name="入企检查", filters=forms.VisitFilter,
    )  # fmt: skip
    if listing.export:
        return listing.export
    waiting = selectors.actions.to_decide(request.actor).distinct().count()
    context = {"listing": listing, "everything": everything, "waiting": waiting}
    return pages.show(request, "field/visits.html", context)


@access.page(*SEES)
def held(request: Request) -> HttpResponse:
    """待处理现场记录."""
    listing = listings.listing(
        request, rows=selectors.actions.held(request.actor), columns=tables.HELD, name="待处理现场记录"
    )
    return listing.export or pages.show(request, "field/held.html", {"listing": listing})


def _found(request: Request, code: str) -> Visit:
    return pages.found(inspection.visits.one(request.actor, code))


@access.page(*SEES)
def visit(request: Request, code: str) -> HttpResponse:
    """One visit with everything on it."""
    row = _found(request, code)
    asking.answered(asking.related([row], "records", "signatures"))
    actions, (crew, asked) = selectors.actions.of(row), showing.crew(row, request.actor)
    context = {
        "visit": row,
        "state": tables.state(row),
        "rail": showing.rail(row),
        "facts": showing.facts(row),
        "crew": crew,
        "findings": showing.findings(row),
        "records": sorted(row.records.all(), key=lambda one: -one.version),
        "signatures": showing.signatures(row),
        "evidence": selectors.actions.evidence(row),
        "held": [one for one in actions if one.state == ActionState.HELD],
        "events": showing.events(actions),
        "may": request.actor.has(*ACTS),
        "asked": asked,
    }
    return pages.show(request, "field/visit.html", context)


@access.form(*ACTS)
def decide(request: Request, code: str) -> HttpResponse:
    """采用或附记: what was held of this visit when the page was made, in the order it was recorded."""
    row = _found(request, code)
    actions = selectors.actions.of(row)
    held = [one for one in actions if one.state == ActionState.HELD]
    form = forms.DecideForm(
        *pages.given(request), of=[one.pk for one in actions], initial={"actions": [one.pk for one in held]}
    )
    shown = set(form["actions"].value() or ())
    later = sum(str(one.pk) not in shown for one in held) if form.is_bound else 0
    if pages.submitted(request, form, lambda: _decided(request, form)):
        return pages.done(request, "field:visit", code, told=_told(len(shown), later))
    rows = [one for one in held if not form.is_bound or str(one.pk) in shown]
    context = {"form": form, "visit": row, "rows": rows, "later": later}
    return pages.show(request, "field/decide.html", context)


def _decided(request: Request, form: forms.DecideForm) -> None:
    said = form.values()
    services.deciding.decide(
        actions=said["actions"], apply=said["apply"] == "yes", reason=said["reason"], by=request.actor, now=request.now
    )  # fmt: skip


def _told(decided: int, later: int) -> str:
    told = f"已处理现场记录{decided}条"
    return f"{told}；另有{later}条是打开页面之后才到的，仍待处理" if later else told


@access.form(*ACTS)
def make_up(request: Request, code: str) -> HttpResponse:
    """补扫企业码 of an emergency."""
    row, form = _found(request, code), forms.MakeUpForm(*pages.given(request), initial={"at": request.now})

    def act() -> None:
        said = form.values()
        scan = Scan(said["at"], "typed", said["code"])
        inspections.visits.make_up(visit=code, scan=scan, by=request.actor, now=request.now)

    if pages.submitted(request, form, act):
        return pages.done(request, "field:visit", code, told="已补扫企业码")
    words = {"title": "补扫企业码", "button": "登记补扫"}
    return pages.show(request, "field/act.html", {"form": form, "visit": row, "words": words})


@access.form(*ACTS)
def leave(request: Request, code: str) -> HttpResponse:
    """中断检查, with the next visit under the same approval or without."""
    row, form = _found(request, code), forms.LeaveForm(*pages.given(request))

    def act() -> None:
        inspections.visits.leave(
            visit=code, **form.values(), at=request.now, by=request.actor, now=request.now
        )

    if pages.submitted(request, form, act):
        return pages.done(request, "field:visit", code, told="检查已中断")
    words = {"title": "中断检查", "button": "中断检查"}
    return pages.show(request, "field/act.html", {"form": form, "visit": row, "words": words})
