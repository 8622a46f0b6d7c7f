"""What firms said of checks, as figures: a unit's quarter that is over, from five firms on."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor, visitor
from mingqian.core.decision import Refused, denied
from mingqian.inspection import rating
from mingqian.inspection.models import RatingCount, RatingGiven, Task
from mingqian.inspection.rating import Share


@dataclass(frozen=True, slots=True)
class Line:
    """One question of one unit's quarter. ``share`` is empty where fewer than five answered."""

    unit: str
    quarter: str
    question: str
    share: Share | None


def nobody() -> Actor:
    """Whose name stands in the journal under a rating."""
    return visitor()


def given(task: Task) -> bool:
    """Has this check been rated?"""
    return RatingGiven.objects.filter(task=task).exists()


def locked_of_firm(by: Actor, code: str) -> Task:
    """An own task of the firm, for its one rating."""
    own = Task.objects.filter(code=code, subject__number__in=by.subjects or ("",))
    row = own.exclude(state__in=("waiting", "cancelled")).select_for_update(of=("self",)).first()
    if row is None:
        raise Refused(denied("rating.not_found", f"没有检查“{code}”，或不是您单位的", "", "请从我的事项打开"))
    return row


def lines(by: Actor, *, today: date) -> list[Line]:
    """The latest quarter first; the running one is not shown to anybody."""
    rows = RatingCount.objects.filter(accounts.in_scope(by), number__gt=0).exclude(
        quarter=rating.quarter(today)
    )
    counted: dict[tuple[str, str, str], dict[int, int]] = defaultdict(dict)
    columns = ("unit__name", "quarter", "question", "score", "number")
    for unit, quarter, question, score, number in rows.order_by("-quarter", "unit__code").values_list(
        *columns
    ):
        counted[unit, quarter, question][score] = number
    found = []
    for (unit, quarter, question), scores in counted.items():
        share = Share(scores)
        found.append(
            Line(unit, rating.said(quarter), rating.QUESTIONS[question], share if share.told else None)
        )
    return found
