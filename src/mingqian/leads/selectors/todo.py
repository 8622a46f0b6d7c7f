"""我的待办 from leads: what waits for a decision, a check, an answer; transfers without receipt."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.clocks import selectors as clocks
from mingqian.leads import periods, policies
from mingqian.leads.models import CrimeTransfer
from mingqian.leads.selectors import leads
from mingqian.ui.types import Todo

_WAITING = (
    ("received", policies.HEADS, "受理", "{}条线索待决定是否受理", periods.DECIDE, policies.ACCEPT),
    ("accepted", policies.DESK, "核查", "{}条线索待下达核查任务", periods.FEEDBACK, policies.MUST),
    ("checked", policies.DESK, "反馈", "{}条线索待反馈", periods.FEEDBACK, policies.MUST),
    ("sent", policies.DESK, "转送", "{}条线索待接收部门回执", periods.RECEIPT, policies.OUT),
)


def mine(by: Actor, *, now: datetime) -> list[Todo]:
    """A line per kind, not per lead."""
    if not by.has(*policies.DESK, Role.BUREAU_LEADER):
        return []
    return [*_leads(by, now), *_crimes(by, now)]


def _leads(by: Actor, now: datetime) -> Iterator[Todo]:
    rows = list(leads.visible(by).filter(state__in=[one[0] for one in _WAITING]).values_list("state", "code"))
    for state, roles, word, title, kind, clause in _WAITING:
        found = [f"lead:{code}" for where, code in rows if where == state]
        if found and by.has(*roles):
            url = f"{reverse('leads:leads')}?state={state}"
            chip = clocks.due.first(found, kind=kind, today=localdate(now))
            yield Todo(word, title.format(len(found)), "", url, f"去{word}", chip, clause)


def _crimes(by: Actor, now: datetime) -> Iterator[Todo]:
    if not by.has(Role.BUREAU_LEADER):
        return
    for row in CrimeTransfer.objects.filter(state="reported", lead__in=leads.visible(by).values("pk")):
        chip = clocks.due.first([f"lead:{row.lead.code}"], kind=periods.CRIME_DECIDE, today=localdate(now))
        url = reverse("leads:lead", args=[row.lead.code])
        yield Todo("移送", "涉嫌犯罪移送待决定", row.charge, url, "去决定", chip, policies.OUT)
