"""Signing in through the city's own service: there, back, and one button, because a GET writes nothing here."""

import json

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts import forms, origins
from mingqian.accounts.enums import Role
from mingqian.accounts.outside import Errand, Provider, configured
from mingqian.accounts.preset import CLAUSE
from mingqian.accounts.selectors import organisation
from mingqian.accounts.services import outside, signing_in
from mingqian.accounts.types import OpenRequest, Request
from mingqian.accounts.views.sign_in import let_in
from mingqian.core.decision import Refused, denied
from mingqian.ui import access, chance, pages

ERRAND = "mingqian_errand"
MINUTES = 10


@access.page(access.ANYONE)
def begin(request: OpenRequest) -> HttpResponse:
    """Send the browser there, with random values of which it keeps a signed copy. A link, not a form: the content
    policy lets no form lead to another host."""
    provider = _provider()
    errand = Errand(
        back=request.build_absolute_uri(reverse("accounts:outside-back")),
        state=chance.entropy(16).hex(),
        nonce=chance.entropy(16).hex(),
        verifier=chance.entropy(32).hex(),
    )
    response = HttpResponseRedirect(provider.start(errand))
    kept = json.dumps([errand.state, errand.nonce, errand.verifier, int(request.now.timestamp())])
    response.set_cookie(
        ERRAND,
        _signer().sign(kept),
        max_age=60 * MINUTES,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@access.form(access.ANYONE, atomic=False)
def back(request: OpenRequest) -> HttpResponse:
    """The browser is back: show a button; its POST checks the proof and opens the door."""
    provider = _provider()
    if request.method != "POST":
        return pages.show(request, "accounts/outside_back.html", {"label": provider.label})
    errand = _errand(request)
    identity = provider.finish({key: str(value) for key, value in request.GET.items()}, errand)
    token = chance.entropy(32).hex()
    signing_in.with_outside(
        issuer=identity.issuer,
        subject=identity.subject,
        token=token,
        origin=origins.of(request),
        now=request.now,
    )
    response = let_in(request, token)
    response.delete_cookie(ERRAND, samesite="Lax")
    return response


def _provider() -> Provider:
    provider = configured()
    if provider is None:
        raise Http404
    return provider


def _errand(request: OpenRequest) -> Errand:
    """What this browser set out with; an answer to somebody else's errand is worth nothing."""
    try:
        state, nonce, verifier, at = json.loads(_signer().unsign(request.COOKIES.get(ERRAND, "")))
    except (BadSignature, ValueError):
        state, nonce, verifier, at = "", "", "", 0
    late = request.now.timestamp() - at > 60 * MINUTES
    if not state or late or request.GET.get("state") != state:
        told = "统一认证的回执不是本次登录的，或者已超时"
        raise Refused(denied("accounts.stale_errand", told, CLAUSE, "请从登录页重新开始"))
    return Errand(request.build_absolute_uri(request.path), state, nonce, verifier)


def _signer() -> Signer:
    return Signer(salt="mingqian.accounts.errand")


@access.form(Role.SECURITY_ADMIN)
def bind(request: Request, code: str) -> HttpResponse:
    """Bind an account of the service to a person."""
    whom = pages.found(organisation.person(request.actor, code, on=localdate(request.now)))
    form = forms.Bind(request.POST or None)

    def act() -> None:
        outside.bind(person=code, **form.values(), by=request.actor, now=request.now)

    if pages.submitted(request, form, act):
        return pages.done(request, "accounts:person", code, told="已绑定统一认证账号。")
    return pages.show(request, "accounts/bind.html", {"form": form, "person": whom})


@access.action(Role.SECURITY_ADMIN)
def unbind(request: Request, code: str, key: int) -> HttpResponse:
    """Take a binding back."""
    whom = pages.found(organisation.person(request.actor, code, on=localdate(request.now)))
    row = pages.found(organisation.identities(whom).filter(pk=key).first())
    outside.unbind(identity=row.pk, by=request.actor, now=request.now)
    return pages.done(request, "accounts:person", code, told="已解除统一认证账号。")
