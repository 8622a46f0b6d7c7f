"""自查、书面、网络 (XM-33, 34, 36): asked for, handed in with the firm's word for its truth, reviewed — nobody enters.

The result itself is recorded by ``checks.record``, as for a visit; this is the road to it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, allowed, demand_all, denied
from mingqian.core.timelimits import Period, Unit
from mingqian.inspection import files, policies
from mingqian.inspection.enums import Mark, OffsiteState
from mingqian.inspection.models import Checklist, OffsiteFile, OffsiteStep, Task
from mingqian.inspection.policies import Verb
from mingqian.inspection.selectors import batches, tasks
from mingqian.inspection.selectors import offsite as reads
from mingqian.inspection.services import journaling, timing
from mingqian.inspection.types import Upload
from mingqian.registry.enums import Method

WAYS = "厦门 三(三)：分别采取监管对象自查、书面检查、实地检查、网络核查等方式"
FROM_FIRM = (Method.SELF_CHECK.value, Method.WRITTEN.value)
DUE = "offsite.due"


@transaction.atomic
def ask(*, tasks_: Sequence[str], asked: str, due_on: date, by: Actor, now: datetime) -> list[OffsiteStep]:
    """A self-check or a list of material, with a date; the firms see it at once."""
    rows, today = tasks.locked(by, tasks_), localdate(now)
    demand_all(
        [
            _said(asked, "没有写明要提交什么", "请列出材料，或写明自查的要求"),
            _ahead(due_on, today),
            *batches.fallen(row.batch for row in rows),
            *(decision for row in rows for decision in _may_ask(row, by)),
        ]
    )
    person = policies.person(by)
    made = OffsiteStep.objects.bulk_create(
        OffsiteStep(task=row, asked=asked.strip(), due_on=due_on, by_id=person, at=now) for row in rows
    )
    timing.by_date([(row, due_on) for row in rows], DUE, _period(), now)
    body = {"asked": journaling.plain(asked), "due": due_on.isoformat(), "tasks": len(rows)}
    audit.record("offsite.asked", by=by, now=now, thing=journaling.thing(rows), body=body)
    return made


def _period() -> Period:
    return Period(0, Unit.BY_DATE, "提交材料", "书面检查、自查通知", WAYS)


def _may_ask(row: Task, by: Actor) -> list[Decision]:
    where = f"任务{row.code}（{row.subject_name}）"
    fits = row.method in FROM_FIRM
    return [
        policies.may(by, Verb.RECORD, row.unit.path),
        allowed()
        if fits
        else denied("offsite.method", f"{where}：不是书面检查或自查", WAYS, "现场检查请办理审批"),
        allowed()
        if row.state == "waiting"
        else denied("offsite.done", f"{where}：已有结果", WAYS, "请核对任务"),
        allowed()
        if reads.of(row) is None
        else denied("offsite.asked", f"{where}：已经通知", WAYS, "请打开任务"),
    ]


@transaction.atomic
def hand_in(
    *, task: str, answers: Mapping[str, str], words: str, truthful: bool, uploads: Sequence[Upload], by: Actor,
    now: datetime,
) -> OffsiteStep:  # fmt: skip
    """By the firm, which stands for the truth of it. Late is accepted and stays marked late by its clock."""
    step = reads.locked_of_firm(by, task)
    given = tuple(uploads)
    files.demand_acceptable(given)
    demand_all([*_answers(step, answers), *_complete(step, words, given, truthful=truthful)])
    step.answers, step.words, step.truthful = dict(answers), words.strip(), truthful
    step.handed_by_id, step.handed_at, step.state = policies.person(by), now, OffsiteState.HANDED_IN.value
    step.save(update_fields=["answers", "words", "truthful", "handed_by", "handed_at", "state"])
    _keep(step, given, "", now)
    timing.met([step.task], DUE, localdate(now))
    body = {"files": len(given), "problems": sum(mark == Mark.PROBLEM for mark in answers.values())}
    audit.record("offsite.handed_in", by=by, now=now, thing=f"task:{step.task.code}", body=body)
    return step


def _answers(step: OffsiteStep, answers: Mapping[str, str]) -> list[Decision]:
    if step.task.method != Method.SELF_CHECK:
        return []
    sheet = Checklist.objects.filter(batch=step.task.batch_id, item=step.task.item_id).first()
    points = [point["key"] for point in sheet.points] if sheet else []
    wrong = sorted(set(answers) - set(points)) or sorted(
        {one for one in answers.values() if one not in set(Mark)}
    )
    missing = [key for key in points if key not in answers]
    found = []
    if wrong:
        found.append(denied("offsite.points", f"自查表没有“{'、'.join(wrong[:3])}”", WAYS, "请按自查表填写"))
    if missing:
        found.append(
            denied("offsite.missing", f"自查表第{'、'.join(missing[:5])}项没有填写", WAYS, "请逐项填写")
        )
    return found


def _complete(step: OffsiteStep, words: str, given: Sequence[Upload], *, truthful: bool) -> list[Decision]:
    found = []
    if step.state not in (OffsiteState.ASKED, OffsiteState.RETURNED):
        found.append(denied("offsite.handed", "已经提交，正在审核", WAYS, "需要补充的请联系检查机关退回"))
    if not truthful:
        found.append(denied("offsite.truth", "没有承诺所提交的内容真实", WAYS, "请勾选真实性承诺"))
    if step.task.method == Method.WRITTEN and not given and not step.files.exists():
        found.append(denied("offsite.files", "书面检查须提交材料", WAYS, "请按通知的清单上传"))
    if not words.strip():
        found.append(denied("offsite.words", "没有填写说明", WAYS, "请简要说明情况"))
    return found


@transaction.atomic
def return_(*, task: str, reason: str, by: Actor, now: datetime) -> OffsiteStep:
    """退回补正, with what is missing."""
    step = _reviewing(task, by)
    demand_all([_said(reason, "退回须写明缺什么", "请写明需要补正的内容")])
    step.state, step.return_reason = OffsiteState.RETURNED.value, reason.strip()
    step.save(update_fields=["state", "return_reason"])
    body = {"reason": journaling.plain(reason)}
    audit.record("offsite.returned", by=by, now=now, thing=f"task:{step.task.code}", body=body)
    return step


@transaction.atomic
def review(*, task: str, by: Actor, now: datetime) -> OffsiteStep:
    """已审核: the section has gone through it and goes on to the result."""
    step = _reviewing(task, by)
    step.state = OffsiteState.REVIEWED.value
    step.save(update_fields=["state"])
    audit.record("offsite.reviewed", by=by, now=now, thing=f"task:{step.task.code}", body={})
    return step


def _reviewing(task: str, by: Actor) -> OffsiteStep:
    (row,) = tasks.locked(by, [task])
    step = (
        OffsiteStep.objects.select_for_update(of=("self",))
        .filter(task=row)
        .select_related("task__unit")
        .first()
    )
    if step is None or step.state != OffsiteState.HANDED_IN:
        why = f"任务{task}没有待审核的提交"
        raise Refused(denied("offsite.not_handed", why, WAYS, "等待检查对象提交"))
    in_team = row.team in tasks.sits(by, row.batch_id) and row.team > 0
    demand_all([policies.team_may(by, Verb.RECORD, row.unit.path, in_team=in_team)])
    return step


@transaction.atomic
def capture(
    *, task: str, source: str, words: str, uploads: Sequence[Upload], by: Actor, now: datetime
) -> OffsiteStep:
    """网络核查: where it was looked up, what was seen, and the captured evidence."""
    (row,) = tasks.locked(by, [task])
    given = tuple(uploads)
    files.demand_acceptable(given)
    where = f"任务{row.code}（{row.subject_name}）"
    fits = row.method == Method.NETWORK and row.state == "waiting"
    demand_all(
        [
            policies.team_may(by, Verb.RECORD, row.unit.path, in_team=row.team in tasks.sits(by, row.batch_id) and row.team > 0),
            allowed() if fits else denied("offsite.method", f"{where}：不是待检查的网络核查", WAYS, "请核对任务"),
            _said(source, "没有写明网址、平台或数据来源", "请填写来源"),
            _said(words, "没有写明核查的情况", "请写明比对了什么、结果如何"),
            allowed() if given else denied("offsite.files", "网络核查须留存页面截图或数据文件", WAYS, "请上传"),
        ]
    )  # fmt: skip
    step, _ = OffsiteStep.objects.get_or_create(
        task=row, defaults={"asked": "网络核查", "by_id": policies.person(by), "at": now}
    )
    step.words, step.state, step.handed_at = words.strip(), OffsiteState.REVIEWED.value, now
    step.handed_by_id = policies.person(by)
    step.save(update_fields=["words", "state", "handed_at", "handed_by"])
    kept = _keep(step, given, source.strip(), now)
    body = {"source": journaling.plain(source), "sha256": kept}
    audit.record("offsite.captured", by=by, now=now, thing=f"task:{row.code}", body=body)
    return step


def _keep(step: OffsiteStep, given: Sequence[Upload], source: str, now: datetime) -> list[str]:
    made = OffsiteFile.objects.bulk_create(
        OffsiteFile(
            step=step, name=files.safe_name(one.name), kind=files.kind_of(one.content), size=len(one.content),
            digest=files.keep(one), source=source[:500], at=now,
        )
        for one in given
    )  # fmt: skip
    return [one.digest for one in made]


def _said(text: str, why: str, remedy: str) -> Decision:
    return allowed() if text.strip() else denied("offsite.no_words", why, WAYS, remedy)


def _ahead(due_on: date, today: date) -> Decision:
    if due_on > today:
        return allowed()
    return denied("offsite.due", f"提交期限{due_on}不在今天之后", WAYS, "请给检查对象留出时间")
