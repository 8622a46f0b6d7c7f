"""The manipulation report: for those who answer for the draws, and in short for everybody."""

from django.http import HttpResponse

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Request
from mingqian.draw import selectors
from mingqian.draw.selectors.fairness import MOST
from mingqian.draw.selectors.fairness_shown import HEADS, flat, shown
from mingqian.draw.tables import Period
from mingqian.ui import access, export, pages

READERS = (
    Role.BUREAU_LEADER, Role.LEGAL_OFFICE, Role.DISCIPLINE_WITNESS, Role.SUPERVISION_AUTHORITY, Role.AUDIT_ADMIN,
    Role.SUPERIOR_VIEWER,
)  # fmt: skip


@access.page(*READERS)
def desk(request: Request) -> HttpResponse:
    """Every question of the report with its table and its sentence."""
    period = Period(request.GET)
    found = selectors.fairness.report(
        request.actor, since=period.given("since"), until=period.given("until"), most=MOST
    )
    if request.GET.get("export") == "csv":
        name = f"抽取公平性-{export.stamp(request.now)}.csv"
        return pages.download(name, export.csv_lines(HEADS, flat(found)), "csv")
    return pages.show(request, "draw/fairness.html", {"period": period, **shown(found)})


@access.page(access.ANYONE)
def public(request: Request) -> HttpResponse:
    """The same without anybody's name."""
    return pages.show(request, "draw/fairness_public.html", shown(selectors.fairness.public(), names=False))


@access.page(access.ANYONE)
def trust(request: Request) -> HttpResponse:
    """Why a draw can be trusted, and what it cannot prove: docs/explain/trust.md, word for word."""
    return pages.show(request, "draw/trust.html", {})
