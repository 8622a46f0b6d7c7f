"""Lists: columns as data, filters in the URL, fifty rows a page, export of exactly what is seen."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.core.decision import Refused, denied
from mingqian.ui import export, pages
from mingqian.ui.forms import Filter
from mingqian.ui.words import escaped, said

if TYPE_CHECKING:
    _Paginator = Paginator[Any]
else:  # Django's class takes no type arguments at run time
    _Paginator = Paginator

ROWS = 50
_MARKUP = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``cell`` is what the page shows, ``text`` what an export carries, ``sort`` the field it sorts by.

    ``apart`` has its own column in the export only: the page says it in small print within another one.
    On a phone, where a row is a card, ``short`` words stand beside each other as numbers do.
    """

    key: str
    label: str
    cell: Callable[[Any], object] | None = None
    text: Callable[[Any], object] | None = None
    numeric: bool = False
    sort: str = ""
    wide: bool = False
    apart: bool = False
    short: bool = False

    @property
    def css(self) -> str:
        """The class of its cells."""
        return "num" if self.numeric else "short" if self.short else ""

    def shown(self, row: object) -> SafeString | str:
        """Escaped, unless the cell is markup of our own making."""
        value = self._value(row)
        text = escaped(said(value))
        # A date, a code or a short word broken over two lines is read wrongly.
        if isinstance(value, date) or (not isinstance(value, SafeString) and len(text) <= _unbroken(text)):
            return SafeString(f'<span class="nowrap">{text}</span>')
        return text

    def told(self, row: object) -> object:
        """For the export: numbers stay numbers, markup goes."""
        if self.text is not None:
            return self.text(row)
        value = self._value(row)
        if isinstance(value, SafeString):
            return _MARKUP.sub("", value)
        return value if isinstance(value, int) and not isinstance(value, bool) else said(value)

    def _value(self, row: object) -> object:
        if self.cell is not None:
            return self.cell(row)
        if isinstance(row, dict):
            return row.get(self.key)
        value = getattr(row, self.key)
        return value() if callable(value) else value


def _unbroken(text: str) -> int:
    """How long a cell may be and still stay on one line, in characters."""
    return 20 if text.isascii() else 7


def _lines(columns: Sequence[Column], rows: Iterable[Any]) -> list[SafeString]:
    """The rows as markup. Joined here: a template takes thirty times as long over three hundred cells."""
    heads = [
        format_html('<td data-label="{}"{}>', one.label, SafeString(f' class="{one.css}"') if one.css else "")
        for one in columns
    ]
    placed = list(zip(heads, columns, strict=True))
    return [
        SafeString(f"<tr>{''.join(f'{head}{column.shown(row)}</td>' for head, column in placed)}</tr>")
        for row in rows
    ]


def _head(told: Mapping[str, Any]) -> str:
    column, order = told["column"], told["order"]
    css = ("num" if column.numeric else "") + (" wide-cell" if column.wide else "")
    sorted_now = f' aria-sort="{order}"' if order else ""
    label = escape(column.label)
    if told["url"]:
        label = f'<a href="{escape(told["url"])}">{label}{_ARROWS[order]}</a>'
    return f'<th scope="col" class="{css}"{sorted_now}>{label}</th>'


_ARROWS = {"": "", "ascending": " ▲", "descending": " ▼"}


@dataclass
class Table:
    """Columns and rows that fit on one page."""

    columns: Sequence[Column]
    rows: Iterable[Any]
    caption: str = ""
    empty: str = "没有内容"

    @cached_property
    def lines(self) -> list[SafeString]:
        """The rows, escaped."""
        return _lines(self.columns, self.rows)


def plain(
    columns: Sequence[Column], rows: Iterable[Any], *, caption: str = "", empty: str = "没有内容"
) -> Table:
    """A small table without pages or filters."""
    return Table(columns, rows, caption, empty)


@dataclass
class Listing:
    """A list as its URL describes it: this filter, this order, this page."""

    request: Any
    rows: Any
    columns: Sequence[Column]
    name: str
    filters: Filter | None = None
    total: int | None = None
    size: int = ROWS
    export: HttpResponse | None = field(default=None)

    @cached_property
    def page(self) -> "Page[Any]":
        """The page asked for; beyond the last one, the last one."""
        pager = _Pager(self.rows, self.size, self.total)
        return pager.get_page(self.request.GET.get("page"))

    @property
    def body(self) -> SafeString:
        """The rows of this page, escaped, a line each."""
        lines = _lines([one for one in self.columns if not one.apart], self.page)
        return SafeString("".join(f"{line}\n" for line in lines))

    @property
    def head(self) -> SafeString:
        """The heads of its columns."""
        return SafeString("".join(map(_head, self.heads)))

    @property
    def heads(self) -> list[dict[str, object]]:
        """Column heads with the link that sorts by them, and how they are sorted now."""
        now = self.request.GET.get("sort", "")
        return [
            {
                "column": column,
                "url": self.url(sort=column.key if now != column.key else f"-{column.key}")
                if column.sort
                else "",
                "order": "ascending"
                if now == column.key
                else "descending"
                if now == f"-{column.key}"
                else "",
            }
            for column in self.columns
            if not column.apart
        ]

    def url(self, **change: object) -> str:
        """This list's URL with something changed; a changed filter or order starts at page one."""
        query = {
            key: value for key, value in self.request.GET.items() if key not in ("page", "export") and value
        }
        query.update({key: str(value) for key, value in change.items()})
        return f"{self.request.path}?{urlencode(query)}" if query else self.request.path

    @cached_property
    def links(self) -> dict[str, str]:
        """Where the pager and the export lead."""
        found = {"csv": self.url(export="csv"), "xlsx": self.url(export="xlsx"), "clear": self.request.path}
        if self.page.has_previous():
            found["previous"] = self.url(page=self.page.previous_page_number())
        if self.page.has_next():
            found["next"] = self.url(page=self.page.next_page_number())
            found["last"] = self.url(page=self.page.paginator.num_pages)
        return found

    @property
    def words(self) -> list[str]:
        """The filters that are set."""
        return self.filters.words() if self.filters is not None else []


class _Pager(_Paginator):
    def __init__(self, rows: Any, size: int, total: int | None) -> None:  # noqa: ANN401
        super().__init__(rows, size)
        self._total = total

    @cached_property
    def count(self) -> int:
        return super().count if self._total is None else self._total


def listing(
    request: Any,  # noqa: ANN401
    *,
    rows: Any,  # noqa: ANN401 — a QuerySet or a Sequence
    columns: Sequence[Column],
    name: str,
    filters: type[Filter] | Filter | None = None,
    total: int | None = None,
    size: int = ROWS,
) -> Listing:
    """Build the list; where the URL asks for an export, ``.export`` is the finished answer.

    ``size`` is smaller where a row is many lines on a phone.
    """
    form = filters(request.GET) if isinstance(filters, type) else filters
    if form is not None:
        rows = form.narrow(rows)
    rows = _sorted(rows, columns, request.GET.get("sort", ""))
    # A known total is the total of everything: with a filter set it has to be counted.
    known = total if form is None or not form.words() else None
    made = Listing(request, rows, columns, name, form, known, size)
    if request.GET.get("export"):
        made.export = _exported(made, request.GET["export"])
    return made


def numbered(rows: "QuerySet[Any]", page: int, *, last: int, total: int | None = None) -> dict[str, Any]:
    """A list as a program gets it: this page of fifty, beyond ``last`` the last, and how many there are in all."""
    page = min(max(page, 1), last)
    found = list(rows[(page - 1) * ROWS : page * ROWS])
    return {"total": rows.count() if total is None else total, "page": page, "rows": found}


def _sorted(rows: Any, columns: Sequence[Column], wanted: str) -> Any:  # noqa: ANN401
    column = next((one for one in columns if one.sort and one.key == wanted.removeprefix("-")), None)
    if column is None:
        return rows
    backwards = wanted.startswith("-")
    if isinstance(rows, QuerySet):
        # The primary key after it: rows that tie keep one order on every page.
        return rows.order_by(f"{'-' if backwards else ''}{column.sort}", "pk")
    return sorted(rows, key=lambda row: str(column.told(row)), reverse=backwards)


def _exported(made: Listing, kind: str) -> HttpResponse:
    heads = [column.label for column in made.columns]
    name = f"{made.name}-{export.stamp(made.request.now)}.{kind}"
    if kind == "csv":
        return pages.download(name, export.csv_lines(heads, _told(made)), "csv")
    if kind != "xlsx":
        raise Refused(denied("export.kind", f"不能导出为“{kind[:12]}”", "", "请选择 CSV 或 XLSX"))
    if made.page.paginator.count > export.XLSX_ROWS:
        words = f"有 {made.page.paginator.count} 行，超过 XLSX 导出的上限 {export.XLSX_ROWS} 行"
        raise Refused(denied("export.too_long", words, "", "请缩小筛选范围，或导出 CSV"))
    return pages.download(name, export.workbook(heads, _told(made)), "xlsx")


def _told(made: Listing) -> Iterator[list[object]]:
    rows = made.rows.iterator(chunk_size=2000) if isinstance(made.rows, QuerySet) else iter(made.rows)
    for row in rows:
        yield [column.told(row) for column in made.columns]
