"""Visits somebody may see; the walk of a task on a day, as the gates ask for it; rows for a write."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.clocks import selectors as clocks
from mingqian.core.decision import Refused, denied
from mingqian.core.machines.visit import OPEN
from mingqian.inspection import outcomes, policies, scancodes
from mingqian.inspection.enums import EntryHow
from mingqian.inspection.gates import Walk
from mingqian.inspection.models import Task, TeamSeat, Visit, VisitAnswers, VisitRecord
from mingqian.inspection.selectors import tasks
from mingqian.ui.types import Deadline
from mingqian.ui.words import moment

Row = Visit
"""The row's type, for annotations in the rooms above."""

person, CAPTAIN = policies.person, policies.CAPTAIN
READERS = policies.READERS
"""Who acts, whose word counts in a team, who may look: for the phone's room above."""

WITH = ("approval__batch__unit", "approval__subject__merged_into", "arrived_by", "made_up_by")


def visible(by: Actor) -> QuerySet[Visit]:
    """Visits with a task in scope or of an own team."""
    seen = tasks.visible(by).filter(approval=OuterRef("approval"))
    return Visit.objects.filter(Exists(seen)).select_related(*WITH)


def mine(by: Actor) -> QuerySet[Visit]:
    """Visits of the teams this person sits in now."""
    if by.person_id is None:
        return Visit.objects.none()
    own = Task.objects.filter(Exists(tasks.of_own_team(by)), approval=OuterRef("approval"))
    return Visit.objects.filter(Exists(own)).select_related(*WITH)


def led(by: Actor) -> QuerySet[Visit]:
    """Visits of teams whose captain this person is."""
    if by.person_id is None:
        return Visit.objects.none()
    own = Task.objects.filter(
        Exists(tasks.of_own_team(by).filter(captain=True)), approval=OuterRef("approval")
    )
    return Visit.objects.filter(Exists(own))


def open_ones(rows: QuerySet[Visit]) -> QuerySet[Visit]:
    """Planned, or somebody is there."""
    return rows.filter(state__in=OPEN)


def one(by: Actor, code: str) -> Visit | None:
    """One visit, or none for who may not see it."""
    return visible(by).filter(code=code).first()


def seen(by: Actor, codes: Sequence[str]) -> Iterable[str]:
    """Which of these codes are of visits this person may open."""
    return visible(by).filter(code__in=codes).values_list("code", flat=True)


@dataclass(frozen=True, slots=True)
class Walked:
    """One walk as the page of its task tells it; ``owed``: the hours in which a code is scanned afterwards."""

    row: Visit
    written: bool
    owed: Sequence[Deadline]

    @property
    def entry(self) -> str:
        """When and how somebody came in; empty before."""
        if self.row.arrived_at is None:
            return ""
        who = self.row.arrived_by.name if self.row.arrived_by else ""
        return f"{moment(self.row.arrived_at)} {EntryHow(self.row.arrived_how).label}，{who}"


def of_task(task: Task, *, today: date) -> list[Walked]:
    """The walks of a task, in their order, with what is known of each."""
    if task.approval_id is None:
        return []
    written = Exists(VisitRecord.objects.filter(visit=OuterRef("pk")))
    found = Visit.objects.filter(approval=task.approval_id).annotate(written=written)
    rows = list(found.select_related("arrived_by", "made_up_by").order_by("number"))
    owing = [f"visit:{row.code}" for row in rows if row.emergency]
    owed = clocks.due.of(owing, today=today) if owing else {}
    return [Walked(row, row.written, owed.get(f"visit:{row.code}", ())) for row in rows]


def locked(code: str) -> Visit:
    """The row for a write. Whether this person may, the service asks."""
    row = Visit.objects.select_related(*WITH).select_for_update(of=("self",)).filter(code=code).first()
    if row is None:
        why = f"没有找到入企检查“{code}”，或不在您的范围内"
        raise Refused(denied("inspection.visit.not_found", why, "", "请核对编号"))
    return row


def tasks_of(visits: Iterable[Visit]) -> dict[int, list[Task]]:
    """What is done on each walk, by its approval."""
    found: dict[int, list[Task]] = defaultdict(list)
    approvals = {one.approval_id for one in visits}
    rows = tasks.many(Task.objects.filter(approval__in=approvals, method="on_site"))
    for task in rows.order_by("batch_id", "number"):
        if task.approval_id is not None:
            found[task.approval_id].append(task)
    return found


def tasks_on(visit: Visit) -> list[Task]:
    """What is done on this one walk."""
    rows = Task.objects.filter(approval=visit.approval_id, method="on_site").select_related(*tasks.WITH)
    return list(rows.order_by("batch_id", "number"))


def crew(rows: Sequence[Task]) -> list[TeamSeat]:
    """Everybody in the teams of these tasks, captains first."""
    teams = {(task.batch_id, task.team) for task in rows}
    asked = Q(pk__in=[])
    for batch, team in teams:
        asked |= Q(batch=batch, team=team)
    seats = TeamSeat.objects.filter(asked).select_related("inspector__person")
    return list(seats.prefetch_related("inspector__credentials").order_by("-captain", "team", "seat"))


def walks(batch: int) -> Mapping[int, list[Walk]]:
    """Every entry made under the approvals of a batch, with who showed certificates: what a record rests on."""
    found: dict[int, list[Walk]] = defaultdict(list)
    own = Task.objects.filter(batch_id=batch, approval__isnull=False).values("approval")
    rows = Visit.objects.filter(approval__in=own, arrived_at__isnull=False).exclude(state="cancelled")
    for approval, at, papers in rows.order_by("pk").values_list("approval_id", "arrived_at", "papers"):
        if at is not None:
            found[approval].append(Walk(localdate(at), frozenset(paper[3] for paper in papers)))
    return found


def answers(visit: Visit) -> dict[int, dict[str, tuple[str, str]]]:
    """Task → point → (mark, remark): the latest of each."""
    found: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    for row in VisitAnswers.objects.filter(visit=visit).order_by("at", "pk"):
        for told in row.answers:
            found[row.task_id][told["key"]] = (told["mark"], told["remark"])
    return found


def entered(task: Task) -> bool:
    """Did anybody come in under the task's approval?"""
    if task.approval is None:
        return False
    return task.approval.visits.filter(arrived_at__isnull=False).exclude(state="cancelled").exists()


def results_of(conclusions: Sequence[str]) -> list[tuple[str, str, bool, bool]]:
    """What may be found: (code, name, is it a problem, was anything checked)."""
    table = outcomes.table()
    return [
        (code, name, table[code].problem, table[code].checked) for code, name in outcomes.choices(conclusions)
    ]


def scan_body(visit: Row) -> str:
    """Whose door it is, as the code at that door says it: a phone checks 手输码 against it."""
    return scancodes.body(visit.approval.subject)


def scan_code(task: Task) -> str:
    """What hangs at the firm's door."""
    return scancodes.of(task.subject)


def under_way(by: Actor, on: date) -> QuerySet[Visit]:
    """今天在检: somebody is inside, or is expected there today."""
    inside = Q(state__in=[state for state in OPEN if state != "planned"])
    return visible(by).filter(inside | Q(state="planned", planned_on=on) | Q(finished_on=on))


def handlers(things: Sequence[str]) -> dict[str, list[int]]:
    """For the clocks: who answers for ``visit:<code>``, its captains with an account."""
    codes = {thing.partition(":")[2]: thing for thing in things}
    captains = TeamSeat.objects.filter(
        captain=True, inspector__person__isnull=False, batch=OuterRef("batch"), team=OuterRef("team")
    )
    rows = Task.objects.filter(approval__visits__code__in=codes).annotate(
        captain=Subquery(captains.values("inspector__person")[:1])
    )
    found: dict[str, set[int]] = defaultdict(set)
    for code, person in rows.values_list("approval__visits__code", "captain"):
        if code in codes and person is not None:
            found[codes[code]].add(person)
    return {thing: sorted(people) for thing, people in found.items()}
