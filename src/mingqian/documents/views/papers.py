"""The register of papers, and one paper with its file, its seal, its service."""

from dataclasses import replace

from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts.enums import STAFF
from mingqian.accounts.types import Request
from mingqian.core.machines import document as states
from mingqian.documents import kept, policies, proofs, rendering, selectors, services, tables
from mingqian.documents.enums import Kind, Sealing
from mingqian.documents.forms import PaperFilter, ReasonForm, ServeForm, StampForm, serve_initial
from mingqian.documents.models import Document
from mingqian.documents.services.issuing import frame
from mingqian.ui import access, pages
from mingqian.ui import tables as listings

_PREVIEW = 12_000
"""Characters of words beyond which a paper is a long list: its first page is no use, and costs time."""


@access.page(*STAFF)
def documents(request: Request) -> HttpResponse:
    """文书登记簿: papers of the units in scope, filtered, exported."""
    rows = selectors.papers.visible(request.actor)
    listing = listings.listing(
        request, rows=rows, columns=tables.PAPERS, filters=PaperFilter, name="文书登记簿"
    )
    return listing.export or pages.show(request, "documents/documents.html", {"listing": listing})


@access.action(*policies.MAKERS, atomic=False)
def make(request: Request, kind: str, key: str) -> HttpResponse:
    """打印: make the paper, or find it made; set in type outside of any write."""
    wanted = pages.found(next((one for one in Kind if one.value == kind), None))
    site = request.build_absolute_uri("/")
    row = services.making.make(kind=wanted, key=key, site=site, by=request.actor, now=request.now)
    return pages.done(request, "documents:document", row.code, told=f"已生成{wanted.label}{row.number}")


@access.page(*STAFF)
def document(request: Request, code: str) -> HttpResponse:
    """One paper."""
    row = pages.found(selectors.papers.one(request.actor, code))
    return pages.show(request, "documents/document.html", _context(request, row))


def _context(request: Request, row: Document) -> dict[str, object]:
    others = [one for one in selectors.papers.of_thing([row.thing])[row.thing] if one.pk != row.pk]
    own_draft = row.state == "draft" and row.made_by_id == request.actor.person_id
    voidable = row.state != "voided"
    return {
        "row": row,
        "tag": tables.tag(row),
        "title": Kind(row.kind).label,
        "facts": _facts(row),
        "service": proofs.facts(row.service) if hasattr(row, "service") else [],
        "others": others,
        "preview": len(str(row.fields)) < _PREVIEW,
        "word": row.sha256 and selectors.templates.for_paper(row) is not None,
        "may_stamp": row.state == "issued" and row.sealing == Sealing.STAMP and row.stamped_on is None,
        "may_serve": row.state == "issued" and bool(row.party),
        "may_void": voidable and policies.may_void(request.actor, row.unit.path, own_draft=own_draft).ok,
    }


def _facts(row: Document) -> list[tuple[str, object]]:
    seal = Sealing(row.sealing).label
    if row.stamped_on and row.stamped_by:
        seal = f"{row.stamped_by.name} {row.stamped_on.isoformat()} 加盖"
    return [
        ("文号", row.number or "—"),
        ("关于", row.about),
        ("机关", row.organ),
        ("落款日期", row.dated),
        ("版本", row.version),
        ("状态", states.MACHINE.states[row.state]),
        ("用印", seal),
        ("经办", f"{row.made_by.name}"),
        ("核验码", row.code),
        ("SHA-256", row.sha256 or "—"),
        ("作废理由", row.void_reason or "—"),
    ]


@access.page(*STAFF)
def file(request: Request, code: str) -> HttpResponse:
    """The PDF as it was issued, byte for byte; ``?save`` to keep it."""
    row = pages.found(selectors.papers.one(request.actor, code))
    pages.found(row.sha256 or None)
    name = f"{Kind(row.kind).label}{row.number or row.code}.pdf"
    return pages.download(name, kept.read(row.sha256), "pdf", inline="save" not in request.GET)


@access.page(*STAFF)
def picture(request: Request, code: str) -> HttpResponse:
    """The first page, to look at."""
    row = pages.found(selectors.papers.one(request.actor, code))
    around = replace(frame(row), draft=row.state == "draft")
    first = rendering.pictures(Kind(row.kind), row.fields, around, ppi=96)[0]
    return pages.download(f"{row.code}.png", first, "png", inline=True)


@access.page(*STAFF)
def word(request: Request, code: str) -> HttpResponse:
    """The same words in the bureau's own template."""
    row = pages.found(selectors.papers.one(request.actor, code))
    name = f"{Kind(row.kind).label}{row.number or row.code}.docx"
    return pages.download(name, services.templates.filled(row), "docx")


@access.form(*policies.MAKERS)
def stamp(request: Request, code: str) -> HttpResponse:
    """登记用印."""
    row = pages.found(selectors.papers.one(request.actor, code))
    form = StampForm(*pages.given(request), initial={"on": localdate(request.now)})
    if pages.submitted(
        request,
        form,
        lambda: services.serving.stamp(code=row.code, **form.values(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "documents:document", row.code, told="已登记用印")
    return pages.show(request, "documents/act.html", {"form": form, "row": row, "what": "登记用印"})


@access.form(*policies.MAKERS)
def serve(request: Request, code: str) -> HttpResponse:
    """登记送达."""
    row = pages.found(selectors.papers.one(request.actor, code))
    initial = serve_initial(row, request.actor.name, localdate(request.now))
    form = ServeForm(*pages.given(request), initial=initial)
    if pages.submitted(
        request,
        form,
        lambda: services.serving.serve(code=row.code, said=form.said(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "documents:document", row.code, told="已登记送达")
    return pages.show(request, "documents/act.html", {"form": form, "row": row, "what": "登记送达"})


@access.form(*policies.MAKERS)
def void(request: Request, code: str) -> HttpResponse:
    """作废."""
    row = pages.found(selectors.papers.one(request.actor, code))
    form = ReasonForm(*pages.given(request))
    if pages.submitted(
        request,
        form,
        lambda: services.issuing.void(code=row.code, **form.values(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "documents:document", row.code, told=f"{row.number or '文书'}已作废")
    return pages.show(request, "documents/act.html", {"form": form, "row": row, "what": "作废文书"})


@access.action(*policies.MAKERS, atomic=False)
def receipt(request: Request, code: str) -> HttpResponse:
    """送达回证 of this paper, as a paper of its own; set in type outside of any write."""
    row = pages.found(selectors.papers.one(request.actor, code))
    pages.found(row if hasattr(row, "service") else None)
    site = request.build_absolute_uri("/")
    made = services.issuing.issue(paper=proofs.paper(row), site=site, by=request.actor, now=request.now)
    return pages.done(request, "documents:document", made.code, told="已生成送达回证")
