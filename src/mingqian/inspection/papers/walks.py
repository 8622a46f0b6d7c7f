"""Before and during a visit: 审批表, 通知书, 现场检查笔录, from the approval and what hangs on it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.timezone import localdate, localtime

from mingqian.core import handwriting
from mingqian.core.machines import inspection_approval
from mingqian.documents.enums import Kind
from mingqian.documents.types import Paper
from mingqian.inspection import outcomes
from mingqian.inspection.enums import CheckKind, OnSiteReason, SignRole
from mingqian.inspection.models import Approval, Task, TeamSeat, Visit, VisitRecord
from mingqian.inspection.papers.words import (
    bases_of,
    certificate,
    contact,
    from_outside,
    rated_with,
    shown,
    teams,
)
from mingqian.ui import words

TOLD = "检查人员出示执法证件，告知检查事项、依据，告知有申请回避、陈述申辩和拒绝无证检查的权利，以及配合检查的义务。"


class Walk(NamedTuple):
    """An approval with what is done on it, by whom and on what basis."""

    approval: Approval
    tasks: list[Task]
    seats: list[TeamSeat]
    items: list[dict[str, str]]


def many(rows: QuerySet[Approval]) -> list[Walk]:
    """Of many approvals in a handful of questions."""
    approvals = list(rows.select_related("visit_notice"))
    found = Task.objects.filter(approval__in=[row.pk for row in approvals])
    tasks = list(found.select_related("item__item_version", "batch").order_by("batch_id", "number"))
    clauses, seats = bases_of(tasks), _sitting(tasks)
    own: dict[int | None, list[Task]] = defaultdict(list)
    for task in tasks:
        own[task.approval_id].append(task)
    return [
        Walk(
            row,
            own[row.pk],
            _captains_first(own[row.pk], seats),
            [{"item": task.item_name, "basis": clauses[task.item.item_version_id]} for task in own[row.pk]],
        )
        for row in approvals
    ]


def approval_sheet(walk: Walk) -> Paper:
    """行政检查审批表, as it stands: asked for, or decided."""
    row = walk.approval
    decided = row.decided_at is not None
    fields = {
        **_firm(row),
        "approval": row.number,
        "type": CheckKind(row.kind).label,
        "batch": f"{row.batch.code} {row.batch.title}",
        "items": walk.items,
        "planned_on": row.planned_on,
        "team": [
            {"name": seat.inspector.name, "certificate": certificate(seat), "unit": seat.inspector.unit.name}
            for seat in walk.seats
        ],
        "grounds": row.grounds,
        "why_on_site": OnSiteReason(row.on_site_reason).label if row.on_site_reason else "",
        "visits": _own(row.frequency, row.subject.name) or f"{row.visits_before}次",
        "requested_by": row.requested_by.name,
        "requested_on": localdate(row.requested_at),
        "decision": f"{inspection_approval.MACHINE.states[row.state]}。{row.remark}" if decided else "",
        "decided_by": row.decided_by.name if row.decided_by else "",
        "decided_on": localdate(row.decided_at) if row.decided_at else None,
        "emergency": row.emergency,
    }
    dated = localdate(row.decided_at or row.requested_at)
    return Paper(
        Kind.APPROVAL_SHEET, f"approval:{row.number}", row.batch.unit_id, row.subject.name, fields, dated
    )


def visit_notice(walk: Walk) -> Paper | None:
    """行政检查通知书 of an approved check: as its notice was written, or from the approval where none is yet."""
    row = walk.approval
    if not row.stands:
        return None
    written = getattr(row, "visit_notice", None)
    ends = row.batch.ends_on
    until = f"至{words.day(ends)}" if ends and ends > row.planned_on else ""
    day = row.planned_on
    fields = {
        **_firm(row),
        **contact(walk.seats),
        "items": walk.items,
        "window": f"{words.day(day)}{until}",
        "team": teams(walk.seats),
        "materials": [],
        "approval": row.number,
        "type": CheckKind(row.kind).label,
        "visits": _own(row.frequency, row.subject.name) or f"本年度已入企{row.visits_before}次",
        **(_as_written(written, row.subject.name) if written else {}),
    }
    dated = localdate(written.at if written else row.decided_at or row.requested_at)
    return Paper(
        Kind.VISIT_NOTICE, f"approval:{row.number}", row.batch.unit_id, row.subject.name, fields, dated,
        party=row.subject.number,
    )  # fmt: skip


def _own(frequency: str, name: str) -> str:
    """How often the firm was visited, as it is told on a paper that names the firm already."""
    return frequency.removeprefix(f"“{name}”：")


def _as_written(notice: Any, name: str) -> dict[str, object]:  # noqa: ANN401 — the VisitNotice of an approval
    first, last = notice.from_on, notice.until_on
    until = f"至{words.day(last)}" if last > first else ""
    return {
        "items": [{"item": name, "basis": clause} for name, clause in notice.items],
        "window": f"{words.day(first)}{until}",
        "team": shown(notice.team),
        "materials": notice.materials,
        "visits": _own(notice.frequency, name) or "本年度首次入企",
    }


def site_record(visit: Visit, record: VisitRecord) -> Paper:
    """现场检查笔录: the last version, under the number the phone kept for it."""
    row = visit.approval
    tasks = _tasks(row)
    named = {task.code: task for task in tasks}
    begun, ended = visit.arrived_at, visit.closed_at
    signs = list(visit.signatures.filter(signed=record.sha256).order_by("pk"))
    subject = next((one for one in signs if one.role == SignRole.SUBJECT), None)
    fields = {
        "subject": row.subject.name,
        "subject_code": row.subject.number,
        "place": row.subject.address or row.subject.name,
        "time": f"{words.moment(begun)} 至 {localtime(ended):%H:%M}" if begun and ended else words.moment(begun or record.at),
        "items": [task.item_name for task in tasks],
        "team": [
            {"name": paper[0], "certificate": paper[1], "part": "检查人、记录人" if paper[0] == record.by.name else "检查人"}
            for paper in visit.papers
        ]
        + _others(tasks),
        "present": subject.name if subject else "",
        "told": TOLD,
        "narrative": record.narrative,
        "findings": [
            {
                "item": named[one["task"]].item_name if one["task"] in named else one["task"],
                "outcome": outcomes.of(one["outcome"]).name,
                "problems": one.get("problems", ""),
            }
            for one in record.findings
        ],
        "evidence": [one.caption for one in visit.evidence.exclude(media__in=visit.dropped.values("media"))],
        "statement": record.statement,
        "signed": f"{subject.name}已签字" if subject else ("拒绝签字" if visit.refusal else "待签字"),
        "refusal": f"{visit.refusal}　见证人：{visit.refusal_witness or '无'}" if visit.refusal else "",
        "hands": [
            {"role": SignRole(one.role).label, "name": one.name, "at": words.moment(one.at), "ink": ink}
            for one in signs
            if (ink := handwriting.path(handwriting.untimed(one.strokes) or ()))
        ],
        "rating": rated_with(tasks[0]) if tasks else "",
    }  # fmt: skip
    return Paper(
        Kind.SITE_RECORD, f"visit:{visit.code}", row.batch.unit_id, row.subject.name, fields,
        localdate(record.at), party=row.subject.number, number=record.number,
    )  # fmt: skip


def _others(tasks: Sequence[Task]) -> list[dict[str, str]]:
    return [
        {"name": one.name, "certificate": one.certificate, "part": f"{one.authority} {one.duty}".strip()}
        for one in from_outside(tasks)
    ]


def _firm(row: Approval) -> dict[str, str]:
    return {"subject": row.subject.name, "subject_code": row.subject.number, "address": row.subject.address}


def _tasks(row: Approval) -> list[Task]:
    found = Task.objects.filter(approval=row).select_related("item__item_version", "batch")
    return list(found.order_by("batch_id", "number"))


def _sitting(tasks: Sequence[Task]) -> list[TeamSeat]:
    rows = TeamSeat.objects.filter(batch__in={task.batch_id for task in tasks}).order_by(
        "batch_id", "team", "seat"
    )
    return list(rows.select_related("inspector__unit").prefetch_related("inspector__credentials"))


def _captains_first(tasks: Sequence[Task], seats: Sequence[TeamSeat]) -> list[TeamSeat]:
    """Everybody who comes along, once."""
    keys = {(task.batch_id, task.team) for task in tasks if task.team}
    found = [seat for seat in seats if (seat.batch_id, seat.team) in keys]
    return list({seat.inspector_id: seat for seat in sorted(found, key=lambda one: not one.captain)}.values())
