"""Parsing for the page of periods."""

from django import forms
from django.db.models import QuerySet

from mingqian.clocks.models import Clock
from mingqian.clocks.selectors import due
from mingqian.ui.forms import DateField, Filter, Form

WHEN = (
    ("", "全部在计时的"),
    ("week", "本周到期"),
    ("late", "已超期"),
    ("mine", "我负责的"),
    ("done", "已办结"),
)


class ClockFilter(Filter):
    """Which periods; the day is set by the view, nothing here reads a clock."""

    when = forms.ChoiceField(label="到期", choices=WHEN)
    q = forms.CharField(label="事由", max_length=60)

    def narrow(self, rows: QuerySet[Clock]) -> QuerySet[Clock]:  # type: ignore[override]
        """By words; ``when`` has chosen the rows already."""
        words = self.given("q")
        return due.about(rows, words) if words else rows


class PauseForm(Form):
    """扣除 on a lawful ground."""

    since = DateField(label="自哪一天起暂停", help_text="当日仍计入，次日起不计")
    reason = forms.CharField(label="事由", max_length=200, help_text="如：委托鉴定、补充材料")
    clause = forms.CharField(label="依据", max_length=200, help_text="写明法律、法规或规章的条款")


class ResumeForm(Form):
    """恢复计算."""

    until = DateField(label="暂停至哪一天", help_text="当日不计，次日起继续计算")
