"""What anybody may see of the logs: checkpoints, keys, proofs. Hashes only; no entry is shown here."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from mingqian.accounts.types import OpenRequest
from mingqian.audit import selectors
from mingqian.audit.models import Checkpoint
from mingqian.audit.types import Source
from mingqian.core.decision import Refused, denied
from mingqian.ui import access, pages

MINUTE = "public, max-age=60"
#: Between two sizes there is one proof, for ever.
DAY = "public, max-age=86400, immutable"
DIGITS = 18


@access.page(access.ANYONE)
def logs(request: OpenRequest) -> HttpResponse:
    """Every log, its newest checkpoint, who signed it, and what all this is good for."""
    official = [log for log in selectors.trees.sources() if log.official]
    newest = selectors.notes.newest_of(log.origin for log in official)
    found = [_shown(log, newest.get(log.origin)) for log in official]
    return pages.show(request, "audit/logs.html", {"logs": found})


def _shown(log: Source, newest: Checkpoint | None) -> dict[str, object]:
    shown: dict[str, object] = {"log": log, "newest": newest}
    if newest is not None:
        shown |= {
            "note": str(selectors.notes.note(newest)),
            "keys": [str(key) for key in selectors.notes.own_keys(log.origin)],
            "cosignatures": newest.cosignatures.all(),
            "stamps": newest.stamps.all(),
            "url": reverse("audit:checkpoint", args=[log.origin]),
        }
    return shown


@access.page(access.ANYONE)
def checkpoint(request: OpenRequest, origin: str) -> HttpResponse:
    """The signed note, as C2SP has it."""
    newest = pages.found(selectors.notes.newest(origin))
    return _text(str(selectors.notes.note(newest)))


@access.page(access.ANYONE)
def keys(request: OpenRequest, origin: str) -> HttpResponse:
    """The keys that check its signatures, ours first, then those of who co-signed. Compare them elsewhere."""
    pages.found(selectors.notes.newest(origin))
    found = [*selectors.notes.own_keys(origin), *selectors.notes.cosigner_keys()]
    return _text("".join(f"{key}\n" for key in found))


@access.page(access.ANYONE)
def inclusion(request: OpenRequest, origin: str) -> HttpResponse:
    """``?index=&size=`` → the audit path."""
    pages.found(selectors.notes.newest(origin))
    index, size = _number(request, "index"), _number(request, "size")
    path = selectors.proofs.inclusion(origin, index=index, size=size)
    return _json({"origin": origin, "index": index, "size": size, "proof": path})


@access.page(access.ANYONE)
def consistency(request: OpenRequest, origin: str) -> HttpResponse:
    """``?from=&to=`` → that the shorter tree is the beginning of the longer."""
    pages.found(selectors.notes.newest(origin))
    old, new = _number(request, "from"), _number(request, "to")
    path = selectors.proofs.consistency(origin, old=old, new=new)
    return _json({"origin": origin, "from": old, "to": new, "proof": path})


def _number(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdigit() and len(text) <= DIGITS):
        raise Refused(denied("audit.bad_number", f"{name} 应为十进制整数", "RFC 9162 §2.1", "请核对网址"))
    return int(text)


def _text(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": MINUTE})


def _json(found: dict[str, object]) -> HttpResponse:
    return JsonResponse(found, headers={"Cache-Control": DAY})
