"""The firm's own papers: what was served on it, to look at, to keep, to verify by its code."""

from django.http import HttpResponse

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Request
from mingqian.documents import kept, selectors, tables
from mingqian.documents.enums import Kind
from mingqian.documents.forms import OwnFilter
from mingqian.ui import access, pages
from mingqian.ui import tables as listings


@access.page(Role.ENTERPRISE_USER)
def papers(request: Request) -> HttpResponse:
    """我的文书: served papers, the latest first."""
    listing = listings.listing(
        request, rows=selectors.papers.of_party(request.actor), columns=tables.OWN, filters=OwnFilter, name="我的文书"
    )  # fmt: skip
    if listing.export:
        return listing.export
    handed = listings.plain(tables.HANDED, selectors.handed.of_party(request.actor), empty="没有")
    return pages.show(request, "documents/own.html", {"listing": listing, "handed": handed})


@access.page(Role.ENTERPRISE_USER)
def file(request: Request, code: str) -> HttpResponse:
    """The PDF as it was issued, byte for byte."""
    row = pages.found(selectors.papers.of_party(request.actor).filter(code=code).first())
    name = f"{Kind(row.kind).label}{row.number or row.code}.pdf"
    return pages.download(name, kept.read(row.sha256), "pdf")
