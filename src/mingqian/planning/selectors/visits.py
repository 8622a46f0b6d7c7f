"""Reads of merged visits: the hint before anything is stored, and what was decided."""

from django.db.models import QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.planning import merging
from mingqian.planning.enums import MergeState
from mingqian.planning.models import MergeProposal, Visit

merged_visits = merging.merged_visits
workload = merging.workload


def proposals(by: Actor, draw_code: str) -> QuerySet[MergeProposal]:
    """Every proposal of a draw, declined ones included."""
    found = MergeProposal.objects.filter(accounts.in_scope(by, "plan__unit__path"), draw_code=draw_code)
    return found.order_by("version")


def visits(by: Actor, draw_code: str) -> QuerySet[Visit]:
    """The visits of the accepted proposal."""
    accepted = proposals(by, draw_code).filter(state=MergeState.ACCEPTED.value)
    return (
        Visit.objects.filter(proposal__in=accepted)
        .select_related("subject")
        .prefetch_related("items__item__item")
        .order_by("number")
    )
