"""Tasks that somebody may see: those of a unit in scope, those of the own team; and the rows for a write."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, denied
from mingqian.inspection.models import Task, TeamSeat
from mingqian.inspection.policies import READERS

WITH = ("batch__unit", "batch__plan", "subject", "unit", "item__item", "item__item_version", "approval")


def scope(by: Actor, *fields: str) -> Q:
    """Rows under a unit over which this person holds a reading role; without one, nothing."""
    condition = Q(pk__in=[])
    for grant in by.grants:
        if grant.role in READERS:
            for field in fields:
                condition |= Q(**{f"{field}__startswith": grant.path})
    return condition


def of_own_team(by: Actor) -> QuerySet[TeamSeat]:
    """A filter for Exists: a seat of this person in the team of the outer task."""
    return TeamSeat.objects.filter(
        batch=OuterRef("batch"), team=OuterRef("team"), inspector__person=by.person_id
    )


def visible(by: Actor) -> QuerySet[Task]:
    """Tasks of the item's unit, of the plan's unit, or of the own team."""
    condition = scope(by, "unit__path", "batch__unit__path")
    if by.person_id is not None:
        condition |= Q(Exists(of_own_team(by)))
    return Task.objects.filter(condition).select_related(*WITH)


def mine(by: Actor) -> QuerySet[Task]:
    """Tasks of the teams this person sits in."""
    if by.person_id is None:
        return Task.objects.none()
    return Task.objects.filter(Exists(of_own_team(by))).select_related(*WITH)


def one(by: Actor, code: str) -> Task | None:
    """One task, or none for who may not see it."""
    return visible(by).filter(code=code).first()


def locked(by: Actor, codes: Sequence[str], *, batch: str = "") -> list[Task]:
    """The named tasks for a write, in their order; refused when one of them is not there."""
    found = visible(by).select_for_update(of=("self",)).filter(code__in=codes)
    if batch:
        found = found.filter(batch__code=batch)
    return _all({task.code: task for task in found}, codes)


def locked_of_firm(by: Actor, codes: Sequence[str]) -> list[Task]:
    """The same for the firm itself."""
    found = Task.objects.filter(subject__code__in=by.subjects).exclude(state__in=("waiting", "cancelled"))
    rows = found.select_related(*WITH).select_for_update(of=("self",)).filter(code__in=codes)
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
