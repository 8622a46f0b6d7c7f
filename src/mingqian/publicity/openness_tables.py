"""The figures of openness as pages show them: what each is called, where it leads, the columns of its rows.

A tombstone stands in a row with what it shows by itself: the title, the day it went out, when and why it was taken down.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.publicity import shown
from mingqian.publicity.enums import NoticeKind, NoticeState, WithdrawGround
from mingqian.publicity.models import KeepBack, Notice
from mingqian.publicity.selectors import openness
from mingqian.publicity.selectors.openness import Openness, Withheld
from mingqian.ui.tables import Column
from mingqian.ui.words import day

TIMELY = {"in-time": "按期公示", "late": "超期公示", "corrected": "更正"}
DESK = {**TIMELY, "overdue": "在办超期", "withdrawn": "撤下", "kept-back": "整件不公开"}

_KINDS = {one.value: one for one in NoticeKind}
_GROUNDS = {one.value: one for one in WithdrawGround}


class Told(NamedTuple):
    """A figure; ``url`` is empty where its rows are not public."""

    label: str
    number: int
    url: str


class Behind(NamedTuple):
    """The rows of a figure."""

    label: str
    rows: "QuerySet[Any] | Sequence[Any]"
    columns: Sequence[Column]
    total: int | None = None  # where the rows are no count of ones


def told(figures: Openness) -> dict[str, list[Told]]:
    """Group by group, each with the page of its rows."""
    timely = zip(TIMELY, (figures.in_time, figures.late, figures.corrected), strict=True)
    return {
        "kinds": [Told(one.label, number, _url(f"kind-{one}")) for one, number in figures.by_kind.items()],
        "timely": [Told(TIMELY[key], number, _url(key)) for key, number in timely],
        "withdrawn": [Told(one.label, n, _url(f"withdrawn-{one}")) for one, n in figures.withdrawn.items()],
        "kept_back": [Told(one.label, number, "") for one, number in figures.kept_back.items()],
        "withheld": [Told(one, n, _url(f"withheld-{_key(one)}")) for one, n in figures.withheld.items()],
    }


def behind(key: str, year: int) -> Behind | None:
    """What anybody finds behind a figure; None for what is none."""
    group, _, one = key.partition("-")
    of = openness.anybody()
    if key in TIMELY:
        rows = {"in-time": openness.in_time, "late": openness.late, "corrected": openness.corrected}[key]
        columns = OLD if key == "corrected" else DATED
        return Behind(TIMELY[key], openness.as_it_stands(rows(of, year)), columns)
    if group == "kind" and (kind := _KINDS.get(one)):
        return Behind(kind.label, openness.published(of, year).filter(kind=kind), NEWEST)
    if group == "withdrawn" and (ground := _GROUNDS.get(one)):
        gone = openness.withdrawn(of, year).filter(withdrawal__ground=ground)
        return Behind(f"撤下：{ground.label}", gone, GONE)
    left = [
        found for found in openness.withheld(of, year) if group == "withheld" and _key(found.reason) == one
    ]
    if not left:
        return None
    return Behind(f"不公开的项目：{left[0].reason}", left, LEFT_OUT, sum(found.number for found in left))


def _url(key: str) -> str:
    return reverse("publicity:behind", args=[key])


def _key(reason: str) -> str:
    """A reason is a sentence; an address takes a word for it."""
    return sha256(reason.encode()).hexdigest()[:8]


def _is_gone(row: Any) -> bool:  # noqa: ANN401 — a notice as it stands
    return bool(row.now_state == NoticeState.WITHDRAWN)


def _as_it_stands(row: Any) -> SafeString:  # noqa: ANN401
    """The title anybody reads now: that of an old wording may be what was wrong with it."""
    return shown.title_link(row, row.now_title)


def _went_out(row: Any) -> str:  # noqa: ANN401
    return day(row.now_on if _is_gone(row) else row.released_at)


def _wording(row: Any) -> SafeString | str:  # noqa: ANN401
    if _is_gone(row):
        return "随公示撤下"
    url = reverse("publicity:version", args=[row.code, row.version])
    return format_html('<a href="{}">第 {} 版</a>', url, row.version)


def _stands(row: Any) -> SafeString:  # noqa: ANN401
    return shown.state_tag(Notice(version=1, state=row.now_state))


_TITLE = Column("title", "标题", cell=_as_it_stands, text=lambda row: row.now_title, wide=True)
_UNIT = Column("unit", "公示单位", cell=lambda row: row.unit.name)
_ON = Column("released_at", "公示日期", cell=_went_out)
_NOW = Column("state", "现在", cell=_stands)
DATED = (
    _TITLE, _UNIT, _ON,
    Column("due_on", "期限", cell=lambda row: "—" if _is_gone(row) else day(row.due_on)),
    _NOW,
)  # fmt: skip
OLD = (
    _TITLE, _UNIT, _ON,
    Column("version", "更正前", cell=_wording),
    Column("why", "更正说明", cell=lambda row: "—" if _is_gone(row) else row.why, wide=True),
    _NOW,
)  # fmt: skip
NEWEST = (
    Column("title", "标题", cell=shown.title_link, text=lambda row: row.title, wide=True),
    _UNIT,
    Column("released_at", "公示日期", cell=lambda row: day(row.released_at)),
    Column("state", "状态", cell=shown.state_tag),
)
GONE = (
    *NEWEST[:3],
    Column("at", "撤下日期", cell=lambda row: day(row.withdrawal.at)),
    Column("reason", "说明", cell=lambda row: row.withdrawal.reason, wide=True),
)


def _left(row: Withheld) -> SafeString:
    return shown.title_link(row.notice)


LEFT_OUT = (
    Column("title", "标题", cell=_left, text=lambda row: row.notice.title, wide=True),
    Column("unit", "公示单位", cell=lambda row: row.notice.unit.name),
    Column("released_at", "公示日期", cell=lambda row: day(row.notice.released_at)),
    Column("number", "项", numeric=True),
)


def _desk_link(row: Notice) -> SafeString:
    url = reverse("publicity:notice", args=[row.code])
    return format_html(
        '<a class="t" href="{}">{}</a><small>{} 第 {} 版</small>', url, row.title, row.code, row.version
    )


def _kept(row: KeepBack) -> SafeString:
    return _desk_link(row.notice)


_DESK = (
    Column("title", "公示", cell=_desk_link, text=lambda row: row.title, wide=True),
    Column("kind", "类别", cell=lambda row: NoticeKind(row.kind).label),
    _UNIT,
    Column("released_at", "公示日期", cell=lambda row: day(row.released_at), sort="released_at"),
)
_DUE = Column("due_on", "期限", cell=lambda row: day(row.due_on), sort="due_on")
_WHY = Column("why", "更正说明", cell=lambda row: row.why or "", wide=True)
KEPT_BACK = (
    Column("title", "公示", cell=_kept, text=lambda row: row.notice.title, wide=True),
    Column("ground", "理由", cell=lambda row: row.get_ground_display()),
    Column("reason", "说明", wide=True),
    Column("decided_at", "批准日期", cell=lambda row: day(row.decided_at), sort="decided_at"),
    Column("by", "批准人", cell=lambda row: row.decided_by.name),
    Column("review_on", "复核日期", cell=lambda row: day(row.review_on), sort="review_on"),
)
DESK_COLUMNS = {
    "in-time": (*_DESK, _DUE), "late": (*_DESK, _DUE), "corrected": (*_DESK, _WHY), "overdue": (*_DESK[:3], _DUE),
    "withdrawn": (*_DESK, *GONE[3:]), "kept-back": KEPT_BACK,
}  # fmt: skip
