"""A party's own device: seal, find one's own commitment, open; the witness's keys and signature."""

import json

from django.http import Http404, HttpResponse, HttpResponseBase

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Request
from mingqian.draw import selectors, services
from mingqian.draw.enums import Opinion
from mingqian.draw.forms import Commitment, Secret, Sign
from mingqian.draw.models import Draw, Party
from mingqian.draw.selectors import desk
from mingqian.ui import access, chance, pages
from mingqian.ui.forms import Form
from mingqian.ui.types import PageRequest

SEATED = (Role.DRAW_OPERATOR, Role.DISCIPLINE_WITNESS)


def _party(row: Draw, role: str) -> Party:
    return pages.found(row.parties.select_related("person").filter(role=role).first())


def _page(request: Request, row: Draw, party: Party, form: Form) -> HttpResponse:
    step = (
        "commit"
        if row.state == "announced"
        else "found"
        if row.state == "sealed" and not row.values.exists()
        else "reveal"
    )
    context = {"draw": row, "party": party, "form": form, "step": step, "pools": desk.pools(row)}
    return pages.show(request, "draw/seat.html", context)


@access.page(*SEATED)
def seat(request: Request, code: str, role: str) -> HttpResponse:
    """What this party has to do now, on this device."""
    row = selectors.draws.get(request.actor, code)
    form = Commitment() if row.state == "announced" else Secret()
    return _page(request, row, _party(row, role), form)


@access.form(*SEATED)
def commit(request: Request, code: str, role: str) -> HttpResponse:
    """The commitment alone is handed in; the secret stays on the device."""
    row = selectors.draws.get(request.actor, code)
    form = Commitment(request.POST or None)
    if pages.submitted(
        request, form,
        lambda: services.sealing.commit(
            draw=code, role=role, commitment=form.cleaned_data["commitment"].lower(), by=request.actor, now=request.now
        ),
    ):  # fmt: skip
        return pages.done(request, "draw:draw", code, told="承诺已交。请保管好这台设备上的秘密，揭示时要用。")
    return _page(request, row, _party(row, role), form)


@access.action(*SEATED)
def found(request: Request, code: str, role: str) -> HttpResponse:
    """The party has found its commitment in the seal."""
    services.sealing.find_own_commit(draw=code, role=role, by=request.actor, now=request.now)
    return pages.done(request, "draw:draw", code, told="已核对：封签里有您的承诺。")


@access.form(*SEATED)
def reveal(request: Request, code: str, role: str) -> HttpResponse:
    """The envelope is opened."""
    row = selectors.draws.get(request.actor, code)
    form = Secret(request.POST or None)
    if pages.submitted(
        request, form,
        lambda: services.revealing.reveal(
            draw=code, role=role, secret=form.cleaned_data["secret"], by=request.actor, now=request.now,
            entropy=chance.entropy,
        ),
    ):  # fmt: skip
        return pages.done(request, "draw:draw", code, told="秘密与承诺一致，已揭示。")
    return _page(request, row, _party(row, role), form)


@access.action(Role.DISCIPLINE_WITNESS)
def keys(request: Request, code: str) -> HttpResponseBase:
    """The witness takes home what derives every tag again; handed over once, journaled."""
    held = services.sealing.hand_keys(draw=code, by=request.actor, now=request.now)
    body = {
        "draw": code,
        "roll_key": held.roll_key,
        "conflict_key": held.conflict_key,
        "ids": {roll: list(ids) for roll, ids in held.ids.items()},
        "ties": [list(tie) for tie in held.ties],
    }
    return pages.download(f"核对密钥-{code}.json", json.dumps(body, ensure_ascii=False, indent=1), "json")


@access.form(Role.DISCIPLINE_WITNESS)
def sign(request: Request, code: str) -> HttpResponse:
    """无异议 or 有异议, bound to the hash of the result."""
    row = selectors.draws.get(request.actor, code)
    form = Sign(request.POST or None)
    if pages.submitted(
        request, form,
        lambda: services.signing.sign(
            draw=code, opinion=Opinion(form.cleaned_data["opinion"]), remarks=form.cleaned_data["remarks"],
            by=request.actor, now=request.now,
        ),
    ):  # fmt: skip
        return pages.done(request, "draw:draw", code, told="已签认。")
    return pages.show(
        request, "draw/sign.html", {"draw": row, "form": form, "result": desk.readable(request.actor, row)}
    )


@access.page(access.ANYONE)
def device(request: PageRequest, code: str, role: str) -> HttpResponse:
    """The same for a party without an account: makes the secret and shows the commitment; sends nothing."""
    row = Draw.objects.select_related("plan__unit").filter(code=code).exclude(plan_hash="").first()
    party = row.parties.filter(role=role, person=None).first() if row else None
    if row is None or party is None:
        raise Http404
    return pages.show(request, "draw/device.html", {"draw": row, "party": party, "pools": desk.pools(row)})
