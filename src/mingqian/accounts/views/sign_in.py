"""The way in: password or link, then one step after another until the door opens; and the way out."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.core.signing import BadSignature, Signer
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from mingqian.accounts import codes, cookies, forms, origins, passwords, preset
from mingqian.accounts.models import Session
from mingqian.accounts.outside import configured
from mingqian.accounts.selectors import sessions as running
from mingqian.accounts.services import sessions, signing_in
from mingqian.accounts.steps import Step
from mingqian.accounts.types import OpenRequest, Request
from mingqian.core.decision import Refused, denied
from mingqian.ui import access, chance, pages, qr
from mingqian.ui.forms import Form

PAGES = {
    Step.SECOND_FACTOR: "accounts:second-factor",
    Step.NEW_PASSWORD: "accounts:new-password",
    Step.ENROL: "accounts:first-enrol",
}
StepView = Callable[[OpenRequest, Session], HttpResponse]


@access.form(access.ANYONE, atomic=False)
def sign_in(request: OpenRequest) -> HttpResponse:
    """Code and password."""
    under_way = running.waiting(request.visit)
    if under_way is not None and request.method == "GET":
        return _onward(request, under_way, sessions.next_step(under_way, now=request.now))
    if request.actor is not None:
        return HttpResponseRedirect(home(request.actor.subjects), status=303)
    token, form = chance.entropy(32).hex(), forms.SignIn(request.POST or None)
    origin = origins.of(request)

    def begin() -> Session:
        return signing_in.with_password(**form.values(), token=token, origin=origin, now=request.now)

    if pages.submitted(request, form, begin):
        return let_in(request, token)
    return pages.show(
        request, "accounts/sign_in.html", {"form": form, "lapsed": request.lapsed, "outside": configured()}
    )


@access.form(access.ANYONE, atomic=False)
def link(request: OpenRequest, given: str) -> HttpResponse:
    """A one-time link: opening it uses nothing up (mail scanners open links), its button does."""
    if request.method != "POST":
        return pages.show(request, "accounts/link.html", {"form": Form()})
    token = chance.entropy(32).hex()
    signing_in.with_link(link=given, token=token, origin=origins.of(request), now=request.now)
    return let_in(request, token)


def _at(wanted: Step) -> Callable[[StepView], Callable[[OpenRequest], HttpResponse]]:
    """A page of one step: whoever stands elsewhere is sent there."""

    def of(view: StepView) -> Callable[[OpenRequest], HttpResponse]:
        @wraps(view)
        def guarded(request: OpenRequest) -> HttpResponse:
            session = running.waiting(request.visit)
            if session is None:
                return pages.done(request, "accounts:sign-in")
            step = sessions.next_step(session, now=request.now)
            return view(request, session) if step is wanted else _onward(request, session, step)

        return guarded

    return of


@access.form(access.ANYONE, atomic=False)
@_at(Step.SECOND_FACTOR)
def second_factor(request: OpenRequest, session: Session) -> HttpResponse:
    """The one-time code."""
    form, origin = forms.SecondFactor(request.POST or None), origins.of(request)

    def prove() -> None:
        signing_in.second_step(session, form.values()["typed"], origin=origin, now=request.now)

    if pages.submitted(request, form, prove):
        return _onward(request, session, sessions.next_step(session, now=request.now))
    return pages.show(request, "accounts/second_factor.html", {"form": form})


@access.form(access.ANYONE, atomic=False)
@_at(Step.NEW_PASSWORD)
def new_password(request: OpenRequest, session: Session) -> HttpResponse:
    """The forced change."""
    form = forms.NewPassword(request.POST or None)
    if pages.submitted(
        request, form, lambda: signing_in.set_password(session, form.values()["new"], now=request.now)
    ):
        return _onward(request, session, sessions.next_step(session, now=request.now))
    rules = passwords.rules(preset.current())
    return pages.show(
        request, "accounts/new_password.html", {"form": form, "rules": rules, "session": session}
    )


@access.form(access.ANYONE, atomic=False)
@_at(Step.ENROL)
def first_enrol(request: OpenRequest, session: Session) -> HttpResponse:
    """The forced enrolment; answers with the recovery codes, shown this once."""
    person = session.person
    form, offer = enrolment(request, person.code)
    shown: list[str] = []

    def take() -> None:
        entropy, typed = chance.entropy(128), form.values()["typed"]
        shown.extend(
            signing_in.enrol(session, salt=offer.salt, typed=typed, entropy=entropy, now=request.now)
        )

    if pages.submitted(request, form, take):
        onward = _onward(request, session, sessions.next_step(session, now=request.now))
        return recovery_page(request, "accounts/recovery_plain.html", shown, onward.headers["Location"])
    return pages.show(request, "accounts/first_enrol.html", {"form": form, "offer": offer})


class Offer:
    """An authenticator proposed to somebody: its salt travels in the form, signed, because a GET writes nothing."""

    def __init__(self, person: str, salt: str) -> None:
        self.salt = salt
        self.secret = codes.secret(salt, person)
        self.picture = qr.picture(codes.address(salt, person))
        self.signed = _signer().sign(f"{person}:{salt}")


def enrolment(request: OpenRequest | Request, person: str) -> tuple[forms.Enrol, Offer]:
    """The form of an enrolment and what it offers: on a POST the same as was shown."""
    salt = chance.entropy(16).hex()
    if request.method == "POST":
        salt = _offered(request.POST.get("salt", ""), person)
    offer = Offer(person, salt)
    return forms.Enrol(request.POST or None, initial={"salt": offer.signed}), offer


def _offered(signed: str, person: str) -> str:
    try:
        owner, _, salt = _signer().unsign(signed[:200]).partition(":")
    except BadSignature:
        owner, salt = "", ""
    if owner != person or not salt:
        raise Refused(denied("accounts.stale_offer", "这张二维码已失效", remedy="请刷新页面，重新扫描"))
    return salt


def _signer() -> Signer:
    return Signer(salt="mingqian.accounts.enrol")


def recovery_page(
    request: OpenRequest | Request, template: str, shown: list[str], onward: str
) -> HttpResponse:
    """The codes, once; no browser keeps this page."""
    response = pages.show(request, template, {"recovery_codes": shown, "onward": onward}, status=200)
    response.headers["Cache-Control"] = "no-store"
    return response


@access.action(access.ANYONE, atomic=False)
def sign_out(request: OpenRequest) -> HttpResponse:
    """Leave; somebody who has already left just sees the door."""
    if request.visit is not None:
        sessions.sign_out(request.visit.session_id, by=request.visit.owner, now=request.now)
    response = pages.done(request, "accounts:sign-in", told="已退出登录。")
    cookies.withdraw(response)
    return response


@access.action(access.ANYONE)
def demo_as(request: OpenRequest) -> HttpResponse:
    """The demo's role bar: step into somebody's shoes. Refused outside a demo, whatever its page shows."""
    token, form = chance.entropy(32).hex(), forms.DemoRole(request.POST)
    code = form.values()["code"] if form.is_valid() else ""
    sessions.open_for_demo(code, token=token, origin=origins.of(request), now=request.now)
    return let_in(request, token)


def let_in(request: OpenRequest, token: str) -> HttpResponse:
    """Hand out the cookie and go to the next step; the form token from before the sign-in is void."""
    session = Session.objects.select_related("person__unit").get(digest=cookies.digest(token))
    response = _onward(request, session, sessions.next_step(session, now=request.now))
    cookies.send(response, token, request.now)
    rotate_token(request)
    return response


def _onward(request: OpenRequest, session: Session, step: Step) -> HttpResponse:
    wanted = request.GET.get("next", "")
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    if step is Step.DONE:
        firms = list(session.person.representations.values_list("subject_code", flat=True)[:1])
        return HttpResponseRedirect(wanted if safe else home(tuple(firms)), status=303)
    query = f"?{urlencode({'next': wanted})}" if safe else ""
    return HttpResponseRedirect(reverse(PAGES[step]) + query, status=303)


def home(subjects: tuple[str, ...]) -> str:
    """A firm's person and an officer have different first pages."""
    return "/ent/" if subjects else "/desk/"
