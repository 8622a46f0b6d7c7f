"""What anybody may do: ask by number and the tail of the telephone how far an application is."""

from django.http import HttpResponse

from mingqian.accounts import guessing
from mingqian.accounts.types import OpenRequest
from mingqian.core.decision import Decision
from mingqian.guides import forms, services
from mingqian.guides.types import Stage
from mingqian.ui import access, pages


@access.form(access.ANYONE)
def ask(request: OpenRequest) -> HttpResponse:
    """进度查询. A wrong guess is counted and so must be kept: the answer is a page, not a refusal."""
    form = forms.AskForm(*pages.given(request))
    if request.method != "POST" or not form.is_valid():
        return pages.show(request, "guides/ask.html", {"form": form})
    answer = guessing.asked(
        request, form.values()["number"], lambda: services.asking.ask(**form.values(), now=request.now),
        now=request.now, clause=services.asking.BOARD, remedy=services.asking.INSTEAD,
    )  # fmt: skip
    refused = answer if isinstance(answer, Decision) else None
    stage = answer if isinstance(answer, Stage) else None
    shown = pages.show(
        request, "guides/ask.html", {"form": form, "refused": refused, "stage": stage}, status=200
    )
    shown["Cache-Control"] = "no-store"
    return shown
