"""Writes of the item list: draft → review → approval → publication; a published wording never changes."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import canonical, machine
from mingqian.core.decision import Decision, Refused, demand, demand_all, denied
from mingqian.core.machines import item_version
from mingqian.registry import item_rules, policies
from mingqian.registry.enums import ItemState, Level, Reach
from mingqian.registry.models import Item, ItemBasis, ItemContent, ItemVersion
from mingqian.registry.policies import Verb
from mingqian.registry.selectors import items, rule_documents
from mingqian.registry.services import places, wordings
from mingqian.registry.types import ItemFacts, Wording

OWN = "平顶山 四(一)：谁主管、谁发起、谁主导、谁组织；厦门 二(四是坚持放管结合)：不错位、不越位"
_OPEN = (ItemState.DRAFT.value, ItemState.REVIEW.value, ItemState.REVIEWED.value, ItemState.APPROVED.value)


@transaction.atomic
def draft(
    *,
    code: str,
    unit: str,
    wording: Wording,
    reason: str,
    jurisdiction: str = "",
    level: Level = Level.CITY,
    reach: Reach = Reach.OWN,
    parent: str = "",
    risk_point: str = "",
    by: Actor,
    now: datetime,
) -> ItemFacts:
    """Draft the first version of a new item, or the next version of one (变更申请)."""
    # Locked, so that two drafts at once cannot both become the next version.
    item = Item.objects.select_for_update(of=("self",)).filter(code=code).select_related("unit").first()
    if item is not None and by.scope_paths and not by.covers(item.unit.path):
        raise Refused(_of_another(item))
    place = places.unit(by, unit)
    demand(policies.may(by, Verb.DRAFT_ITEM, place.path))
    demand_all(wordings.faults(code, wording))
    if item is None:
        ground = places.ground(by, jurisdiction or unit, place)
        above = _parent(by, parent) if parent else None
        item = Item.objects.create(
            code=code,
            parent=above,
            unit_id=place.pk,
            jurisdiction_id=ground.pk,
            level=level.value,
            reach=reach.value,
        )
    else:
        _demand_next(item, place)
    version = _write(item, wording, reason, risk_point, by, now)
    body = {
        "version": version.number,
        "name": version.name,
        "reason": version.reason,
        "risk_point": version.risk_point,
        "unit": place.code,
    }
    audit.record("item.drafted", by=by, now=now, thing=f"item:{code}", body=body)
    return items.assemble(items.whole().get(pk=version.pk))


def demand_new(code: str) -> None:
    """Whoever means a new item wants a code of its own; ``draft`` would write the next version of the old one."""
    if Item.objects.filter(code=code).exists():
        why = f"事项代码“{code}”已被使用"
        raise Refused(denied("item.taken", why, remedy="换一个代码，或起草该事项的新版本"))


def _parent(by: Actor, code: str) -> Item:
    found = items.visible(by).filter(code=code).first()
    if found is None:
        raise Refused(denied("item.unknown", f"没有代码为“{code}”的上级事项", remedy="先登记上级事项"))
    return found


def _of_another(item: Item) -> Decision:
    why = f"事项“{item.code}”由“{item.unit}”负责，其他单位不能修改"
    return denied("item.other_unit", why, OWN, "请责任单位提出，或先办理移交")


def _demand_next(item: Item, place: places.Place) -> None:
    if item.unit_id != place.pk:
        raise Refused(_of_another(item))
    if item.retired_on is not None:
        raise Refused(
            denied("item.retired", f"事项“{item.code}”已于 {item.retired_on} 停用", item_rules.ADJUST)
        )
    waiting = item.versions.filter(state__in=_OPEN).first()
    if waiting is not None:
        why = f"事项“{item.code}”第 {waiting.number} 版还在办理（{ItemState(waiting.state).label}）"
        raise Refused(denied("item.open_version", why, remedy="先办结或否决该版本"))


def _write(
    item: Item, wording: Wording, reason: str, risk_point: str, by: Actor, now: datetime
) -> ItemVersion:
    version = ItemVersion.objects.create(
        item=item,
        number=items.next_number(item.code),
        reason=places.clean("变更理由", reason, 300),
        risk_point=places.clean("风险点", risk_point, 200, required=False),
        requested_by=by.code,
        requested_at=now,
        **wordings.columns(wording),
    )
    _write_parts(version, wording, by)
    return version


def _write_parts(version: ItemVersion, wording: Wording, by: Actor) -> None:
    for basis in wording.bases:
        ItemBasis.objects.create(
            version=version,
            document=rule_documents.get(by, basis.document),
            article=basis.article,
            quoted=basis.quoted,
            note=basis.note,
        )
    for number, text in enumerate(wording.contents, 1):
        ItemContent.objects.create(version=version, number=number, text=places.clean("检查内容", text, 500))


@transaction.atomic
def revise(
    *, code: str, number: int, wording: Wording, reason: str, risk_point: str = "", by: Actor, now: datetime
) -> ItemFacts:
    """Reword a draft that has not been sent in, or has come back; whoever rewords it is its proposer."""
    version = _open(by, Verb.DRAFT_ITEM, code, number)
    if version.state != ItemState.DRAFT:
        why = f"事项“{code}”第 {number} 版{ItemState(version.state).label}，不能改写"
        raise Refused(denied("item.not_draft", why, OWN, "已公布的请另行起草新版本；办理中的请审查人退回"))
    demand_all(wordings.faults(code, wording))
    before = items.assemble(version)
    for name, value in wordings.columns(wording).items():
        setattr(version, name, value)
    version.reason = places.clean("变更理由", reason, 300)
    version.risk_point = places.clean("风险点", risk_point, 200, required=False)
    version.requested_by, version.requested_at = by.code, now
    version.save()
    version.bases.all().delete()
    version.contents.all().delete()
    _write_parts(version, wording, by)
    after = items.assemble(items.whole().get(pk=version.pk))
    changes = [list(change) for change in items.difference_of(before, after)]
    body = {"version": number, "reason": version.reason, "changes": changes}
    audit.record("item.revised", by=by, now=now, thing=f"item:{code}", body=body)
    return after


@transaction.atomic
def submit(*, code: str, number: int, by: Actor, now: datetime) -> ItemFacts:
    """Send a draft to review."""
    version = _open(by, Verb.DRAFT_ITEM, code, number)
    return _move(version, "submit", "item.submitted", {}, by, now)


@transaction.atomic
def review(*, code: str, number: int, passed: bool, opinion: str, by: Actor, now: datetime) -> ItemFacts:
    """Pass a version on to approval, or return it to its unit; nobody reviews an own draft."""
    version = _open(by, Verb.REVIEW_ITEM, code, number)
    demand(policies.apart(version.requested_by, by, "该版本"))
    body = {"opinion": places.clean("审查意见", opinion, 300)}
    if not passed:
        return _move(version, "return", "item.returned", body, by, now)
    version.reviewed_by = by.code
    return _move(version, "pass", "item.reviewed", body, by, now)


@transaction.atomic
def approve(*, code: str, number: int, by: Actor, now: datetime) -> ItemFacts:
    """Approve a reviewed version; refused without basis, or without necessity in category 3."""
    version = _open(by, Verb.APPROVE_ITEM, code, number)
    demand(policies.apart(version.requested_by, by, "该版本"))
    demand_all(item_rules.activation_faults(items.assemble(version), national_layer=False))
    version.approved_by = by.code
    return _move(version, "approve", "item.approved", {}, by, now)


@transaction.atomic
def reject(*, code: str, number: int, reason: str, by: Actor, now: datetime) -> ItemFacts:
    """Close a version for good; a new one may be drafted."""
    version = _open(by, Verb.REVIEW_ITEM, code, number)
    return _move(version, "reject", "item.rejected", {"reason": places.clean("理由", reason, 300)}, by, now)


@transaction.atomic
def publish(*, code: str, number: int, effective_on: date, by: Actor, now: datetime) -> ItemFacts:
    """Publish an approved version from a day on; from now on the database refuses to change it."""
    version = _open(by, Verb.PUBLISH_ITEM, code, number)
    _demand_later(version, effective_on)
    version.effective_on = effective_on
    version.published_at = now
    facts = items.assemble(version)
    version.digest = canonical.document_hash(canonical.Suite.SHA256, item_rules.document(facts))
    former = items.history(by, code) if number > 1 else []
    body = {
        "effective_on": effective_on.isoformat(),
        "digest": version.digest,
        "changes": [list(change) for change in items.difference_of(former[-1], facts)] if former else [],
    }
    version.bases.update(state=ItemState.PUBLISHED.value)
    version.contents.update(state=ItemState.PUBLISHED.value)
    return _move(version, "publish", "item.published", body, by, now)


def _demand_later(version: ItemVersion, effective_on: date) -> None:
    """Versions take effect in the order of their numbers, so that one day has one wording."""
    last = version.item.versions.filter(state=ItemState.PUBLISHED).order_by("-number").first()
    if last is not None and last.effective_on is not None and effective_on < last.effective_on:
        why = f"生效日 {effective_on} 早于第 {last.number} 版的生效日 {last.effective_on}"
        raise Refused(denied("item.effective_order", why, remedy=f"生效日不早于 {last.effective_on}"))


def _demand_after_it_began(item: Item, on: date) -> None:
    """What never applied cannot cease to: the day of its first wording is the earliest."""
    first = item.versions.filter(effective_on__isnull=False).order_by("number").first()
    began = first.effective_on if first is not None else None
    places.within("停用日", on, since=began, began=f"事项“{item.code}”自 {began} 起施行")


@transaction.atomic
def retire(*, code: str, on: date, ground: str, by: Actor, now: datetime) -> Item:
    """Take an item off the list with its ground; its versions and past draws stay readable."""
    item = _item(by, code)
    demand(policies.may(by, Verb.RETIRE_ITEM, item.unit.path))
    if item.retired_on is not None:
        raise Refused(denied("item.retired", f"事项“{code}”已于 {item.retired_on} 停用", item_rules.ADJUST))
    _demand_after_it_began(item, on)
    item.retired_on = on
    item.retired_ground = places.clean("停用依据", ground, 300)
    item.save(update_fields=["retired_on", "retired_ground"])
    body = {"on": on.isoformat(), "ground": item.retired_ground}
    audit.record("item.retired", by=by, now=now, thing=f"item:{code}", body=body)
    return item


@transaction.atomic
def hand_over(*, code: str, to_unit: str, reason: str, by: Actor, now: datetime) -> Item:
    """Give an item to another unit; only the present owner can (谁主管、谁发起)."""
    item = _item(by, code)
    demand(policies.may(by, Verb.DRAFT_ITEM, item.unit.path))
    former, place = item.unit.code, places.unit(by, to_unit)
    item.unit_id = place.pk
    item.save(update_fields=["unit"])
    body = {"from": former, "to": place.code, "reason": places.clean("理由", reason, 200)}
    audit.record("item.handed_over", by=by, now=now, thing=f"item:{code}", body=body)
    return item


def _item(by: Actor, code: str) -> Item:
    """The item, locked for a write."""
    rows = items.visible(by).select_for_update(of=("self",)).select_related("unit")
    item = rows.filter(code=code).first()
    if item is None:
        raise Refused(denied("item.unknown", f"清单中没有代码为“{code}”的事项", remedy="请核对事项代码"))
    return item


def _open(by: Actor, verb: Verb, code: str, number: int) -> ItemVersion:
    """A version that is being worked on, locked, if this person may do this to it."""
    found = items.open_one(code, number).first()
    if found is None:
        raise Refused(denied("item.no_version", f"事项“{code}”没有第 {number} 版", remedy="请核对版本号"))
    demand(policies.may(by, verb, found.item.unit.path))
    return found


def _move(
    version: ItemVersion, event: str, kind: str, body: Mapping[str, object], by: Actor, now: datetime
) -> ItemFacts:
    version.state = machine.move(item_version.MACHINE, version.state, event)
    version.save()
    told: dict[str, object] = {"version": version.number, "state": version.state, **body}
    audit.record(kind, by=by, now=now, thing=f"item:{version.item.code}", body=told)
    return items.assemble(version)
