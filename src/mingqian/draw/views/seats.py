"""Seats at the desk: what a party does signed in, what the operator does for the table, what goes on paper."""

import json
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Request
from mingqian.core.canonical import Suite
from mingqian.core.draw import ceremony as rules
from mingqian.draw import photofiles, policies, selectors, services
from mingqian.draw.enums import Opinion
from mingqian.draw.forms import Reason, Sign
from mingqian.draw.models import DicePhoto, Draw, Party
from mingqian.draw.policies import Verb
from mingqian.draw.seat_forms import Anchored, Holder, OwnSecret, Photo, SeatCommitment
from mingqian.draw.selectors import desk
from mingqian.ui import access, chance, pages
from mingqian.ui.forms import Confirm, Form
from mingqian.ui.types import PageRequest

SEATED = (Role.DRAW_OPERATOR, Role.DISCIPLINE_WITNESS)
PAPERS = (*SEATED, Role.BUREAU_LEADER, Role.LEGAL_OFFICE, Role.SUPERVISION_AUTHORITY)


def _party(row: Draw, role: str) -> Party:
    return pages.found(row.parties.select_related("person").filter(role=role).first())


def _step(row: Draw, party: Party) -> str:
    """With a beacon the secrets are opened in the very state in which commitments are found: all of them first."""
    if row.state == "announced":
        return "commit"
    waits = party.found_own_commit_at is None or row.order == rules.TABLE or not desk.all_found(row)
    return "found" if row.state == "sealed" and not row.values.exists() and waits else "reveal"


def _page(request: Request, row: Draw, party: Party, form: Form, step: str = "") -> HttpResponse:
    step = step or _step(row, party)
    context = {"draw": row, "party": party, "form": form, "step": step, "pools": desk.pools(row)}
    return pages.show(request, "draw/seat.html", context)


@access.page(*SEATED)
def seat(request: Request, code: str, role: str) -> HttpResponse:
    """What this party has to do now, on this device."""
    row = selectors.draws.get(request.actor, code)
    form = SeatCommitment() if row.state == "announced" else OwnSecret()
    return _page(request, row, _party(row, role), form)


@access.form(*SEATED)
def commit(request: Request, code: str, role: str) -> HttpResponse:
    """The commitment alone is handed in; the secret stays on the device."""
    row = selectors.draws.get(request.actor, code)
    form = SeatCommitment(request.POST or None)
    if pages.submitted(
        request, form,
        lambda: services.sealing.commit(
            draw=code, role=role, commitment=form.cleaned_data["commitment"], way=form.way(), by=request.actor,
            now=request.now,
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
    form = OwnSecret(request.POST or None)
    if pages.submitted(
        request, form,
        lambda: services.revealing.reveal(
            draw=code, role=role, secret=form.cleaned_data["secret"], by=request.actor, now=request.now,
            entropy=chance.entropy,
        ),
    ):  # fmt: skip
        return pages.done(request, "draw:draw", code, told="秘密与承诺一致，已揭示。")
    return _page(request, row, _party(row, role), form, "reveal")


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


@access.form(Role.DRAW_OPERATOR)
def link(request: Request, code: str, role: str) -> HttpResponse:
    """A link for a party's own phone; for one without an account, to whom it is given."""
    row = selectors.draws.get(request.actor, code)
    party = _party(row, role)
    form = (Form if party.person else Holder)(request.POST if request.method == "POST" else None)
    if pages.submitted(
        request, form,
        lambda: services.seats.issue(
            draw=code, role=role, holder=form.cleaned_data.get("holder", ""), by=request.actor, now=request.now,
            entropy=chance.entropy,
        ),
    ):  # fmt: skip
        return pages.done(request, "draw:seats", code, told=f"已为“{party.unit}”签发链接，请其本人扫码。")
    return pages.show(request, "draw/seat_link.html", {"draw": row, "party": party, "form": form})


@access.form(Role.DRAW_OPERATOR)
def unlink(request: Request, code: str, role: str) -> HttpResponse:
    """A lost phone, or somebody else's: the link is taken back, with the reason."""
    row = selectors.draws.get(request.actor, code)
    form = Reason(request.POST or None)
    if pages.submitted(
        request, form,
        lambda: services.seats.revoke(
            draw=code, role=role, reason=form.cleaned_data["reason"], by=request.actor, now=request.now
        ),
    ):  # fmt: skip
        return pages.done(request, "draw:seats", code, told="链接已收回，那台手机不能再办理。")
    return pages.show(
        request, "draw/step.html", {"draw": row, "form": form, "title": "收回链接", "button": "收回"}
    )


@access.page(Role.DRAW_OPERATOR, Role.DISCIPLINE_WITNESS)
def table(request: Request, code: str) -> HttpResponse:
    """Who sits where, with which phone; links and their QR codes for the operator alone."""
    row = selectors.draws.get(request.actor, code)
    operating = policies.may(request.actor, Verb.OPERATE, row.unit.path).ok
    seats = [
        (one, request.build_absolute_uri(one.path) if one.path and operating else "")
        for one in selectors.seats.at_table(row, now=request.now)
    ]
    shown = {
        "draw": row,
        "seats": seats,
        "operating": operating,
        "open": row.state in services.seats.SEATED_FROM,
        "waiting": selectors.phones.waiting(row),
        "now": request.now,
    }
    return pages.show(request, "draw/seats.html", shown)


@access.form(Role.DRAW_OPERATOR)
def close_reveals(request: Request, code: str) -> HttpResponse:
    """Reveals first, deadline over: whoever is missing counts as empty, if the rules let the draw go on."""
    row = selectors.draws.get(request.actor, code)
    missing = "、".join(one.unit for one in row.parties.filter(secret="").order_by("position"))
    shows = (f"尚未揭示的按空值计：{missing}", "此后迟到的秘密不再收")
    form = Confirm(request.POST or None, phrase="截止揭示", shows=shows)
    if pages.submitted(
        request, form,
        lambda: services.revealing.close_reveals(draw=code, by=request.actor, now=request.now),
    ):  # fmt: skip
        return pages.done(request, "draw:draw", code, told="已截止揭示，请等公开随机数。")
    return pages.show(
        request, "draw/confirm.html", {"draw": row, "form": form, "title": "截止揭示", "button": "截止揭示"}
    )


@access.form(Role.DRAW_OPERATOR, Role.DISCIPLINE_WITNESS)
def photo(request: Request, code: str, position: int) -> HttpResponse:
    """The dice as the camera saw them, bound to the value that was entered."""
    row = selectors.draws.get(request.actor, code)
    form = Photo(*pages.given(request))
    if pages.submitted(
        request, form,
        lambda: services.photographing.photograph(
            draw=code, position=position, data=form.data_of(), by=request.actor, now=request.now
        ),
    ):  # fmt: skip
        return pages.done(request, "draw:draw", code, told="照片已存，摘要写入公开日志。")
    return pages.show(
        request, "draw/step.html", {"draw": row, "form": form, "title": "存骰子照片", "button": "存照片"}
    )


@access.page(*PAPERS)
def picture(request: Request, code: str, digest: str) -> HttpResponse:
    """One photograph, checked against its digest before it is shown."""
    row = selectors.draws.get(request.actor, code)
    found = pages.found(DicePhoto.objects.filter(value__draw=row, digest=digest).first())
    data = photofiles.read(Suite(row.suite), found.digest)
    return HttpResponse(data, content_type=photofiles.KINDS[found.kind])


@access.page(*PAPERS)
def slip(request: Request, code: str) -> HttpResponse:
    """签封单: the whole seal hash on paper, with room for every signature."""
    row = selectors.draws.get(request.actor, code)
    shown = {
        "draw": row,
        "parties": selectors.seats.parties(row),
        "items": selectors.phones.what_is_drawn(row) if row.plan_doc else [],
        "values": row.values.filter(reading="confirmed").order_by("position"),
        "signed": selectors.seats.signed(row),
        "now": request.now,
    }
    return pages.show(request, "draw/paper_slip.html", shown)


@access.page(*PAPERS)
def envelope(request: Request, code: str, role: str) -> HttpResponse:
    """The sheet a party without a phone writes its secret on; nothing secret is printed on it."""
    row = selectors.draws.get(request.actor, code)
    party = _party(row, role)
    return pages.show(request, "draw/paper_envelope.html", {"draw": row, "party": party, "now": request.now})


@access.page(access.ANYONE)
def calculator(request: PageRequest) -> HttpResponse:
    """One file that works out a commitment on a computer of one's own, without network and without us."""
    code = Path(str(finders.find("ui/hash.js"))).read_text()
    page = render_to_string("draw/paper_commit.html", {"code": mark_safe(code.replace("export ", ""))})  # noqa: S308 — our own module
    return pages.download("承诺计算.html", page, "html")


@access.form(Role.DRAW_OPERATOR, Role.DISCIPLINE_WITNESS)
def anchor(request: Request, code: str) -> HttpResponse:
    """签封单带走、上级收存、公告、时间戳: put on record before any number, for whoever has no phone at the table."""
    row = selectors.draws.get(request.actor, code)
    form = Anchored(request.POST or None)
    if pages.submitted(
        request, form,
        lambda: services.sealing.anchor(draw=code, **form.values(), by=request.actor, now=request.now),
    ):  # fmt: skip
        return pages.done(request, "draw:draw", code, told="已登记，随抽取记录公布。")
    lead = "封签哈希的全部 64 位在出数之前留在外面，证据等级才能高于 C；出数以后不能再补"
    context = {"draw": row, "form": form, "title": "登记外部留存", "button": "登记", "lead": lead}
    return pages.show(request, "draw/step.html", context)
