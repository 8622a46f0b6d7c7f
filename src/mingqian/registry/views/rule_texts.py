"""Two acts on a document that stood 未收录: its text comes, an article is linked to a rule."""

from django.http import HttpResponse
from django.urls import reverse

from mingqian.accounts.types import Request
from mingqian.registry import selectors, services
from mingqian.registry.forms import rule_texts as forms
from mingqian.registry.policies import Verb
from mingqian.registry.views import doors
from mingqian.ui import access, acting, pages

KEEPERS = doors.of(Verb.KEEP_DOCUMENTS)


@access.form(*KEEPERS)
def supply(request: Request, code: str) -> HttpResponse:
    """补录正文."""
    found = acting.found(lambda: selectors.rule_documents.get(request.actor, code))
    form = forms.TextForm(*pages.given(request))
    return acting.ask(
        request, form,
        lambda: services.rule_texts.supply(code=code, **form.values(), by=request.actor, now=request.now),
        title=f"补录正文：{found}", button="补录", to=reverse("registry:rule-document", args=[code]), told="已补录",
        lead="补录以后不能改；修订的另登记一份。",
    )  # fmt: skip


@access.form(*KEEPERS)
def link(request: Request, code: str) -> HttpResponse:
    """条文连到规则."""
    found = acting.found(lambda: selectors.rule_documents.get(request.actor, code))
    form = forms.LinkForm(*pages.given(request))
    return acting.ask(
        request, form,
        lambda: services.rule_texts.link(code=code, **form.values(), by=request.actor, now=request.now),
        title=f"条文连到规则：{found}", button="连上", to=reverse("registry:rule-document", args=[code]), told="已连上",
    )  # fmt: skip
