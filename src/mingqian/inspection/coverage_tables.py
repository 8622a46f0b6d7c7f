"""The lists behind the figures of 抽查覆盖."""

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.inspection import economy_tables
from mingqian.inspection.selectors.coverage import Covered, Looked
from mingqian.ui.tables import Column

BEHIND = (
    ("items", "查过的事项"), ("missed", "没有查过的事项"), ("points", "查过的检查内容"), ("unseen", "没有查过的检查内容"),
    ("tasks", "查过这一项的检查"), ("hits", "查出不符合的检查"),
)  # fmt: skip


class Period(economy_tables.Period):
    """From which day to which, and which list; of the checks of one content, which content."""

    rows = forms.ChoiceField(choices=BEHIND, widget=forms.HiddenInput)
    item = forms.CharField(max_length=32, widget=forms.HiddenInput)
    number = forms.IntegerField(min_value=1, max_value=1000, widget=forms.HiddenInput)


def tables(where: str) -> dict[str, tuple[Column, ...]]:
    """Columns of each list; ``where`` is the period, for the links that open the checks of one content."""
    items = (
        Column("name", "事项", wide=True),
        Column("code", "编码"),
        Column("checks", "办结的随机检查", cell=_tasks, text=lambda one: str(one.checks), numeric=True),
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


def _tasks(one: Covered) -> SafeString | str:
    return format_html('<a href="/desk/tasks/?item={}">{}</a>', one.code, one.checks) if one.checks else "0"


def _counted(name: str, label: str, rows: str, where: str) -> Column:
    def cell(one: Looked) -> SafeString | str:
        number = len(getattr(one, name))
        if not number:
            return "0"
        link = f"?rows={rows}&item={one.item}&number={one.number}&{where}"
        return format_html('<a href="{}">{}</a>', link, number)

    return Column(name, label, cell=cell, text=lambda one: str(len(getattr(one, name))), numeric=True)
