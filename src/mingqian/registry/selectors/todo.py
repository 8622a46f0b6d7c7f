"""What waits for this person in the registries: requests to decide, items to pass on, papers about to run out."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core import workdays
from mingqian.registry import policies
from mingqian.registry.enums import ItemState, MarkCode, PoolState, ProposalKind
from mingqian.registry.models import ItemVersion, SecondaryPoolRule, StandingProposal
from mingqian.registry.policies import Verb
from mingqian.registry.selectors import calendars, duplicates, imports, inspectors, standing
from mingqian.ui import asking
from mingqian.ui.asking import Asking
from mingqian.ui.types import Deadline, Todo

MOST = 20
EXPIRING = timedelta(days=60)
#: 国务院办公厅 announces a year in the autumn before it.
ANNOUNCED_BY_MONTH = 11

_STEPS = (
    (ItemState.DRAFT, Verb.DRAFT_ITEM, "送审", ""),
    (ItemState.REVIEW, Verb.REVIEW_ITEM, "审查", "review"),
    (ItemState.REVIEWED, Verb.APPROVE_ITEM, "批准", ""),
    (ItemState.APPROVED, Verb.PUBLISH_ITEM, "公布", "publish"),
)


def mine(by: Actor, *, today: date) -> Asking[list[Todo]]:
    """At most twenty things, what others wait for first."""
    parts = (_proposals(by), _items(by), _rules(by), _papers(by, today), _rest(by, today))
    found = yield from asking.joined(*parts)
    return found[:MOST]


def _proposals(by: Actor) -> Asking[list[Todo]]:
    if not by.has(*policies.WHO[Verb.APPROVE_MARK]):
        return []
    rows = standing.open_proposals(by)[:MOST]
    yield (rows,)
    return [_decide(row) for row in rows if policies.may(by, Verb.APPROVE_MARK, row.subject.unit.path).ok]


def _decide(row: StandingProposal) -> Todo:
    what = ProposalKind(row.kind).label
    if mark := row.asked.get("mark"):
        what += f"“{MarkCode(mark).label}”"
    return Todo(
        "名录",
        f"{what}：{row.subject.name}",
        row.reason,
        reverse("registry:proposal", args=[row.pk]),
        "去决定",
    )


def _items(by: Actor) -> Asking[list[Todo]]:
    """Each open version goes to whoever may take its next step; nobody is asked to pass an own draft."""
    verbs = {verb for _, verb, _, _ in _STEPS if by.has(*policies.WHO[verb])}
    if not verbs:
        return []
    rows = ItemVersion.objects.filter(accounts.in_scope(by, "item__unit__path"))
    rows = rows.filter(state__in=[state for state, verb, _, _ in _STEPS if verb in verbs])
    found = rows.select_related("item__unit").order_by("requested_at", "pk")[: 2 * MOST]
    yield (found,)
    return [todo for row in found for todo in _next_step(by, row)]


def _next_step(by: Actor, row: ItemVersion) -> Iterator[Todo]:
    state, verb, label, page = next(step for step in _STEPS if step[0] == row.state)
    own = row.requested_by == by.code
    if (state is ItemState.DRAFT) != own and state is not ItemState.APPROVED:
        return
    if policies.may(by, verb, row.item.unit.path).ok:
        args = [row.item.code, row.number] if page else [row.item.code]
        url = reverse(f"registry:item-{page}" if page else "registry:item", args=args)
        yield Todo("事项", f"{row.name} 第 {row.number} 版：{label}", row.reason, url, label)


def _rules(by: Actor) -> Asking[list[Todo]]:
    if not by.has(*policies.WHO[Verb.APPROVE_POOL_RULE]):
        return []
    rows = SecondaryPoolRule.objects.filter(accounts.in_scope(by, "pool__unit__path"), state=PoolState.DRAFT)
    found = rows.exclude(drafted_by=by.code).select_related("pool__unit").order_by("pk")[:MOST]
    yield (found,)
    return [
        Todo(
            "名录", f"{row.pool.name}：第 {row.number} 版筛选规则", row.words,
            reverse("registry:pool", args=[row.pool.code]), "去批准",
        )
        for row in found
        if policies.may(by, Verb.APPROVE_POOL_RULE, row.pool.unit.path).ok
    ]  # fmt: skip


def uploads(by: Actor) -> Asking[list[Todo]]:
    """Lists of one's own that wait for a yes. Apart from ``mine``: what a reading shows is written without an entry."""
    rows = imports.waiting(by).values_list("pk", "file_name", "shown")[:5]
    yield (rows,)
    return [_upload(pk, name, shown) for pk, name, shown in rows]


def _upload(pk: int, name: str, shown: dict[str, object]) -> Todo:
    told = (
        f"新增 {shown['new']} · 变更 {shown['changed']} · 错误 {shown['refused']}" if shown else "还没有读完"
    )
    url = reverse("registry:upload", args=[pk])
    return Todo("名录", f"导入“{name}”：待确认", told, url, "去核对")


def _papers(by: Actor, today: date) -> Asking[list[Todo]]:
    """Certificates that run out within sixty days, for who keeps the inspectors."""
    if not by.has(*policies.CLERKS):
        return []
    rows = inspectors.expiring(by, today, until=today + EXPIRING)[:5]
    yield (rows,)
    return [_renew(code, name, last, (last - today).days) for code, name, last in rows if last is not None]


def _renew(code: str, name: str, last: date, left: int) -> Todo:
    why = ("证件到期的次日起不再参加抽取",)
    due = Deadline(last, f"剩 {left} 天", "soon" if left <= 30 else "far", why)
    url = reverse("registry:inspector", args=[code])
    return Todo("人员", f"{name}的证件将到期", code, url, "去换证", due)


def _rest(by: Actor, today: date) -> Asking[list[Todo]]:
    keeps = by.has(*policies.WHO[Verb.KEEP_SUBJECTS])
    pairs = (yield from asking.counted(duplicates.waiting(by))) if keeps else 0
    return [*_doubles(pairs), *_next_year(by, today)]


def _doubles(pairs: int) -> Iterator[Todo]:
    if pairs:
        yield Todo("名录", f"有 {pairs} 对疑似重复的记录", "", reverse("registry:duplicates"), "去查重")


def _next_year(by: Actor, today: date) -> Iterator[Todo]:
    if by.has(*policies.WHO[Verb.KEEP_CALENDAR]) and today.month >= ANNOUNCED_BY_MONTH:
        day = workdays.step(today.replace(month=12, day=31), 1)
        if calendars.in_force().provisional(day, day):
            title = f"{day.year}年放假安排还没有录入"
            yield Todo("日历", title, "落在明年的期限都是暂定", reverse("registry:calendar-year"), "去录入")
