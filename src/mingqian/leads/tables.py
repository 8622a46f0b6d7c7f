"""Columns of the lists of leads."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from mingqian.core.machines import lead as machine
from mingqian.leads.enums import Channel, LeadKind
from mingqian.leads.models import Lead
from mingqian.ui.tables import Column

KINDS = {
    "received": "warn", "accepted": "info", "checking": "info", "checked": "warn", "sent": "warn",
    "handed_over": "", "rejected": "", "closed": "ok",
}  # fmt: skip


def state(row: Lead) -> SafeString:
    """Where it stands."""
    return format_html('<span class="tag {}">{}</span>', KINDS[row.state], machine.MACHINE.states[row.state])


def _lead(row: Lead) -> SafeString:
    url = reverse("leads:lead", args=[row.code])
    return format_html(
        '<a class="t" href="{}">{}</a><small class="mono">{}</small>', url, row.about, row.code
    )


LEADS = (
    Column("about", "反映的单位", cell=_lead, text=lambda row: row.about, wide=True, sort="about"),
    Column("code", "编号", sort="code"),
    Column("kind", "种类", cell=lambda row: LeadKind(row.kind).label, sort="kind"),
    Column("channel", "渠道", cell=lambda row: Channel(row.channel).label),
    Column("received_at", "收到", cell=lambda row: localdate(row.received_at), sort="received_at"),
    Column("state", "状态", cell=state, text=lambda row: machine.MACHINE.states[row.state], sort="state"),
    Column("unit", "承办单位", cell=lambda row: row.unit.name),
)
