"""Parsing for the pages of papers."""

from datetime import date

from django import forms
from django.db.models import Q, QuerySet

from mingqian.core import serving
from mingqian.core.machines import document as states
from mingqian.documents import sheets
from mingqian.documents.enums import Kind, NumberState
from mingqian.documents.models import Document
from mingqian.documents.types import Serving
from mingqian.ui.forms import DateField, Filter, Form, Row, Text


class PaperFilter(Filter):
    """Which papers."""

    kind = forms.ChoiceField(label="文书", choices=[("", "全部"), *Kind.choices()])
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), *states.MACHINE.states.items()])
    since = DateField(label="落款自")
    q = forms.CharField(label="文号、对象、核验码", max_length=60)

    def narrow(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """All of what is set."""
        for key in ("kind", "state"):
            if value := self.given(key):
                rows = rows.filter(**{key: value})
        if since := self.given("since"):
            rows = rows.filter(dated__gte=since)
        if words := self.given("q"):
            rows = rows.filter(Q(number__icontains=words) | Q(about__icontains=words) | Q(code=words.upper()))
        return rows


class OwnFilter(Filter):
    """Which of the firm's papers."""

    year = forms.IntegerField(label="送达年份", min_value=2000, max_value=2100)
    kind = forms.ChoiceField(
        label="文书",
        choices=[("", "全部"), *((one.value, one.label) for one in Kind if sheets.of(one).party)],
    )

    def narrow(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """By the year of service and the kind."""
        for key, column in (("year", "service__served_on__year"), ("kind", "kind")):
            if value := self.given(key):
                rows = rows.filter(**{column: value})
        return rows


class NumberFilter(Filter):
    """Which numbers."""

    kind = forms.ChoiceField(label="文书", choices=[("", "全部"), *Kind.choices()])
    state = forms.ChoiceField(label="状态", choices=[("", "全部"), *NumberState.choices()])
    year = forms.IntegerField(label="年份", min_value=2000, max_value=2100)

    def narrow(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """All of what is set."""
        for key, column in (("kind", "series__kind"), ("state", "state"), ("year", "series__year")):
            if value := self.given(key):
                rows = rows.filter(**{column: value})
        return rows


class StampForm(Form):
    """登记用印."""

    on = DateField(label="用印日期")


class ServeForm(Form):
    """登记送达; what a way does not need stays empty."""

    way = forms.ChoiceField(label="送达方式", choices=[(key, one.label) for key, one in serving.WAYS.items()])
    receiver = forms.CharField(label="受送达人", max_length=120)
    place = forms.CharField(label="送达地点", max_length=200)
    servers = forms.CharField(label="送达人", max_length=120, help_text="两人以上的都写上")
    sent_on = DateField(label="交付、发出日期", help_text="公告送达的，填发出公告的日期")
    received_on = DateField(label="签收、回执日期", required=False, help_text="与交付同日的可不填；邮寄必填")
    signed_by = forms.CharField(
        label="收件人（代收人）及身份", max_length=120, required=False, help_text="直接、委托送达必填"
    )
    reason = Text(label="留置、委托、公告的事由", max_length=500, rows=2, required=False)
    witness = forms.CharField(
        label="见证人或拍照录像的说明", max_length=120, required=False, help_text="留置送达必填"
    )
    consent = forms.CharField(
        label="同意电子送达的记录", max_length=200, required=False, help_text="电子送达必填：地址确认书编号"
    )
    receipt = forms.CharField(
        label="凭证", max_length=200, required=False, help_text="邮寄：邮件号；公告：公告的载体"
    )
    notice_days = forms.IntegerField(
        label="公告期（日）", min_value=serving.NOTICE_DAYS, max_value=365, initial=serving.NOTICE_DAYS,
        help_text="民事诉讼法为30日；本地规定更长的按规定填",
    )  # fmt: skip

    def said(self) -> Serving:
        """As the service takes it."""
        return Serving(**self.values())


class ReasonForm(Form):
    """作废: why."""

    reason = Text(label="作废理由", max_length=200, rows=2)


class WordForm(Form):
    """机关代字."""

    kind = forms.ChoiceField(label="文书", choices=Kind.choices())
    text = forms.CharField(label="机关代字", max_length=20, help_text="如“鹭湾人社检通”，不含括号和数字")


class TemplateForm(Form):
    """The bureau's own template."""

    kind = forms.ChoiceField(label="文书", choices=Kind.choices())
    file = forms.FileField(label="模板（.docx）", max_length=120)


def serve_initial(row: Document, servers: str, today: date) -> dict[str, object]:
    """What is known already, so that nobody types it twice."""
    return {
        "receiver": row.about,
        "place": row.fields.get("address", ""),
        "servers": servers,
        "sent_on": today,
    }
