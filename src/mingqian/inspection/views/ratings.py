"""企业评价: with an account or with the code on the record; and the figures for those who answer for the units."""

from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts import guessing
from mingqian.accounts.enums import Role
from mingqian.accounts.types import OpenRequest, Request
from mingqian.core.decision import Refused, denied
from mingqian.inspection import policies, rating, selectors, services
from mingqian.inspection.rating_forms import CodeRatingForm, RatingForm
from mingqian.ui import access, pages
from mingqian.ui.words import percent

_THANKS = "谢谢，您的评价已计入，不记名"


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
        return pages.done(request, "inspection:own-check", code, told=_THANKS)
    context = {"form": form, "task": task, "given": selectors.ratings.given(task), "clause": rating.CLAUSE}
    return pages.show(request, "inspection/own_rating.html", context)


@access.form(access.ANYONE)
def rate(request: OpenRequest) -> HttpResponse:
    """企业评价 on the portal, with the code on the record. It is typed: an address that bore it would be logged on its way."""
    form = CodeRatingForm(*pages.given(request))
    if pages.submitted(request, form, lambda: _with_code(request, form)):
        return pages.done(request, "inspection:rate", told=_THANKS)
    answer = pages.show(request, "inspection/rate.html", {"form": form, "clause": rating.CLAUSE})
    answer["Cache-Control"] = "no-store"
    return answer


def _with_code(request: OpenRequest, form: CodeRatingForm) -> None:
    if guessing.stopped(request):
        why = "这个网络地址输错的码太多，为防止猜码，暂不接收"
        raise Refused(denied("rating.stopped", why, rating.CLAUSE, "请十分钟以后再试"))
    try:
        services.ratings.give_with_code(code=form.values()["code"], scores=form.scores(), now=request.now)
    except Refused as refused:
        if any(one.code == "rating.code" for one in refused.decisions):
            guessing.missed(request)
        raise


@access.page(*policies.HEADS, Role.BUREAU_LEADER, Role.DISCIPLINE_WITNESS)
def satisfaction(request: Request) -> HttpResponse:
    """满意率 by unit and quarter, with the scores it is counted from."""
    lines = [
        (line, percent(line.share.content_ppm) if line.share else "", _spread(line))
        for line in selectors.ratings.lines(request.actor, today=localdate(request.now))
    ]
    context = {
        "lines": lines,
        "clause": rating.CLAUSE,
        "least": rating.LEAST,
        "scores": rating.SCORES.values(),
    }
    return pages.show(request, "inspection/satisfaction.html", context)


def _spread(line: selectors.ratings.Line) -> list[tuple[str, int]]:
    counts = line.share.counts if line.share else {}
    return [(label, counts.get(score, 0)) for score, label in rating.SCORES.items()]
