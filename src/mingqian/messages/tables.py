"""Columns of what leaves the house. What a message said of a firm is not the keeper's to read."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.messages.enums import Channel, DeliveryState
from mingqian.messages.models import Delivery
from mingqian.ui.tables import Column

_KINDS = {"waiting": "info", "sending": "info", "sent": "ok", "dead": "bad"}


def _state(row: Delivery) -> SafeString:
    label = DeliveryState(row.state).label
    return format_html('<span class="tag {}">{}</span>', _KINDS[row.state], label)


def _again(row: Delivery) -> SafeString:
    if row.state != DeliveryState.DEAD:
        return SafeString("")
    return format_html('<a href="{}">再发</a>', reverse("messages:retry", args=[row.pk]))


DELIVERIES = (
    Column("person", "收件人", cell=lambda row: row.message.person.name),
    Column("channel", "途径", cell=lambda row: Channel(row.channel).label),
    Column("state", "状态", cell=_state, text=lambda row: DeliveryState(row.state).label),
    Column("attempts", "已试", cell=lambda row: f"{row.attempts} 次"),
    Column("next_at", "下次或最近一次", sort="next_at"),
    Column("error", "对方答复", wide=True),
    Column("again", "办理", cell=_again, text=lambda row: ""),
)
