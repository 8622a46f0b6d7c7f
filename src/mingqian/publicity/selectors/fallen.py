"""What rests on a draw that was declared void, as data that travels says it: lists, files, the feed.

国办发〔2015〕58号 全程留痕、责任可追溯: a void result stays public and is marked wherever it can be taken away from.
"""

from collections.abc import Mapping

from django.db.models import Q

from mingqian.draw import selectors as draws
from mingqian.draw.selectors.voids import Void
from mingqian.publicity.models import Notice
from mingqian.publicity.selectors import public
from mingqian.ui import words


def voids() -> Mapping[str, Void]:
    """Every void official draw by its code: asked once for a list."""
    return {one.code: one for one in draws.voids.of_codes(draws.voids.codes())}


def told(void: Void | None) -> dict[str, str] | None:
    """The mark in a JSON file; none where the draw holds."""
    if void is None:
        return None
    return {
        "draw": void.code,
        "at": void.at.isoformat(),
        "reason": void.reason,
        "decided_by": void.decided_by,
        "evidence": void.evidence,
        "redrawn_as": void.later,
    }


def line(void: Void | None) -> str:
    """The same on one line of a sheet; empty where the draw holds."""
    if void is None:
        return ""
    return f"抽取{void.code}已于{words.moment(void.at)}作废。{void.reason}；决定：{void.decided_by}。{void.evidence}"


def rows(found: Mapping[str, Void]) -> list[Notice]:
    """Notices that rest on these draws, the latest first."""
    wanted = Q(pk__in=[])
    for code in found:
        wanted |= Q(thing__startswith=f"draw:{code}") | Q(thing__startswith=f"results:{code}/")
    return [row for row in public.listing().filter(wanted) if public.draw_of(row) in found] if found else []
