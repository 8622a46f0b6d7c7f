"""A visit as the desk reads it: stages, facts, papers, what was found, who signed, what the phones sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime

from mingqian.accounts.types import Actor
from mingqian.core import handwriting
from mingqian.core.machines import visit as course
from mingqian.field.enums import ActionKind, ActionState
from mingqian.field.selectors.actions import Row as Action
from mingqian.inspection import selectors
from mingqian.inspection.enums import EntryHow, SignRole
from mingqian.inspection.selectors.visits import Row as Visit
from mingqian.ui.types import Event, Step
from mingqian.ui.words import day, moment

_STAGES = (("arrived", "入企"), ("shown", "亮证"), ("told", "告知"), ("recorded", "笔录"), ("signed", "签字"),
           ("finished", "完成"))  # fmt: skip
_PLACE = {name: place for place, (name, _) in enumerate(_STAGES)} | {"planned": -1, "declined": 4}
_STATE_KINDS = {
    ActionState.RECEIVED: "ok",
    ActionState.HELD: "warn",
    ActionState.APPLIED: "ok",
    ActionState.NOTED: "",
}


@dataclass(frozen=True)
class Signed:
    """One signature, drawn again from its strokes."""

    who: str
    role: str
    at: object
    hand: str
    paper: bool


def rail(row: Visit) -> list[Step]:
    """How far it is; a visit that ended early shows where."""
    reached = _PLACE.get(row.state, -1)
    if row.state in ("broken", "cancelled"):
        times = (row.arrived_at, row.shown_at, row.told_at)
        reached = sum(one is not None for one in times) - 1
    steps = [
        Step(
            "拒签" if name == "signed" and row.refusal else label,
            "done" if place <= reached else "todo",
            _note(row, name),
        )
        for place, (name, label) in enumerate(_STAGES)
    ]
    if row.state in ("broken", "cancelled"):
        steps.append(Step(course.MACHINE.states[row.state], "bad"))
    return steps


def _note(row: Visit, name: str) -> str:
    at = {"arrived": row.arrived_at, "shown": row.shown_at, "told": row.told_at, "signed": row.closed_at}.get(
        name
    )
    if name == "finished":
        return day(row.finished_on) if row.finished_on else ""
    return localtime(at).strftime("%H:%M") if at else ""


def facts(row: Visit) -> list[tuple[str, object]]:
    """What matters, in the order of the day."""
    approval = row.approval
    found: list[tuple[str, object]] = [
        ("审批表", approval.number),
        ("计划日期", day(row.planned_on)),
        ("笔录编号", row.record_number),
    ]
    if row.arrived_at:
        how = EntryHow(row.arrived_how).label
        found.append(
            ("入企", f"{moment(row.arrived_at)} {how}，{row.arrived_by.name if row.arrived_by else ''}")
        )
    if row.emergency:
        made = f"{moment(row.made_up_at)}已补扫" if row.made_up_at else "尚未补扫，限入企后24小时"
        found += [("紧急情况", row.emergency), ("补扫", made)]
    found += [("亮证", f"{name}（{paper}{number}）") for name, number, paper, _ in row.papers]
    if row.told_at:
        found.append(("告知", f"{moment(row.told_at)}，文本{row.rights}版，语音提示{len(row.prompts)}句"))
    if row.refusal:
        found += [("拒签", row.refusal), ("见证人", row.refusal_witness or "无")]
    if row.reason:
        found.append(("说明", row.reason))
    return found


def crew(row: Visit, by: Actor) -> tuple[list[tuple[str, str, str, str]], list[tuple[str, str]]]:
    """Who may go and what each answered; what is left to answer for who asks, as words and address."""
    seats, crews = selectors.announcing.seats(row.approval), selectors.crews
    answers = selectors.announcing.acceptances([row.approval_id])
    acts = []
    if row.is_open and crews.unanswered(by, seats, row.approval, answers):
        acts.append(("接受任务或申报回避", reverse("inspection:accept-walk", args=[row.code])))
    if row.is_open:
        for code, name in crews.to_decide(by, seats, row.approval, answers):
            url = reverse("inspection:answer-walk-recusal", args=[row.code, code])
            acts.append((f"答复{name}的回避申报", url))
    return crews.shown(row.approval_id, seats, answers), acts


def signatures(row: Visit) -> list[Signed]:
    """Everybody who signed, the strokes as the path of a picture."""
    return [
        Signed(
            one.name, SignRole(one.role).label, one.at,
            handwriting.path(handwriting.untimed(one.strokes) or ()), one.paper is not None,
        )
        for one in row.signatures.all()
    ]  # fmt: skip


def findings(row: Visit) -> list[dict[str, Any]]:
    """Per task: its name, how many points, which were not met, the result of the last record."""
    last = max(row.records.all(), key=lambda one: one.version, default=None)
    told = {one["task"]: one for one in last.findings} if last else {}
    marks = selectors.visits.answers(row)
    names = {code: name for code, name, *_ in selectors.visits.results_of(())}
    return [
        {
            "task": task,
            "points": len(marks.get(task.pk, {})),
            "wrong": [
                (key, remark) for key, (mark, remark) in marks.get(task.pk, {}).items() if mark == "problem"
            ],
            "outcome": names.get(told.get(task.code, {}).get("outcome", ""), ""),
            "problems": told.get(task.code, {}).get("problems", ""),
        }
        for task in selectors.visits.tasks_on(row)
    ]


def events(actions: Sequence[Action]) -> list[Event]:
    """What the phones sent, each with its receipt, and with both times where they differ."""
    return [
        Event(
            one.effective_at, f"{ActionKind(one.kind).label} {ActionState(one.state).label}", _told(one),
            one.person.name, kind=_STATE_KINDS[ActionState(one.state)],  # type: ignore[arg-type]
        )
        for one in actions
    ]  # fmt: skip


def _told(one: Action) -> str:
    parts = [f"回执 {one.receipt}", f"收到 {moment(one.received_at)}"]
    parts += [f"时间待核：{one.doubt}"] if one.doubt else []
    parts += [one.reason] if one.state == ActionState.HELD else []
    parts += [f"{one.decided_by.name}：{one.decision}"] if one.decided_by else []
    return "；".join(parts)
