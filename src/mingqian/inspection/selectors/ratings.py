"""What firms said of checks, as figures: a unit's quarter that is over, from five firms on."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, denied
from mingqian.inspection import rating
from mingqian.inspection.models import RatingCount, RatingGiven, Task
from mingqian.inspection.rating import Share
from mingqian.inspection.selectors import codes, tasks


@dataclass(frozen=True, slots=True)
class Line:
    """One question of one unit's quarter. ``share`` is empty where fewer than five answered."""

    unit: str
    quarter: str
    question: str
    share: Share | None


def given(task: Task) -> bool:
    """Has the firm rated this check? What one batch asked of one firm is one check: five answers are five firms."""
    return RatingGiven.objects.filter(task__batch=task.batch_id, task__subject=task.subject_id).exists()


def locked_of_firm(by: Actor, code: str) -> Task:
    """An own task of the firm, for its one rating; the others of the batch wait meanwhile, they are the same check."""
    row = tasks.of_firm(by).filter(code=code).first()
    if row is None:
        raise Refused(denied("rating.not_found", f"没有检查“{code}”，或不是您单位的", "", "请从我的事项打开"))
    return _locked(row)


def locked_of_code(typed: str) -> Task:
    """The task whose record bears this code: whoever holds the paper needs no account."""
    found = codes.rated(typed)
    if found is None:
        why = "评价码不对：没有一份检查记录印着这个码"
        raise Refused(denied("rating.code", why, rating.CLAUSE, "请对照检查记录上的评价码再输一次"))
    row = tasks.checked().filter(pk=found).first()
    if row is None:
        raise Refused(_no_check())
    return _locked(row)


def _locked(row: Task) -> Task:
    same = tasks.checked().filter(batch=row.batch_id, subject=row.subject_id).order_by("pk")
    held = {one.pk: one for one in same.select_for_update(of=("self",))}
    if row.pk not in held:  # sent back while this one waited for the row
        raise Refused(_no_check())
    return held[row.pk]


def _no_check() -> Decision:
    why = "这次检查已经撤销，或者退回重新检查，还没有结果"
    return denied("rating.no_check", why, rating.CLAUSE, "检查有了结果再来评价")


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
