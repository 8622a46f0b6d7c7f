"""我的待办 from leads: what waits for a decision, a check, an answer; transfers without receipt."""

from datetime import date

from django.urls import reverse

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.clocks import selectors as clocks
from mingqian.leads import periods, policies
from mingqian.leads.models import CrimeTransfer
from mingqian.leads.selectors import leads
from mingqian.ui import asking
from mingqian.ui.asking import Asking
from mingqian.ui.types import Todo

_WAITING = (
    ("received", policies.HEADS, "受理", "{}条线索待决定是否受理", periods.DECIDE, policies.ACCEPT),
    ("accepted", policies.DESK, "核查", "{}条线索待下达核查任务", periods.FEEDBACK, policies.MUST),
    ("checked", policies.DESK, "反馈", "{}条线索待反馈", periods.FEEDBACK, policies.MUST),
    ("sent", policies.DESK, "转送", "{}条线索待接收部门回执", periods.RECEIPT, policies.OUT),
)


def mine(by: Actor, *, today: date) -> Asking[list[Todo]]:
    """A line per kind, not per lead."""
    parts = [_of_force(by, today)] if by.has(*policies.FORCE) else []
    if by.has(*policies.DESK, Role.BUREAU_LEADER):
        parts += [_leads(by, today), _crimes(by, today)]
    return (yield from asking.joined(*parts))


_STEPS = {
    "investigating": ("提出移送报告", "leads:crime-report", ""),
    "approved": ("移送公安机关", "leads:crime-send", periods.CRIME_SEND),
    "sent": ("登记公安机关的决定", "leads:crime-answered", periods.CRIME_RECEIPT),
}


def _of_force(by: Actor, today: date) -> Asking[list[Todo]]:
    """专案组: the next step of every transfer this person was named for."""
    rows = leads.forces(by).filter(state__in=list(_STEPS))
    yield (rows,)
    firsts = (
        clocks.due.first([f"lead:{row.lead.code}"], kind=_STEPS[row.state][2], today=today) for row in rows
    )
    chips = yield from asking.gather(*firsts)
    return [
        Todo(
            "移送", f"涉嫌犯罪移送：{_STEPS[row.state][0]}", f"{row.number} {row.charge}",
            reverse(_STEPS[row.state][1], args=[row.lead.code]), "去办理", chip, policies.OUT,
        )
        for row, chip in zip(rows, chips, strict=True)
    ]  # fmt: skip


def _leads(by: Actor, today: date) -> Asking[list[Todo]]:
    rows = leads.visible(by).filter(state__in=[one[0] for one in _WAITING]).values_list("state", "code")
    yield (rows,)
    things: dict[str, list[str]] = {}
    for state, code in rows:
        things.setdefault(state, []).append(f"lead:{code}")
    kinds = [one for one in _WAITING if one[0] in things and by.has(*one[1])]
    firsts = (clocks.due.first(things[one[0]], kind=one[4], today=today) for one in kinds)
    chips = yield from asking.gather(*firsts)
    return [
        Todo(
            word, title.format(len(things[state])), "", f"{reverse('leads:leads')}?state={state}", f"去{word}",
            chip, clause,
        )
        for (state, _, word, title, _, clause), chip in zip(kinds, chips, strict=True)
    ]  # fmt: skip


def _crimes(by: Actor, today: date) -> Asking[list[Todo]]:
    if not by.has(Role.BUREAU_LEADER):
        return []
    rows = CrimeTransfer.objects.filter(state="reported", lead__in=leads.visible(by).values("pk"))
    rows = rows.select_related("lead")
    yield (rows,)
    firsts = (
        clocks.due.first([f"lead:{row.lead.code}"], kind=periods.CRIME_DECIDE, today=today) for row in rows
    )
    chips = yield from asking.gather(*firsts)
    return [
        Todo(
            "移送", "涉嫌犯罪移送待决定", row.charge, reverse("leads:lead", args=[row.lead.code]), "去决定",
            chip, policies.OUT,
        )
        for row, chip in zip(rows, chips, strict=True)
    ]  # fmt: skip
