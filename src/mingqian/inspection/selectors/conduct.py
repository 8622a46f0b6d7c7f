"""What was said about inspectors: read by the discipline office alone, never by one whom it is about."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.inspection.models import ConductReport, TeamSeat
from mingqian.inspection.policies import UNSEEN
from mingqian.inspection.selectors import tasks

Row = ConductReport
_ABOUT = ("task__unit__path", "approval__batch__unit__path", "inspector__unit__path")


def visible(by: Actor) -> QuerySet[ConductReport]:
    """Reports about units in scope of a discipline post; those that name nobody we know, for every such post."""
    office = tasks.scope(by, *_ABOUT, roles=(Role.DISCIPLINE_WITNESS,))
    if by.has(Role.DISCIPLINE_WITNESS):
        office |= Q(task__isnull=True, approval__isnull=True, inspector__isnull=True)
    rows = ConductReport.objects.filter(office).exclude(_about(by))
    return rows.select_related(
        "task__unit", "task__batch", "approval__subject", "inspector__unit", "replied_by"
    )


def _about(by: Actor) -> Q:
    """Whoever is spoken of does not read it, whatever post he holds."""
    seat = TeamSeat.objects.filter(inspector__person=by.person_id)
    of_task = seat.filter(batch=OuterRef("task__batch"), team=OuterRef("task__team"))
    of_walk = seat.filter(
        batch__tasks__approval=OuterRef("approval"),
        team__gt=0,
        batch__tasks__team=OuterRef("approval__tasks__team"),
    )
    return Q(inspector__person=by.person_id) | Q(Exists(of_task)) | Q(Exists(of_walk))


def one(by: Actor, code: str) -> ConductReport | None:
    """One report, or none."""
    return visible(by).filter(code=code).first()


def waiting(by: Actor) -> QuerySet[ConductReport]:
    """Not yet answered, the most urgent first."""
    return visible(by).filter(replied_at__isnull=True).order_by("due_on", "pk")


def told(code: str) -> ConductReport | None:
    """For whoever holds the code handed out with the report: the words of the reply, nothing else is shown of it."""
    return ConductReport.objects.filter(code=code).first()


def locked(by: Actor, code: str) -> ConductReport:
    """The row for a write."""
    row = visible(by).select_for_update(of=("self",)).filter(code=code).first()
    if row is None:
        raise Refused(
            denied("inspection.conduct", "没有找到这份反映，或不在您的范围内", UNSEEN, "请从列表打开")
        )
    return row
