"""查企业, 验真伪: one box for names, credit codes, notices, draws and certificates; /v/<code> for QR codes."""

from unicodedata import normalize

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.types import OpenRequest
from mingqian.publicity import caching
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.forms import FindForm
from mingqian.publicity.selectors import proofs, public
from mingqian.publicity.views import codes
from mingqian.ui import access, pages


@access.page(access.ANYONE)
@caching.cached
def find(request: OpenRequest) -> HttpResponse:
    """What stands in released notices about a firm, a code, a person with a certificate."""
    form = FindForm(request.GET or None)
    query = form.cleaned_data["q"] if request.GET and form.is_valid() else ""
    if codes.shaped(query):
        return redirect("publicity:verify", query)
    return pages.show(
        request,
        "publicity/find.html",
        {
            "form": form,
            "query": query,
            "rows": public.firm(query),
            "most": public.CHECK_LIMIT,
            "notices": public.search(query),
            "draw": public.drawn(query),
            "inspector": public.inspector(query, on=localdate(request.now)) if query else None,
            "changed": caching.changed(request),
        },
    )


@access.page(access.ANYONE)
def verify(request: OpenRequest, code: str) -> HttpResponse:
    """Codes of people and checks are answered first, and are nobody's to keep; the rest is as public as a notice."""
    code = normalize("NFKC", code)  # digits of a Chinese keyboard
    return codes.answered(request, code) or _published(request, code)


@caching.cached
def _published(request: OpenRequest, code: str) -> HttpResponse:
    """验真伪: a draw or a notice leads to its page; a certificate is answered here; the rest is a clear no.

    ``?id=`` beside a draw leads to the firm's own lot, which the reader's browser finds and the server does not.
    """
    if "id" in request.GET and proofs.result(code) is not None:
        return redirect(reverse("publicity:mine", args=[code], query={"id": request.GET["id"][:64]}))
    for kind in (NoticeKind.DRAW_RESULT, NoticeKind.DRAW_NOTICE):
        if public.of_thing(kind, f"draw:{code}") is not None:
            return redirect("publicity:draw", code)
    if public.one(code) is not None:
        return redirect("publicity:public-notice", code)
    on = localdate(request.now)
    found = public.inspector(code, on=on)
    if found is None:
        codes.missed(request, code)
    context = {"code": code, "inspector": found, "on": on, "changed": caching.changed(request)}
    return pages.show(request, "publicity/verify.html", context, status=200 if found else 404)
