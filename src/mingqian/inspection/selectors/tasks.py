"""Tasks that somebody may see: those of a unit in scope, those of the own team; and the rows for a write."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from mingqian.accounts.enums import SECTIONS, Role
from mingqian.accounts.types import Actor
from mingqian.clocks import selectors as clocks
from mingqian.core.decision import Decision, Refused, denied
from mingqian.inspection import outcomes
from mingqian.inspection.models import Checklist, Task, TeamSeat
from mingqian.inspection.models.tasks import UNCHECKED
from mingqian.inspection.packrules import DEFENCE
from mingqian.inspection.policies import HEADS, READERS
from mingqian.ui import asking
from mingqian.ui.asking import Asking
from mingqian.ui.types import Deadline

Row = Task
Seat = TeamSeat
"""The rows' types, for annotations in the rooms above."""

OWN = ("subject", "approval")
SHARED = ("batch__unit", "batch__plan", "unit", "item__item", "item__item_version")
WITH = (*SHARED, *OWN)


def scope(by: Actor, *fields: str, roles: Sequence[Role] = READERS) -> Q:
    """Rows under a unit over which this person holds one of some roles; without one, nothing."""
    condition = Q(pk__in=[])
    for grant in by.grants:
        if grant.role in roles:
            for field in fields:
                condition |= Q(**{f"{field}__startswith": grant.path})
    return condition


def covers(by: Actor, *paths: str, roles: Sequence[Role] = READERS) -> bool:
    """The same for rows at hand: does the person hold one of the roles over one of these units?"""
    held = [grant.path for grant in by.grants if grant.role in roles]
    return any(path.startswith(one) for path in paths for one in held)


def of_own_team(by: Actor) -> QuerySet[TeamSeat]:
    """A filter for Exists: a seat of this person in the team of the outer task."""
    return of_team(by.person_id)


def of_team(person: int | None) -> QuerySet[TeamSeat]:
    """The same by the person's key."""
    return TeamSeat.objects.filter(batch=OuterRef("batch"), team=OuterRef("team"), inspector__person=person)


def visible(by: Actor) -> QuerySet[Task]:
    """Tasks of the item's unit, of the plan's unit, or of the own team."""
    condition = scope(by, "unit__path", "batch__unit__path")
    if by.person_id is not None:
        condition |= Q(Exists(of_own_team(by)))
    return Task.objects.filter(condition).select_related(*WITH)


def many(rows: QuerySet[Task]) -> QuerySet[Task]:
    """The same rows, to be read by the hundred: a batch, unit or item that all of them share is read once."""
    return rows.select_related(None).select_related(*OWN).prefetch_related(*SHARED)


def mine(by: Actor) -> QuerySet[Task]:
    """Tasks of the teams this person sits in."""
    if by.person_id is None:
        return Task.objects.none()
    return Task.objects.filter(Exists(of_own_team(by))).select_related(*WITH)


def one(by: Actor, code: str) -> Task | None:
    """One task, or none for who may not see it."""
    return visible(by).filter(code=code).first()


def seen(by: Actor, codes: Sequence[str]) -> Iterable[str]:
    """Which of these codes are of tasks this person may open."""
    return visible(by).filter(code__in=codes).values_list("code", flat=True)


def locked(by: Actor, codes: Sequence[str], *, batch: str = "") -> list[Task]:
    """The named tasks for a write, in their order; refused when one of them is not there."""
    found = many(visible(by)).select_for_update(of=("self",)).filter(code__in=codes)
    if batch:
        found = found.filter(batch__code=batch)
    return _all({task.code: task for task in found}, codes)


def of_firm(by: Actor) -> QuerySet[Task]:
    """Own checks of a firm. A drawn firm learns of the draw from the notice of the check, not from a list."""
    return checked().filter(subject__number__in=by.subjects).select_related(*WITH)


def checked() -> QuerySet[Task]:
    """Tasks that have come to a check, or to the notice of one: what a firm may know of."""
    return Task.objects.exclude(state__in=UNCHECKED)


def locked_of_firm(by: Actor, codes: Sequence[str]) -> list[Task]:
    """The same for the firm itself."""
    rows = of_firm(by).select_for_update(of=("self",)).filter(code__in=codes)
    return _all({task.code: task for task in rows}, codes)


def _all(rows: dict[str, Task], codes: Sequence[str]) -> list[Task]:
    wanted = list(dict.fromkeys(codes))
    missing = [code for code in wanted if code not in rows]
    if missing or not wanted:
        raise Refused(_missing(missing))
    return [rows[code] for code in wanted]


def _missing(codes: Sequence[str]) -> Decision:
    if not codes:
        return denied("inspection.none", "没有选择检查任务", "", "请至少选择一项")
    shown = "、".join(codes[:3]) + (f"等{len(codes)}项" if len(codes) > 3 else "")
    return denied(
        "inspection.not_found", f"没有找到检查任务“{shown}”，或不在您的范围内", "", "请核对任务编号"
    )


def seats(batch: int) -> QuerySet[TeamSeat]:
    """Who sits where, with papers: what gates and pages need."""
    rows = TeamSeat.objects.filter(batch_id=batch).select_related("inspector")
    return rows.prefetch_related("inspector__credentials").order_by("team", "seat")


def sheets(rows: Sequence[Task]) -> dict[tuple[int, int], Checklist]:
    """The checklists of these tasks, by batch and item."""
    found = Checklist.objects.filter(batch__in={one.batch_id for one in rows})
    return {(one.batch_id, one.item_id): one for one in found}


def crew(task: Task) -> list[TeamSeat]:
    """Who sits in the task's team, with papers: what a form offers to tick."""
    return list(seats(task.batch_id).filter(team=task.team))


def leads(by: Actor, batch: int) -> frozenset[int]:
    """The teams of a batch whose captain this person is."""
    return _teams(by, TeamSeat.objects.filter(batch_id=batch, captain=True))


def sits(by: Actor, batch: int) -> frozenset[int]:
    """The teams of a batch this person belongs to."""
    return _teams(by, TeamSeat.objects.filter(batch_id=batch))


def _teams(by: Actor, rows: QuerySet[TeamSeat]) -> frozenset[int]:
    if by.person_id is None:
        return frozenset()
    return frozenset(rows.filter(inspector__person_id=by.person_id).values_list("team", flat=True))


def same_walk(by: Actor, task: Task) -> list[Task]:
    """Every on-site task waiting at the same subject in the same batch: one walk, one approval."""
    rows = visible(by).filter(batch=task.batch_id, subject=task.subject_id, method="on_site", state="waiting")
    asked = Q(approval__isnull=True) | Q(approval__state__in=("refused", "withdrawn"))
    return list(rows.filter(asked).order_by("number")) or [task]


def awaiting_approval(by: Actor, batch: str) -> QuerySet[Task]:
    """On-site tasks nobody has asked an approval for, of units whose papers this person may do."""
    own = scope(by, "unit__path", "batch__unit__path", roles=SECTIONS)
    rows = visible(by).filter(own, batch__code=batch, method="on_site", state="waiting")
    asked = Q(approval__isnull=True) | Q(approval__state__in=("refused", "withdrawn"))
    return rows.filter(asked).order_by("number")


def to_serve(by: Actor, batch: str) -> QuerySet[Task]:
    """Results whose notice has not been served, for the team and the item's unit."""
    own = scope(by, "unit__path", roles=SECTIONS) | Q(Exists(of_own_team(by)))
    return to_hear(by).filter(own, batch__code=batch, state="recorded")


def to_hear(by: Actor) -> QuerySet[Task]:
    """Results that burden somebody, until they are confirmed."""
    burdens = [one.code for one in outcomes.table().values() if one.notice]
    rows = visible(by).filter(outcome__in=burdens, state__in=("recorded", "noticed", "defended", "answered"))
    return rows.order_by("recorded_at", "number")


def chips(rows: Iterable[Task], kinds: Sequence[str], *, today: date) -> dict[str, Deadline]:
    """The most urgent open period of each task among some kinds, else the last one done."""
    return asking.answered(chipping(rows, kinds, today=today))


def chipping(rows: Iterable[Task], kinds: Sequence[str], *, today: date) -> Asking[dict[str, Deadline]]:
    """The same for a page that asks more than this."""
    things = {f"task:{task.code}": task.code for task in rows}
    found: dict[str, Deadline] = {}
    named = yield from clocks.due.naming(list(things), today=today)
    for thing, running in named.items():
        asked = [one for kind in kinds for one in running if one.kind == kind]
        open_first = sorted(asked, key=lambda one: one.deadline.state == "done")
        if open_first:
            found[things[thing]] = open_first[0].deadline
    return found


def confirmable(by: Actor, batch: str, *, today: date) -> list[Task]:
    """What this person may confirm today in a batch: neither recorded, answered nor checked by him, and heard."""
    heads = scope(by, "unit__path", "batch__unit__path", roles=HEADS)
    rows = visible(by).filter(heads, batch__code=batch, state__in=("recorded", "noticed", "answered"))
    rows = rows.exclude(recorded_by=by.person_id).exclude(answered_by=by.person_id)
    found = list(rows.exclude(Exists(of_own_team(by))).order_by("number"))
    lasts = clocks.due.last_days([f"task:{one.code}" for one in found], kind=DEFENCE)
    return [one for one in found if _heard(one, lasts, today)]


def endable(by: Actor, batch: str) -> tuple[list[Task], int]:
    """Tasks of a batch not begun that this person may cancel, and how many others wait: their own section's."""
    rows = Task.objects.filter(batch__code=batch, state="waiting").select_related(*WITH)
    mine = list(rows.filter(scope(by, "unit__path", roles=HEADS)).order_by("number"))
    return mine, rows.count() - len(mine)


def _heard(task: Task, lasts: dict[str, date | None], today: date) -> bool:
    if task.state == "noticed":
        last = lasts.get(f"task:{task.code}")
        return last is not None and today > last
    return task.state == "answered" or not outcomes.of(task.outcome).notice


def counted(rows: Iterable[Task]) -> list[tuple[str, int]]:
    """How many of each result, in the order of the table."""
    numbers = Counter(task.outcome for task in rows)
    return [(one.name, numbers[code]) for code, one in outcomes.table().items() if numbers[code]]
