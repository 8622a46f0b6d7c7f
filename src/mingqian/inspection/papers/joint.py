"""联合检查表: one visit, one paper, with every item of every section and everybody who came, other departments too.

厦门 三(三) 可实施联合检查, 鄂州 二(一) 联合执法: the results stand apart for each item; what another department
found it writes into its own line, and every organ signs.
"""

from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Exists, OuterRef

from mingqian.accounts import selectors as accounts
from mingqian.core.decision import Refused, denied
from mingqian.documents.enums import Kind
from mingqian.documents.types import Paper
from mingqian.inspection import outcomes
from mingqian.inspection.models import Approval, Checklist, CheckRecord, JointMember, Task, TeamSeat
from mingqian.inspection.papers.words import (
    bases,
    certificates,
    from_outside,
    looked_at,
    rated_with,
    signature,
)
from mingqian.ui import words

CLAUSE = "厦门 三(三)：可实施联合检查"
THEIRS = "（由该单位填写并签名）"


def offered(row: Approval) -> bool:
    """Several items or several departments under one approval, and every item has its result."""
    with_others = Exists(JointMember.objects.filter(batch=OuterRef("batch")))
    found = list(row.tasks.values_list("outcome", with_others))
    return (len(found) > 1 or any(others for _, others in found)) and all(outcome for outcome, _ in found)


def joint_record(row: Approval) -> Paper:
    """Of one approval, whose tasks are one visit."""
    tasks = list(
        row.tasks.select_related("item__item_version", "batch", "unit").order_by("batch_id", "number")
    )
    records = _records(row, tasks)
    others = from_outside(tasks)
    organs = [accounts.organ(row.batch.unit_id).name, *(one.authority for one in others)]
    days = sorted({record.on for record in records.values()})
    fields = {
        "approval": row.number,
        "checked_on": "、".join(words.day(day) for day in days),
        "subject": row.subject.name,
        "subject_code": row.subject.number,
        "address": row.subject.address,
        "batch": "\n".join(dict.fromkeys(f"{task.batch.code} {task.batch.title}" for task in tasks)),
        "organs": list(dict.fromkeys(organs)),
        "team": list(_team(tasks, records, others)),
        "items": [
            {"number": number, "item": task.item_name, "unit": task.unit.name, "basis": "；".join(bases(task))}
            for number, task in enumerate(tasks, 1)
        ],
        "points": list(_points(tasks, records)),
        "findings": [
            {"number": number, "outcome": outcomes.of(records[task.pk].outcome).name, "problems": records[task.pk].problems}
            for number, task in enumerate(tasks, 1)
        ],
        "parts": [{"organ": one.authority, "duty": one.duty, "result": THEIRS} for one in others],
        "guidance": _once(record.guidance for record in records.values()),
        "statement": _once(record.statement for record in records.values()),
        "signed": _once(signature(record) for record in records.values()),
        "rating": rated_with(tasks[0]),
    }  # fmt: skip
    return Paper(
        Kind.JOINT_RECORD, f"approval:{row.number}", row.batch.unit_id, row.subject.name, fields, days[-1]
    )


def _records(row: Approval, tasks: Sequence[Task]) -> Mapping[int, CheckRecord]:
    """The record of each task that counts; refused while one is missing."""
    newest = {one.task_id: one for one in CheckRecord.objects.filter(task__in=tasks).order_by("version")}
    found = {task.pk: newest[task.pk] for task in tasks if task.outcome and task.pk in newest}
    if left := [task.item_name for task in tasks if task.pk not in found]:
        why = f"审批表{row.number}还有{len(left)}项没有登记检查结果：{'、'.join(left[:3])}"
        raise Refused(denied("inspection.no_paper", why, CLAUSE, "各事项都有结果以后，再制作联合检查表"))
    if not found:
        raise Refused(
            denied("inspection.no_paper", f"审批表{row.number}没有检查任务", CLAUSE, "请核对审批表")
        )
    return found


def _team(
    tasks: Sequence[Task], records: Mapping[int, CheckRecord], others: Sequence[JointMember]
) -> Iterator[dict[str, str]]:
    seats = TeamSeat.objects.filter(batch__in={task.batch_id for task in tasks})
    units = certificates(seats.select_related("inspector__unit").prefetch_related("inspector__credentials"))
    came = dict.fromkeys((one[0], one[1]) for record in records.values() for one in record.papers)
    for name, number in came:
        yield {"unit": units.get(number, ""), "name": name, "certificate": number}
    for one in others:
        yield {"unit": one.authority, "name": one.name, "certificate": one.certificate}


def _points(tasks: Sequence[Task], records: Mapping[int, CheckRecord]) -> Iterator[dict[str, object]]:
    lists = Checklist.objects.filter(batch__in={task.batch_id for task in tasks})
    points = {(one.batch_id, one.item_id): one.points for one in lists}
    for number, task in enumerate(tasks, 1):
        asked = points.get((task.batch_id, task.item_id), [])
        for one in looked_at(asked, records[task.pk].answers):
            yield {"number": number, **one}


def _once(said: Iterator[str]) -> str:
    """What several records say alike is said once."""
    return "\n".join(dict.fromkeys(one for one in said if one))
