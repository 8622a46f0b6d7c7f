"""The package: what one person needs for the coming days on the phone, and nothing of anybody else. Few queries."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.machines.visit import OPEN
from mingqian.field import texts
from mingqian.field.models import FieldAction, Lease, SpentNumber
from mingqian.inspection import selectors
from mingqian.inspection.selectors.announcing import Row as VisitNotice
from mingqian.inspection.selectors.facts import PAPERS
from mingqian.inspection.selectors.tasks import Row as Task
from mingqian.inspection.selectors.tasks import Seat
from mingqian.inspection.selectors.visits import Row as Visit
from mingqian.records import selectors as records
from mingqian.registry.enums import SubjectKind, SubjectStatus

MOST = 200
FRESH = timedelta(days=14)
"""So long a visit that is over stays in the package: the phone sees what became of it, and why."""
LIMITS = {"chunk": 1024 * 1024, "media": 2 * 1024**3}


def of(by: Actor, device: UUID, *, now: datetime) -> dict[str, Any]:
    """docs/spec/field-sync.md §1."""
    rows = _visits(by, localdate(now))
    tasks = selectors.visits.tasks_of(rows)
    seats = selectors.visits.crew([one for row in rows for one in tasks[row.approval_id]])
    beside = _Beside(rows, device, tasks)
    return {
        "server_at": now.isoformat(),
        "person": {"code": by.code, "name": by.name, "certificates": _own(seats, by)},
        "device": {"id": str(device), "name": "手机", "state": "active"},
        "visits": [_visit(row, tasks[row.approval_id], seats, beside) for row in rows],
        "texts": {**texts.table(), "prompts": records.prompts()},
        "kinds": records.kinds(),
        "limits": LIMITS,
    }


def _visits(by: Actor, today: date) -> list[Visit]:
    recent = Q(finished_on__gte=today - FRESH) | Q(
        state__in=("cancelled", "broken"), planned_on__gte=today - FRESH
    )
    rows = selectors.visits.mine(by).filter(Q(state__in=OPEN) | recent)
    return list(rows.order_by("planned_on", "code")[:MOST])


class _Beside:
    """What stands beside the visits, each kind in one query."""

    def __init__(self, rows: Sequence[Visit], device: UUID, tasks: dict[int, list[Task]]) -> None:
        leases = Lease.objects.filter(visit__in=rows).select_related("device", "person")
        self.leases = {one.visit_id: one for one in leases}
        self.done: dict[int, list[str]] = defaultdict(list)
        self.last: dict[int, int] = defaultdict(int)
        sent = FieldAction.objects.filter(visit__in=rows, device__token=device).order_by("seq")
        for visit, key, seq in sent.values_list("visit_id", "id", "seq"):
            self.done[visit].append(str(key))
            self.last[visit] = max(self.last[visit], seq)
        spent = SpentNumber.objects.filter(visit__in=rows, device__token=device)
        for visit, seq in spent.values_list("visit_id", "seq"):
            self.last[visit] = max(self.last[visit], seq)
        self.notices = selectors.announcing.of_approvals(row.approval_id for row in rows)
        self.sheets = selectors.tasks.sheets([one for group in tasks.values() for one in group])


def _own(seats: Sequence[Seat], by: Actor) -> list[dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for seat in seats:
        if seat.inspector.person_id == by.person_id:
            for one in seat.inspector.credentials.all():
                number = one.certificate_no or seat.inspector.code
                found[number] = {
                    "number": number, "paper": PAPERS.get(one.inspector_class, "证件"),
                    "valid_until": _day(one.valid_until),
                }  # fmt: skip
    return list(found.values())


def _visit(row: Visit, tasks: list[Task], seats: Sequence[Seat], beside: _Beside) -> dict[str, Any]:
    approval, lease = row.approval, beside.leases.get(row.pk)
    teams = {(one.batch_id, one.team) for one in tasks}
    papers = {one.credential for one in tasks}
    own = [one for one in seats if (one.batch_id, one.team) in teams]
    decided = approval.decided_at or approval.requested_at
    return {
        "code": row.code,
        "state": row.state,
        "reason": row.reason or _stopped(row, tasks),
        "planned_on": row.planned_on.isoformat(),
        "recorder": _recorder(lease),
        "approval": {"number": approval.number, "approved_on": localdate(decided).isoformat()},
        "notice": _notice(beside.notices.get(row.approval_id)),
        "subject": _subject(row),
        "team": [_member(one, papers) for one in own],
        "tasks": [_task(one, beside) for one in tasks],
        "numbers": {"record": row.record_number},
        "done": beside.done[row.pk],
        "seq": beside.last[row.pk],
    }


def _notice(notice: VisitNotice | None) -> dict[str, object] | None:
    if notice is None:
        return None
    served = notice.served_on is not None
    return {"number": notice.number, "announced": notice.announced, "served": served}


def _stopped(row: Visit, tasks: list[Task]) -> str:
    """Why an open visit cannot go on, told before anybody drives there."""
    subject = row.approval.subject
    if row.state in OPEN and subject.merged_into is not None:
        return f"对象已并入{subject.merged_into.name}"
    if row.state in OPEN and subject.status in ("closed", "revoked", "moved"):
        return f"对象已{SubjectStatus(subject.status).label}"
    if row.state in OPEN and not any(one.state == "waiting" for one in tasks):
        return "任务已撤回或已有结果"
    return ""


def _recorder(lease: Lease | None) -> dict[str, str] | None:
    if lease is None or lease.given_back_at is not None:
        return None
    return {
        "device": str(lease.device.token), "person": lease.person.name, "until": lease.until.isoformat(),
    }  # fmt: skip


def _subject(row: Visit) -> dict[str, str]:
    subject = row.approval.subject
    parts = [SubjectKind(subject.kind).label, subject.industry_code]
    parts.append(f"职工{subject.employees}人" if subject.employees else "")
    return {
        "code": subject.code, "sign": selectors.visits.scan_body(row), "name": subject.name, "address": subject.address,
        "summary": " · ".join(part for part in parts if part),
    }  # fmt: skip


def _member(seat: Seat, wanted: set[str]) -> dict[str, Any]:
    person = seat.inspector
    credentials = sorted(person.credentials.all(), key=lambda one: one.inspector_class not in wanted)
    first = next(iter(credentials), None)
    return {
        "code": person.code,
        "name": person.name,
        "captain": seat.captain,
        "certificate": (first.certificate_no if first else "") or person.code,
        "paper": PAPERS.get(first.inspector_class, "证件") if first else "",
        "valid_until": _day(first.valid_until if first else None),
    }


def _task(task: Task, beside: _Beside) -> dict[str, Any]:
    sheet = beside.sheets.get((task.batch_id, task.item_id))
    conclusions = sheet.conclusions if sheet else []
    return {
        "code": task.code,
        "item": task.item_name,
        "method": task.method,
        "state": task.state,
        "outcomes": [
            {"code": code, "name": name, "problem": problem, "checked": checked}
            for code, name, problem, checked in selectors.visits.results_of(conclusions)
        ],
        "checklist": [_point(one) for one in (sheet.points if sheet else [])],
    }


def _point(point: dict[str, str]) -> dict[str, str]:
    return {
        "key": point["key"], "section": point.get("section", ""), "text": point["text"],
        "standard": point.get("standard", ""), "clause": point.get("clause", ""),
    }  # fmt: skip


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
