"""公开、内部、敏感 (石嘴山 7(3)): anybody with the right raises, lowering takes two."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Refused, demand, demand_all, denied
from mingqian.records import known, policies
from mingqian.records.enums import Label, LabelState
from mingqian.records.models import Item, LabelChange

_ORDER = list(Label)
SECRET = "涉密"  # noqa: S105 — a word of the law


@transaction.atomic
def change(media: UUID, *, to: str, why: str, by: Actor, now: datetime) -> LabelChange:
    """Raise at once; lowering waits for a second person."""
    item = Item.objects.select_for_update().filter(media=media).first()
    if item is None:
        raise Refused(denied("records.item.not_found", "没有这份记录"))
    kind, key = known.kind_of(item.thing)
    demand(kind.may_see(by, key))
    label, before = _label(to), Label(item.label)
    if label is before:
        raise Refused(denied("records.label_same", f"已经是“{before.label}”", policies.SECRETS))
    if len(why.strip()) < 4:
        raise Refused(denied("records.no_words", "没有写明原因", policies.SECRETS, "请写明，至少 4 个字"))
    if LabelChange.objects.filter(item=item, state=LabelState.ASKED.value).exists():
        raise Refused(denied("records.label_waiting", "上一次变更还在审定", policies.SECRETS, "请等待审定"))
    raised = _ORDER.index(label) > _ORDER.index(before)
    made = LabelChange.objects.create(
        item=item, before=before.value, after=label.value, why=" ".join(why.split())[:200],
        asked_by_id=policies.person(by), asked_at=now,
        state=(LabelState.DONE if raised else LabelState.ASKED).value,
    )  # fmt: skip
    if raised:
        Item.objects.filter(pk=item.pk).update(label=label.value)
    _told("records.label_raised" if raised else "records.label_asked", made, by, now)
    return made


def _label(code: str) -> Label:
    if code == SECRET or code == "secret":
        told = "国家秘密不得存入本系统"
        raise Refused(
            denied("records.secret", told, "保守国家秘密法：不得在非涉密系统存储、处理国家秘密", "请立即报告保密机构，按保密规定移交")
        )  # fmt: skip
    if code not in {one.value for one in Label}:
        raise Refused(denied("records.label", "没有这种标识", policies.SECRETS, "可选：公开、内部、敏感"))
    return Label(code)


@transaction.atomic
def decide(change: int, *, yes: bool, by: Actor, now: datetime) -> LabelChange:
    """A second person, a head of the unit."""
    row = LabelChange.objects.select_for_update().select_related("item__unit").filter(pk=change).first()
    if row is None or row.state != LabelState.ASKED:
        raise Refused(denied("records.label.not_found", "没有这份申请，或者已经决定", "", "请刷新页面"))
    units = known.paths(row.item.thing, row.item.unit.path)
    demand_all(
        [
            policies.may_decide(by, units, "降低密级标识", policies.SECRETS),
            policies.another(by, row.asked_by_id, "申请人"),
        ]
    )
    row.state = (LabelState.DONE if yes else LabelState.REFUSED).value
    row.decided_by_id, row.decided_at = policies.person(by), now
    row.save()
    if yes:
        Item.objects.filter(pk=row.item_id).update(label=row.after)
    _told("records.label_lowered" if yes else "records.label_kept", row, by, now)
    return row


def _told(event: str, row: LabelChange, by: Actor, now: datetime) -> None:
    body = {"receipt": row.item.receipt, "before": row.before, "after": row.after, "why": row.why}
    audit.record(event, by=by, now=now, thing=row.item.thing, body=body)
