"""接受任务 and 申报回避, and the section's answer: from the notice, and from a walk nobody was told of beforehand."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse

from mingqian.accounts.types import Request
from mingqian.inspection import announcing, gates, policies, selectors, services, showing_notices
from mingqian.inspection.announcing_forms import AcceptForm, AnswerRecusalForm
from mingqian.inspection.models import Approval
from mingqian.inspection.views.acting import TEAM
from mingqian.ui import access, pages


@dataclass(frozen=True)
class _From:
    """The page somebody came from and goes back to, and what it says about the walk."""

    approval: Approval
    page: str
    key: str
    clause: str
    facts: list[tuple[str, object]]


def _notice(request: Request, number: str) -> _From:
    row = pages.found(selectors.announcing.one(request.actor, number))
    told = showing_notices.facts(row)
    return _From(row.approval, "inspection:visit-notice", number, announcing.NOTICE, told)


def _walk(request: Request, code: str) -> _From:
    row = pages.found(selectors.visits.one(request.actor, code))
    return _From(row.approval, "field:visit", code, gates.RECUSED, showing_notices.sheet(row.approval))


@access.form(*TEAM)
def accept_visit(request: Request, number: str) -> HttpResponse:
    """By whoever sits in the team."""
    return _accept(request, _notice(request, number))


@access.form(*TEAM)
def accept_walk(request: Request, code: str) -> HttpResponse:
    """By the same; the phone's ``accepted`` is the same service."""
    return _accept(request, _walk(request, code))


@access.form(*policies.HEADS)
def answer_on_notice(request: Request, number: str, inspector: str) -> HttpResponse:
    """By the head of the section, with a reason."""
    return _answer(request, _notice(request, number), inspector)


@access.form(*policies.HEADS)
def answer_on_walk(request: Request, code: str, inspector: str) -> HttpResponse:
    """By the same."""
    return _answer(request, _walk(request, code), inspector)


def _accept(request: Request, place: _From) -> HttpResponse:
    form = AcceptForm(*pages.given(request))

    def act() -> None:
        approval = place.approval.number
        services.announcing.accept(approval=approval, **form.values(), by=request.actor, now=request.now)

    if pages.submitted(request, form, act):
        return pages.done(request, place.page, place.key, told="已答复")
    return _asked(request, place, form, "接受任务", "提交")


def _answer(request: Request, place: _From, inspector: str) -> HttpResponse:
    form = AnswerRecusalForm(*pages.given(request))
    asked = pages.found(selectors.announcing.recusal(place.approval.pk, inspector))

    def act() -> None:
        said = form.values()
        services.announcing.answer_recusal(
            approval=place.approval.number, inspector=inspector, granted=said["granted"] == "yes",
            words=said["words"], by=request.actor, now=request.now,
        )  # fmt: skip

    if pages.submitted(request, form, act):
        return pages.done(request, place.page, place.key, told="已答复；同意回避的请按抽取顺序递补")
    return _asked(request, place, form, f"答复{asked.inspector.name}的回避申报（{asked.recusal}）", "答复")


def _asked(request: Request, place: _From, form: object, title: str, button: str) -> HttpResponse:
    words = {"title": f"{title}：{place.approval.subject.name}", "button": button, "clause": place.clause}
    back = reverse(place.page, args=[place.key])
    context = {"form": form, "words": words, "back": back, "facts": place.facts}
    return pages.show(request, "inspection/notice_act.html", context)
