"""检查初步结果告知书: in writing, within the pack's days; from its service the firm's time to answer runs."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.decision import Decision, allowed, demand_all, denied
from mingqian.core.machines import inspection
from mingqian.inspection import gates, outcomes, packrules, policies
from mingqian.inspection.enums import Medium
from mingqian.inspection.models import ResultNotice, Task
from mingqian.inspection.policies import Verb
from mingqian.inspection.selectors import tasks as reads
from mingqian.inspection.services import journaling, saving, timing
from mingqian.inspection.types import InspectionRules
from mingqian.ui import words

TELL = "厦门 三(五)5：自形成检查初步结果之日起3个工作日内告知检查对象"


@transaction.atomic
def serve(
    *, tasks: Sequence[str], on: date, medium: str, receipt: str, by: Actor, now: datetime
) -> list[ResultNotice]:
    """Served on a day, with what proves it (送达回证). Many subjects may be served the same day."""
    rows = reads.locked(by, tasks)
    rules = InspectionRules.from_json(rows[0].batch.rules)
    sits = {batch: reads.sits(by, batch) for batch in {task.batch_id for task in rows}}
    demand_all([_medium_fits(medium, rules), _proved(receipt)])
    refusals = [_refusals(task, on, localdate(now), by, task.team in sits[task.batch_id]) for task in rows]
    demand_all(gates.all_of(refusals))
    made = _written(rows, rules, on, medium, receipt, by, now)
    for task in rows:
        task.state = machine.move(inspection.MACHINE, task.state, "serve")
    saving.save(rows, ["state"])
    timing.met(rows, packrules.NOTICE, on)
    for batch in sits:
        timing.begin([task for task in rows if task.batch_id == batch], "notice_served", on, now)
    listed = [
        {"task": task.code, "notice": one.number, "on": on.isoformat()}
        for task, one in zip(rows, made, strict=True)
    ]
    body = journaling.body(rows, listed, medium=medium, receipt=journaling.plain(receipt))
    audit.record("inspection.notice_served", by=by, now=now, thing=journaling.thing(rows), body=body)
    return made


def _refusals(task: Task, on: date, today: date, by: Actor, in_team: bool) -> tuple[Decision, ...]:
    where = f"任务{task.code}（{task.subject_name}）"
    answers = (
        policies.team_may(by, Verb.SERVE, task.unit.path, in_team=in_team),
        machine.may(inspection.MACHINE, task.state, "serve"),
        _needed(task, where),
        _day_fits(task, on, today, where),
    )
    return tuple(one for one in answers if not one.ok)


def _needed(task: Task, where: str) -> Decision:
    if task.outcome and outcomes.of(task.outcome).notice:
        return allowed()
    name = outcomes.of(task.outcome).name if task.outcome else "尚无结果"
    return denied("inspection.no_notice", f"{where}：{name}，不需送达告知书", TELL, "可直接确认结果")


def _day_fits(task: Task, on: date, today: date, where: str) -> Decision:
    if on > today:
        return denied("inspection.future", f"{where}：送达日期{on}在今天之后", TELL, "请填写实际送达的日期")
    if task.recorded_at is not None and on < localdate(task.recorded_at):
        why = f"{where}：送达日期{on}早于形成初步结果的{localdate(task.recorded_at)}"
        return denied("inspection.early", why, TELL, "请核对日期")
    return allowed()


def _medium_fits(medium: str, rules: InspectionRules) -> Decision:
    """厦门: 以纸质形式告知; where the pack leaves it open, paper or electronic."""
    if medium in rules.media and medium in set(Medium):
        return allowed()
    offered = "、".join(Medium(one).label for one in rules.media if one in set(Medium))
    return denied(
        "inspection.medium", f"告知方式“{medium}”不符合规定", rules.media_clause, f"可用：{offered}"
    )


def _proved(receipt: str) -> Decision:
    if receipt.strip():
        return allowed()
    return denied("inspection.no_receipt", "没有填写送达凭证", TELL, "请填写送达回证编号或签收情况")


def _written(
    rows: Sequence[Task],
    rules: InspectionRules,
    on: date,
    medium: str,
    receipt: str,
    by: Actor,
    now: datetime,
) -> list[ResultNotice]:
    person = policies.person(by)
    told = ResultNotice.objects.filter(task__in=rows).order_by()
    counts = dict(told.values("task").annotate(n=Count("pk")).values_list("task", "n"))
    defence = next((one.period for one in rules.timers if one.key == packrules.DEFENCE), None)
    time = f"自送达之日起{defence.count}{defence.unit.label}内" if defence else "在告知的期限内"
    return ResultNotice.objects.bulk_create(
        [
            ResultNotice(
                task=task, number=f"{task.code}-告{counts.get(task.pk, 0) + 1}", text=_text(task, time),
                served_on=on, medium=medium, receipt=receipt.strip()[:200], by_id=person, at=now,
            )
            for task in rows
        ],
        batch_size=500,
    )  # fmt: skip


def _text(task: Task, time: str) -> str:
    when = words.day(task.checked_on)
    outcome = outcomes.of(task.outcome)
    return (
        f"{task.subject_name}：\n"
        f"{when}对你单位进行的“{task.item_name}”检查，初步结果为：{outcome.name}。\n"
        f"发现的问题：{task.problems}\n"
        f"拟作如下处理：{outcome.disposal}。\n"
        f"你单位对以上初步结果有异议的，可以{time}向{task.unit.name}陈述申辩，并可提交证明材料；"
        "逾期未提出的，视为没有异议。"
    )
