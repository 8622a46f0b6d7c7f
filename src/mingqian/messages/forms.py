"""Parsing of a person's wishes, and the filter of what leaves the house."""

from django import forms
from django.db.models import QuerySet

from mingqian.messages.enums import DeliveryState
from mingqian.messages.models import Delivery
from mingqian.ui.forms import Filter, Form


class Wishes(Form):
    """Where to be reminded beside the desk."""

    email = forms.EmailField(label="邮箱", max_length=120, required=False, help_text="只能填本单位的邮箱")
    by_email = forms.BooleanField(label="用邮件提醒我", required=False)
    by_webhook = forms.BooleanField(label="用推送接口（如政务即时通讯）提醒我", required=False)


class DeliveryFilter(Filter):
    """By state."""

    state = forms.ChoiceField(label="状态", choices=[("", "全部"), *DeliveryState.choices()])

    def narrow(self, rows: QuerySet[Delivery]) -> QuerySet[Delivery]:  # type: ignore[override]
        """One state, or all."""
        state = self.given("state")
        return rows.filter(state=state) if state else rows
