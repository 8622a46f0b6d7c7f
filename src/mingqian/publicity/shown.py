"""A notice as its page shows it: cells with dates written out and codes that lead somewhere, files, versions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.forms import CharField
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from mingqian.accounts.types import OpenRequest
from mingqian.publicity import content as contents
from mingqian.publicity.enums import NoticeKind, NoticeState
from mingqian.publicity.models import Notice, NoticeRow
from mingqian.publicity.selectors import notices, public
from mingqian.publicity.types import Content
from mingqian.ui import tables, words
from mingqian.ui.forms import Filter
from mingqian.ui.types import Deadline

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
FIRM_COLUMN = "number"
MOST_PLACES = 500


class RowFilter(Filter):
    """Finds a line by name or code."""

    q = CharField(label="名称或代码", max_length=60)

    def narrow(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """The whole code, or part of the name."""
        wanted = self.given("q")
        return public.narrowed(rows, str(wanted)) if wanted else rows


@lru_cache(maxsize=4096)
def _cells(text: str) -> Mapping[str, Any]:
    return contents.document(text)


def _shown(value: object, key: str) -> SafeString | str:
    text = str(value)
    if _DAY.fullmatch(text):
        return words.day(date.fromisoformat(text))
    if key == FIRM_COLUMN and len(text) == 18:
        url = reverse("publicity:find")
        return format_html('<a class="mono" href="{}?q={}">{}</a>', url, text, text)
    return words.count(value) if isinstance(value, int) else text


def columns(content: Content) -> list[tables.Column]:
    """The notice's own columns for a listing of its rows."""

    def one(key: str, label: str, numeric: bool) -> tables.Column:
        return tables.Column(
            key,
            label,
            cell=lambda row: _shown(_cells(row.cells).get(key, ""), key),
            text=lambda row: _cells(row.cells).get(key, ""),
            numeric=numeric,
        )

    return [one(column.key, column.label, column.numeric) for column in content.columns]


def listing(request: OpenRequest, row: Notice, content: Content, *, live: bool = True) -> tables.Listing:
    """Fifty lines a page with a filter; nothing of a withdrawn notice."""
    rows = public.shown_rows(row, on=localdate(request.now)) if live else _all(row)
    filters = RowFilter if row.row_count > tables.ROWS or request.GET.get("q") else None
    return tables.listing(request, rows=rows, columns=columns(content), name=row.title, filters=filters)


def _all(row: Notice) -> "QuerySet[NoticeRow]":
    return NoticeRow.objects.filter(notice=row).order_by("number")


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the template of a notice needs."""

    row: Notice
    content: Content
    listing: tables.Listing | None
    versions: list[Notice]
    difference: list[contents.Difference]
    newest: bool

    @property
    def facts(self) -> list[tuple[str, SafeString | str]]:
        """The facts with dates written out."""
        return [(label, _shown(value, "")) for label, value in self.content.facts]

    @property
    def gone(self) -> bool:
        return self.row.state == NoticeState.WITHDRAWN


def page(request: OpenRequest, row: Notice, *, newest: bool = True) -> Page:
    """A notice, its other versions and what it says otherwise than the one before."""
    if row.state == NoticeState.WITHDRAWN:
        return Page(row, Content(row.title), None, [row], [], newest)
    content = contents.read(row.head)
    rows = listing(request, row, content) if content.columns and row.row_count else None
    difference = notices.difference(row) if row.previous_id else []
    return Page(row, content, rows, public.versions(row), difference, newest)


def preview(request: Any, row: Notice) -> Page:  # noqa: ANN401  # a desk request
    """The same for the desk, before anything is public."""
    content = contents.read(row.head)
    rows = listing(request, row, content, live=False) if content.columns and row.row_count else None
    return Page(row, content, rows, [], notices.difference(row), newest=True)


def title_link(row: Notice, title: str = "") -> SafeString:
    """The title, or what stands for it, leading to the page of its kind."""
    if row.kind in (NoticeKind.DRAW_NOTICE, NoticeKind.DRAW_RESULT):
        url = reverse("publicity:draw", args=[row.thing.removeprefix("draw:")])
    else:
        url = reverse("publicity:public-notice", args=[row.code])
    return format_html('<a class="t" href="{}">{}</a><small>{}</small>', url, title or row.title, row.code)


def state_tag(row: Notice) -> SafeString:
    """已公示, 已更正, 已撤下; of a draw that was declared void, that."""
    if row.thing.startswith("draw:") and row.state == NoticeState.RELEASED and public.is_void(row):
        return format_html('<span class="tag {}">{}</span>', "bad", "抽取作废")
    kind = {"withdrawn": "bad", "corrected": "warn", "released": "ok"}.get(row.state, "info")
    label = (
        "更正版" if row.version > 1 and row.state == NoticeState.RELEASED else NoticeState(row.state).label
    )
    return format_html('<span class="tag {}">{}</span>', kind, label)


def chip_words(chip: Deadline) -> SafeString:
    """A chip in a list's cell."""
    return format_html('<span class="chip {}">{}</span>', chip.state, chip.words)


def places(row: Notice) -> list[tuple[str, str]]:
    """What a reviewer may block: every fact, every section, every line of the table."""
    content = contents.read(row.head)
    found = [(f"事实/{label}", f"要点：{label}") for label, _ in content.facts]
    found += [(f"段落/{title}", f"段落：{title}") for title, _ in content.sections]
    for number, line in enumerate(notices.lines(row), 1):
        named = line.name or "，".join(str(value) for value in line.cells.values())[:40]
        found.append((f"行/{number}", f"第 {number} 行：{named}（整行去掉）"))
    return found[:MOST_PLACES]


def becomes_public(row: Notice) -> tuple[str, ...]:
    """What the publisher reads before typing the code."""
    content = contents.read(row.head)
    lines = [f"标题：{row.title}", f"{row.row_count} 行内容，任何人可以查看、下载、转载"]
    lines += [f"不予公开：{one.reason} {one.count} 项（只公开数目）" for one in content.withheld]
    lines += (
        [f"文件 {len(content.files)} 个：" + "、".join(one.name for one in content.files)]
        if content.files
        else []
    )
    lines.append(f"内容摘要 {row.digest[:16]}…，发布后不能修改")
    return tuple(lines)
