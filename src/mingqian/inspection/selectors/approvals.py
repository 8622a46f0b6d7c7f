"""行政检查审批表: what waits for the head, what was decided."""

from collections.abc import Sequence

from django.db.models import QuerySet

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.inspection.models import Approval
from mingqian.inspection.selectors import tasks


def visible(by: Actor) -> QuerySet[Approval]:
    """Applications of tasks that may be seen, and those of plans in scope."""
    own = Approval.objects.filter(tasks__in=tasks.visible(by).values("pk")).values("pk")
    rows = Approval.objects.filter(pk__in=own)
    return rows.select_related("batch__unit", "subject", "requested_by", "decided_by")


def waiting(by: Actor) -> QuerySet[Approval]:
    """Nobody has answered yet."""
    return visible(by).filter(state="requested").order_by("planned_on", "number")


def locked(by: Actor, pks: Sequence[int]) -> list[Approval]:
    """The named applications for a write."""
    rows = list(visible(by).select_for_update(of=("self",)).filter(pk__in=pks).order_by("number"))
    if not rows or len(rows) < len(set(pks)):
        raise Refused(
            denied("inspection.no_approval", "没有找到所选的审批表，或不在您的范围内", "", "请刷新后重选")
        )
    return rows
