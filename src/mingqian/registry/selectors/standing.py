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
    Subject,
    SubjectMark,
)


def runs(on: date) -> Q:
    """Begun, and not over, on a day."""
    return Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gte=on))


def marks(subject: Subject) -> QuerySet[SubjectMark]:
    """Every mark, the latest first."""
    return subject.marks.select_related("item").order_by("-from_on", "-pk")


def entries(subject: Subject) -> QuerySet[AbnormalEntry]:
    """Every abnormal entry, the latest first."""
    return subject.abnormal_entries.order_by("-from_on", "-pk")


class Tie(NamedTuple):
    """A recusal tie as the page of its subject tells it."""

    kind: str
    from_on: date
    until_on: date | None
    inspector__code: str
    inspector__name: str


def ties(subject: Subject) -> "QuerySet[RecusalTie, Any]":
    """Every recusal tie of a subject, the latest first: each makes a ``Tie``."""
    return subject.ties.order_by("-from_on", "-pk").values_list(*Tie._fields)


def proposals(by: Actor) -> QuerySet[StandingProposal]:
    """Requests in scope, open ones first."""
    found = StandingProposal.objects.filter(accounts.in_scope(by, "subject__unit__path"))
    return found.select_related("subject__unit", "mark", "entry").order_by("-state", "-pk")


def open_proposals(by: Actor) -> QuerySet[StandingProposal]:
    """Those that wait for somebody else than who made them."""
    return proposals(by).filter(state=ProposalState.OPEN).exclude(proposed_by=by.code).order_by("pk")
