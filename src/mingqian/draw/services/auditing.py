"""An outsider looks at the list (sxsj1 §6, V22): every F and X row and the drawn sample, against the registries."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.core import machine
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.core.machines import ceremony
from mingqian.draw import policies
from mingqian.draw.models import Draw, LogEvent, Party
from mingqian.draw.policies import Verb
from mingqian.draw.selectors import draws, outcome
from mingqian.draw.services import log as logs

WHOLE = "sxsj1 §6：外部人核对全部必查行、免检行和抽出的样本行"


@transaction.atomic
def record(
    *,
    draw: str,
    item: str,
    checked: int,
    errors: Sequence[tuple[str, str]] = (),
    by: Actor,
    now: datetime,
) -> LogEvent:
    """What an outside party found in the roll of an item: (tag, what is wrong) for each row in doubt."""
    row = draws.locked(by, draw)
    demand_all(
        [
            policies.may(by, Verb.AUDIT, row.unit.path),
            machine.may(ceremony.MACHINE, row.state, "audit"),
        ]
    )
    party, used = _party(row, by), outcome.roll_of(row, item)
    due = {one.tag for one in outcome.due(row, item)}
    demand_all([_enough(checked, len(due)), _among(due, errors)])
    body = {
        "roll": used.roll_hash,
        "checked": checked,
        "errors": [{"tag": tag, "text": text} for tag, text in errors],
    }
    return logs.append(
        row.log, "audit", body, draw=row, role=party.role,
        told="draw.audited", facts={"item": item, "checked": checked, "errors": len(errors)}, by=by, now=now,
    )  # fmt: skip


def _party(row: Draw, by: Actor) -> Party:
    found = row.parties.filter(person_id=policies.person(by), outside=True).first()
    if found is None:
        raise Refused(
            denied("draw.not_outside", f"{by.name}不是本次抽取的外部参与方", WHOLE, "请由外部参与方核对")
        )
    return found


def _enough(checked: int, due: int) -> Decision:
    if checked == due:
        return allowed()
    if checked > due:
        why = f"应核对 {due} 行，填写的是 {checked} 行"
        return denied("draw.audit_over", why, WHOLE, "请按实际核对的行数填写")
    return denied("draw.audit_short", f"应核对 {due} 行，只核对了 {checked} 行", WHOLE, "请核对完毕再登记")


def _among(due: set[str], errors: Sequence[tuple[str, str]]) -> Decision:
    tags = [tag for tag, _ in errors]
    if len(tags) != len(set(tags)):
        return denied("draw.audit_twice", "同一行列了两次", WHOLE, "一行写一条，几处不对写在一起")
    if due.issuperset(tags):
        return allowed()
    return denied("draw.audit_row", "所列有误的行不在应核对的行之中", WHOLE, "请核对标签")
