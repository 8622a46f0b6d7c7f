"""Facts → fields: what each paper of an inspection says, taken from the rows a person may see.

``many`` finds the thing through the reader's own selectors and maps it; what is out of sight is as good as not
there. ``offered`` says which papers a page may offer; whether the facts are complete, making one tells.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.documents.enums import Kind
from mingqian.documents.selectors import shelves
from mingqian.documents.types import Paper
from mingqian.draw import selectors as draws
from mingqian.inspection import outcomes
from mingqian.inspection.models import Batch, Task
from mingqian.inspection.papers import batches, drawn, joint, planned, results, walks
from mingqian.inspection.selectors import approvals as approval_rows
from mingqian.inspection.selectors import batches as batch_rows
from mingqian.inspection.selectors import history
from mingqian.inspection.selectors import reports as report_rows
from mingqian.inspection.selectors import tasks as task_rows
from mingqian.inspection.selectors import visits as visit_rows
from mingqian.planning import selectors as planning

Found = Callable[[Actor, str, date], Paper | None]


def many(by: Actor, kind: Kind, keys: Sequence[str], *, today: date) -> list[Paper | Refused]:
    """The paper of this kind about each thing these keys name (task, approval, visit, batch, draw, plan).

    What cannot be made is there as its refusal; the histories of many tasks and the facts of many approvals are read
    together.
    """
    if kind in _OF_WALKS:
        return _of_walks(by, kind, keys)
    if kind in _OF_TASKS:
        return _of_tasks(by, kind, keys, today)
    make = _MAKERS.get(kind, _nothing)
    return [_made(partial(make, by, key, today), kind, key) for key in keys]


def _of_tasks(by: Actor, kind: Kind, keys: Sequence[str], today: date) -> list[Paper | Refused]:
    rows = list(task_rows.many(task_rows.visible(by)).filter(code__in=keys))
    found = {one.task.code: one for one in history.many(rows, today=today)}
    return [_made(partial(_of_task, kind, found.get(key)), kind, key) for key in keys]


def _of_task(kind: Kind, found: history.History | None) -> Paper | None:
    return _OF_TASKS[kind](found) if found else None


def _of_walks(by: Actor, kind: Kind, keys: Sequence[str]) -> list[Paper | Refused]:
    rows = walks.many(approval_rows.visible(by).filter(number__in=keys))
    found = {one.approval.number: one for one in rows}
    return [_made(partial(_of_walk, kind, found.get(key)), kind, key) for key in keys]


def _of_walk(kind: Kind, found: walks.Walk | None) -> Paper | None:
    return _OF_WALKS[kind](found) if found else None


def _made(make: Callable[[], Paper | None], kind: Kind, key: str) -> Paper | Refused:
    try:
        made = make()
    except Refused as refusal:
        return refusal
    if made is None:
        why = f"没有可以制作“{kind.label}”的“{key}”，或不在您的范围内"
        return Refused(denied("inspection.no_paper", why, "", "请从办理页面打开"))
    return made


def _nothing(by: Actor, key: str, today: date) -> Paper | None:
    """A kind no room above makes."""


def _approval(make: Callable[..., Paper]) -> Found:
    def found(by: Actor, key: str, today: date) -> Paper | None:
        row = approval_rows.visible(by).filter(number=key).first()
        return make(row) if row else None

    return found


def _draw(make: Callable[..., Paper]) -> Found:
    def found(by: Actor, key: str, today: date) -> Paper | None:
        row = draws.draws.visible(by).filter(code=key).exclude(result_doc="").first()
        return make(by, row) if row else None

    return found


def _site_record(by: Actor, key: str, today: date) -> Paper | None:
    visit = visit_rows.one(by, key)
    record = visit.records.select_related("by").order_by("-version").first() if visit else None
    return walks.site_record(visit, record) if visit and record else None


def _result_sheet(by: Actor, key: str, today: date) -> Paper | None:
    batch = batch_rows.one(by, key)
    return batches.result_sheet(batch) if batch else None


def _batch_report(by: Actor, key: str, today: date) -> Paper | None:
    report = report_rows.one(by, key)
    return batches.batch_report(report.batch, report) if report else None


def _ledger(by: Actor, key: str, today: date) -> Paper | None:
    batch = batch_rows.one(by, key)
    return batches.ledger(by, batch, today) if batch else None


def _annual_plan(by: Actor, key: str, today: date) -> Paper | None:
    unit, _, rest = key.partition("/")
    year, _, version = rest.partition("/")
    if not (year.isdecimal() and version.isdecimal()):
        return None
    plan = planning.annual.one(by, unit, int(year), int(version))
    return planned.annual_plan(by, plan) if plan else None


def _implementation_plan(by: Actor, key: str, today: date) -> Paper | None:
    plan = planning.implementations.one(by, key)
    return planned.implementation_plan(by, plan) if plan else None


def _exemption(by: Actor, key: str, today: date) -> Paper | None:
    row = planning.exemptions.one(by, int(key)) if key.isdecimal() else None
    return planned.exemption_sheet(row) if row else None


_OF_TASKS: dict[Kind, Callable[[history.History], Paper]] = {
    Kind.CHECK_RECORD: results.check_record,
    Kind.PRELIMINARY_NOTICE: results.preliminary_notice,
    Kind.DEFENCE_RECORD: results.defence_record,
    Kind.RESULT_NOTICE: results.result_notice,
    Kind.RECTIFICATION_ORDER: results.rectification_order,
    Kind.REVISIT_RECORD: results.revisit_record,
}
_OF_WALKS: dict[Kind, Callable[[walks.Walk], Paper | None]] = {
    Kind.APPROVAL_SHEET: walks.approval_sheet,
    Kind.VISIT_NOTICE: walks.visit_notice,
}
_MAKERS: dict[Kind, Found] = {
    Kind.ANNUAL_PLAN: _annual_plan,
    Kind.IMPLEMENTATION_PLAN: _implementation_plan,
    Kind.DRAW_RECORD: _draw(drawn.draw_record),
    Kind.SUBJECT_LIST: _draw(drawn.subject_list),
    Kind.TEAM_LIST: _draw(drawn.team_list),
    Kind.SUBSTITUTION_REGISTER: _draw(drawn.substitution_register),
    Kind.EXEMPTION_SHEET: _exemption,
    Kind.RECUSAL_REGISTER: _draw(drawn.recusal_register),
    Kind.SITE_RECORD: _site_record,
    Kind.JOINT_RECORD: _approval(joint.joint_record),
    Kind.RESULT_SHEET: _result_sheet,
    Kind.BATCH_REPORT: _batch_report,
    Kind.LEDGER: _ledger,
}


def of_task(task: Task, visits: Mapping[str, bool]) -> list[shelves.Wanted]:
    """What the page of a task offers: its own papers, those of its approval and of its visits that have a record."""
    own = [Kind.CHECK_RECORD] if task.outcome else []
    if task.outcome and outcomes.of(task.outcome).notice:
        own += [Kind.PRELIMINARY_NOTICE]
    if task.state in ("defended", "answered"):
        own += [Kind.DEFENCE_RECORD]
    if task.confirmed_on:
        own += [Kind.RESULT_NOTICE]
    order = getattr(task, "rectification", None)
    if order is not None:
        own += [Kind.RECTIFICATION_ORDER, *([Kind.REVISIT_RECORD] if order.revisited_on else [])]
    found: list[shelves.Wanted] = [(f"task:{task.code}", own)]
    approval = task.approval
    if approval is not None:
        notice = [Kind.VISIT_NOTICE] if approval.stands else []
        together = [Kind.JOINT_RECORD] if task.outcome and joint.offered(approval) else []
        found.append((f"approval:{approval.number}", [Kind.APPROVAL_SHEET, *notice, *together]))
        found += [(f"visit:{code}", [Kind.SITE_RECORD]) for code, written in visits.items() if written]
    return found


def of_batch(batch: Batch) -> list[shelves.Wanted]:
    """What the page of a batch offers."""
    report = [Kind.BATCH_REPORT] if hasattr(batch, "report") else []
    return [(f"batch:{batch.code}", [Kind.LEDGER, Kind.RESULT_SHEET, *report])]
