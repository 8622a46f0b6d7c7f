"""Columns and filters of the journal."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from django import forms as fields
from django.db.models import Model, QuerySet
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone

from mingqian.audit.enums import EVENTS
from mingqian.audit.models import Checkpoint, Entry
from mingqian.audit.services import written
from mingqian.ui import forms, links
from mingqian.ui.tables import Column

Row = TypeVar("Row", bound=Model)


def who(entry: Entry) -> str:
    return f"{entry.actor_name}（{entry.actor}）"


def _number(entry: Entry) -> SafeString:
    return format_html('<a href="{}">{}</a>', links.to("audit:entry", entry.seq), entry.seq)


def _hash(name: str) -> Callable[[Any], SafeString]:
    """All of it: eight characters bind nothing (sxsj1 §4)."""
    return lambda row: format_html('<code class="mono wide">{}</code>', getattr(row, name))


COLUMNS = (
    Column("seq", "序号", cell=_number, text=lambda entry: entry.seq, numeric=True),
    Column("moment", "时间"),
    Column("kind", "事件", cell=lambda entry: entry.label),
    Column("actor", "谁", cell=who),
    Column("actor_unit", "单位"),
    Column("thing", "对象"),
)


def _cosigners(checkpoint: Checkpoint) -> str:
    return "、".join(one.by.unit for one in checkpoint.cosignatures.all()) or "无"


def _stamps(checkpoint: Checkpoint) -> str:
    return "、".join(one.authority for one in checkpoint.stamps.all()) or "无"


CHECKPOINTS = (
    Column("made_at", "签发时间"),
    Column("origin", "日志", wide=True),
    Column("size", "条数", numeric=True),
    Column("root", "树根", cell=_hash("root"), wide=True),
    Column("cosigners", "联署", cell=_cosigners),
    Column("stamps", "时间戳", cell=_stamps),
)
KEYS = (
    Column("name", "名称"),
    Column("holder", "持有人", cell=lambda key: key.get_holder_display()),
    Column("unit", "单位"),
    Column("key", "公钥", cell=_hash("key"), wide=True),
    Column("state", "状态", cell=lambda key: key.get_state_display()),
    Column("since", "登记时间"),
)
SEEN = (
    Column("at", "时间"),
    Column("origin", "日志"),
    Column("size", "条数", numeric=True),
    Column("root", "树根", cell=_hash("root"), wide=True),
    Column("verdict", "结论", cell=lambda seen: seen.get_verdict_display()),
)


def _kinds() -> list[tuple[str, str]]:
    # Asked for, not handed over: every form copies the choices it was handed, three hundred of them.
    return [("", "全部"), *((event.kind, event.label) for event in EVENTS.values())]


class EventSelect(fields.Select):
    """The events there are: every page of the journal offers all of them, so their markup is made once."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ANN401
        shown = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(shown), _events(value or ""))


@lru_cache(maxsize=64)
def _events(chosen: str) -> SafeString:
    line = '<option value="{}"{}>{}</option>'
    return format_html_join(
        "",
        line,
        ((code, mark_safe(" selected") if code == chosen else "", words) for code, words in _kinds()),
    )


class CheckpointFilter(forms.Filter):
    """By log."""

    origin = fields.CharField(label="日志", max_length=200)

    def narrow(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        origin = self.given("origin")
        return rows.filter(origin=origin) if origin else rows


class JournalFilter(forms.Filter):
    """By event, person, thing and days."""

    kind = fields.ChoiceField(label="事件", choices=_kinds, widget=EventSelect)
    actor = fields.CharField(label="工号", max_length=32)
    thing = fields.CharField(label="对象", max_length=200)
    since = forms.DateField(label="自")
    until = forms.DateField(label="至")

    def narrow(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        for name in ("kind", "actor", "thing"):
            if value := self.given(name):
                rows = rows.filter(**{name: value})
        if since := self.given("since"):
            rows = rows.filter(at__gte=_midnight(since))
        if until := self.given("until"):
            rows = rows.filter(at__lt=_midnight(until + timedelta(days=1)))
        return rows


def _midnight(day: date) -> str:
    """As the column is written, so that text is compared with text."""
    return written(datetime(day.year, day.month, day.day, tzinfo=get_current_timezone()))
