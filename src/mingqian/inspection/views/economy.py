"""检查成效: what checks of a period cost and brought; each figure opens the rows that add up to it."""

from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts.types import Request
from mingqian.inspection import economy_tables, policies, selectors
from mingqian.inspection.types import Span
from mingqian.ui import access, pages, words
from mingqian.ui import tables as listings

CLAUSE = "厦门 一(二)：提高监管效能，平衡监管成本和监管效益"


@access.page(*policies.READERS)
def economy(request: Request) -> HttpResponse:
    """Eight figures of a period and the list behind the chosen one."""
    form = economy_tables.Period.asked(request.GET, localdate(request.now))
    wanted = form.given("rows") or "visits"
    figures, behind = _figures(request, form.span(localdate(request.now)))
    listing = listings.listing(
        request,
        rows=behind[wanted][0],
        columns=behind[wanted][1],
        name=dict(economy_tables.BEHIND)[wanted],
        filters=form,
    )
    shown = {"listing": listing, "figures": figures, "wanted": wanted, "clause": CLAUSE, "form": form}
    shown["years"] = economy_tables.years(localdate(request.now), wanted)
    return listing.export or pages.show(request, "inspection/economy.html", shown)


def _figures(request: Request, span: Span) -> tuple[list[tuple[Any, ...]], dict[str, Any]]:
    by = request.actor
    economy = selectors.economy
    walked = economy.walked(economy.on_site(by, span))
    days = economy.person_days(walked)
    problems, away = economy.problems(by, span), economy.away(by, span)
    merged, guided = [one for one in walked if one.spared], [one for one in walked if one.guidance]
    behind = {
        "visits": (walked, economy_tables.VISITS), "days": (days, economy_tables.DAYS),
        "problems": (problems, economy_tables.TASKS), "merged": (merged, economy_tables.VISITS),
        "away": (away, economy_tables.TASKS), "guided": (guided, economy_tables.VISITS),
        "ways": (ways := economy.ways(by, span), economy_tables.WAYS),
        "again": (again := economy.again(walked), economy_tables.AGAIN),
    }  # fmt: skip
    found, visits = problems.count(), len(walked)
    elsewhere = sum(one.problems for one in ways if one.method != economy.ON_SITE)
    firms = len({one.task.subject_id for one in walked})
    numbers = {
        "visits": (visits, f"{firms} 户，每户 {_each(visits, firms)} 次"),
        "days": (len(days), f"每人日发现 {_each(found, len(days))} 项"),
        "problems": (found, f"每次入企 {_each(found, visits)} 项" if visits else "没有入企检查"),
        "merged": (sum(one.spared for one in merged), "次"), "away": (away.count(), "次"),
        "guided": (len(guided), f"占入企检查 {_share(len(guided), visits)}"),
        "ways": (elsewhere, f"占全部问题 {_share(elsewhere, sum(one.problems for one in ways))}"),
        "again": (len(again), f"占入企的企业 {_share(len(again), firms)}"),
    }  # fmt: skip
    where = f"first={span.first.isoformat()}&last={span.last.isoformat()}"
    labels = dict(economy_tables.BEHIND)
    return [(labels[key], *numbers[key], key, f"?rows={key}&{where}") for key in labels], behind


def _each(many: int, among: int) -> str:
    """Two places, rounded half up; nothing over nothing is nought."""
    hundredths = (many * 100 + among // 2) // among if among else 0
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _share(part: int, whole: int) -> str:
    return words.share(part, whole) or "0%"
