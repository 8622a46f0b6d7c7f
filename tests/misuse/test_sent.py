"""The walk over all forms spares itself what nobody looks at; so that must be noticed, however somebody looks."""

from collections.abc import Callable
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from tests.misuse import sent


class Asked(forms.Form):
    """Any form."""

    word = forms.CharField()


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        (lambda request: request.path, set()),
        (lambda request: request.POST, set()),
        (lambda request: request.POST.get("once", ""), {"once"}),
        (lambda request: request.POST["word"], {"word"}),
        (lambda request: request.POST.getlist("word"), {"word"}),
        (lambda request: "word" in request.POST, {"word"}),
        (lambda request: Asked(request.POST).is_valid(), {"word"}),
        (lambda request: request.POST or None, {sent.EVERYTHING}),
        (lambda request: dict(request.POST.items()), {sent.EVERYTHING}),
        (lambda request: request.POST.urlencode(), {sent.EVERYTHING}),
        (lambda request: request.body, {sent.EVERYTHING}),
        (lambda request: request.read(), {sent.EVERYTHING}),
        (lambda request: request.FILES.get("paper"), {sent.EVERYTHING}),
        (lambda request: request.GET.get("page"), {"page"}),
        (lambda request: request.GET.copy(), {sent.EMPTY}),
    ],
)
def test_whoever_looks_is_noticed_and_taking_apart_is_not_looking(
    look: Callable[[Any], Any], seen: set[str]
) -> None:
    form = {"word": "x", "once": "1", "paper": SimpleUploadedFile("a.txt", b"x")}
    with sent.read() as read:
        look(RequestFactory().post("/somewhere/", form))
    assert seen <= read and bool(seen) == bool(read)
