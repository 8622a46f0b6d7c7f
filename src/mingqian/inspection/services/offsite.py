"""自查、书面 (XM-33, 34): a list of material asked for, handed in line by line, gone through — nobody enters.

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
from mingqian.inspection import files, gates, listing, policies
from mingqian.inspection.enums import LineState, Mark, OffsiteState
from mingqian.inspection.listing import Lines, Marks
from mingqian.inspection.material import WAYS
from mingqian.inspection.models import Checklist, OffsiteFile, OffsiteLine, OffsiteStep, Task
from mingqian.inspection.policies import Verb
from mingqian.inspection.selectors import batches, tasks
from mingqian.inspection.selectors import offsite as reads
from mingqian.inspection.services import journaling, timing
from mingqian.inspection.types import Upload
from mingqian.registry.enums import Method

DUE = "offsite.due"


@transaction.atomic
def ask(*, tasks_: Sequence[str], asked: str, due_on: date, by: Actor, now: datetime) -> list[OffsiteStep]:
    """A self-check, or a list of material with one line each, and a date; the firms see it at once."""
    rows, today = tasks.locked(by, tasks_), localdate(now)
    begun, wanted = reads.begun(rows), listing.lines_of(asked)
    demand_all(
        [
            listing.said(asked, "没有写明要提交什么", "请列出材料，或写明自查的要求"),
            *listing.may_list(wanted),
            _ahead(due_on, today),
            *batches.fallen(row.batch for row in rows),
            *gates.all_of([_may_ask(row, by, row.pk in begun) for row in rows]),
        ]
    )
    person = policies.person(by)
    made = OffsiteStep.objects.bulk_create(
        OffsiteStep(task=row, asked=asked.strip(), due_on=due_on, by_id=person, at=now) for row in rows
    )
    OffsiteLine.objects.bulk_create(
        OffsiteLine(step=step, number=number, text=text)
        for step in made
        if step.task.method == Method.WRITTEN
        for number, text in enumerate(wanted, 1)
    )
    timing.by_date([(row, due_on) for row in rows], DUE, _period(), now)
    body = {"asked": journaling.plain(asked), "due": due_on.isoformat(), "tasks": len(rows)}
    audit.record("offsite.asked", by=by, now=now, thing=journaling.thing(rows), body=body)
    return made


def _period() -> Period:
    return Period(0, Unit.BY_DATE, "提交材料", "书面检查、自查通知", WAYS)


def _may_ask(row: Task, by: Actor, begun: bool) -> tuple[Decision, ...]:
    where = f"任务{row.code}（{row.subject_name}）"
    answers = (
        policies.may(by, Verb.RECORD, row.unit.path),
        allowed()
        if row.method in reads.FROM_FIRMS
        else denied("offsite.method", f"{where}：不是书面检查或自查", WAYS, "现场检查请办理审批"),
        allowed()
        if row.state == "waiting"
        else denied("offsite.done", f"{where}：已有结果", WAYS, "请核对任务"),
        allowed() if not begun else denied("offsite.asked", f"{where}：已经通知", WAYS, "请打开任务"),
    )
    return tuple(one for one in answers if not one.ok)


@transaction.atomic
def hand_in(
    *, task: str, answers: Mapping[str, str], words: str, truthful: bool, uploads: Sequence[Upload] = (),
    lines: Lines | None = None, lacking: Mapping[int, str] | None = None, by: Actor, now: datetime,
) -> OffsiteStep:  # fmt: skip
    """By the firm, which stands for the truth of it. Late is accepted and stays marked late by its clock.

    ``lines``: number of a line → its files; ``lacking``: number → why there is nothing to attach. Only the lines that
    are still asked for, or asked for again, are handed in.
    """
    step = reads.locked_of_firm(by, task)
    rows = list(step.lines.order_by("number"))
    given = listing.given(rows, uploads, lines or {}, lacking or {})
    for group in given.groups():
        files.demand_acceptable(group)
    demand_all(
        [
            *_answers(step, answers),
            *_complete(step, words, truthful=truthful),
            *listing.may_hand_in(rows, given),
        ]
    )
    step.answers, step.words, step.truthful = dict(answers), words.strip(), truthful
    step.handed_by_id, step.handed_at, step.state = policies.person(by), now, OffsiteState.HANDED_IN.value
    step.save(update_fields=["answers", "words", "truthful", "handed_by", "handed_at", "state"])
    keep(step, given.loose, "", now)
    for row in listing.still_asked(rows):
        keep(step, given.files.get(row.number, ()), "", now, line=row)
        row.state, row.words = LineState.HANDED_IN.value, given.lacking.get(row.number, "")
        row.save(update_fields=["state", "words"])
    timing.met([step.task], DUE, localdate(now))
    body = {"files": given.count, "problems": sum(mark == Mark.PROBLEM for mark in answers.values())}
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


def _complete(step: OffsiteStep, words: str, *, truthful: bool) -> list[Decision]:
    found = []
    if step.state not in (OffsiteState.ASKED, OffsiteState.RETURNED):
        found.append(denied("offsite.handed", "已经提交，正在审核", WAYS, "需要补充的请联系检查机关退回"))
    if not truthful:
        found.append(denied("offsite.truth", "没有承诺所提交的内容真实", WAYS, "请勾选真实性承诺"))
    if not words.strip():
        found.append(denied("offsite.words", "没有填写说明", WAYS, "请简要说明情况"))
    return found


@transaction.atomic
def review(
    *, task: str, marks: Marks | None = None, due_on: date | None = None, by: Actor, now: datetime
) -> OffsiteStep:
    """Gone through document by document: 合格, 不适用, or 需补正 with what is missing; only that is asked for again.

    Without ``marks`` everything handed in is good. ``due_on``: by when the missing lines are due.
    """
    step = _reviewing(task, by)
    rows = [row for row in step.lines.order_by("number") if row.state == LineState.HANDED_IN]
    said = {row.number: (LineState.GOOD.value, "") for row in rows} if marks is None else dict(marks)
    demand_all(listing.may_review(rows, said))
    for row in rows:
        row.state, row.words = said[row.number][0], said[row.number][1].strip()
        row.save(update_fields=["state", "words"])
    missing = [f"{row.number}. {row.text}：{row.words}" for row in rows if row.state == LineState.MISSING]
    if missing:
        return _returned(step, "\n".join(missing), due_on, by, now)
    step.state = OffsiteState.REVIEWED.value
    step.save(update_fields=["state"])
    lines = [f"{row.number}={row.state}" for row in rows]
    audit.record("offsite.reviewed", by=by, now=now, thing=f"task:{step.task.code}", body={"lines": lines})
    return step


@transaction.atomic
def return_(*, task: str, reason: str, due_on: date | None = None, by: Actor, now: datetime) -> OffsiteStep:
    """退回补正 of everything that was handed in, with what is missing."""
    step = _reviewing(task, by)
    demand_all([listing.said(reason, "退回须写明缺什么", "请写明需要补正的内容")])
    step.lines.filter(state=LineState.HANDED_IN.value).update(
        state=LineState.MISSING.value, words=reason.strip()[:300]
    )
    return _returned(step, reason.strip(), due_on, by, now)


def _returned(step: OffsiteStep, reason: str, due_on: date | None, by: Actor, now: datetime) -> OffsiteStep:
    if due_on is not None:
        demand_all([_ahead(due_on, localdate(now))])
        step.due_on = due_on
        timing.by_date([(step.task, due_on)], DUE, _period(), now)
    step.state, step.return_reason = OffsiteState.RETURNED.value, reason
    step.save(update_fields=["state", "return_reason", "due_on"])
    body = {"reason": journaling.plain(reason), "due": step.due_on.isoformat() if step.due_on else ""}
    audit.record("offsite.returned", by=by, now=now, thing=f"task:{step.task.code}", body=body)
    return step


def _reviewing(task: str, by: Actor) -> OffsiteStep:
    (row,) = tasks.locked(by, [task])
    step = (
        OffsiteStep.objects.select_for_update(of=("self",))
        .filter(task=row)
        .select_related("task__unit", "task__batch__unit")
        .first()
    )
    if step is None or step.state != OffsiteState.HANDED_IN:
        why = f"任务{task}没有待审核的提交"
        raise Refused(denied("offsite.not_handed", why, WAYS, "等待检查对象提交"))
    in_team = row.team in tasks.sits(by, row.batch_id) and row.team > 0
    demand_all([policies.team_may(by, Verb.RECORD, row.unit.path, in_team=in_team)])
    return step


def keep(
    step: OffsiteStep, given: Sequence[Upload], source: str, now: datetime, *, line: OffsiteLine | None = None
) -> list[str]:
    """The files under their hashes, and their rows."""
    made = OffsiteFile.objects.bulk_create(
        file_row(step, one, files.keep(one), source, now, line=line) for one in given
    )
    return [one.digest for one in made]


def file_row(
    step: OffsiteStep, one: Upload, digest: str, source: str, now: datetime, *, line: OffsiteLine | None = None
) -> OffsiteFile:  # fmt: skip
    """The row of a file that is kept already under its hash."""
    return OffsiteFile(
        step=step, line=line, name=files.safe_name(one.name), kind=files.kind_of(one.content),
        size=len(one.content), digest=digest, source=source[:500], at=now,
    )  # fmt: skip


def _ahead(due_on: date, today: date) -> Decision:
    if due_on > today:
        return allowed()
    return denied("offsite.due", f"提交期限{due_on}不在今天之后", WAYS, "请给检查对象留出时间")
