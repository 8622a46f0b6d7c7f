"""Receiving a lead: at the desk, or by anybody on the public page. The identity is sealed before it is stored."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.leads import periods, policies, sealing
from mingqian.leads.enums import Channel, LeadKind
from mingqian.leads.models import Lead, SealedInformant
from mingqian.leads.policies import MUST, Verb
from mingqian.leads.services import steps
from mingqian.leads.types import Informant, Told
from mingqian.registry import selectors as registries

ENTROPY = sealing.ENTROPY
"""So many bytes of chance a lead is received with."""
MOST_A_DAY = 300
"""So many leads the public page takes a day: beyond it somebody is filling the register with a program."""


@transaction.atomic
def receive(
    *, told: Told, informant: Informant, unit: str, entropy: bytes, by: Actor, now: datetime
) -> tuple[Lead, str]:
    """At the desk. Answers the lead and the word its informant asks the progress with."""
    place = accounts.units(by).filter(code=unit).first()
    if place is None:
        raise Refused(denied("leads.no_unit", f"没有单位“{unit}”，或不在您的范围内", "", "请选择承办单位"))
    demand_all([policies.may(by, Verb.RECEIVE, place.path), *_complete(told, informant), _sender(told)])
    subject = registries.reading.get(by, told.subject).pk if told.subject else None
    return _stored(told, informant, place.pk, subject, by.person_id, entropy, by, now)


@transaction.atomic
def receive_from_public(
    *, told: Told, informant: Informant, entropy: bytes, by: Actor, now: datetime
) -> tuple[Lead, str]:
    """From the portal: no account, no role, no choice of who reads it."""
    today = localdate(now)
    came = Lead.objects.filter(channel=Channel.PORTAL.value, received_at__date=today).count()
    demand(_room(came))
    demand_all(_complete(told, informant))
    return _stored(told, informant, _public_desk(now), None, None, entropy, by, now)


def _room(came: int) -> Decision:
    if came < MOST_A_DAY:
        return allowed()
    why = "网上投诉举报今日已达接收上限"
    return denied("leads.full", why, MUST, "请拨打 12333，或到服务窗口提出；明日可再网上提交")


def _public_desk(now: datetime) -> int:
    """The inspection body receives what comes by the public page; where there is none, the bureau itself."""
    heads = accounts.holders(Role.INSPECTION_BODY_HEAD, on=localdate(now))
    if heads:
        return int(heads[0].unit_id)
    bureau = accounts.bureau()
    if bureau is None:
        raise Refused(denied("leads.no_bureau", "系统尚未启用", "", "请拨打 12333"))
    return int(bureau.pk)


def _complete(told: Told, informant: Informant) -> list[Decision]:
    known = told.kind in set(LeadKind) and told.channel in set(Channel)
    return [
        allowed()
        if known
        else denied("leads.kind", "线索的种类或渠道不在词表中", MUST, "请从列出的选项中选择"),
        steps.said(told.about, "没有写明反映的是哪家单位", MUST, "请填写单位名称"),
        steps.said(told.matter, "没有写明反映的事情", MUST, "请写明时间、地点、事实"),
        _answerable(told, informant),
        _sealed_whole(told, informant),
    ]


def _sealed_whole(told: Told, informant: Informant) -> Decision:
    """劳动保障监察条例 9: what is told goes on to the team; who told it may not stand in it."""
    if not any(informant.named_in(one, but=told.about) for one in (told.matter, told.place)):
        return allowed()
    why = "“反映的事情”或者“地点”里写有举报人自己的姓名或者联系方式，检查人员会看到"
    return denied(
        "leads.gives_away", why, sealing.SECRECY, "请改写为“本人”；姓名、电话只写在下面的栏里，那里加密保存"
    )


def _answerable(told: Told, informant: Informant) -> Decision:
    """劳动保障监察: a complaint (投诉) is made by whoever was harmed, with a name and a way to answer; a report is not."""
    if told.kind != LeadKind.COMPLAINT or (informant.name.strip() and informant.phone.strip()):
        return allowed()
    why = "投诉须留下姓名和手机，以便核实和反馈"
    return denied("leads.nameless_complaint", why, MUST, "不愿留下的请选“举报”")


def _sender(told: Told) -> Decision:
    if told.kind != LeadKind.ASSIGNED or told.sender.strip():
        return allowed()
    return denied("leads.no_sender", "转办交办的线索须写明交办单位", MUST, "请填写交办单位和文号")


def _stored(
    told: Told, informant: Informant, unit: int, subject: int | None, person: int | None, entropy: bytes,
    by: Actor, now: datetime,
) -> tuple[Lead, str]:  # fmt: skip
    code = audit.numbers.code(f"XS-{localdate(now).year}-", 5, among=Lead)
    tail = _tail(informant.phone)
    word = tail or sealing.query_code(entropy[sealing.NONCE :])
    lead = Lead.objects.create(
        code=code, kind=told.kind, channel=told.channel, unit_id=unit, about=told.about.strip(), subject_id=subject,
        matter=told.matter.strip(), place=told.place.strip(), happened_on=told.happened_on, people=told.people,
        sender=told.sender.strip(), sender_number=told.sender_number.strip(), received_by_id=person,
        received_at=now, asking=sealing.asking(code, word),
    )  # fmt: skip
    if not informant.anonymous:
        sealed = sealing.seal(code, informant, nonce=entropy[: sealing.NONCE])
        SealedInformant.objects.create(lead=lead, sealed=sealed)
    steps.started(lead, periods.DECIDE, now)
    body = {
        "kind": told.kind,
        "channel": told.channel,
        "about": steps.plain(told.about),
        "anonymous": informant.anonymous,
    }
    audit.record("lead.received", by=by, now=now, thing=f"lead:{code}", body=body)
    return lead, "" if tail else word


def _tail(phone: str) -> str:
    digits = "".join(one for one in phone if one.isdecimal())
    return digits[-4:] if len(digits) >= 7 else ""
