"""A form is carried out once: its token is spent in the same transaction as its act.

A double click, a browser's "send again" and a replayed request are answered with the first answer.
"""

import secrets
from typing import Any

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect

from mingqian.core.decision import Refused, denied
from mingqian.ui.models import SpentForm

FIELD = "once"


class Replayed(Exception):
    """This token was spent before; carries where its first answer led."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


def token() -> str:
    """A fresh token for one rendering of a form. Not a secret: it protects against doubles, not against people."""
    return secrets.token_urlsafe(18)


def _given(request: Any) -> str:  # noqa: ANN401
    """A form carries the token in a field, a program in ``Idempotency-Key``."""
    return str(request.headers.get("Idempotency-Key") or request.POST.get(FIELD, ""))


def spend(request: Any) -> None:  # noqa: ANN401 — a PageRequest
    """Take the token before the act. Concurrent doubles wait here for the first to finish."""
    given = _given(request)
    if not given:
        return
    if len(given) > 64:
        raise Refused(denied("form.token", "表单号不合规", "", "请刷新页面后重新填写"))
    before = SpentForm.objects.filter(pk=given).first()
    if before is not None:
        raise Replayed(before.location)
    try:
        with transaction.atomic():
            SpentForm.objects.create(pk=given, at=request.now)
    except IntegrityError as doubled:
        raise Replayed(SpentForm.objects.get(pk=given).location) from doubled


def answer(request: Any, response: HttpResponseBase) -> None:  # noqa: ANN401
    """Remember where the act led; a refusal is rolled back with its token, so the form can be mended."""
    given = _given(request)
    location = response.headers.get("Location", "")
    if given and response.status_code < 400 and len(location) <= 500:
        SpentForm.objects.filter(pk=given).update(location=location)


def first_answer(request: Any, replayed: Replayed) -> HttpResponse:  # noqa: ANN401
    """Say that it was done already, and go where the first answer led."""
    if not replayed.location:
        raise Refused(denied("form.replayed", "这份表单已经提交过，没有重复办理", "", "请返回列表查看结果"))
    messages.info(request, "这份表单已经提交过，没有重复办理。")
    return HttpResponseRedirect(replayed.location, status=303)
