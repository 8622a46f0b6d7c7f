"""The witness signs (厦门 三(五)6(2)): 无异议, or 有异议 with remarks, bound to the hash of the result."""

import json
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from mingqian.accounts.types import Actor
from mingqian.core import handwriting, machine
from mingqian.core.canonical import CONTROL, Document, Suite, document_hash
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.core.machines import ceremony
from mingqian.draw import policies
from mingqian.draw.enums import Opinion, SeatWay
from mingqian.draw.models import Draw, Party, SignOff
from mingqian.draw.policies import RECORDED, Verb
from mingqian.draw.selectors import draws
from mingqian.draw.services import log as logs
from mingqian.draw.services import sealing
from mingqian.draw.types import Signature


@transaction.atomic
def sign(
    *,
    draw: str,
    opinion: Opinion,
    remarks: str = "",
    signature: Signature | None = None,
    way: SeatWay | None = None,
    by: Actor,
    now: datetime,
) -> SignOff:
    """One party from outside. An objection is published with the result; it stops nothing and hides nothing."""
    remarks = _on_one_line(remarks)
    row = draws.locked(by, draw)
    party = _outsider(row, by)
    demand_all(
        [
            allowed() if party else policies.may(by, Verb.WITNESS, row.unit.path),
            machine.may(ceremony.MACHINE, row.state, "sign"),
            _reasoned(opinion, remarks),
            _legible(remarks),
            handwriting.sound(signature.strokes) if signature and signature.strokes != () else allowed(),
        ]
    )
    party = _seated(party, by)
    demand(_once(row, party, by))
    made = SignOff.objects.create(
        draw=row,
        party=party,
        person_id=by.person_id,
        opinion=opinion.value,
        remarks=remarks,
        name=signature.name if signature else by.name,
        strokes=json.dumps(signature.strokes) if signature and signature.strokes else "",
        result_hash=row.result_hash,
        signed_at=now,
    )
    digest = document_hash(Suite(row.suite), statement(made))
    logs.append(
        row.log, "media", {"name": f"见证签认：{opinion.label}", "digest": digest}, draw=row, role=party.role,
        told="draw.signed", facts={"opinion": opinion.value, "remarks": remarks, "way": sealing.way_of(party, by, way)}, by=by, now=now,
    )  # fmt: skip
    if not _unsigned(row):
        row.state = machine.move(ceremony.MACHINE, row.state, "sign")
        row.save(update_fields=["state"])
    return made


def statement(made: SignOff) -> Document:
    """The signed statement, whose digest stands in the log: it holds the hash of what was signed."""
    told: Document = {
        "draw": made.draw.code,
        "opinion": made.opinion,
        "remarks": made.remarks,
        "result": made.result_hash,
        "person": made.person.code if made.person else "",
        "at": logs.written(made.signed_at),
    }
    if made.party is not None:
        told |= {
            "role": made.party.role,
            "unit": made.party.unit,
            "name": made.name,
            "seal": made.draw.seal_hash,
        }
        told["strokes"] = json.loads(made.strokes or "[]")
    return told


def _outsider(row: Draw, by: Actor) -> Party | None:
    outside = row.parties.filter(outside=True)
    return next((one for one in outside if policies.sits(by, party=one.pk, person=one.person_id)), None)


def _seated(found: Party | None, by: Actor) -> Party:
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
    signed = row.sign_offs.filter(person__isnull=False).values("person")
    return row.parties.filter(witness=True).exclude(person__in=signed).exists()


def _once(row: Draw, party: Party, by: Actor) -> Decision:
    before = row.sign_offs.filter(Q(party=party) | Q(person_id=by.person_id, person__isnull=False))
    if not before.exists():
        return allowed()
    return denied("draw.signed_already", f"{by.name}已经签认，签认不得更改", RECORDED)


def _on_one_line(text: str) -> str:
    """The signed statement is canonical, and that knows no line breaks and no tabs."""
    return " ".join(line.strip() for line in text.replace("\t", " ").splitlines() if line.strip())


def _legible(remarks: str) -> Decision:
    odd = CONTROL.search(remarks)
    if odd is None:
        return allowed()
    why = f"说明的第 {odd.start() + 1} 个字是看不见的控制字符"
    return denied("draw.remarks_control", why, RECORDED, "请删去后重新签认")


def _reasoned(opinion: Opinion, remarks: str) -> Decision:
    if opinion is Opinion.NO_OBJECTION or remarks.strip():
        return allowed()
    return denied("draw.objection_without_words", "有异议的，须写明异议内容", RECORDED, "请填写异议")
