"""``/w/<token>/``: a party's own phone. No account: the link stands for the party, the first phone has the seat."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, JsonResponse

from mingqian.accounts.types import Actor
from mingqian.audit import services as journal
from mingqian.core.decision import Decision
from mingqian.draw import seatkeys, selectors, services
from mingqian.draw.enums import Opinion, SeatWay
from mingqian.draw.models import Draw, LogEvent, Party, SeatLink
from mingqian.draw.seat_forms import CosignedNote, FoundSeal, Glass, OwnCommitment, OwnSecret, Photo
from mingqian.draw.selectors import phones
from mingqian.ui import access, chance, clock, once, pages
from mingqian.ui.forms import Form
from mingqian.ui.types import PageRequest


@dataclass(frozen=True, slots=True)
class Sitting:
    """One request of a phone: its link, whom that stands for, and whether it is the phone that has the seat."""

    token: str
    link: SeatLink
    by: Actor
    device: str

    @property
    def party(self) -> Party:
        return self.link.party

    @property
    def draw(self) -> Draw:
        return self.link.party.draw

    @property
    def here(self) -> bool:
        return services.seats.held_here(self.link, self.device)


View = Callable[[PageRequest, Sitting], HttpResponseBase]


def _seated(method: str, *, here: bool = False) -> Callable[[View], Callable[..., HttpResponseBase]]:
    """Behind the one door of links; ``here`` wants the phone that has the seat."""

    def declare(view: View) -> Callable[..., HttpResponseBase]:
        @access.token
        @wraps(view)
        def opened(request: PageRequest, token: str) -> HttpResponseBase:
            if request.method not in (method, "HEAD" if method == "GET" else method):
                return HttpResponseNotAllowed([method])
            link = selectors.seats.by_token(token)
            usable = services.seats.usable(link, now=request.now)
            if link is None or not usable:
                return _closed(request, usable)
            by = selectors.seats.actor_of(link, now=request.now)
            sitting = Sitting(token, link, by, request.COOKIES.get(seatkeys.COOKIE, ""))
            if here:
                services.seats.demand_here(link, sitting.device)
            response = view(request, sitting)
            response.headers["Cache-Control"] = "no-store"
            return response

        return opened

    return declare


def _closed(request: PageRequest, why: Decision) -> HttpResponse:
    """A link that opens nothing: said plainly, with what to do; the same for a guess and a slip of the pen."""
    return pages.show(request, "draw/phone_closed.html", {"why": why}, status=401)


@_seated("GET")
def phone(request: PageRequest, sitting: Sitting) -> HttpResponse:
    """The page: take the seat, then one step after another."""
    if not sitting.here:
        return pages.show(request, "draw/phone_take.html", _known(sitting, request))
    return _page(request, sitting)


def _again(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The answer that gave the seat may be lost on the way: the same form, sent again at once, gets its cookie too."""

    @wraps(view)
    def answered(request: PageRequest, token: str) -> HttpResponseBase:
        response = view(request, token)
        form = once.given(request) if request.method == "POST" else ""
        link = selectors.seats.by_token(token) if form and seatkeys.COOKIE not in response.cookies else None
        if link is not None and services.seats.usable(link, now=request.now):
            mark = seatkeys.mark(link.salt, form)
            if services.seats.just_taken(link, mark, now=request.now):
                _remember(response, request, token, link, mark)
        return response

    return answered


def _remember(
    response: HttpResponseBase, request: PageRequest, token: str, link: SeatLink, mark: str
) -> None:
    """A cookie of this address alone. How long, not until when: the phone's clock may be wrong, a demo's is always."""
    response.set_cookie(
        seatkeys.COOKIE, mark, max_age=link.expires_at - request.now, path=f"/w/{token}/", httponly=True,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"


@_again
@_seated("POST")
def take(request: PageRequest, sitting: Sitting) -> HttpResponse:
    """This phone has the seat from now on; a cookie remembers it."""
    form = once.given(request) or chance.entropy(seatkeys.SALT).hex()
    mark = seatkeys.mark(sitting.link.salt, form)
    services.seats.take(link=sitting.link.pk, device=mark, now=request.now)
    response = pages.done(request, "draw:phone", sitting.token, told="已入座。请一直用这台手机、这个浏览器。")
    _remember(response, request, sitting.token, sitting.link, mark)
    return response


@_seated("POST", here=True)
def commit(request: PageRequest, sitting: Sitting) -> HttpResponse:
    """The commitment alone is handed in; the secret stays on the phone."""
    form = OwnCommitment(request.POST)
    return _acted(
        request, sitting, form, "承诺已交。秘密在这台手机里，请等封签。",
        lambda: services.sealing.commit(
            draw=sitting.draw.code, role=sitting.party.role, commitment=form.cleaned_data["commitment"],
            way=SeatWay.LINK, by=sitting.by, now=request.now,
        ),
    )  # fmt: skip


@_seated("POST", here=True)
def found(request: PageRequest, sitting: Sitting) -> HttpResponse:
    """The phone has found its commitment in the journaled seal."""
    form = FoundSeal(request.POST)
    return _acted(
        request, sitting, form, "已核对：封签里有您的承诺。",
        lambda: services.sealing.find_own_commit(
            draw=sitting.draw.code, role=sitting.party.role, seal_hash=form.cleaned_data["seal"], way=SeatWay.LINK,
            by=sitting.by, now=request.now,
        ),
    )  # fmt: skip


@_seated("POST", here=True)
def anchor(request: PageRequest, sitting: Sitting) -> HttpResponse:
    """The whole seal hash lies on this phone: an anchor outside the bureau."""
    return _acted(
        request, sitting, Form(request.POST), "已记下：封签哈希在您手里留存。",
        lambda: services.sealing.anchor(
            draw=sitting.draw.code, kind="WITNESS", seal_hash=sitting.draw.seal_hash,
            proof=services.seats.kept_by(sitting.party), by=sitting.by, now=request.now,
        ),
    )  # fmt: skip


@_seated("POST", here=True)
def reveal(request: PageRequest, sitting: Sitting) -> HttpResponse:
    """The envelope is opened: now, and not before, the secret leaves the phone."""
    form = OwnSecret(request.POST)
    return _acted(
        request, sitting, form, "秘密与承诺一致，已揭示。",
        lambda: services.revealing.reveal(
            draw=sitting.draw.code, role=sitting.party.role, secret=form.cleaned_data["secret"], way=SeatWay.LINK,
            by=sitting.by, now=request.now, entropy=chance.entropy,
        ),
    )  # fmt: skip


@_seated("POST", here=True)
def sign(request: PageRequest, sitting: Sitting) -> HttpResponse:
    """无异议 or 有异议, signed on glass, bound to the hash of the result."""
    form = Glass(request.POST, holder=sitting.link.holder)
    return _acted(
        request, sitting, form, "已签认，谢谢。",
        lambda: services.signing.sign(
            draw=sitting.draw.code, opinion=Opinion(form.cleaned_data["opinion"]),
            remarks=form.cleaned_data["remarks"], signature=form.signature(), way=SeatWay.LINK, by=sitting.by,
            now=request.now,
        ),
    )  # fmt: skip


@_seated("POST", here=True)
def photo(request: PageRequest, sitting: Sitting) -> HttpResponse:
    """What the dice show, seen from this side of the table."""
    form = Photo(request.POST, request.FILES)
    return _acted(
        request, sitting, form, "照片已存，摘要写入公开日志。",
        lambda: services.photographing.photograph(
            draw=sitting.draw.code, position=sitting.draw.values.count() - 1, data=form.data_of(), by=sitting.by,
            now=request.now,
        ),
    )  # fmt: skip


@_seated("POST", here=True)
def cosign(request: PageRequest, sitting: Sitting) -> HttpResponse:
    """The log as this phone has seen it, under the phone's own key."""
    form = CosignedNote(request.POST)
    return _acted(
        request, sitting, form, "已联署：这棵日志树上有了您的签名。",
        lambda: journal.checkpoints.add_cosignatures(form.cleaned_data["note"], by=sitting.by, now=request.now),
    )  # fmt: skip


@_seated("GET")
def checkpoint(request: PageRequest, sitting: Sitting) -> HttpResponse:
    """The newest signed checkpoint and the path from the seal to its root, for the phone to check itself."""
    sealed_in = pages.found(LogEvent.objects.filter(draw=sitting.draw, kind="seal").first())
    return JsonResponse(phones.checkpoint(sitting.draw, sealed_in))


@_seated("GET")
def plan(request: PageRequest, sitting: Sitting) -> HttpResponse:
    """The announced plan, byte for byte as it was hashed."""
    return HttpResponse(sitting.draw.plan_doc, content_type="application/json")


@_seated("GET")
def sealed(request: PageRequest, sitting: Sitting) -> HttpResponse:
    """The event of the seal as the public log holds it, byte for byte."""
    event = pages.found(LogEvent.objects.filter(draw=sitting.draw, kind="seal").first())
    return HttpResponse(event.event, content_type="application/json")


@_seated("GET")
def stamp(request: PageRequest, sitting: Sitting) -> HttpResponse:
    """Whether the page should be read again."""
    return JsonResponse({"stamp": phones.stamp(sitting.draw, sitting.party)})


def _acted(
    request: PageRequest, sitting: Sitting, form: Form, told: str, act: Callable[[], object]
) -> HttpResponse:
    if pages.submitted(request, form, act):
        return pages.done(request, "draw:phone", sitting.token, told=told)
    return _page(request, sitting, form)


def _page(request: PageRequest, sitting: Sitting, form: Form | None = None) -> HttpResponse:
    row, party = sitting.draw, sitting.party
    step = phones.step_of(row, party, now=request.now)
    own = form if form is not None and type(form) is FORMS.get(step) else None
    shown = {
        **_known(sitting, request),
        "step": step,
        "part": f"draw/phone_{step if step in FORMS else 'wait'}.html",
        "form": own or _form_of(step, sitting),
        # What was handed in at another moment, or was a photograph: its refusal stands on top.
        "refused": None if own else form,
        "rail": phones.rail(row, party, step),
        "parties": selectors.seats.parties(row),
        "values": row.values.filter(reading="confirmed").order_by("position"),
        "reveal_by": phones.reveal_by(row),
        "carries_seal": row.state == "sealed" and party.found_own_commit_at is not None and party.outside,
        "anchored": row.anchors.filter(proof=services.seats.kept_by(party)).exists(),
        "cosign_form": CosignedNote()
        if row.seal_hash and party.outside and step not in ("found", "void")
        else None,
        "cosigner": phones.cosigner(party, sitting.link.holder),
        "photo_form": Photo() if row.state in PHOTO_STATES and row.values.exists() else None,
        "void": phones.void_reason(row) if row.state == "voided" else (),
        "waiting": phones.waiting(row),
    }
    return pages.show(request, "draw/phone.html", shown)


def _known(sitting: Sitting, request: HttpRequest) -> dict[str, object]:
    """What every state of the page tells: who sits here, and what is drawn."""
    row = sitting.draw
    return {
        "token": sitting.token,
        "link": sitting.link,
        "draw": row,
        "party": sitting.party,
        "items": phones.what_is_drawn(row),
        "stamp": phones.stamp(row, sitting.party),
        "fictional": clock.shifted(),
        "now": request.now,  # type: ignore[attr-defined]  # set by ui.middleware.Moment
    }


FORMS = {"commit": OwnCommitment, "found": FoundSeal, "reveal": OwnSecret, "sign": Glass}
PHOTO_STATES = ("sealed", "valued", "revealed", "seeded", "computed")


def _form_of(step: str, sitting: Sitting) -> Form | None:
    if step == "sign":
        return Glass(holder=sitting.link.holder)
    kind = FORMS.get(step)
    return kind() if kind else None
