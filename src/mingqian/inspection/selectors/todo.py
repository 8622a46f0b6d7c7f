"""我的待办 from inspection: what waits for the team, the section, the head, the firm. A line per kind, not per task."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.clocks import selectors as clocks
from mingqian.inspection import outcomes, packrules, policies
from mingqian.inspection.models import Task
from mingqian.inspection.selectors import (
    announcing,
    approvals,
    batches,
    conduct,
    deliveries,
    enterprise,
    followups,
    offsite,
    rectifications,
    reports,
    tasks,
)
from mingqian.ui.types import Deadline, Todo

LIMIT = 20
_NOTICE = "厦门 三(五)5"


def mine(by: Actor, *, now: datetime) -> list[Todo]:
    """Everything that waits for this person, the urgent first."""
    today = localdate(now)
    found = [*_team(by, today), *_approvals(by), *_sections(by, today), *_handed_on(by, today)]
    if by.has(Role.ENTERPRISE_USER):
        found += of_firm(by, now=now)
    return sorted(found, key=_urgency)[:LIMIT]


def _urgency(todo: Todo) -> tuple[bool, date]:
    due = todo.deadline.due if todo.deadline else None
    return (due is None, due or date.max)


def _team(by: Actor, today: date) -> Iterator[Todo]:
    """For captains and members: visits to make, notices to serve, revisits."""
    if not by.has(Role.INSPECTOR, Role.BUSINESS_INSPECTOR):
        return
    own = tasks.mine(by)
    waiting = (
        own.filter(state="waiting")
        .values("batch__code", "batch__title", "batch__ends_on")
        .order_by("batch__code")
    )
    for row in waiting.annotate(n=Count("pk")):
        yield Todo(
            "检查", f"{row['n']}项检查待完成", row["batch__title"],
            f"{reverse('inspection:tasks')}?batch={row['batch__code']}&state=waiting", "去检查",
            _until(row["batch__ends_on"], today),
        )  # fmt: skip
    burdens = [one.code for one in outcomes.table().values() if one.notice]
    yield from _counted(
        own.filter(state="recorded", outcome__in=burdens), packrules.NOTICE, "告知", "{}份告知书待送达",
        reverse("inspection:notices"), "去送达", today,
    )  # fmt: skip
    revisits = own.filter(rectification__state__in=("ordered", "submitted"), state="published")
    yield from _counted(
        revisits,
        packrules.REVISIT,
        "回访",
        "{}户整改待回访",
        reverse("inspection:rectifications"),
        "去回访",
        today,
    )


def _until(day: date | None, today: date, word: str = "方案至") -> Deadline | None:
    if day is None:
        return None
    left = (day - today).days
    state = "late" if left < 0 else "soon" if left <= 3 else "far"
    return Deadline(day, f"{word} {day.month}月{day.day}日", state)  # type: ignore[arg-type]


def _counted(
    rows: QuerySet[Task], kind: str, word: str, title: str, url: str, action: str, today: date
) -> Iterator[Todo]:
    """One line for many tasks, with the period that ends first."""
    codes = list(rows.values_list("code", flat=True)[:500])
    if not codes:
        return
    yield Todo(
        word, title.format(len(codes)), "", url, action, clocks.due.first(things_of(codes), kind=kind, today=today),
        _NOTICE,
    )  # fmt: skip


def things_of(codes: list[str]) -> list[str]:
    """How clocks name tasks."""
    return [f"task:{code}" for code in codes]


def _approvals(by: Actor) -> Iterator[Todo]:
    if not by.has(*policies.APPROVERS):
        return
    number = approvals.waiting(by).count()
    if number:
        yield Todo(
            "审批",
            f"{number}份行政检查审批表待批",
            "",
            reverse("inspection:decide"),
            "去审批",
            None,
            policies.PRIOR,
        )


def _sections(by: Actor, today: date) -> Iterator[Todo]:
    """For those who own the items: batches to open, answers to give, results to confirm, orders to follow."""
    if not by.has(*policies.SECTIONS):
        return
    for code, title in batches.not_opened(by):
        yield Todo("下达", f"抽取“{code}”的检查任务待下达", title, reverse("inspection:batches"), "去下达")
    scope = tasks.scope(by, "unit__path", roles=policies.HEADS)
    own = tasks.visible(by).filter(scope)
    answering = tasks.scope(by, "unit__path", roles=policies.SECTIONS)
    defended = tasks.visible(by).filter(answering, state="defended").count()
    if defended:
        yield Todo(
            "申辩", f"{defended}件陈述申辩待答复", "", reverse("inspection:notices"), "去答复", None, _NOTICE
        )
    quiet = [one.code for one in outcomes.table().values() if not one.notice]
    ready = own.filter(Q(state="recorded", outcome__in=quiet) | Q(state="answered"))
    counted = (
        ready.exclude(recorded_by=by.person_id).values("batch__code", "batch__title").order_by("batch__code")
    )
    for row in counted.annotate(n=Count("pk")):
        url = reverse("inspection:confirm-batch", args=[row["batch__code"]])
        yield Todo("确认", f"{row['n']}项结果待确认", row["batch__title"], url, "去确认")
    late = rectifications.late(by, today=today).count()
    if late:
        url = f"{reverse('inspection:rectifications')}?which=late"
        yield Todo("整改", f"{late}户整改超过期限", "", url, "去督促", None, _NOTICE)
    confirms = rectifications.to_confirm(by).exclude(revisited_by=by.person_id).count()
    if confirms:
        url = f"{reverse('inspection:rectifications')}?which=confirm"
        yield Todo("整改", f"{confirms}件整改结果待确认", "", url, "去确认")


def _handed_on(by: Actor, today: date) -> Iterator[Todo]:
    """What a result hands on: sheets to sign for, words about inspectors, reports to approve, problems left open."""
    if by.has(Role.INFORMATION_UNIT) and (sheets := deliveries.waiting(by).count()):
        url = f"{reverse('inspection:deliveries')}?state=sent"
        yield Todo("报送", f"{sheets}份结果报送单待签收", "", url, "去签收", None, policies.DELIVERED)
    if by.has(Role.DISCIPLINE_WITNESS) and (first := conduct.waiting(by).first()) is not None:
        number = conduct.waiting(by).count()
        due = _until(first.due_on, today, "答复期限")
        url = reverse("inspection:conduct")
        yield Todo("反映", f"{number}件对检查人员的反映待答复", "", url, "去答复", due, policies.UNSEEN)
    if by.has(*policies.APPROVERS):
        for row in reports.visible(by).filter(state="submitted").exclude(written_by=by.person_id)[:LIMIT]:
            url = reverse("inspection:report", args=[row.batch.code])
            yield Todo("报告", "检查报告待审批", row.batch.title, url, "去审批", None, policies.REPORTED)
    if by.has(*policies.SECTIONS) and (left := followups.unattended(by).count()):
        url = f"{reverse('inspection:follow-ups')}?which=none"
        yield Todo("处理", f"{left}项问题还没有处理措施", "", url, "去选择", None, policies.FOLLOWED)


def of_firm(by: Actor, *, now: datetime) -> list[Todo]:
    """What waits for a firm: a notice it may answer, an order to follow."""
    today = localdate(now)
    told = list(enterprise.tasks(by).filter(state="noticed")[:LIMIT])
    before = list(_before_the_check(by, today))
    chips = tasks.chips(told, (packrules.DEFENCE,), today=today)
    told = [task for task in told if task.code not in chips or chips[task.code].state != "done"]
    found = [
        Todo(
            "申辩", f"“{task.item_name}”的初步结果可以陈述申辩", outcomes.of(task.outcome).name,
            reverse("inspection:own-check", args=[task.code]), "查看", chips.get(task.code), _NOTICE,
        )
        for task in told
    ]  # fmt: skip
    orders = enterprise.rectifications(by).filter(state="ordered")[:LIMIT]
    dues = tasks.chips([row.task for row in orders], ("rectification.due",), today=today)
    found += [
        Todo(
            "整改", "责令限期改正，待提交整改材料", row.text,
            reverse("inspection:own-rectification", args=[row.task.code]), "去提交", dues.get(row.task.code), _NOTICE,
        )
        for row in orders
    ]  # fmt: skip
    return [*before, *found]


def _before_the_check(by: Actor, today: date) -> Iterator[Todo]:
    """A notice to confirm, a self-check to fill in, material to hand in."""
    for row in announcing.of_firm(by).filter(read_at__isnull=True)[:LIMIT]:
        url = reverse("inspection:own-notice", args=[row.number])
        yield Todo(
            "通知",
            "检查通知书待确认收到",
            f"{row.approval.subject.name}",
            url,
            "查看",
            _until(row.from_on, today),
            _NOTICE,
        )
    for step in offsite.of_firm(by).filter(state__in=("asked", "returned"))[:LIMIT]:
        url = reverse("inspection:own-offsite", args=[step.task.code])
        word = "自查" if step.task.method == "self_check" else "书面检查"
        yield Todo(
            "提交",
            f"{word}材料待提交：{step.task.item_name}",
            step.asked,
            url,
            "去提交",
            _until(step.due_on, today),
            _NOTICE,
        )
