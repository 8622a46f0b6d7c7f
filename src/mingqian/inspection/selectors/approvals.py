"""行政检查审批表: what waits for the head, what was decided."""

from collections.abc import Sequence

from django.db.models import Case, QuerySet, Value, When

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.inspection import policies
from mingqian.inspection.models import Approval
from mingqian.inspection.selectors import tasks


def visible(by: Actor) -> QuerySet[Approval]:
    """Applications of tasks that may be seen, and those of plans in scope."""
    own = Approval.objects.filter(tasks__in=tasks.visible(by).values("pk")).values("pk")
    rows = Approval.objects.filter(pk__in=own)
    return rows.select_related("batch__unit", "subject", "requested_by", "decided_by")


DECIDERS = policies.APPROVERS
"""Who may answer, for rooms above."""
UNANSWERED = ("emergency", "requested")
"""What the head still has to answer: an emergency's within 24 hours, so it comes first."""
_FIRST = Case(
    When(state="emergency", then=Value(0)), When(state="requested", then=Value(1)), default=Value(2)
)


def waiting(by: Actor) -> QuerySet[Approval]:
    """Nobody has answered yet: applications, and checks that went first."""
    return visible(by).filter(state__in=UNANSWERED).order_by(_FIRST, "planned_on", "number")


def listed(by: Actor) -> QuerySet[Approval]:
    """All of them, what waits for an answer on top."""
    return visible(by).order_by(_FIRST, "-planned_on", "number")


def to_make_up(by: Actor) -> QuerySet[Approval]:
    """紧急先行检查 whose approval has not been made up."""
    return waiting(by).filter(state="emergency")


def locked(by: Actor, pks: Sequence[int]) -> list[Approval]:
    """The named applications for a write."""
    rows = list(visible(by).select_for_update(of=("self",)).filter(pk__in=pks).order_by("number"))
    if not rows or len(rows) < len(set(pks)):
        raise Refused(
            denied("inspection.no_approval", "没有找到所选的审批表，或不在您的范围内", "", "请刷新后重选")
        )
    return rows
