"""我的待办 from inspection: what waits for the team, the section, the head, the firm. A line per kind, not per task."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from mingqian.accounts.enums import SECTIONS, Role
from mingqian.accounts.types import Actor
from mingqian.clocks import selectors as clocks
from mingqian.inspection import material, outcomes, packrules, policies
from mingqian.inspection.material import OWN_CHECK
from mingqian.inspection.models import ComparisonRow, Task
from mingqian.inspection.selectors import (
    announcing,
    annual,
    approvals,
    batches,
    conduct,
    deliveries,
    enterprise,
    followups,
    licensees,
    offsite,
    rectifications,
    reports,
    tasks,
)
from mingqian.ui import asking
from mingqian.ui.asking import Asking
from mingqian.ui.types import Deadline, Todo

LIMIT = 20
_NOTICE = "厦门 三(五)5"
_MAKE_UP, _SIGNED = "approval.make_up", "delivery.signed"


def mine(by: Actor, *, today: date) -> Asking[list[Todo]]:
    """Everything that waits for this person, the urgent first."""
    parts = [*_team(by, today), _approvals(by, today), *_sections(by, today), *_handed_on(by, today)]
    if by.has(Role.ENTERPRISE_USER):
        parts.append(of_firm(by, today=today))
    found = yield from asking.joined(*parts)
    return sorted(found, key=_urgency)[:LIMIT]


def _urgency(todo: Todo) -> tuple[bool, date]:
    due = todo.deadline.due if todo.deadline else None
    return (due is None, due or date.max)


def _team(by: Actor, today: date) -> Iterator[Asking[list[Todo]]]:
    """For captains and members: visits to make, notices to serve, revisits."""
    if not by.has(Role.INSPECTOR, Role.BUSINESS_INSPECTOR):
        return
    own = tasks.mine(by)
    burdens = [one.code for one in outcomes.table().values() if one.notice]
    yield _visits(own, today)
    if not by.has(*SECTIONS):
        yield from _off_site(own)
    yield _counted(
        own.filter(state="recorded", outcome__in=burdens), packrules.NOTICE, "告知", "{}份告知书待送达",
        reverse("inspection:notices"), "去送达", today,
    )  # fmt: skip
    revisits = own.filter(rectification__state__in=("ordered", "submitted"), state="published")
    yield _counted(
        revisits, packrules.REVISIT, "回访", "{}户整改待回访", reverse("inspection:rectifications"), "去回访", today,
    )  # fmt: skip


def _visits(own: QuerySet[Task], today: date) -> Asking[list[Todo]]:
    waiting = own.filter(state="waiting").values("batch__code", "batch__title", "batch__ends_on")
    rows = waiting.order_by("batch__code").annotate(n=Count("pk"))
    yield (rows,)
    return [
        Todo(
            "检查", f"{row['n']}项检查待完成", row["batch__title"],
            f"{reverse('inspection:tasks')}?batch={row['batch__code']}&state=waiting", "去检查",
            _until(row["batch__ends_on"], today, "方案至"),
        )
        for row in rows
    ]  # fmt: skip


def _until(day: date | None, today: date, word: str = "期限") -> Deadline | None:
    if day is None:
        return None
    left = (day - today).days
    state = "late" if left < 0 else "soon" if left <= 3 else "far"
    return Deadline(day, f"{word} {day.month}月{day.day}日", state)  # type: ignore[arg-type]


def _counted(
    rows: QuerySet[Task], kind: str, word: str, title: str, url: str, action: str, today: date
) -> Asking[list[Todo]]:
    """One line for many tasks, with the period that ends first."""
    codes = rows.values_list("code", flat=True)[:500]
    yield (codes,)
    if not codes:
        return []
    chip = yield from clocks.due.first(things_of(list(codes)), kind=kind, today=today)
    return [Todo(word, title.format(len(codes)), "", url, action, chip, _NOTICE)]


def things_of(codes: list[str]) -> list[str]:
    """How clocks name tasks."""
    return [f"task:{code}" for code in codes]


def _line(
    rows: QuerySet[Any], kind: str, title: str, url: str, action: str, clause: str = ""
) -> Asking[list[Todo]]:
    """One line with a number; none where nothing waits."""
    waiting = yield from asking.counted(rows)
    return [Todo(kind, title.format(waiting), "", url, action, None, clause)] if waiting else []


def _approvals(by: Actor, today: date) -> Asking[list[Todo]]:
    if not by.has(*policies.APPROVERS):
        return []
    url, rows = reverse("inspection:decide"), approvals.waiting(by).exclude(state="emergency")
    plain = _line(rows, "审批", "{}份行政检查审批表待批", url, "去审批", policies.PRIOR)
    return (yield from asking.joined(_to_make_up(by, url, today), plain))


def _to_make_up(by: Actor, url: str, today: date) -> Asking[list[Todo]]:
    """紧急先行检查: the hours run from the moment the team went in."""
    rows = approvals.to_make_up(by).values_list("number", "subject__name")
    yield (rows,)
    if not rows:
        return []
    things = [f"approval:{number}" for number, _ in rows]
    chip = yield from clocks.due.first(things, kind=_MAKE_UP, today=today)
    told = f"{len(rows)}份紧急先行检查待补办审批"
    return [Todo("审批", told, "、".join(name for _, name in rows[:3]), url, "去补办", chip, policies.PRIOR)]


def _sections(by: Actor, today: date) -> Iterator[Asking[list[Todo]]]:
    """For those who own the items: batches to open, answers to give, results to confirm, orders to follow."""
    if not by.has(*SECTIONS):
        return
    yield _to_open(by)
    answering = tasks.scope(by, "unit__path", roles=SECTIONS)
    defended = tasks.visible(by).filter(answering, state="defended")
    yield _line(defended, "申辩", "{}件陈述申辩待答复", reverse("inspection:notices"), "去答复", _NOTICE)
    yield _to_confirm(by)
    yield from _off_site(tasks.visible(by).filter(answering))
    orders = reverse("inspection:rectifications")
    late = rectifications.late(by, today=today)
    yield _late(late, f"{orders}?which=late", today)
    revisited = rectifications.to_confirm(by).exclude(revisited_by=by.person_id)
    yield _line(revisited, "整改", "{}件整改结果待确认", f"{orders}?which=confirm", "去确认")
    early = licensees.unguided(by, today)
    here = f"{reverse('inspection:licensees')}?rows=due"
    yield _line(early, "指导", "{}户新许可主体待首次指导", here, "去指导", policies.GUIDED)


def _off_site(own: QuerySet[Task]) -> Iterator[Asking[list[Todo]]]:
    """Material to go through, differences of comparisons to go into: a line a batch, by its own list."""
    waiting = own.filter(state="waiting")
    handed = waiting.filter(offsite__state="handed_in")
    yield _by_batch(
        handed, "审核", "{}户材料待审核", "materials", "?stage=handed_in", "去审核", material.WRITTEN
    )
    open_ = ComparisonRow.objects.filter(task=OuterRef("pk"), settled="").exclude(verdict="same")
    differing = waiting.filter(Exists(open_))
    yield _by_batch(differing, "核实", "{}户比对结果待核实", "comparisons", "", "去核实", material.NETWORK)


def _by_batch(
    found: QuerySet[Task], word: str, title: str, page: str, query: str, action: str, clause: str
) -> Asking[list[Todo]]:
    rows = found.values("batch__code", "batch__title").order_by("batch__code").annotate(n=Count("pk"))
    yield (rows,)
    return [
        Todo(
            word, title.format(row["n"]), row["batch__title"],
            f"{reverse(f'inspection:{page}', args=[row['batch__code']])}{query}", action, None, clause,
        )
        for row in rows
    ]  # fmt: skip


def _late(rows: QuerySet[Any], url: str, today: date) -> Asking[list[Todo]]:
    """Whoever let the day pass that the order names: the line bears the first of these days."""
    days = rows.order_by("due_on").values_list("due_on", flat=True)
    yield (days,)
    if not days:
        return []
    chip = _until(days[0], today, "最早到期")
    return [Todo("整改", f"{len(days)}户整改超过期限", "", url, "去督促", chip, _NOTICE)]


def _to_open(by: Actor) -> Asking[list[Todo]]:
    drawn = batches.not_opened(by)
    yield (drawn,)
    url = reverse("inspection:batches")
    return [Todo("下达", f"抽取“{row.code}”的检查任务待下达", row.title, url, "去下达") for row in drawn]


def _to_confirm(by: Actor) -> Asking[list[Todo]]:
    own = tasks.visible(by).filter(tasks.scope(by, "unit__path", roles=policies.HEADS))
    quiet = [one.code for one in outcomes.table().values() if not one.notice]
    ready = own.filter(Q(state="recorded", outcome__in=quiet) | Q(state="answered"))
    ready = ready.exclude(recorded_by=by.person_id)
    rows = ready.values("batch__code", "batch__title").order_by("batch__code").annotate(n=Count("pk"))
    yield (rows,)
    return [
        Todo(
            "确认", f"{row['n']}项结果待确认", row["batch__title"],
            reverse("inspection:confirm-batch", args=[row["batch__code"]]), "去确认",
        )
        for row in rows
    ]  # fmt: skip


def _handed_on(by: Actor, today: date) -> Iterator[Asking[list[Todo]]]:
    """What a result hands on: sheets to sign for, words about inspectors, reports to approve, problems left open."""
    if by.has(Role.INFORMATION_UNIT):
        url = f"{reverse('inspection:deliveries')}?state=sent"
        yield _to_sign_for(by, url, today)
    if by.has(Role.DISCIPLINE_WITNESS):
        yield _about_inspectors(by, today)
    if by.has(*policies.APPROVERS):
        yield _reports(by)
    if by.has(*SECTIONS):
        url = f"{reverse('inspection:follow-ups')}?which=none"
        left = followups.unattended(by)
        yield _line(left, "处理", "{}项问题还没有处理措施", url, "去选择", policies.FOLLOWED)


def _to_sign_for(by: Actor, url: str, today: date) -> Asking[list[Todo]]:
    rows = deliveries.waiting(by).values_list("number", flat=True)
    yield (rows,)
    if not rows:
        return []
    chip = yield from clocks.due.first([f"delivery:{one}" for one in rows], kind=_SIGNED, today=today)
    told = f"{len(rows)}份结果报送单待签收"
    return [Todo("报送", told, "", url, "去签收", chip, policies.DELIVERED)]


def _about_inspectors(by: Actor, today: date) -> Asking[list[Todo]]:
    days = conduct.waiting(by).values_list("due_on", flat=True)
    yield (days,)
    if not days:
        return []
    told, due = f"{len(days)}件对检查人员的反映待答复", _until(days[0], today, "答复期限")
    return [Todo("反映", told, "", reverse("inspection:conduct"), "去答复", due, policies.UNSEEN)]


def _reports(by: Actor) -> Asking[list[Todo]]:
    rows = reports.visible(by).filter(state="submitted").exclude(written_by=by.person_id)[:LIMIT]
    yield (rows,)
    return [
        Todo(
            "报告", "检查报告待审批", row.batch.title, reverse("inspection:report", args=[row.batch.code]), "去审批",
            None, policies.REPORTED,
        )
        for row in rows
    ]  # fmt: skip


def of_firm(by: Actor, *, today: date) -> Asking[list[Todo]]:
    """What waits for a firm: a notice it may answer, an order to follow."""
    parts = (
        _notices(by, today),
        _self_checks(by, today),
        _annual(by, today),
        _told(by, today),
        _orders(by, today),
    )
    return (yield from asking.joined(*parts))


def _annual(by: Actor, today: date) -> Asking[list[Todo]]:
    """年度自查报告 not filed yet."""
    rows = annual.of_firm(by).filter(version=0)[:LIMIT]
    yield (rows,)
    return [
        Todo(
            "报告", f"{one.duty.year}年度自查报告待提交：{one.duty.item_name}", one.subject_name,
            reverse("inspection:own-annual", args=[one.duty.code, one.subject.number]), "去填写",
            _until(one.duty.due_on, today), OWN_CHECK,
        )
        for one in rows
    ]  # fmt: skip


def _told(by: Actor, today: date) -> Asking[list[Todo]]:
    rows = enterprise.tasks(by).filter(state="noticed")[:LIMIT]
    yield (rows,)
    chips = yield from tasks.chipping(rows, (packrules.DEFENCE,), today=today)
    return [
        Todo(
            "申辩", f"“{task.item_name}”的初步结果可以陈述申辩", outcomes.of(task.outcome).name,
            reverse("inspection:own-check", args=[task.code]), "查看", chips.get(task.code), _NOTICE,
        )
        for task in rows
        if task.code not in chips or chips[task.code].state != "done"
    ]  # fmt: skip


def _orders(by: Actor, today: date) -> Asking[list[Todo]]:
    rows = enterprise.rectifications(by).filter(state="ordered")[:LIMIT]
    yield (rows,)
    dues = yield from tasks.chipping([row.task for row in rows], ("rectification.due",), today=today)
    return [
        Todo(
            "整改", "责令限期改正，待提交整改材料", row.text,
            reverse("inspection:own-rectification", args=[row.task.code]), "去提交", dues.get(row.task.code), _NOTICE,
        )
        for row in rows
    ]  # fmt: skip


def _notices(by: Actor, today: date) -> Asking[list[Todo]]:
    """A notice to confirm."""
    rows = announcing.of_firm(by).filter(read_at__isnull=True)[:LIMIT]
    yield (rows,)
    return [
        Todo(
            "通知", "检查通知书待确认收到", row.approval.subject.name,
            reverse("inspection:own-notice", args=[row.number]), "查看", _until(row.from_on, today, "检查日期"), _NOTICE,
        )
        for row in rows
    ]  # fmt: skip


def _self_checks(by: Actor, today: date) -> Asking[list[Todo]]:
    """A self-check to fill in, material to hand in."""
    rows = offsite.of_firm(by).filter(state__in=("asked", "returned"))[:LIMIT]
    yield (rows,)
    return [
        Todo(
            "提交", f"{'自查' if step.task.method == 'self_check' else '书面检查'}材料待提交：{step.task.item_name}",
            f"需补正：{step.return_reason}" if step.state == "returned" else "、".join(step.asked.split("\n")),
            reverse("inspection:own-offsite", args=[step.task.code]), "去提交",
            _until(step.due_on, today), _NOTICE,
        )
        for step in rows
    ]  # fmt: skip
