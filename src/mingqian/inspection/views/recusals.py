"""接受任务 and 申报回避 from the walk itself: a walk nobody was told of has no notice to open them from."""

from django.http import HttpResponse
from django.urls import reverse

from mingqian.accounts.types import Request
from mingqian.inspection import gates, policies, selectors, services, showing_notices
from mingqian.inspection.announcing_forms import AcceptForm, AnswerRecusalForm
from mingqian.inspection.selectors.visits import Row as Visit
from mingqian.inspection.views.acting import TEAM
from mingqian.ui import access, pages


def _found(request: Request, code: str) -> Visit:
    return pages.found(selectors.visits.one(request.actor, code))


def _asked(request: Request, row: Visit, form: object, title: str, button: str) -> HttpResponse:
    words = {"title": f"{title}：{row.approval.subject.name}", "button": button, "clause": gates.RECUSED}
    back = reverse("field:visit", args=[row.code])
    context = {"form": form, "words": words, "back": back, "facts": showing_notices.sheet(row.approval)}
    return pages.show(request, "inspection/notice_act.html", context)


@access.form(*TEAM)
def accept(request: Request, code: str) -> HttpResponse:
    """By whoever sits in the team; the phone's ``accepted`` is the same service."""
    row, form = _found(request, code), AcceptForm(*pages.given(request))

    def act() -> None:
        approval = row.approval.number
        services.announcing.accept(approval=approval, **form.values(), by=request.actor, now=request.now)

    if pages.submitted(request, form, act):
        return pages.done(request, "field:visit", code, told="已答复")
    return _asked(request, row, form, "接受任务", "提交")


@access.form(*policies.HEADS)
def answer(request: Request, code: str, inspector: str) -> HttpResponse:
    """By the head of the section, with a reason."""
    row, form = _found(request, code), AnswerRecusalForm(*pages.given(request))
    asked = pages.found(selectors.announcing.recusal(row.approval_id, inspector))

    def act() -> None:
        said = form.values()
        services.announcing.answer_recusal(
            approval=row.approval.number, inspector=inspector, granted=said["granted"] == "yes",
            words=said["words"], by=request.actor, now=request.now,
        )  # fmt: skip

    if pages.submitted(request, form, act):
        return pages.done(request, "field:visit", code, told="已答复；同意回避的请按抽取顺序递补")
    return _asked(request, row, form, f"答复{asked.inspector.name}的回避申报（{asked.recusal}）", "答复")
