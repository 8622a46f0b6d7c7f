"""Opening the checks of a draw, and saying when the checks are over."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, allowed, demand_all, denied
from mingqian.draw import selectors as draws
from mingqian.inspection import policies
from mingqian.inspection.models import Batch, Task
from mingqian.inspection.policies import Verb
from mingqian.inspection.selectors import batches, tasks
from mingqian.inspection.services import following, forms_of_items, journaling, timing
from mingqian.inspection.types import InspectionRules

RESULT = "厦门 三(五)6(2)：随机抽取结果经见证签认后实施检查"
FROM_DRAW = "涪陵指引 四(三)：检查任务只能由平台抽取产生"


@transaction.atomic
def open_batch(*, draw: str, rules: InspectionRules, by: Actor, now: datetime) -> Batch:
    """One task per drawn subject × item; whoever was spared after the draw stands there as 免检."""
    row = draws.draws.get(by, draw)
    plan = draws.occasions.plan_of(row)
    demand_all(
        [
            policies.may(by, Verb.OPEN, plan.unit.path),
            _result_stands(row.state, draw),
            _official(row.log.nature, draw),
            _once(draw),
            _same_pack(plan.pack_digest, plan.pack_name, rules),
        ]
    )
    batch = Batch.objects.create(
        code=draw, draw=row, plan=plan, unit=plan.unit, title=plan.title, rules=rules.as_json(),
        starts_on=plan.starts_on, ends_on=plan.ends_on, opened_by_id=policies.person(by), opened_at=now,
    )  # fmt: skip
    following.seat(batch, by)
    planned = plan.items.select_related("item__unit", "item_version", "panel")
    items = {row.item.code: row for row in forms_of_items.set_up(batch, by, planned=planned)}
    made = following.tasks(batch, items, draws.outcome.pairs(by, draw), by, now)
    rows = [{"task": one.code, "subject": one.subject.code, "item": one.item.item.code} for one in made]
    spared = sum(one.outcome == "exempt" for one in made)
    body = {**journaling.body(made, rows), "tasks": len(made), "spared": spared, "pack": rules.pack}
    audit.record("inspection.opened", by=by, now=now, thing=f"inspection:{draw}", body=body)
    return batch


def _result_stands(state: str, draw: str) -> Decision:
    if state in batches.RESULT_STANDS:
        return allowed()
    if state == "voided":
        return denied(
            "inspection.not_drawn", f"抽取“{draw}”已作废，不产生检查任务", FROM_DRAW, "请按重抽的结果下达"
        )
    return denied("inspection.not_drawn", f"抽取“{draw}”的结果尚未经见证签认", RESULT, "请先完成抽取和签认")


def _official(nature: str, draw: str) -> Decision:
    if nature == "official":
        return allowed()
    return denied("inspection.practice", f"抽取“{draw}”是演练，不产生检查任务", FROM_DRAW, "请使用正式抽取")


def _once(draw: str) -> Decision:
    if not Batch.objects.filter(code=draw).exists():
        return allowed()
    return denied("inspection.opened", f"抽取“{draw}”的检查任务已经下达", FROM_DRAW, "请打开已有的批次")


def _same_pack(digest: str, name: str, rules: InspectionRules) -> Decision:
    if digest == rules.digest:
        return allowed()
    why = f"实施方案按规则包“{name}”编制，给出的是“{rules.pack}”"
    return denied("inspection.other_pack", why, "规则包在计划编制时固定", "请使用编制时的规则包")


@transaction.atomic
def end(*, batch: str, on: date, by: Actor, now: datetime) -> Batch:
    """检查结束: every task has a result or was cancelled; from here the publication periods run."""
    row = batches.locked(by, batch)
    found = list(tasks.many(Task.objects.filter(batch=row)).order_by("number"))
    demand_all(
        [
            policies.may(by, Verb.OPEN, row.unit.path),
            _not_ended(row),
            _all_checked(found),
            _day_fits(found, on, localdate(now)),
        ]
    )
    row.ended_on, row.ended_by_id = on, policies.person(by)
    row.save(update_fields=["ended_on", "ended_by"])
    waiting = [task for task in found if task.state not in ("cancelled", "published", "closed", "withheld")]
    timing.begin_publication(row, waiting, "inspection_end", on, now)
    timing.begin_report(row, on, now)
    body = {"on": on.isoformat(), "tasks": len(found)}
    audit.record("inspection.ended", by=by, now=now, thing=f"inspection:{batch}", body=body)
    return row


def _not_ended(row: Batch) -> Decision:
    if row.ended_on is None:
        return allowed()
    return denied("inspection.ended", f"本批检查已于{row.ended_on}结束", "", "期限自该日起算")


def _all_checked(found: Sequence[Task]) -> Decision:
    left = [task for task in found if task.state == "waiting"]
    if not left:
        return allowed()
    named = "、".join(f"{task.code} {task.subject_name}" for task in left[:3])
    why = f"还有{len(left)}项任务没有检查结果：{named}"
    return denied("inspection.unfinished", why, RESULT, "请登记结果；无法检查的登记为“无法联系”等结果")


def _day_fits(found: Sequence[Task], on: date, today: date) -> Decision:
    last = max((task.checked_on for task in found if task.checked_on), default=None)
    if on > today:
        return denied("inspection.future", f"结束日期{on}在今天之后", "", "请填写实际结束的日期")
    if last is not None and on < last:
        return denied("inspection.early", f"结束日期{on}早于最后一次检查的{last}", "", "请核对日期")
    return allowed()
