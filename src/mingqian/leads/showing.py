"""How a lead is shown: its stages, its facts, its story, and which buttons are there for whom."""

from collections.abc import Iterator

from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core import machine
from mingqian.core.machines import crime_transfer
from mingqian.core.machines import lead as lead_machine
from mingqian.leads import policies
from mingqian.leads.enums import Channel, LeadKind, PartyKind
from mingqian.leads.models import CrimeTransfer, Lead
from mingqian.leads.policies import Verb
from mingqian.leads.selectors import leads
from mingqian.leads.services import naming
from mingqian.ui.types import Event, Step, StepState
from mingqian.ui.words import day, moment

Act = tuple[str, str, str]
_STAGES = (
    ("received", "收到"),
    ("accepted", "受理"),
    ("checking", "核查"),
    ("checked", "反馈"),
    ("closed", "办结"),
)
_ELSEWHERE = {"sent": "转送", "handed_over": "已移交", "rejected": "不受理"}


def rail(lead: Lead) -> list[Step]:
    """The stages of this lead; one that went elsewhere ends there."""
    if lead.state in _ELSEWHERE:
        last: StepState = "now" if lead.state == "sent" else "done"
        return [Step("收到", "done", day(localdate(lead.received_at))), Step(_ELSEWHERE[lead.state], last)]
    here = [state for state, _ in _STAGES].index(lead.state)
    return [
        Step(label, _stage(place, here), _note(state, lead)) for place, (state, label) in enumerate(_STAGES)
    ]


def _stage(place: int, here: int) -> StepState:
    if place < here or here == len(_STAGES) - 1:
        return "done"
    return "now" if place == here else "todo"


def _note(state: str, lead: Lead) -> str:
    days = {"received": localdate(lead.received_at), "accepted": lead.decided_on, "closed": lead.closed_on}
    return day(days[state]) if days.get(state) else ""


def facts(lead: Lead) -> list[tuple[str, object]]:
    """What stands at the side. Who told it does not."""
    sender = f"{lead.sender} {lead.sender_number}".strip()
    rows: list[tuple[str, object]] = [
        ("种类", LeadKind(lead.kind).label),
        ("渠道", Channel(lead.channel).label),
        ("承办单位", lead.unit.name),
        ("对象", _whom(lead)),
        ("地点", lead.place),
        ("发生日期", lead.happened_on),
        ("涉及人数", lead.people),
        ("举报人", "加密保存" if getattr(lead, "named", False) else "匿名"),
    ]
    return [*rows, ("交办单位", sender)] if sender else rows


def _whom(lead: Lead) -> str:
    if lead.subject:
        return f"{lead.subject.name}（{lead.subject.number}）"
    if lead.outside_name:
        kind = PartyKind(lead.outside_kind).label
        return f"{lead.outside_name}（{kind}，名录库外）：{lead.outside_known}"
    return "尚未确认"


def events(lead: Lead) -> list[Event]:
    """Its story."""
    begun = Event(lead.received_at, "收到线索", "", lead.received_by.name if lead.received_by else "网上提交")
    told = (
        Event(step.at, name, "" if step.words == name else step.words.removeprefix(f"{name} "), step.by_name)
        for step in leads.steps(lead)
        for name in [lead_machine.MACHINE.events[step.event]]
    )
    return [begun, *told]


def crime_facts(crime: CrimeTransfer | None) -> list[tuple[str, object]]:
    """涉嫌犯罪移送, as far as it has come."""
    if crime is None:
        return []
    return [
        ("状态", crime_transfer.MACHINE.states[crime.state]),
        ("编号", crime.number),
        ("罪名", crime.charge),
        ("专案组", f"{'、'.join(name for _, name in crime.force)}（{moment(crime.opened_at)}成立）"),
        ("报告", f"{moment(crime.reported_at)}　{crime.report}" if crime.reported_at else ""),
        ("决定", _decided(crime)),
        ("移送", f"{moment(crime.sent_at)}　{crime.police}，{crime.receipt}" if crime.sent_at else ""),
        ("公安机关决定", f"{day(crime.answered_on)}　{crime.answer}" if crime.answered_on else ""),
    ]


def _decided(crime: CrimeTransfer) -> str:
    if crime.decided_by is None or crime.decided_at is None:
        return ""
    return f"{moment(crime.decided_at)}　{crime.decided_by.name}：{crime.decision or '同意'}"


_ON_LEAD = (
    ("accept", Verb.DECIDE, "受理", "leads:accept", "main"),
    ("reject", Verb.DECIDE, "不予受理", "leads:reject", ""),
    ("send", Verb.DECIDE, "转送", "leads:send", ""),
    ("take_up", Verb.HANDLE, "下达核查任务", "inspection:open-lead", "main"),
    ("hand_over", Verb.HANDLE, "登记回执", "leads:receipt", "main"),
    ("answer", Verb.HANDLE, "反馈并办结", "leads:answer", "main"),
)
_ON_CRIME = (
    ("report", "提出移送报告", "leads:crime-report"),
    ("approve", "决定是否移送", "leads:crime-decide"),
    ("send", "移送公安机关", "leads:crime-send"),
    ("receive", "登记公安决定", "leads:crime-answered"),
    ("review", "提请复议", "leads:crime-review"),
)


def acts(lead: Lead, crime: CrimeTransfer | None, by: Actor) -> list[Act]:
    """The buttons that would not be refused for who asks."""
    return [*_lead_acts(lead, by), *_crime_acts(lead, crime, by)]


def _lead_acts(lead: Lead, by: Actor) -> Iterator[Act]:
    path = lead.unit.path
    possible = machine.possible(lead_machine.MACHINE, lead.state)
    known = bool(lead.subject_id or lead.outside_name)
    if lead.state in naming.OPEN and policies.may(by, Verb.NAME, path).ok:
        label = "改对象" if known else "确认对象"
        yield label, reverse("leads:subject", args=[lead.code]), "" if known else "main"
    for event, verb, label, name, kind in _ON_LEAD:
        if event == "accept" and not known:
            continue  # it would be refused: whom it concerns comes first
        if event in possible and policies.may(by, verb, path).ok and (url := _url(name, lead)):
            yield label, url, kind
    if getattr(lead, "named", False) and policies.may(by, Verb.READ_INFORMANT, path).ok:
        yield "查看举报人", reverse("leads:informant", args=[lead.code]), "quiet"


def _url(name: str, lead: Lead) -> str:
    try:
        return reverse(name, args=[lead.code])
    except NoReverseMatch:
        return ""


def _crime_acts(lead: Lead, crime: CrimeTransfer | None, by: Actor) -> Iterator[Act]:
    if crime is None:
        open_states = ("accepted", "checking", "checked")
        if lead.state in open_states and policies.may(by, Verb.LOOK_INTO_CRIME, lead.unit.path).ok:
            yield "涉嫌犯罪移送", reverse("leads:crime", args=[lead.code]), ""
        return
    mine = by.code in {code for code, _ in crime.force}
    possible = machine.possible(crime_transfer.MACHINE, crime.state)
    for event, label, name in _ON_CRIME:
        decides = event == "approve" and policies.may(by, Verb.DECIDE_CRIME, lead.unit.path).ok
        if event in possible and (decides or (mine and event != "approve")):
            yield label, reverse(name, args=[lead.code]), ""
