"""Batches and their figures."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from mingqian.accounts.types import Actor
from mingqian.clocks import selectors as clocks
from mingqian.core.decision import Decision, Refused, denied
from mingqian.draw import selectors as draws
from mingqian.inspection import outcomes
from mingqian.inspection.models import Batch, Rectification, Task, TeamSeat
from mingqian.inspection.selectors import results, tasks
from mingqian.inspection.types import Tally
from mingqian.ui.types import Deadline

RESULT_STANDS = ("signed", "published", "completed")
"""A draw whose result no witness has signed makes no tasks."""


def visible(by: Actor) -> QuerySet[Batch]:
    """Batches of plans in scope, batches of an own item, batches of an own team."""
    condition = tasks.scope(by, "unit__path") | Q(
        Exists(Task.objects.filter(tasks.scope(by, "unit__path"), batch=OuterRef("pk")))
    )
    if by.person_id is not None:
        seat = TeamSeat.objects.filter(batch=OuterRef("pk"), inspector__person_id=by.person_id)
        condition |= Q(Exists(seat))
    return Batch.objects.filter(condition).select_related("unit", "plan")


def one(by: Actor, code: str) -> Batch | None:
    """One batch, or none for who may not see it."""
    return visible(by).filter(code=code).select_related("report").first()


def locked(by: Actor, code: str) -> Batch:
    """The row for a write."""
    return _found(visible(by).select_for_update(of=("self",)).filter(code=code).first(), code)


def get(by: Actor, code: str) -> Batch:
    """One batch, refused to who may not see it."""
    return _found(one(by, code), code)


def void_of(batch: Batch) -> draws.voids.Void | None:
    """Whether the draw behind a batch was declared void afterwards."""
    return draws.voids.of_code(batch.code) if batch.draw_id and batch.code in draws.voids.codes() else None


def fallen(batches: Iterable[Batch]) -> Iterator[Decision]:
    """涪陵 四(三): 检查任务只能由平台抽取产生. What has not begun does not begin once its draw is void."""
    gone = draws.voids.codes()
    for code in dict.fromkeys(one.code for one in batches if one.draw_id and one.code in gone):
        yield denied(
            "inspection.draw_void",
            f"检查所依据的抽取“{code}”已被作废，还没有检查的不再检查",
            "涪陵指引 四(三)；抽取协议 sxsj1 §8",
            "确需检查的，按重抽的结果或者另行批准的方案下达；已经检查的，按作废决定逐户处理",
        )


def all_fallen(batches: Iterable[Batch]) -> list[Decision]:
    """The same of one walk: it is not made where every draw behind it is void."""
    each = [list(fallen([one])) for one in batches]
    return [one for found in each for one in found] if all(each) else []


def _found(row: Batch | None, code: str) -> Batch:
    if row is None:
        raise Refused(
            denied(
                "inspection.batch.not_found", f"没有找到检查批次“{code}”，或不在您的范围内", "", "请核对编号"
            )
        )
    return row


def not_opened(by: Actor) -> QuerySet[draws.draws.Row]:
    """Signed official draws in scope that no batch was opened for yet."""
    found = draws.draws.visible(by).filter(
        state__in=RESULT_STANDS, log__nature="official", plan__isnull=False
    )
    return found.exclude(code__in=Batch.objects.values("code"))


def tally(batch: Batch) -> Tally:
    """The figures of a batch; publication (完成) and completion (完结) are counted apart."""
    rows = Task.objects.filter(batch=batch).exclude(state="cancelled")
    counted = rows.values("outcome", "state", "withheld_code").annotate(n=Count("pk")).order_by()
    by_outcome, by_state = Counter[str](), Counter[str]()
    for row in counted:
        by_outcome[row["outcome"]] += row["n"]
        by_state[_state(row["state"], row["withheld_code"])] += row["n"]
    problems = sum(n for code, n in by_outcome.items() if code and outcomes.of(code).problem)
    orders = (
        Rectification.objects.filter(task__batch=batch).values("state").annotate(n=Count("pk")).order_by()
    )
    return Tally(
        total=sum(by_outcome.values()),
        by_outcome=dict(by_outcome),
        problems=problems,
        by_state=dict(by_state),
        orders={row["state"]: row["n"] for row in orders},
    )


def _state(state: str, withheld: str) -> str:
    if state != "closed":
        return state
    return "closed_withheld" if withheld else "closed_published"


def publication_days(batch: Batch, *, today: date) -> list[tuple[str, Deadline]]:
    """(item, chip) of every item whose publication period was started."""
    rows = Task.objects.filter(batch=batch).select_related("item__item", "batch").order_by("item__number")
    names = {results.publication_of(task): task.item_name for task in rows}
    found = clocks.due.of(list(names), today=today)
    return [(names[name], deadline) for name in names for deadline in found.get(name, [])[:1]]
