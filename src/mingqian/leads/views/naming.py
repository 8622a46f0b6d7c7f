"""确认对象: the registry is searched by name, initials or code; who is not in it is described."""

from django.http import HttpResponse

from mingqian.accounts.types import Request
from mingqian.leads import forms, policies, services
from mingqian.leads.types import Outside
from mingqian.leads.views.desk import found
from mingqian.registry import selectors as registries
from mingqian.ui import access, pages


@access.form(*policies.DESK)
def subject(request: Request, code: str) -> HttpResponse:
    """A search above, its hits with a button each, and below the form for whom it does not find."""
    row, asked = found(request, code), forms.SubjectSearch(request.GET)
    question = asked.given("q") or ("" if "q" in request.GET else row.about)
    form = forms.OutsideForm(*pages.given(request), initial={"name": row.outside_name or row.about})
    if pages.submitted(
        request,
        form,
        lambda: services.naming.outside(
            lead=code, who=Outside(**form.values()), by=request.actor, now=request.now
        ),
    ):
        return pages.done(request, "leads:lead", code, told="已写明名录库外的对象")
    hits = registries.reading.like(request.actor, question)
    context = {"lead": row, "question": question, "hits": hits, "form": form}
    return pages.show(request, "leads/subject.html", context)


@access.action(*policies.DESK)
def choose(request: Request, code: str, subject: str) -> HttpResponse:
    """就是这家."""
    row = services.naming.listed(lead=code, subject=subject, by=request.actor, now=request.now)
    return pages.done(request, "leads:lead", code, told=f"对象已确认为{row.subject}")
