"""The witness signs (厦门 三(五)6(2)): 无异议, or 有异议 with remarks, bound to the hash of the result."""

from datetime import datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.core import machine
from mingqian.core.canonical import Document, Suite, document_hash
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.core.machines import ceremony
from mingqian.draw import policies
from mingqian.draw.enums import Opinion
from mingqian.draw.models import Draw, Party, SignOff
from mingqian.draw.policies import RECORDED, Verb
from mingqian.draw.selectors import draws
from mingqian.draw.services import log as logs


@transaction.atomic
def sign(*, draw: str, opinion: Opinion, remarks: str = "", by: Actor, now: datetime) -> SignOff:
    """One witness. An objection is published with the result; it stops nothing and hides nothing."""
    row = draws.locked(by, draw)
    demand_all(
        [
            policies.may(by, Verb.WITNESS, row.plan.unit.path),
            machine.may(ceremony.MACHINE, row.state, "sign"),
            _reasoned(opinion, remarks),
            _once(row, by),
        ]
    )
    party = _witness(row, by)
    made = SignOff.objects.create(
        draw=row,
        person_id=policies.person(by),
        opinion=opinion.value,
        remarks=remarks,
        result_hash=row.result_hash,
        signed_at=now,
    )
    digest = document_hash(Suite(row.suite), statement(made))
    logs.append(
        row.log, "media", {"name": f"见证签认：{opinion.label}", "digest": digest}, draw=row, role=party.role,
        told="draw.signed", facts={"opinion": opinion.value, "remarks": remarks}, by=by, now=now,
    )  # fmt: skip
    if not _unsigned(row):
        row.state = machine.move(ceremony.MACHINE, row.state, "sign")
        row.save(update_fields=["state"])
    return made


def statement(made: SignOff) -> Document:
    """The signed statement, whose digest stands in the log."""
    return {
        "draw": made.draw.code,
        "opinion": made.opinion,
        "remarks": made.remarks,
        "result": made.result_hash,
        "person": made.person.code,
        "at": logs.written(made.signed_at),
    }


def _witness(row: Draw, by: Actor) -> Party:
    found = row.parties.filter(person_id=policies.person(by), outside=True).first()
    if found is None:
        raise Refused(
            denied(
                "draw.not_witness_here",
                f"{by.name}不是本次抽取的见证方，不能签认",
                RECORDED,
                "请由到场并参与封签的纪检监察人员签认",
            )
        )
    return found


def _unsigned(row: Draw) -> bool:
    """Whether a discipline witness among the parties has not signed yet."""
    signed = row.sign_offs.values("person")
    return row.parties.filter(witness=True).exclude(person__in=signed).exists()


def _once(row: Draw, by: Actor) -> Decision:
    if not row.sign_offs.filter(person_id=policies.person(by)).exists():
        return allowed()
    return denied("draw.signed_already", f"{by.name}已经签认，签认不得更改", RECORDED)


def _reasoned(opinion: Opinion, remarks: str) -> Decision:
    if opinion is Opinion.NO_OBJECTION or remarks.strip():
        return allowed()
    return denied("draw.objection_without_words", "有异议的，须写明异议内容", RECORDED, "请填写异议")
