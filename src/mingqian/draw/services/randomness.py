"""Public values (sxsj1 §5): one person enters what dice or lottery showed, another reads it back."""

from datetime import datetime

from django.db import transaction
from django.utils.dateparse import parse_datetime

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.canonical import Document
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.core.draw import beacons, sources
from mingqian.core.machines import ceremony
from mingqian.draw import bls, policies
from mingqian.draw.enums import Reading
from mingqian.draw.models import Draw, PublicValue
from mingqian.draw.policies import Verb
from mingqian.draw.selectors import draws, material
from mingqian.draw.services import log as logs
from mingqian.draw.services import seeding
from mingqian.draw.services.preparation import organiser
from mingqian.ui import words

SIGNED = "sxsj1 §5：信标的数由网络签名得出，任何人可以核验"
READ_BACK = "sxsj1 §5：随机数由一人录入、另一人回读；入日志后即使有误也不再更改"


@transaction.atomic
def enter_value(
    *, draw: str, position: int, value: str, evidence: str, by: Actor, now: datetime
) -> PublicValue:
    """One person types what the dice or the lottery showed; nothing is public until another reads it back."""
    row = draws.locked(by, draw)
    demand_all(
        [
            policies.may(by, Verb.OPERATE, row.unit.path),
            machine.may(ceremony.MACHINE, row.state, "enter_value"),
            seeding.commits_found(row),
        ]
    )
    source = _source(row, position)
    demand_all(
        [_fits(source, value), _due(source, now), _open(row, position), _proved(source, value, evidence)]
    )
    made = PublicValue.objects.create(
        draw=row,
        position=position,
        value=value,
        evidence=evidence,
        entered_by_id=policies.person(by),
        entered_at=now,
    )
    facts = {"index": position, "value": value, "evidence": evidence}
    audit.record("draw.value_entered", by=by, now=now, thing=f"draw:{draw}", body=facts)
    return made


def read_back(*, draw: str, position: int, value: str, by: Actor, now: datetime) -> Draw:
    """Another person reads the source again and types it; only the same value enters the log.

    A difference is refused *and* kept: both readings stand in the journal, so this one refusal is raised
    after its transaction and not inside it.
    """
    with transaction.atomic():
        row = draws.locked(by, draw)
        entered = _entered(row, position, by)
        if value == entered.value:
            return _confirm(row, entered, by, now)
        entered.delete()
        facts = {"index": position, "entered": entered.value, "read": value}
        audit.record("draw.read_back_differed", by=by, now=now, thing=f"draw:{draw}", body=facts)
    raise Refused(
        denied(
            "draw.read_back_differs",
            f"录入“{entered.value}”与回读“{value}”不一致，两个数都未采用",
            READ_BACK,
            "请双方再看一遍原始结果，重新录入、回读",
        )
    )


def _entered(row: Draw, position: int, by: Actor) -> PublicValue:
    entered = row.values.filter(position=position, reading=Reading.ENTERED).first()
    demand_all(
        [
            policies.may(by, Verb.READ_BACK, row.unit.path),
            machine.may(ceremony.MACHINE, row.state, "enter_value"),
        ]
    )
    if entered is None:
        raise Refused(denied("draw.nothing_entered", "没有待回读的随机数", READ_BACK, "请先由操作员录入"))
    demand_all([policies.another_person(by, entered.entered_by_id, "回读")])
    return entered


def _confirm(row: Draw, entered: PublicValue, by: Actor, now: datetime) -> Draw:
    entered.reading, entered.confirmed_by_id, entered.confirmed_at = (
        Reading.CONFIRMED,
        policies.person(by),
        now,
    )
    entered.save(update_fields=["reading", "confirmed_by", "confirmed_at"])
    body = {"index": entered.position, "value": entered.value, "evidence": entered.evidence}
    logs.append(
        row.log, "public", body, draw=row, role=organiser(row),
        told="draw.value_confirmed", facts={"index": entered.position}, by=by, now=now,
    )  # fmt: skip
    confirmed = row.values.filter(reading=Reading.CONFIRMED).count()
    if confirmed == len(material.document(row.plan_doc)["public"]):
        seeding.advance(row, "enter_value")
    return row


def _source(row: Draw, position: int) -> Document:
    listed: list[Document] = material.document(row.plan_doc)["public"]
    if 0 <= position < len(listed):
        return listed[position]
    raise Refused(
        denied(
            "draw.no_source", f"公告中没有第 {position} 个随机源", "sxsj1 §10", f"序号从0到{len(listed) - 1}"
        )
    )


def _fits(source: Document, value: str) -> Decision:
    fault = sources.value_fault(source, value)
    return denied("draw.bad_value", fault, "sxsj1 §5", "请核对后重新录入") if fault else allowed()


def _proved(source: Document, value: str, evidence: str) -> Decision:
    """A round of a network known here comes with its signature; where the pairing is installed, it is verified."""
    chain = beacons.CHAINS.get(source["chain"]) if source["src"] == "drand" else None
    if chain is None:
        return allowed()
    shown = beacons.round_in(evidence, source["round"])
    if shown is None or shown.randomness != value:
        why = "没有这一轮的签名，或签名的 SHA-256 不是所录入的数"
        return denied("draw.no_signature", why, SIGNED, "请粘贴信标页面的整段内容")
    if not bls.available() or bls.signed(chain, shown.round, shown.signature, shown.previous):
        return allowed()
    why = f"签名不是 drand {chain.name} 网络对第 {shown.round} 轮的签名"
    return denied("draw.forged_round", why, SIGNED, "请从另一个镜像重新取得这一轮")


def _due(source: Document, now: datetime) -> Decision:
    """A lottery or beacon has no value before its moment."""
    if source["at"] is None or logs.written(now) >= source["at"]:
        return allowed()
    return denied(
        "draw.value_too_early",
        f"随机源应于 {words.moment(parse_datetime(source['at']))} 公布，现在录入过早",
        "sxsj1 §11 V10",
    )


def _open(row: Draw, position: int) -> Decision:
    found = row.values.filter(position=position).first()
    if found is None:
        return allowed()
    if found.reading == Reading.CONFIRMED:
        return denied("draw.value_stands", "该随机数已经回读入日志，不得更改", READ_BACK)
    return denied("draw.value_waits", "该随机数已录入，正等待回读", READ_BACK, "请由另一人回读")
