"""Draws by code: what an officer may see, and the locked row for a write."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, denied
from mingqian.draw import policies
from mingqian.draw.models import Draw, LogEvent
from mingqian.planning.selectors import rows as planned
from mingqian.ui import prepared
from mingqian.ui.remember import for_this_page

Row = Draw
"""The name by which other rooms speak of a draw they got from here."""


def visible(by: Actor) -> QuerySet[Draw]:
    """Draws of plans and reviews in this person's data scope."""
    return _within(by.scope_paths)


def _within(paths: tuple[str, ...]) -> QuerySet[Draw]:
    mine = accounts.within(paths, "plan__unit__path") | accounts.within(paths, "review__unit__path")
    return Draw.objects.filter(mine).select_related("plan__unit", "review__unit", "log")


@prepared.question
def _by_code(paths: tuple[str, ...], code: str) -> QuerySet[Draw]:
    return _within(paths).filter(code=code).order_by("pk")


@prepared.question
def _for_a_write(paths: tuple[str, ...], code: str) -> QuerySet[Draw]:
    return _within(paths).select_for_update(of=("self",)).filter(code=code).order_by("pk")


@for_this_page
def get(by: Actor, code: str) -> Draw:
    """One draw; out of scope is as good as not there."""
    found = _by_code(by.scope_paths, code).first()
    if found is None:
        raise Refused(_missing(by, code))
    return found


def for_item(by: Actor, code: str, item: str) -> Draw:
    """The same for whose item is drawn: once there is a result, its section reads what was drawn for it (XM-58)."""
    try:
        return get(by, code)
    except Refused:
        found = of_own_items(by).filter(code=code, plan__items__item__code=item).first()
        if found is None:
            raise
        return found


def of_own_items(by: Actor) -> QuerySet[Draw]:
    """Draws with a result, run by another unit, of which an item lies in this person's scope."""
    items = planned.own_items(by)
    own = Draw.objects.exclude(result_doc="").filter(plan__items__in=items)
    return own.exclude(pk__in=visible(by).values("pk")).select_related("plan__unit", "log")


def own_items(by: Actor, most: int = 20) -> list[tuple[str, str, str, str, str]]:
    """Draw, its title and state, the item's code and name: the newest of those drawn elsewhere, for the page of draws."""
    columns = of_own_items(by).order_by("pk").values_list("plan_id", "code", "plan__title", "state")
    draws = {
        plan: (code, title, state) for plan, code, title, state in columns
    }  # of a plan drawn again, the last
    items = planned.own_items(by).filter(plan__in=draws).order_by("-plan_id", "number")[:most]
    return [(*draws[one.plan_id], one.item.code, one.item_version.name) for one in items]


def locked(by: Actor, code: str) -> Draw:
    """The row for a write: two people who press at once do so one after the other."""
    found = _for_a_write(by.scope_paths, code).first()
    if found is None:
        raise Refused(_missing(by, code))
    return found


def _missing(by: Actor, code: str) -> Decision:
    """Whose item is drawn may know of a draw that is announced already, and is told who runs it."""
    known = Draw.objects.filter(accounts.in_scope(by, "plan__items__item__unit__path"), code=code)
    row = known.exclude(plan_hash="").select_related("plan__unit").first()
    if row is not None:
        why = (
            f"抽取“{code}”由{row.unit.name}组织；您的处室承办其中的事项，数据范围不到组织单位，看不到办理过程"
        )
        remedy = f"抽中的名单出结果后见“抽取”页的“本处室承办事项”；办理过程请向{row.unit.name}了解"
        return denied("draw.not_yours", why, policies.UNDISCLOSED, remedy)
    return denied("draw.not_found", f"没有找到抽取“{code}”，或不在您的数据范围内", "", "请核对抽取编号")


def attempts_before(row: Draw) -> Iterator[Draw]:
    """The void attempts this one follows, the latest first."""
    while row.previous is not None:
        row = row.previous
        yield row


DOCUMENTS = ("plan_doc", "result_doc")
"""Long texts that a list of draws does not need."""


def announced(rows: QuerySet[Draw]) -> QuerySet[LogEvent, tuple[int, datetime]]:
    """When each one's plan document entered the public log: (draw, moment)."""
    found = LogEvent.objects.filter(draw__in=rows.order_by().values("pk"), kind="plan")
    return found.values_list("draw_id", "at")


def listing(by: Actor) -> list[Draw]:
    """Draws this person may see, in order of their code."""
    return list(visible(by).order_by("code"))
