"""What anybody may do: tell something, and ask by number what became of it."""

from django.http import HttpResponse

from mingqian.accounts import guessing
from mingqian.accounts.types import OpenRequest, visitor
from mingqian.core.decision import Decision
from mingqian.leads import forms, sealing, services
from mingqian.leads.models import Lead
from mingqian.leads.types import Progress
from mingqian.ui import access, chance, pages


@access.form(access.ANYONE)
def tell(request: OpenRequest) -> HttpResponse:
    """网上投诉举报. Whoever is signed in here is nobody in particular: the form alone says who tells it."""
    form, made = forms.PublicForm(*pages.given(request)), list[tuple[Lead, str]]()
    if pages.submitted(
        request,
        form,
        lambda: made.append(
            services.intake.receive_from_public(
                told=form.told(), informant=form.informant(), entropy=chance.entropy(sealing.ENTROPY),
                by=visitor(), now=request.now,
            )
        ),
    ):  # fmt: skip
        row, word = made[0]
        shown = pages.show(request, "leads/told.html", {"code": row.code, "word": word}, status=200)
        shown["Cache-Control"] = "no-store"
        return shown
    return pages.show(request, "leads/tell.html", {"form": form})


@access.form(access.ANYONE)
def ask(request: OpenRequest) -> HttpResponse:
    """查询进度. A wrong guess is counted and so must be kept: the answer is a page, not a refusal."""
    form = forms.AskForm(*pages.given(request))
    if request.method != "POST" or not form.is_valid():
        return pages.show(request, "leads/ask.html", {"form": form})
    answer = guessing.asked(
        request, form.values()["code"], lambda: services.asking.ask(**form.values(), now=request.now),
        now=request.now, clause="", remedy=services.asking.INSTEAD,
    )  # fmt: skip
    refused = answer if isinstance(answer, Decision) else None
    progress = answer if isinstance(answer, Progress) else None
    shown = pages.show(
        request, "leads/ask.html", {"form": form, "refused": refused, "progress": progress}, status=200
    )
    shown["Cache-Control"] = "no-store"
    return shown
