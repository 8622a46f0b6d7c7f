"""What the vault keeps records of, and its long work: the only place that knows both it and inspection."""

from collections.abc import Callable, Iterator
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse

from mingqian.accounts.types import Actor
from mingqian.audit.types import Told
from mingqian.core.decision import Decision, Refused, allowed, denied
from mingqian.inspection.selectors import sharing, tasks, visits
from mingqian.jobs.types import Outcome, Running
from mingqian.records import selectors as record_rows
from mingqian.records import services as records
from mingqian.records.types import Described, Things
from mingqian.ui import clock
from mingqian.ui.words import day

CASE_FILE = "thirty"
"""Its class in ``records/data/retention.toml``: 一般处罚案卷30年."""
TEAM = "厦门 三(五)6(2)：明确检查队伍的队长和队员"


def run_check(task: Running) -> Outcome:
    """The body of ``records.check``: reads every content, names what is wrong."""
    made = records.checking.check(
        by=task.by,
        now=task.now,
        clock=clock.now,
        tell=lambda done, total: task.progress(done, total, "正在核对"),
    )
    if made.faults:
        named = "；".join(f"{one['fault']}：{'、'.join(one['things'][:2])}" for one in made.faults[:5])
        raise Refused(
            denied(
                "records.changed", f"{len(made.faults)} 份执法记录有误。{named}",
                "石嘴山 8(2)：音像记录存储须可回溯、防删改", "请保全存储现状，从备份恢复，查明原因",
            )
        )  # fmt: skip
    return Outcome(f"{made.contents} 份内容全部完好", reverse("records:checks"))


def run_tidy(task: Running) -> Outcome:
    """The body of ``records.tidy``: pieces left lying, destructions broken off; what has expired is only listed."""
    ended = records.clearing.go_on(by=task.by, now=task.now)
    pieces = records.checking.tidy(now=task.now)
    return Outcome(f"清理没有传完的片段 {pieces} 份，办完中断的销毁 {ended} 份")


def kept_as_the_file(told: Told) -> None:
    """A result that opens a case: what was recorded on its walk is kept as long as the case's file (石嘴山 8(1)).

    One walk may serve several sections; the strictest of their periods holds for all.
    """
    for thing, why in sharing.opening_cases(told.thing).items():
        media = [row.media for row in record_rows.items.of_thing(thing)]
        if media:
            records.expiring.keep_as(media, period=CASE_FILE, why=why, by=told.by, now=told.now)


def _kept_as(word: str) -> Callable[[str], str]:
    return lambda key: CASE_FILE if sharing.opening_cases(f"{word}:{key}") else ""


def _team_may(by: Actor, seen: bool, mine: bool, what: str) -> Decision:
    if mine or (seen and records.things.keeps(by)):
        return allowed()
    told = f"{by.name}（{by.code}）不在{what}的检查组，不能添加记录"
    return denied("records.may_not_add", told, TEAM, "请由本组人员或责任单位经办人办理")


def _seen(found: object | None, by: Actor, what: str) -> Decision:
    if found is not None:
        return allowed()
    told = f"{by.name}（{by.code}）的权限内没有{what}"
    return denied("records.may_not_see", told, TEAM, "确需查看的，请申请调阅")


def _add_to_visit(by: Actor, code: str) -> Decision:
    mine = visits.mine(by).filter(code=code).exists()
    return _team_may(by, mine or visits.one(by, code) is not None, mine, "这次入企检查")


# Asked for every medium that arrives: the columns that are told, and no others.
_UNITS = Prefetch(
    "approval__tasks", tasks.Row.objects.select_related("unit").only("approval", "unit__path").order_by("pk")
)
_WITH = ("approval__subject", "approval__batch__unit")
_COLUMNS = (
    "code", "planned_on", "arrived_at", "closed_at", "approval__subject__name", "approval__subject__code",
    "approval__batch__unit__path",
)  # fmt: skip


def _visit(code: str) -> Described | None:
    rows = visits.Row.objects.select_related(*_WITH).only(*_COLUMNS).prefetch_related(_UNITS)
    row = rows.filter(code=code).first()
    return _described_visit(row) if row else None


def _described_visit(row: visits.Row) -> Described:
    """Kept by the section whose item was checked; where several came together, by who organised it, for all of them."""
    units = {one.unit.pk: one.unit for one in row.approval.tasks.all()}
    subject, unit = row.approval.subject, row.approval.batch.unit
    if len(units) == 1:
        (unit,) = units.values()
    return Described(
        row.code, f"{subject.name} 入企检查", f"{day(row.planned_on)} · {row.code}", unit.pk, unit.path,
        subject=subject.code[:40], since=row.arrived_at, until=row.closed_at,
        also=tuple(sorted({one.path for one in units.values()} - {unit.path})),
    )  # fmt: skip


def _under_way(by: Actor, on: date) -> Iterator[Described]:
    return (_described_visit(row) for row in visits.under_way(by, on).prefetch_related(_UNITS)[:200])


def _add_to_task(by: Actor, code: str) -> Decision:
    mine = tasks.mine(by).filter(code=code).exists()
    return _team_may(by, mine or tasks.one(by, code) is not None, mine, "这项任务")


def _task(code: str) -> Described | None:
    row = tasks.Row.objects.select_related(*tasks.WITH).filter(code=code).first()
    if row is None:
        return None
    return Described(
        row.code, f"{row.subject_name} {row.item_name}", f"任务 {row.code}", row.unit.pk, row.unit.path,
        reverse("inspection:task", args=[row.code]), row.subject.code[:40],
    )  # fmt: skip


THINGS = (
    Things(
        "visit", "入企检查", _add_to_visit, lambda by, code: _seen(visits.one(by, code), by, "这次入企检查"),
        _visit, _under_way, sharing.visits, _kept_as("visit"),
    ),
    Things(
        "task", "检查任务", _add_to_task, lambda by, code: _seen(tasks.one(by, code), by, "这项任务"), _task,
        kept_as=_kept_as("task"),
    ),
)  # fmt: skip
"""Kinds of things records are of: who may add, who may see, what they are called, how long they are kept."""
