"""How open a bureau was in a year: every figure, and by the same question the rows it counts.

The portal and the desk count alike, each over the notices its reader may know of.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate

from mingqian.accounts.types import Actor
from mingqian.audit.selectors import until_next_entry
from mingqian.publicity import content as contents
from mingqian.publicity.enums import KeepBackGround, NoticeKind, NoticeState, WithdrawGround
from mingqian.publicity.models import KeepBack, Notice
from mingqian.publicity.selectors import notices
from mingqian.publicity.selectors.public import SHOWN
from mingqian.ui import asking
from mingqian.ui.asking import Asking

Rows = QuerySet[Notice]
WAITING = (NoticeState.DRAFT, NoticeState.REVIEWED)


class Openness(NamedTuple):
    """A year in numbers; what is taken down, kept back or left out is told by its ground."""

    by_kind: Mapping[NoticeKind, int]
    in_time: int
    late: int
    corrected: int
    withdrawn: Mapping[WithdrawGround, int]
    kept_back: Mapping[KeepBackGround, int]
    withheld: Mapping[str, int]


class Withheld(NamedTuple):
    """A notice in force, why lines of it are told by number alone, and how many."""

    notice: Notice
    reason: str
    number: int


def anybody() -> Rows:
    """What the portal counts."""
    return Notice.objects.select_related("unit", "withdrawal")


def published(of: Rows, year: int) -> Rows:
    """The newest public version of each notice; tombstones count."""
    return of.filter(state__in=SHOWN, released_at__year=year).order_by("-released_at", "-code")


def dated(of: Rows, year: int) -> Rows:
    """First versions that had a limit: late stays marked late, whatever came after (PD-27)."""
    return of.filter(released_at__year=year, due_on__isnull=False, version=1).order_by("released_at", "code")


def in_time(of: Rows, year: int) -> Rows:
    """Released within the limit."""
    return dated(of, year).filter(due_on__gte=TruncDate("released_at"))


def late(of: Rows, year: int) -> Rows:
    """Released after the limit."""
    return dated(of, year).filter(due_on__lt=TruncDate("released_at"))


def corrected(of: Rows, year: int) -> Rows:
    """Old wordings: versions of the year that a later one replaced."""
    found = of.filter(released_at__year=year, state=NoticeState.CORRECTED)
    return found.order_by("-released_at", "-code")


def withdrawn(of: Rows, year: int) -> Rows:
    """Taken down in the year, whenever they went out."""
    found = of.filter(withdrawal__at__year=year).select_related("unit", "withdrawal")
    return found.order_by("-withdrawal__at", "-code")


def kept_back(of: Rows, year: int) -> "QuerySet[KeepBack]":
    """Requests not to publish that were approved in the year."""
    found = KeepBack.objects.filter(answer="approved", decided_at__year=year, notice__in=of)
    return found.select_related("notice__unit", "decided_by").order_by("-decided_at", "-pk")


def withheld(of: Rows, year: int) -> list[Withheld]:
    """What notices in force leave out, reason by reason."""
    found = published(of, year).filter(state=NoticeState.RELEASED)
    return [Withheld(row, reason, count) for row in found for reason, count in _left_out(row.head).items()]


def overdue(by: Actor, *, today: date) -> Rows:
    """Drafted or reviewed, and past the limit; the longest overdue first."""
    found = notices.at_work(by).filter(state__in=WAITING, due_on__lt=today)
    return found.order_by("due_on", "code")


@until_next_entry
def figures(year: int) -> Openness:
    """What the public reads, in one statement."""
    of = anybody()
    public = published(of, year)
    kinds = public.order_by("kind").values("kind").annotate(n=Count("pk"))
    well, badly, again = (asking.Count(rows(of, year)) for rows in (in_time, late, corrected))
    gone = withdrawn(of, year).order_by("withdrawal__ground").values("withdrawal__ground")
    gone = gone.annotate(n=Count("pk"))
    kept = kept_back(of, year).order_by("ground").values("ground").annotate(n=Count("pk"))
    heads = public.filter(state=NoticeState.RELEASED).values_list("head", flat=True)
    asking.ask(kinds, well, badly, again, gone, kept, heads)
    return Openness(
        {NoticeKind(one["kind"]): one["n"] for one in kinds},
        well.number,
        badly.number,
        again.number,
        {WithdrawGround(one["withdrawal__ground"]): one["n"] for one in gone},
        {KeepBackGround(one["ground"]): one["n"] for one in kept},
        _summed(heads),
    )


def as_it_stands(rows: Rows) -> Rows:
    """With what the public reads under the same code now, and why this wording gave way."""
    now = Notice.objects.filter(code=OuterRef("code"), state__in=SHOWN)
    after = Notice.objects.filter(previous=OuterRef("pk"), released_at__isnull=False)
    return rows.annotate(
        now_title=Subquery(now.values("title")[:1]),
        now_state=Subquery(now.values("state")[:1]),
        now_on=Subquery(now.values("released_at")[:1]),
        why=Subquery(after.values("correction_reason")[:1]),
    )


def of_desk(by: Actor, *, today: date) -> dict[str, "Rows | QuerySet[KeepBack]"]:
    """The same lists within somebody's scope, and what is late and still at work."""
    of, year = notices.visible(by), today.year
    return {
        "in-time": in_time(of, year),
        "late": late(of, year),
        "overdue": overdue(by, today=today).filter(version=1),
        "corrected": as_it_stands(corrected(of, year)),
        "withdrawn": withdrawn(of, year),
        "kept-back": kept_back(of, year),
    }


def kept(by: Actor, *, today: date) -> Asking[tuple[int, int]]:
    """What went out in time this year, of all that had to: a draft past its limit counts against."""
    lists = of_desk(by, today=today)
    asked = (asking.counted(lists[key]) for key in ("in-time", "late", "overdue"))
    well, badly, waiting = yield from asking.gather(*asked)
    return well, well + badly + waiting


def _left_out(head: str) -> Mapping[str, int]:
    counted: Counter[str] = Counter()
    for one in contents.document(head)["withheld"]:
        counted[one["reason"]] += one["count"]
    return counted


def _summed(heads: Iterable[str]) -> Mapping[str, int]:
    counted: Counter[str] = Counter()
    for head in heads:
        counted.update(_left_out(head))
    return dict(counted)
