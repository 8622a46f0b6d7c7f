"""A form is carried out once: its token is spent in the same transaction as its act.

A double click, a browser's "send again" and a replayed request are answered with the first answer.
"""

import secrets
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect

from mingqian.core.decision import Refused, denied
from mingqian.ui.models import SpentForm

FIELD = "once"
KEPT = timedelta(days=1)
"""So long a double is answered; nobody sends a form again days later without looking."""


class Replayed(Exception):
    """This token was spent before; carries where its first answer led."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


def token() -> str:
    """A fresh token for one rendering of a form. Not a secret: it protects against doubles, not against people."""
    return secrets.token_urlsafe(18)


def given(request: Any) -> str:  # noqa: ANN401
    """A form carries the token in a field, a program in ``Idempotency-Key``."""
    return str(request.headers.get("Idempotency-Key") or request.POST.get(FIELD, ""))


def spend(request: Any) -> None:  # noqa: ANN401 — a PageRequest
    """Take the token before the act. Concurrent doubles wait here for the first to finish."""
    spent = given(request)
    if not spent:
        return
    if len(spent) > 64:
        raise Refused(denied("form.token", "表单号不合规", "", "请刷新页面后重新填写"))
    before = SpentForm.objects.filter(pk=spent).first()
    if before is not None:
        raise Replayed(before.location)
    try:
        with transaction.atomic():
            SpentForm.objects.create(pk=spent, at=request.now)
    except IntegrityError as doubled:
        raise Replayed(SpentForm.objects.get(pk=spent).location) from doubled


def answer(request: Any, response: HttpResponseBase) -> None:  # noqa: ANN401
    """Remember where the act led; a refusal is rolled back with its token, so the form can be mended."""
    spent = given(request)
    location = _seen_from(request.path, response.headers.get("Location", ""))
    if spent and response.status_code < 400 and len(location) <= 500:
        SpentForm.objects.filter(pk=spent).update(location=location)


def _seen_from(path: str, location: str) -> str:
    """An address above the form's own is kept as the way up: a link that is a secret is not written down."""
    if not (location.endswith("/") and path.startswith(location)):
        return location
    return "../" * path.removeprefix(location).count("/") or "./"


def forget(*, now: datetime) -> int:
    """Spent tokens of days gone by; how many."""
    return SpentForm.objects.filter(at__lt=now - KEPT).delete()[0]


def first_answer(request: Any, replayed: Replayed) -> HttpResponse:  # noqa: ANN401
    """Say that it was done already, and go where the first answer led."""
    if not replayed.location:
        raise Refused(denied("form.replayed", "这份表单已经提交过，没有重复办理", "", "请返回列表查看结果"))
    messages.info(request, "这份表单已经提交过，没有重复办理。")
    return HttpResponseRedirect(urljoin(request.path, replayed.location), status=303)
