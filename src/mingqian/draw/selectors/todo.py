"""What a draw wants of this person today."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localdate

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.draw.enums import Answer
from mingqian.draw.models import Change, Draw
from mingqian.draw.selectors import desk, draws, sourcing
from mingqian.ui import words
from mingqian.ui.asking import Asking
from mingqian.ui.types import Deadline, Todo

CONCERNED = (
    Role.DRAW_OPERATOR,
    Role.DISCIPLINE_WITNESS,
    Role.BUREAU_LEADER,
    Role.LEGAL_OFFICE,
    Role.SUPERVISION_AUTHORITY,
)
LIMIT = 20


def under_way(by: Actor) -> Asking[list[Draw]]:
    """Every draw still under way that may want something of this person, with all that ``mine`` looks at."""
    if not by.has(*CONCERNED):
        return []
    asked = Exists(
        Change.objects.filter(draw=OuterRef("pk"), answer=Answer.WAITING)
    )  # a court's void of what is done
    found = (
        draws.visible(by).exclude(Q(state="completed") & ~asked).exclude(state="abandoned").order_by("code")
    )
    rows = found.defer("seal_doc", "result_doc")[:LIMIT]  # long, kept with the list, and never looked at
    yield (rows,)
    yield from desk.loading(rows)
    return list(rows)


def mine(by: Actor, rows: list[Draw], *, now: datetime) -> list[Todo]:
    """The main act of each of them, where it is this person's; by the minute, and without asking the database."""
    found = [_todo(by, row, now) for row in rows]
    return [one for one in found if one is not None]


def running(by: Actor) -> QuerySet[Draw]:
    """The draw of this bureau that is furthest on its way, if one is, for the first page's aside."""
    found = draws.visible(by).filter(log__nature="official")
    return found.exclude(state__in=("completed", "abandoned", "voided")).order_by("-prepared_at")[:1]


def _todo(by: Actor, row: Draw, now: datetime) -> Todo | None:
    act = next((one for one in desk.loaded_acts(by, row, now=now) if one.main), None)
    if act is None:
        return None
    return Todo(
        "抽取",
        f"{row.title}：{act.label}",
        act.why,
        reverse(act.name, args=act.args),
        act.label,
        _deadline(row, now),
    )


def _deadline(row: Draw, now: datetime) -> Deadline | None:
    step = {"valued": "reveal", "announced": "public", "sealed": "public", "signed": "publish"}.get(row.state)
    due = parse_datetime(sourcing.deadlines(row)[step]) if step else None
    if due is None:
        return None
    state = "late" if due < now else "soon" if (due - now).days < 3 else "far"
    why = ("抽取公告写明的期限，公告后不能更改",)
    return Deadline(localdate(due), f"{words.moment(due)} 前", state, why, "sxsj1 §3")  # type: ignore[arg-type]
