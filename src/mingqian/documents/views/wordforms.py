"""文书模板: the bureau's own .docx, uploaded by the legal office, checked before it is kept."""

from django.http import HttpResponse

from mingqian.accounts.enums import STAFF
from mingqian.accounts.types import Request
from mingqian.documents import kept, policies, selectors, services, sheets, tables, wordforms
from mingqian.documents.enums import Kind, TemplateState
from mingqian.documents.forms import TemplateForm
from mingqian.ui import access, pages
from mingqian.ui import tables as listings


@access.page(*STAFF)
def templates(request: Request) -> HttpResponse:
    """Every version of every template."""
    rows = selectors.templates.visible(request.actor)
    listing = listings.listing(request, rows=rows, columns=tables.TEMPLATES, name="文书模板")
    kinds = [(kind, sheets.of(kind)) for kind in Kind]
    context = {"listing": listing, "kinds": kinds, "around": wordforms.AROUND}
    return listing.export or pages.show(request, "documents/templates.html", context)


@access.page(*STAFF)
def template(request: Request, pk: int) -> HttpResponse:
    """One version; ``?file`` is the file itself."""
    row = pages.found(selectors.templates.one(request.actor, pk))
    if "file" in request.GET:
        return pages.download(row.name, kept.read(row.sha256), "docx")
    context = {
        "row": row,
        "sheet": sheets.of(Kind(row.kind)),
        "may_end": row.state == TemplateState.IN_USE and policies.may_keep(request.actor, row.unit.path).ok,
    }
    return pages.show(request, "documents/template.html", context)


@access.form(*policies.KEEPERS)
def upload(request: Request) -> HttpResponse:
    """A new version."""
    form = TemplateForm(*pages.given(request))
    if pages.submitted(request, form, lambda: _keep(request, form)):
        return pages.done(request, "documents:templates", told="模板已启用")
    return pages.show(request, "documents/act.html", {"form": form, "what": "上传文书模板"})


def _keep(request: Request, form: TemplateForm) -> None:
    given = form.values()
    services.templates.upload(
        unit=request.actor.unit_id or 0,
        kind=given["kind"],
        name=given["file"].name,
        content=given["file"].read(wordforms.LARGEST + 1),
        by=request.actor,
        now=request.now,
    )


@access.action(*policies.KEEPERS)
def end(request: Request, pk: int) -> HttpResponse:
    """停用."""
    services.templates.end(template=pk, by=request.actor, now=request.now)
    return pages.done(request, "documents:templates", told="模板已停用")
