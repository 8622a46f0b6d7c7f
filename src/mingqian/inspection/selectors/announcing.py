"""Notices of visits: the desk's, and the firm's own — an unannounced one only after the scan at its door."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.inspection.models import Acceptance, Approval, TeamSeat, VisitNotice
from mingqian.inspection.selectors import approvals

Row = VisitNotice
"""The row's type, for annotations in the rooms above."""

WITH = ("approval__batch__unit", "approval__subject", "read_by")


def visible(by: Actor) -> QuerySet[VisitNotice]:
    """Those of approvals in scope or of the own team."""
    return VisitNotice.objects.filter(approval__in=approvals.visible(by).values("pk")).select_related(*WITH)


def one(by: Actor, number: str) -> VisitNotice | None:
    """One of them."""
    return visible(by).filter(number=number).first()


def locked(by: Actor, number: str) -> VisitNotice:
    """The row for a write of the desk."""
    return _demanded(visible(by).select_for_update(of=("self",)).filter(number=number).first(), number)


def to_issue(by: Actor) -> QuerySet[Approval]:
    """Approved walks without a notice."""
    found = approvals.visible(by).filter(state__in=("approved", "emergency"), visit_notice__isnull=True)
    return found.exclude(tasks__outcome__gt="").order_by("planned_on", "number").distinct()


def of_firm(by: Actor) -> QuerySet[VisitNotice]:
    """What has been served on the own subjects; before that there is nothing to see."""
    rows = VisitNotice.objects.filter(
        approval__subject__number__in=by.subjects or ("",), served_on__isnull=False
    )
    return rows.select_related(*WITH).order_by("-served_on", "-pk")


def locked_of_firm(by: Actor, number: str) -> VisitNotice:
    """The row for a write of the firm."""
    return _demanded(of_firm(by).select_for_update(of=("self",)).filter(number=number).first(), number)


def _demanded(row: VisitNotice | None, number: str) -> VisitNotice:
    if row is None:
        raise Refused(
            denied("notice.not_found", f"没有找到通知书“{number}”，或不在您的范围内", "", "请核对编号")
        )
    return row


def seats(approval: Approval) -> list[TeamSeat]:
    """Everybody who may go: the teams of the walk's tasks, whichever batches they come from."""
    found: list[TeamSeat] = []
    for batch, team in approval.tasks.order_by("batch_id", "team").values_list("batch_id", "team").distinct():
        rows = TeamSeat.objects.filter(batch_id=batch, team=team).select_related("inspector")
        found += rows.prefetch_related("inspector__credentials").order_by("seat")
    return found


def paths(approval: Approval) -> list[str]:
    """Whose business the walk is: the units responsible for its items, and the one that organised the round."""
    units = approval.tasks.order_by("unit__path").values_list("unit__path", flat=True)
    return list(dict.fromkeys([*units, approval.batch.unit.path]))


def acceptances(approvals_: Sequence[int]) -> dict[tuple[int, int], Acceptance]:
    """(approval, inspector) → what was answered."""
    rows = Acceptance.objects.filter(approval__in=approvals_).select_related("decision").order_by("pk")
    return {(row.approval_id, row.inspector_id): row for row in rows}


def answered(by: Actor, approval: int) -> bool:
    """Has this person taken the walk on, or asked to be excused?"""
    rows = Acceptance.objects.filter(approval=approval, inspector__person=by.person_id)
    return by.person_id is not None and rows.exists()


def standing_recusals(**which: Any) -> QuerySet[Acceptance]:  # noqa: ANN401 — Django's own look-ups
    """行政处罚法 43: declared, and either granted or not answered yet. Who declared one takes no part meanwhile."""
    return Acceptance.objects.filter(**which).exclude(recusal="").exclude(decision__granted=False)


def recused(approval: int, person: int) -> bool:
    """Is this person kept from this walk by a recusal of his own?"""
    return standing_recusals(approval=approval, inspector__person=person).exists()


def recusal(approval: int, inspector: str) -> Acceptance | None:
    """What this inspector declared for this walk."""
    rows = Acceptance.objects.filter(approval=approval, inspector__code=inspector).exclude(recusal="")
    return rows.first()


def open_recusal(approval: int, person: int) -> str | None:
    """Who waits for the section's answer, by the registry's number."""
    rows = standing_recusals(approval=approval, inspector__person=person, decision__isnull=True)
    return rows.values_list("inspector__code", flat=True).first()


def of_approvals(approvals_: Iterable[int]) -> dict[int, VisitNotice]:
    """The notice of each walk that has one; the caller has asked whether the walks may be seen."""
    return {row.approval_id: row for row in VisitNotice.objects.filter(approval__in=list(approvals_))}


def arrived(approval: Approval) -> bool:
    """Did somebody scan in at the door?"""
    return bool(approval.visits.filter(arrived_at__isnull=False).exists())
