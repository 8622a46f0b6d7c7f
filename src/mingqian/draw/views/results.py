"""The result as an officer reads it: one item's list, the teams with their substitutes."""

from dataclasses import dataclass

from django.http import HttpResponse

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Request
from mingqian.draw import selectors, services
from mingqian.draw.tables import DRAWN, SLIPS
from mingqian.draw.types import ItemSheet, Known
from mingqian.draw.views.table import STAFF
from mingqian.ui import access, pages, tables


@dataclass(frozen=True, slots=True)
class Drawn:
    """One line of an item's list."""

    name: str
    identity: str
    how: str
    tag: str
    batch: str = ""
    weight: int = 1


@access.page(*STAFF)
def item(request: Request, code: str, item: str) -> HttpResponse:
    """Who is inspected for this item, who waits in reserve."""
    one = pages.found(selectors.outcome.item(request.actor, code, item))
    lines = _lines(one)
    columns = (*DRAWN, SLIPS) if any(line.weight != 1 for line in lines) else DRAWN
    listing = tables.listing(request, rows=lines, columns=columns, name=f"{code}-{item}-抽取结果")
    row = selectors.draws.for_item(request.actor, code, item)
    return listing.export or pages.show(
        request,
        "draw/result.html",
        {
            "draw": row,
            "one": one,
            "listing": listing,
            "may_spare": bool(row.plan)
            and request.actor.has(*SECTIONS)
            and selectors.sparing.still_open(row).ok,
            "whole": request.actor.covers(row.unit.path),
        },
    )


def _lines(one: ItemSheet) -> list[Drawn]:
    batches = one.batches()

    def lines(rows: tuple[Known, ...], how: str) -> list[Drawn]:
        return [
            Drawn(
                row.name,
                row.identity,
                how if not row.reason else f"{how}：{row.reason}",
                row.tag,
                _batch(row.tag),
                row.weight,
            )
            for row in rows
        ]

    def _batch(tag: str) -> str:
        return f"第 {batches[tag]} 批" if tag in batches else ""

    return [*lines(one.forced, "必查"), *lines(one.drawn, "随机抽中"), *lines(one.reserve, "备选")]


@access.action(*SECTIONS)
def merge(request: Request, code: str) -> HttpResponse:
    """提出合并检查: several items of one firm in one visit."""
    pack = selectors.occasions.pack_of(selectors.draws.get(request.actor, code))
    made = services.merging.propose(draw=code, pack=pack, by=request.actor, now=request.now)
    return pages.done(request, "planning:merge", made.pk, told="已提出合并检查，请答复")


@access.page(*STAFF)
def teams(request: Request, code: str) -> HttpResponse:
    """Teams as they stand after substitutions, and who comes next."""
    sheet = selectors.outcome.sheet(request.actor, code)
    row = selectors.draws.get(request.actor, code)
    changes = row.changes.select_related("requested_by", "decided_by").order_by("-pk")
    told = selectors.registers.about(row, changes)
    shown = {
        "draw": row,
        "sheet": sheet,
        "changes": told,
        "decides": [one.pk for one in selectors.desk.to_decide(request.actor, row)],
        "may_merge": request.actor.has(*SECTIONS),
    }
    return pages.show(request, "draw/teams.html", shown)
