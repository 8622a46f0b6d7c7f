"""检查成效: what checks of a period cost and brought; each figure opens the rows that add up to it."""

from typing import Any

from django.http import HttpResponse
from django.utils.timezone import localdate

from mingqian.accounts.types import Request
from mingqian.inspection import economy_tables, policies, selectors
from mingqian.inspection.types import Span
from mingqian.ui import access, pages
from mingqian.ui import tables as listings
from mingqian.ui.words import percent

CLAUSE = "厦门 一(二)：提高监管效能，平衡监管成本和监管效益"
MILLION = 1_000_000


@access.page(*policies.READERS)
def economy(request: Request) -> HttpResponse:
    """Six figures of a period and the list behind the chosen one."""
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
    }  # fmt: skip
    found, visits = problems.count(), len(walked)
    hundredths = (found * 100 + visits // 2) // visits if visits else 0
    each = f"每次入企 {hundredths // 100}.{hundredths % 100:02d} 项" if visits else "没有入企检查"
    share = percent(len(guided) * MILLION // visits) if visits else "0%"
    numbers = {
        "visits": (visits, "次"), "days": (len(days), "一人一天计一"), "problems": (found, each),
        "merged": (sum(one.spared for one in merged), "次"), "away": (away.count(), "次"),
        "guided": (len(guided), f"占入企检查 {share}"),
    }  # fmt: skip
    where = f"first={span.first.isoformat()}&last={span.last.isoformat()}"
    labels = dict(economy_tables.BEHIND)
    return [(labels[key], *numbers[key], key, f"?rows={key}&{where}") for key in labels], behind
