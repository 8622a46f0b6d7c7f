"""企业评价: the firm's own page, and the figures for those who answer for the units."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Request
from mingqian.inspection import policies, rating, selectors, services
from mingqian.inspection.rating_forms import RatingForm
from mingqian.ui import access, pages
from mingqian.ui.words import percent


@access.form(Role.ENTERPRISE_USER)
def own_rating(request: Request, code: str) -> HttpResponse:
    """评价这次检查: once, of free will, counted without the firm."""
    task = pages.found(selectors.enterprise.one(request.actor, code))
    form = RatingForm(*pages.given(request))
    if pages.submitted(
        request,
        form,
        lambda: services.ratings.give(task=code, scores=form.scores(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "inspection:own-check", code, told="谢谢，您的评价已计入，不记名")
    context = {"form": form, "task": task, "given": selectors.ratings.given(task), "clause": rating.CLAUSE}
    return pages.show(request, "inspection/own_rating.html", context)


@access.page(*policies.HEADS, Role.BUREAU_LEADER, Role.DISCIPLINE_WITNESS)
def satisfaction(request: Request) -> HttpResponse:
    """满意率 by unit and quarter, with the scores it is counted from."""
    lines = [
        (line, percent(line.share.content_ppm) if line.share else "", _spread(line))
        for line in selectors.ratings.lines(request.actor, today=localdate(request.now))
    ]
    context = {"lines": lines, "clause": rating.CLAUSE, "least": rating.LEAST}
    return pages.show(request, "inspection/satisfaction.html", context)


def _spread(line: selectors.ratings.Line) -> list[tuple[str, int]]:
    counts = line.share.counts if line.share else {}
    return [(label, counts.get(score, 0)) for score, label in rating.SCORES.items()]
