"""Who is told what at their desk: events that become messages, and the clearing away of old ones."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.enums import SECTIONS, Role
from mingqian.audit.services import Reaction
from mingqian.audit.types import Told
from mingqian.clocks import selectors as running
from mingqian.clocks import services as clocks
from mingqian.core import ladder, workdays
from mingqian.draw import selectors as drawn
from mingqian.draw.enums import Origin
from mingqian.inspection import selectors as inspections
from mingqian.jobs import services as jobs
from mingqian.jobs.types import Outcome, Running
from mingqian.messages import services as messages
from mingqian.ui import clock, once


def job_ended(told: Told) -> None:
    """Whoever asked for long work and left the page hears how it ended."""
    person = told.body.get("person")
    if not isinstance(person, int):
        return
    words = {"job.finished": "办结", "job.failed": "未办成", "job.interrupted": "中断"}[told.kind]
    messages.send(
        to=[person],
        title=f"{told.body['title']}：{words}",
        detail=str(told.body.get("told", "")),
        url=reverse("jobs:job", args=[int(told.thing.removeprefix("job:"))]),
        why="您交办了这项任务",
        now=told.now,
    )


SUPERVISING = (Role.SUPERVISION_AUTHORITY, Role.BUREAU_LEADER, Role.LEGAL_OFFICE)


def draw_doubted(told: Told) -> None:
    """An outsider found wrong rows in a frozen list: who may order a void, and who answers for the list, hear of it."""
    if told.body["errors"]:
        row = drawn.draws.get(told.by, told.thing.removeprefix("draw:"))
        title = f"{row.title}：外部核对查出有误 {told.body['errors']} 行"
        _tell(told, row, SUPERVISING, title, "是否作废重抽，由上级机关决定")


def draw_voided(told: Told) -> None:
    """What was drawn does not stand any more: the sections whose checks have not begun hear of it at once."""
    row = drawn.draws.get(told.by, told.thing.removeprefix("draw:"))
    if row.log.nature != Origin.OFFICIAL:
        return  # a rehearsal has no checks
    title, evidence = f"{row.title}：抽取 {row.code} 已作废", told.body["evidence"]
    detail = f"{evidence}。还没有检查的不再检查；已经检查、已经公示的，按决定逐户处理"
    opened = inspections.batches.one(told.by, row.code)
    _tell(told, row, (*SUPERVISING, Role.DRAW_OPERATOR), title, detail if opened else f"{evidence}。")
    if opened and row.plan:
        on = localdate(told.now)
        places = set(row.plan.items.values_list("item__unit__path", flat=True))
        sections = {pk for path in places for pk in _holders(SECTIONS, path, on)}
        messages.send(
            to=sorted(sections - set(_holders((*SUPERVISING, Role.DRAW_OPERATOR), row.unit.path, on))),
            title=title, detail=detail, url=reverse("inspection:batch", args=[row.code]),
            why="这次抽取有您处室的事项", now=told.now,
        )  # fmt: skip


def gone_first(told: Told) -> None:
    """紧急先行检查: whoever answers for approvals hears of it at once, for the hours run (国办发〔2024〕54号)."""
    batch = inspections.batches.one(told.by, told.thing.removeprefix("inspection:"))
    named = told.body["named"]
    if batch is not None and isinstance(named, list):
        messages.send(
            to=_holders(inspections.approvals.DECIDERS, batch.unit.path, localdate(told.now)),
            title=f"紧急先行检查待补办审批：{'、'.join(named)}",
            detail=f"{told.body['remark']}。请在24小时内补办",
            url=reverse("inspection:decide"), why="您批准行政检查", now=told.now,
        )  # fmt: skip


def _tell(told: Told, row: drawn.draws.Row, roles: Sequence[Role], title: str, detail: str) -> None:
    messages.send(
        to=_holders(roles, row.unit.path, localdate(told.now)), title=title, detail=detail,
        url=reverse("draw:draw", args=[row.code]), why="您主管、监督或者承办这次抽取的事项", now=told.now,
    )  # fmt: skip


def _holders(roles: Sequence[Role], path: str, on: date) -> list[int]:
    """Who holds one of these posts over this unit."""
    people = {one.pk: one.code for role in roles for one in accounts.holders(role, on=on)}
    actors = {pk: accounts.actor(code, on=on) for pk, code in people.items()}
    return [pk for pk, actor in actors.items() if any(actor.holds(role, path) for role in roles)]


def run_tidy(task: Running) -> Outcome:
    """The body of ``jobs.tidy``: once a day."""
    outcome = jobs.tidy(task)
    deleted = messages.tidy(now=task.now)
    spent = once.forget(now=task.now)
    return Outcome(told=f"{outcome.told}，旧消息 {deleted} 条，隔日的表单号 {spent} 个")


def run_remind(task: Running) -> Outcome:
    """The body of ``clocks.remind``: every few minutes; days speak once a working day, hours when their time comes."""
    return Outcome(told=f"提醒 {clocks.reminding.remind(by=task.by, now=task.now)} 人")


CALENDAR_KEEPERS = (Role.SYSTEM_ADMIN, Role.LEGAL_OFFICE, Role.OFFICE)


def run_ask_for_days_off(task: Running) -> Outcome:
    """The body of ``calendar.ask``: every week of November and on, until the next year's arrangement is entered."""
    root, today = accounts.bureau(), localdate(task.now)
    calendar = running.calendars.in_force(root.division_code if root else "")
    missing = workdays.unannounced(calendar, today)
    if not missing or ladder.quiet(calendar, task.now):
        return Outcome(told="放假安排齐全" if not missing else "休息时间，不提醒")
    year, week, _ = today.isocalendar()
    title, detail = (
        "；".join(why for _, why in missing),
        "录入前跨入该年的期限都标“暂定”；录入后自动重算，变动逐项列出。",
    )
    sent = messages.send(
        to=[person.pk for role in CALENDAR_KEEPERS for person in accounts.holders(role, on=today)],
        title=title,
        detail=detail,
        outward=messages.Outward(detail),
        url=reverse("registry:calendar"),
        why="您负责工作日历，或看护系统",
        once=f"days off {year}-{week}",
        now=task.now,
    )
    return Outcome(told=f"提醒录入放假安排：{sent} 人")


def run_deliver(task: Running) -> Outcome:
    """The body of ``messages.deliver``: what is due to leave the house, unless it is a quiet hour."""
    done = messages.delivering.deliver(quiet=running.calendars.quiet, clock=clock.now)
    return Outcome(told=f"发出 {done.sent}，待重试 {done.failed}，未送达 {done.dead}")


REACTIONS: Mapping[str, Reaction] = {
    "job.finished": job_ended,
    "job.failed": job_ended,
    "job.interrupted": job_ended,
    "draw.audited": draw_doubted,
    "draw.voided": draw_voided,
    "inspection.gone_first": gone_first,
}
