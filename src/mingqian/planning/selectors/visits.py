"""Reads of merged visits: the hint before anything is stored, and what was decided."""

from django.db.models import QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.planning import merging
from mingqian.planning.enums import MergeState
from mingqian.planning.models import MergeProposal, Visit

merged_visits = merging.merged_visits
workload = merging.workload

# The name by which other rooms speak of a proposal they got from planning.
Merge = MergeProposal


def proposals(by: Actor, draw_code: str) -> QuerySet[MergeProposal]:
    """Every proposal of a draw, declined ones included."""
    found = MergeProposal.objects.filter(accounts.in_scope(by, "plan__unit__path"), draw_code=draw_code)
    return found.order_by("version")


def waiting(by: Actor) -> QuerySet[MergeProposal]:
    """Proposals nobody has answered yet."""
    return _all(by).filter(state=MergeState.PROPOSED.value).order_by("proposed_at", "pk")


def one(by: Actor, pk: int) -> MergeProposal | None:
    """One proposal with who proposed and who answered."""
    return _all(by).filter(pk=pk).first()


def _all(by: Actor) -> QuerySet[MergeProposal]:
    found = MergeProposal.objects.filter(accounts.in_scope(by, "plan__unit__path"))
    return found.select_related("plan__unit", "proposed_by", "decided_by")


def of_proposal(by: Actor, proposal: MergeProposal) -> QuerySet[Visit]:
    """The visits a proposal would make."""
    found = Visit.objects.filter(proposal__in=_all(by).filter(pk=proposal.pk)).select_related("subject")
    return found.prefetch_related("items__item__item").order_by("number")


def visits(by: Actor, draw_code: str) -> QuerySet[Visit]:
    """The visits of the accepted proposal."""
    accepted = proposals(by, draw_code).filter(state=MergeState.ACCEPTED.value)
    return (
        Visit.objects.filter(proposal__in=accepted)
        .select_related("subject")
        .prefetch_related("items__item__item")
        .order_by("number")
    )
