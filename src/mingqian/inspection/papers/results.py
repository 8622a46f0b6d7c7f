"""From the record of a check to the revisit: papers of one task."""

from datetime import date

from django.utils.timezone import localdate

from mingqian.core.decision import Decision, Refused, denied
from mingqian.documents.enums import Kind
from mingqian.documents.types import Fields, Paper
from mingqian.inspection import outcomes, packrules
from mingqian.inspection.enums import RevisitResult, StepKind
from mingqian.inspection.models import ResultNotice, Task
from mingqian.inspection.papers.words import contact, looked_at, rated_with, shown, signature
from mingqian.inspection.selectors.history import History
from mingqian.inspection.types import InspectionRules
from mingqian.registry.enums import Method
from mingqian.ui.words import day, moment

_METHODS = {one.value: one.label for one in Method}


def check_record(history: History) -> Paper:
    """检查记录表: the form of the item, the same for every subject (XM-31)."""
    task, record = history.task, history.record
    if record is None:
        raise Refused(_nothing(task, "还没有登记检查结果", "请先登记检查结果"))
    points = history.checklist.points if history.checklist else []
    fields = {
        **_head(task),
        "task": task.code,
        "method": _METHODS.get(task.method, task.method),
        "checked_on": record.on,
        "team": shown(record.papers),
        "points": [
            {"number": number, **one} for number, one in enumerate(looked_at(points, record.answers), 1)
        ],
        "outcome": outcomes.of(record.outcome).name,
        "problems": record.problems,
        "guidance": record.guidance,
        "statement": record.statement,
        "signed": signature(record),
        "rating": rated_with(task),
    }
    return _paper(Kind.CHECK_RECORD, history, fields, record.on)


def preliminary_notice(history: History) -> Paper:
    """检查初步结果告知书, before it is served or as it was."""
    task = history.task
    if not task.outcome or not outcomes.of(task.outcome).notice or task.checked_on is None:
        raise Refused(_nothing(task, "没有需要告知的初步结果", "结果不利于检查对象的，才制作告知书"))
    outcome = outcomes.of(task.outcome)
    rules = InspectionRules.from_json(task.batch.rules)
    period = next((one.period for one in rules.timers if one.key == packrules.DEFENCE), None)
    fields = {
        **_head(task),
        **contact(history.seats),
        "checked_on": task.checked_on,
        "outcome": outcome.name,
        "problems": task.problems or "见检查记录",
        "disposal": outcome.disposal,
        "defence": f"自送达之日起{period.count}{period.unit.label}内" if period else "在告知的期限内",
        "unit": task.unit.name,
        "internal": _next_notice(task, history.notices),
    }
    dated = localdate(task.recorded_at) if task.recorded_at else task.checked_on
    return _paper(Kind.PRELIMINARY_NOTICE, history, fields, dated, party=True)


def _next_notice(task: Task, notices: list[ResultNotice]) -> str:
    if task.state != "recorded" and notices:
        return notices[-1].number
    return f"{task.code}-告{len(notices) + 1}"


def defence_record(history: History) -> Paper:
    """陈述申辩记录 with what it was answered."""
    task = history.task
    if not history.defences or not history.notices:
        raise Refused(_nothing(task, "没有陈述申辩", "收到陈述申辩后再制作"))
    said, notice = history.defences[-1], history.notices[-1]
    answer = history.answers[-1] if history.answers else None
    names = [one.name for one in said.files.all()]
    fields = {
        **_head(task),
        "notice": notice.number,
        "served_on": notice.served_on,
        "outcome": outcomes.of(answer.before if answer else task.outcome).name,
        "how": "书面放弃" if said.waived else "书面提交，经办人代录" if said.on_behalf else "检查对象在企业页面提交",
        "said_at": moment(said.at),
        "text": said.text,
        "files": names,
        "answer": answer.text if answer else "",
        "after": outcomes.of(answer.after).name if answer else "",
        "answered_by": answer.by.name if answer else "",
        "answered_on": localdate(answer.at) if answer else None,
    }  # fmt: skip
    return _paper(Kind.DEFENCE_RECORD, history, fields, localdate(answer.at if answer else said.at))


def result_notice(history: History) -> Paper:
    """行政检查结果告知书, once the result is confirmed."""
    task = history.task
    if task.confirmed_on is None:
        raise Refused(_nothing(task, "检查结果还没有确认", "结果确认后再制作结果告知书"))
    outcome = outcomes.of(task.outcome)
    item = {
        "item": task.item_name,
        "checked_on": day(task.checked_on),
        "outcome": outcome.name,
        "disposal": outcome.disposal,
    }
    publication = "本结果将按规定在本机关网站公示。"
    if task.state == "withheld":
        publication = "本结果依法不予公示。"
    elif task.published_on:
        publication = f"本结果已于{day(task.published_on)}在本机关网站公示。"
    fields = {
        "subject": task.subject_name,
        "subject_code": task.subject.number,
        **contact(history.seats),
        "batch": task.batch.title,
        "items": [item],
        "problems": task.problems,
        "publication": publication,
    }
    return _paper(Kind.RESULT_NOTICE, history, fields, task.confirmed_on, party=True)


def rectification_order(history: History) -> Paper:
    """责令限期改正通知书."""
    task, order = history.task, history.order
    if order is None or task.checked_on is None:
        raise Refused(_nothing(task, "没有责令限期改正", "请先责令限期改正"))
    fields = {
        **_head(task),
        **contact(history.seats),
        "checked_on": task.checked_on,
        "problems": task.problems or "见检查记录",
        "text": order.text,
        "due_on": order.due_on,
        "basis": "、".join(history.bases),
        "internal": order.number,
    }
    return _paper(Kind.RECTIFICATION_ORDER, history, fields, order.ordered_on, party=True)


def revisit_record(history: History) -> Paper:
    """整改回访记录."""
    task, order = history.task, history.order
    if order is None or order.revisited_on is None:
        raise Refused(_nothing(task, "还没有整改回访", "请先登记整改回访"))
    submitted = [one for one in history.steps if one.kind == StepKind.SUBMITTED]
    visits = [one for one in history.steps if one.kind == StepKind.REVISITED]
    decided = order.decided_by is not None
    fields = {
        **_head(task),
        "order": order.number,
        "ordered_on": order.ordered_on,
        "due_on": order.due_on,
        "text": order.text,
        "submitted": "\n".join(one.words for one in submitted),
        "files": [file.name for one in submitted for file in one.files.all()],
        "revisited_on": order.revisited_on,
        "team": shown(visits[-1].papers),
        "words": visits[-1].words,
        "result": RevisitResult(order.revisit_result).label,
        "decided": StepKind(order.state).label if decided else "",
        "decided_by": order.decided_by.name if order.decided_by else "",
        "decided_on": order.decided_on,
    }
    return _paper(Kind.REVISIT_RECORD, history, fields, order.decided_on or order.revisited_on)


def _head(task: Task) -> dict[str, object]:
    return {"subject": task.subject_name, "subject_code": task.subject.number, "item": task.item_name}


def _paper(kind: Kind, history: History, fields: Fields, dated: date, *, party: bool = False) -> Paper:
    task = history.task
    to = task.subject.number if party else ""
    return Paper(kind, f"task:{task.code}", task.unit_id, task.subject_name, fields, dated, party=to)


def _nothing(task: Task, why: str, remedy: str) -> Decision:
    return denied("inspection.no_paper", f"任务{task.code}（{task.subject_name}）{why}", "", remedy)
