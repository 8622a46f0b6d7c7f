"""One's own account: password, authenticator, recovery codes, running sign-ins.

Never through another person's eyes: while viewing as somebody, these pages belong to nobody.
"""

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse

from mingqian.accounts import forms, passwords, preset, tables
from mingqian.accounts.selectors import sessions as running
from mingqian.accounts.services import proofs, sessions
from mingqian.accounts.types import Request, Visit
from mingqian.accounts.views.sign_in import enrolment, recovery_page
from mingqian.core.decision import Refused, denied
from mingqian.ui import access, chance, pages


def _own(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponse:
        visit = request.visit
        if visit is None or visit.viewing is not None:
            told = "以他人视角查看时，不能打开账号页面"
            raise Refused(denied("access.viewing_is_reading", told, preset.CLAUSE, "请先结束查看"))
        return view(request, visit, *args, **kwargs)

    return guarded


@access.page(access.SIGNED_IN)
@_own
def account(request: Request, visit: Visit) -> HttpResponse:
    """Everything about one's own sign-in on one page."""
    proof = running.proofs_of(request.actor)
    chosen = preset.current()
    context = {
        "proof": proof,
        "facts": tables.proof_facts(proof, chosen),
        "roles": tables.posts_of(running.own_posts(request.actor, now=request.now)),
        "sessions": tables.places(running.own(request.actor, now=request.now), visit.session_id),
    }
    return pages.show(request, "accounts/account.html", context)


@access.form(access.SIGNED_IN)
@_own
def change_password(request: Request, visit: Visit) -> HttpResponse:
    """One's own password."""
    form = forms.ChangePassword(request.POST or None)

    def change() -> None:
        given = form.values()
        proofs.change_password(
            old=given["old"], new=given["new"], session_id=visit.session_id, by=request.actor, now=request.now
        )

    if pages.submitted(request, form, change):
        return pages.done(request, "accounts:account", told="密码已修改；其他地方的登录已结束。")
    return pages.show(
        request, "accounts/change_password.html", {"form": form, "rules": passwords.rules(preset.current())}
    )


@access.form(access.SIGNED_IN)
@_own
def enrol(request: Request, visit: Visit) -> HttpResponse:
    """Take an authenticator into use."""
    form, offer = enrolment(request, request.actor.code)
    shown: list[str] = []

    def take() -> None:
        entropy, typed = chance.entropy(128), form.values()["typed"]
        shown.extend(
            proofs.enrol_own(salt=offer.salt, typed=typed, entropy=entropy, by=request.actor, now=request.now)
        )

    if pages.submitted(request, form, take):
        return recovery_page(request, "accounts/recovery.html", shown, "/desk/account/")
    return pages.show(request, "accounts/enrol.html", {"form": form, "offer": offer})


@access.form(access.SIGNED_IN)
@_own
def renew_recovery_codes(request: Request, visit: Visit) -> HttpResponse:
    """Ten new recovery codes."""
    form = forms.Proof(request.POST or None)
    shown: list[str] = []

    def renew() -> None:
        entropy, typed = chance.entropy(128), form.values()["typed"]
        shown.extend(
            proofs.renew_recovery_codes(typed=typed, entropy=entropy, by=request.actor, now=request.now)
        )

    if pages.submitted(request, form, renew):
        return recovery_page(request, "accounts/recovery.html", shown, "/desk/account/")
    return pages.show(request, "accounts/renew_recovery_codes.html", {"form": form})


@access.form(access.SIGNED_IN)
@_own
def give_up(request: Request, visit: Visit) -> HttpResponse:
    """Stop using an authenticator."""
    form = forms.Proof(request.POST or None)

    def stop() -> None:
        proofs.give_up_second_factor(typed=form.values()["typed"], by=request.actor, now=request.now)

    if pages.submitted(request, form, stop):
        return pages.done(request, "accounts:account", told="动态口令已停用。")
    return pages.show(request, "accounts/give_up.html", {"form": form})


@access.action(access.SIGNED_IN)
@_own
def end_session(request: Request, visit: Visit, key: int) -> HttpResponse:
    """End one of one's own sign-ins elsewhere."""
    sessions.end_own(key, by=request.actor, now=request.now)
    return pages.done(request, "accounts:account", told="那一处的登录已结束。")
