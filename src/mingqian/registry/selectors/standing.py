"""Marks, abnormal entries, ties and requests of subjects, as pages show them."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.registry.enums import ProposalState
from mingqian.registry.models import (
    AbnormalEntry,
    RecusalTie,
    StandingProposal,
    SubjectMark,
)
from mingqian.ui import prepared


def runs(on: date) -> Q:
    """Begun, and not over, on a day."""
    return Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))


@prepared.question
def marks(subject: int) -> QuerySet[SubjectMark]:
    """Every mark of a subject, by its primary key, the latest first."""
    return SubjectMark.objects.filter(subject=subject).select_related("item").order_by("-from_on", "-pk")


@prepared.question
def entries(subject: int) -> QuerySet[AbnormalEntry]:
    """Every abnormal entry, the latest first."""
    return AbnormalEntry.objects.filter(subject=subject).order_by("-from_on", "-pk")


class Tie(NamedTuple):
    """A recusal tie as the page of its subject tells it."""

    kind: str
    from_on: date
    until_on: date | None
    inspector__code: str
    inspector__name: str


@prepared.question
def ties(subject: int) -> "QuerySet[RecusalTie, Any]":
    """Every recusal tie of a subject, the latest first: each makes a ``Tie``."""
    found = RecusalTie.objects.filter(subject=subject).order_by("-from_on", "-pk")
    return found.values_list(*Tie._fields)


@prepared.question
def requests(subject: int) -> QuerySet[StandingProposal]:
    """Open requests about a subject, in the order in which they were made."""
    return StandingProposal.objects.filter(subject=subject, state=ProposalState.OPEN).order_by("pk")


def proposals(by: Actor) -> QuerySet[StandingProposal]:
    """Requests in scope, open ones first."""
    found = StandingProposal.objects.filter(accounts.in_scope(by, "subject__unit__path"))
    return found.select_related("subject__unit", "mark", "entry").order_by("-state", "-pk")


def open_proposals(by: Actor) -> QuerySet[StandingProposal]:
    """Those that wait for somebody else than who made them."""
    return proposals(by).filter(state=ProposalState.OPEN).exclude(proposed_by=by.code).order_by("pk")
