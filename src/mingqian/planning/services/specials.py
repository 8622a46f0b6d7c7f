"""专项检查方案: drafted, approved with a document, filed, published, ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.core.machines import special_plan
from mingqian.planning import policies
from mingqian.planning.models import SpecialPlan
from mingqian.planning.policies import Verb
from mingqian.planning.selectors import specials as reads
from mingqian.registry import selectors as registries

STRICT = "国办发〔2024〕54号：严格控制专项检查，实行年度数量控制"
LONGEST = 366


@dataclass(frozen=True, slots=True)
class SpecialText:
    """What a special check is."""

    title: str
    ordered_by: str
    scope: str
    items: Sequence[str]
    most: int
    starts_on: date
    ends_on: date
    from_above: bool = False


@transaction.atomic
def draft(*, unit: str, text: SpecialText, by: Actor, now: datetime) -> SpecialPlan:
    """A new one; it takes the next number of the unit's year."""
    place = accounts.units(by).filter(code=unit).first()
    if place is None:
        raise Refused(denied("special.no_unit", f"没有单位“{unit}”，或不在您的范围内", STRICT, "请核对单位"))
    today = localdate(now)
    demand_all(
        [policies.may(by, Verb.DRAFT_IMPLEMENTATION, place.path), *_whole(text), *_items(text, by, today)]
    )
    year = text.starts_on.year
    number = (
        SpecialPlan.objects.filter(unit=place, year=year).aggregate(last=Max("number"))["last"] or 0
    ) + 1
    row = SpecialPlan.objects.create(
        code=f"ZX-{year}-{_serial(year):03d}", unit=place, year=year, number=number, title=text.title.strip(),
        ordered_by=text.ordered_by.strip(), from_above=text.from_above, scope=text.scope.strip(),
        items=sorted(text.items), most=text.most, starts_on=text.starts_on, ends_on=text.ends_on,
        prepared_by_id=_person(by), prepared_at=now,
    )  # fmt: skip
    _journal("drafted", row, by, now, title=row.title, items=list(row.items), most=row.most)
    return row


def _serial(year: int) -> int:
    codes = SpecialPlan.objects.filter(year=year).values_list("code", flat=True)
    return max([int(code.rsplit("-", 1)[1]) for code in codes], default=0) + 1


def _whole(text: SpecialText) -> list[Decision]:
    wanted = (
        (text.title, "名称"),
        (text.ordered_by, "部署文件或工作需要"),
        (text.scope, "范围"),
    )
    missing = [label for value, label in wanted if not value.strip()]
    found = (
        [denied("special.empty", f"专项方案没有填写{'、'.join(missing)}", STRICT, "请补充")]
        if missing
        else []
    )
    if text.ends_on < text.starts_on or (text.ends_on - text.starts_on).days > LONGEST:
        found.append(
            denied("special.window", "期限不成立：须有开始和结束日期，不超过一年", STRICT, "请核对日期")
        )
    if text.most < 1:
        found.append(denied("special.most", "没有写明最多检查多少户", STRICT, "请填写数量上限"))
    if not text.items:
        found.append(denied("special.items", "没有选择检查事项", STRICT, "请从已公布的事项清单中选择"))
    return found


def _items(text: SpecialText, by: Actor, today: date) -> list[Decision]:
    """Only items that are published and may be used."""
    found: list[Decision] = []
    for code in text.items:
        found += registries.items.obstacles(
            registries.items.facts(by, code, today), today, national_layer=True
        )
    return found


@transaction.atomic
def submit(*, plan: str, by: Actor, now: datetime) -> SpecialPlan:
    """To the leader."""
    row = _moved(plan, "submit", Verb.DRAFT_IMPLEMENTATION, by)
    row.save(update_fields=["state"])
    _journal("submitted", row, by, now)
    return row


@transaction.atomic
def return_(*, plan: str, reason: str, by: Actor, now: datetime) -> SpecialPlan:
    """Back with words."""
    row = _moved(plan, "return", Verb.APPROVE_IMPLEMENTATION, by, _said(reason, "退回须写明理由"))
    row.reason = reason.strip()
    row.save(update_fields=["state", "reason"])
    _journal("returned", row, by, now, reason=row.reason)
    return row


@transaction.atomic
def approve(*, plan: str, authority: str, document_no: str, by: Actor, now: datetime) -> SpecialPlan:
    """By the government or the authority above, with the number of its document, entered by the leader."""
    row = _moved(
        plan, "approve", Verb.APPROVE_IMPLEMENTATION, by, _said(authority, "没有写明批准机关"),
        _said(document_no, "没有填写批准文号"),
    )  # fmt: skip
    if by.person_id == row.prepared_by_id:
        raise Refused(denied("special.same_person", "起草人不能自己批准", STRICT, "请由局领导批准"))
    row.authority, row.document_no = authority.strip(), document_no.strip()
    row.approved_by_id, row.approved_on = _person(by), localdate(now)
    row.save(update_fields=["state", "authority", "document_no", "approved_by", "approved_on"])
    _journal("approved", row, by, now, document=row.document_no, number=row.number)
    return row


@transaction.atomic
def publish(*, plan: str, filed_with: str, by: Actor, now: datetime) -> SpecialPlan:
    """备案 and 公布 on one day; from here batches may be opened."""
    row = _moved(plan, "publish", Verb.PUBLISH, by, _said(filed_with, "没有写明备案机关"))
    row.filed_with, row.published_on = filed_with.strip(), localdate(now)
    row.save(update_fields=["state", "filed_with", "published_on"])
    _journal("published", row, by, now, filed_with=row.filed_with)
    return row


@transaction.atomic
def end(*, plan: str, by: Actor, now: datetime) -> SpecialPlan:
    """Over: no batch is opened under it any more."""
    row = _moved(plan, "end", Verb.DRAFT_IMPLEMENTATION, by)
    row.ended_on = localdate(now)
    row.save(update_fields=["state", "ended_on"])
    _journal("ended", row, by, now)
    return row


def _moved(plan: str, event: str, verb: Verb, by: Actor, *more: Decision) -> SpecialPlan:
    row = reads.locked(by, plan)
    demand_all(
        [policies.may(by, verb, row.unit.path), machine.may(special_plan.MACHINE, row.state, event), *more]
    )
    row.state = machine.move(special_plan.MACHINE, row.state, event)
    return row


def _said(text: str, why: str) -> Decision:
    return allowed() if text.strip() else denied("special.no_words", why, STRICT, "请填写")


def _person(by: Actor) -> int:
    if by.person_id is None:
        raise Refused(denied("special.nobody", f"{by.name}不是登记在册的人员", "", "请以本人账号办理"))
    return by.person_id


def _journal(what: str, row: SpecialPlan, by: Actor, now: datetime, **body: object) -> None:
    audit.record(f"special_plan.{what}", by=by, now=now, thing=f"special:{row.code}", body=body)
