"""Writes of the list of powers: listed, cancelled, said which item carries it out. Nothing is rewritten.

A whole list comes in through ``imports``; what a batch listed can go out with it until somebody acts on it.
"""

from datetime import date, datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Refused, demand, demand_all, denied
from mingqian.registry import codes, policies
from mingqian.registry.enums import PowerKind, PowerState
from mingqian.registry.item_rules import POWER_FIRST
from mingqian.registry.models import Item, Power, PowerItem
from mingqian.registry.policies import Verb
from mingqian.registry.selectors import items, rule_documents
from mingqian.registry.services import places


@transaction.atomic
def enter(
    *,
    code: str,
    name: str,
    kind: PowerKind,
    unit: str,
    document: str,
    article: str,
    listed_on: date,
    listed_by: str,
    state: PowerState = PowerState.LISTED,
    by: Actor,
    now: datetime,
) -> Power:
    """List a power of an organ, with the article that gives it and the decision that listed it."""
    place = places.unit(by, unit)
    demand_all([policies.may(by, Verb.KEEP_POWERS, place.path), codes.opens(code)])
    basis = rule_documents.get(by, document)
    if Power.objects.filter(code=code).exists():
        raise Refused(denied("power.taken", f"职权编码“{code}”已在权责清单中", POWER_FIRST, "请核对编码"))
    power = Power.objects.create(
        code=code,
        name=places.clean("职权名称", name, 200),
        kind=kind.value,
        state=state.value,
        unit_id=place.pk,
        document=basis,
        article=places.clean("条款", article, 100),
        listed_on=listed_on,
        listed_by=places.clean("列入清单的文号或会议", listed_by, 100),
    )
    body = {
        "name": power.name, "kind": power.kind, "unit": place.code, "document": document,
        "article": power.article, "on": listed_on.isoformat(), "listed_by": power.listed_by,
    }  # fmt: skip
    audit.record("power.listed", by=by, now=now, thing=f"power:{code}", body=body)
    return power


@transaction.atomic
def cancel(*, code: str, on: date, ground: str, by: Actor, now: datetime) -> Power:
    """Take a power off the list from a day on; its items can no longer be planned."""
    power = running(by, code)
    if on < power.listed_on:
        why = f"取消日期 {on} 早于列入清单的 {power.listed_on}"
        raise Refused(denied("power.ends_before", why, remedy="请核对取消日期"))
    power.cancelled_on, power.cancelled_ground = on, places.clean("取消依据", ground, 300)
    power.state = PowerState.LISTED.value
    power.save(update_fields=["cancelled_on", "cancelled_ground", "state"])
    codes = list(power.links.order_by("item__code").values_list("item__code", flat=True))
    body = {"on": on.isoformat(), "ground": power.cancelled_ground, "items": codes}
    audit.record("power.cancelled", by=by, now=now, thing=f"power:{code}", body=body)
    return power


@transaction.atomic
def link(*, code: str, item: str, by: Actor, now: datetime) -> PowerItem:
    """Say that an item carries out a power of inspection of its own organ."""
    power = running(by, code)
    found = carry(power, item, by=by, now=now)
    power.state = PowerState.LISTED.value
    power.save(update_fields=["state"])
    return found


def carry(power: Power, item: str, *, by: Actor, now: datetime) -> PowerItem:
    """The same for a list that says it of many: the power can still go out with its batch."""
    if power.kind != PowerKind.INSPECTION:
        why = f"“{power}”是{PowerKind(power.kind).label}，抽查事项只能实施行政检查权力"
        raise Refused(denied("power.no_inspection", why, POWER_FIRST, "请选行政检查类的职权"))
    row = _item(by, item)
    if not row.unit.path.startswith(power.unit.path):
        why = f"事项“{item}”由“{row.unit}”负责，不属于行使“{power}”的“{power.unit}”"
        raise Refused(denied("power.other_organ", why, policies.SEPARATE, "请选本机关的职权"))
    if power.links.filter(item=row).exists():
        raise Refused(denied("power.linked", f"事项“{item}”已写明实施“{power}”"))
    found = PowerItem.objects.create(power=power, item=row)
    audit.record("power.linked", by=by, now=now, thing=f"power:{power.code}", body={"item": item})
    return found


@transaction.atomic
def unlink(*, code: str, item: str, reason: str, by: Actor, now: datetime) -> None:
    """Say that an item carries out this power no longer."""
    power = _kept(by, code)
    found = power.links.filter(item=_item(by, item)).first()
    if found is None:
        raise Refused(denied("power.not_linked", f"事项“{item}”没有写明实施“{power}”"))
    body = {"item": item, "reason": places.clean("理由", reason, 200)}
    found.delete()
    audit.record("power.unlinked", by=by, now=now, thing=f"power:{code}", body=body)


def _kept(by: Actor, code: str) -> Power:
    power = Power.objects.select_for_update(of=("self",)).select_related("unit").filter(code=code).first()
    if power is None or not by.scope_paths:
        raise Refused(denied("power.unknown", f"权责清单中没有编码为“{code}”的职权", remedy="请核对编码"))
    demand(policies.may(by, Verb.KEEP_POWERS, power.unit.path))
    return power


def running(by: Actor, code: str) -> Power:
    """A power still on the list, held for writing by somebody who keeps the list."""
    power = _kept(by, code)
    if power.cancelled_on is not None:
        why = f"“{power}”已于 {power.cancelled_on} 取消：{power.cancelled_ground}"
        raise Refused(denied("power.cancelled", why, POWER_FIRST, "重新行使的，请按新的依据另列一项"))
    return power


def _item(by: Actor, code: str) -> Item:
    found = items.visible(by).select_related("unit").filter(code=code).first()
    if found is None:
        raise Refused(denied("item.unknown", f"清单中没有代码为“{code}”的事项", remedy="请核对事项代码"))
    return found
