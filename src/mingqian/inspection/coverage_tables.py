"""The lists behind the figures of 抽查覆盖."""

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.inspection import economy_tables
from mingqian.inspection.selectors.coverage import Covered, Looked
from mingqian.ui.tables import Column

BEHIND = (
    ("items", "查过的事项"), ("missed", "没有查过的事项"), ("points", "查过的检查内容"), ("unseen", "没有查过的检查内容"),
    ("tasks", "查过的检查"), ("hits", "查出不符合的检查"),
)  # fmt: skip


class Period(economy_tables.Period):
    """From which day to which, and which list; of the checks of an item or of one content, which."""

    rows = forms.ChoiceField(label="列出", choices=BEHIND, widget=forms.HiddenInput)
    item = forms.CharField(label="事项", max_length=32, widget=forms.HiddenInput)
    number = forms.IntegerField(label="检查内容序号", min_value=1, max_value=1000, widget=forms.HiddenInput)


def tables(where: str) -> dict[str, tuple[Column, ...]]:
    """Columns of each list; ``where`` is the period, for the links that open the checks of an item or of one content."""

    def checks(one: Covered) -> SafeString | str:
        return _opened(one.checks, "tasks", one.code, where)

    items = (
        Column("name", "事项", wide=True),
        Column("code", "编码"),
        Column("checks", "办结的随机检查", cell=checks, text=lambda one: str(one.checks), numeric=True),
    )
    points = (
        Column("text", "检查内容", wide=True),
        Column("item", "事项"),
        _counted("checks", "查过", "tasks", where),
        _counted("hits", "不符合", "hits", where),
        Column("per_hundred", "每百次不符合", numeric=True),
    )
    rows = economy_tables.TASKS
    return {
        "items": items, "missed": items, "points": points, "unseen": points, "tasks": rows, "hits": rows,
    }  # fmt: skip


def _opened(number: int, rows: str, item: str, where: str) -> SafeString | str:
    """A number that opens what it counts."""
    return format_html('<a href="?rows={}&item={}&{}">{}</a>', rows, item, where, number) if number else "0"


def _counted(name: str, label: str, rows: str, where: str) -> Column:
    def cell(one: Looked) -> SafeString | str:
        return _opened(len(getattr(one, name)), rows, one.item, f"number={one.number}&{where}")

    return Column(name, label, cell=cell, text=lambda one: str(len(getattr(one, name))), numeric=True)
