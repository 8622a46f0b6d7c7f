"""The window: applications taken in, moved on, closed; the register behind every figure."""

from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.enums import OFFICERS
from mingqian.accounts.types import Request
from mingqian.guides import forms, policies, selectors, services, tables
from mingqian.guides.enums import Outcome
from mingqian.guides.models import Application
from mingqian.guides.policies import PROMISE, Verb
from mingqian.ui import access, acting, pages
from mingqian.ui import tables as listings
from mingqian.ui.types import Step, StepState


def found(request: Request, number: str) -> Application:
    """The application, or 404."""
    return pages.found(selectors.applications.one(request.actor, number))


@access.page(*OFFICERS)
def applications(request: Request) -> HttpResponse:
    """办件 of the units in scope."""
    rows = selectors.applications.visible(request.actor)
    listing = listings.listing(
        request, rows=rows, columns=tables.APPLICATIONS, name="办件", filters=forms.ApplicationFilter
    )
    if listing.export:
        return listing.export
    today = localdate(request.now)
    since = date(today.year, 1, 1)
    figures = selectors.applications.kept(since, today, today).values()
    shown = {
        "listing": listing,
        "due": sum(one.due for one in figures),
        "kept": sum(one.kept for one in figures),
        "since": since,
        "today": today,
        "may_serve": request.actor.has(*policies.WINDOW),
        "clause": PROMISE,
    }
    return pages.show(request, "guides/applications.html", shown)


@access.page(*OFFICERS)
def application(request: Request, number: str) -> HttpResponse:
    """One application on its procedure."""
    row = found(request, number)
    chart = [Step(name, _state(row, position)) for position, name in enumerate(row.steps, 1)]
    facts = [
        ("事项", row.guide.power.name), ("申请人", row.applicant), ("收件单位", row.unit.name),
        ("收件", row.accepted_on), ("承诺办结日", row.due_on), ("办结", row.closed_on or "—"),
        ("办理结果", Outcome(row.outcome).label if row.outcome else "在办"),
    ]  # fmt: skip
    may = policies.may(request.actor, Verb.SERVE, row.unit.path).ok and not row.outcome
    shown = {
        "application": row,
        "chart": chart,
        "facts": facts,
        "may": may,
        "more": row.stage < len(row.steps),
    }
    return pages.show(request, "guides/application.html", shown)


def _state(row: Application, position: int) -> StepState:
    if row.outcome or position < row.stage:
        return "done"
    return "now" if position == row.stage else "todo"


@access.form(*policies.WINDOW)
def accept(request: Request, code: str) -> HttpResponse:
    """收件."""
    row = pages.found(selectors.guides.one(request.actor, code))
    form = forms.AcceptForm(*pages.given(request), by=request.actor)
    return acting.ask(
        request, form,
        lambda: services.applications.accept(code=code, **form.values(), by=request.actor, now=request.now),
        title=f"收件：{row.power.name}", button="收件", to=reverse("guides:applications"),
        told="已收件，请把编号告诉申请人",
        lead=f"承诺{row.days}个工作日办结。申请人只留姓，手机只留尾号，供本人查询进度。",
    )  # fmt: skip


@access.action(*policies.WINDOW)
def advance(request: Request, number: str) -> HttpResponse:
    """The next step."""
    found(request, number)
    services.applications.advance(number=number, by=request.actor, now=request.now)
    return pages.done(request, "guides:application", number, told="已转入下一步")


@access.form(*policies.WINDOW)
def close(request: Request, number: str) -> HttpResponse:
    """办结."""
    found(request, number)
    form = forms.CloseForm(*pages.given(request))

    def act() -> object:
        outcome = Outcome(form.cleaned_data["outcome"])
        return services.applications.close(number=number, outcome=outcome, by=request.actor, now=request.now)

    return acting.ask(
        request, form, act, title=f"办结：{number}", button="办结",
        to=reverse("guides:application", args=[number]), told="已办结",
    )  # fmt: skip
