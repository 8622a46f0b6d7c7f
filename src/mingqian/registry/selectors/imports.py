"""Uploads and batches as the desk shows them."""

from django.db.models import QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.registry.enums import ChangeAction, UploadState
from mingqian.registry.models import (
    ImportBatch,
    ImportChange,
    ImportUpload,
    Inspector,
    ItemVersion,
    Power,
    Subject,
)

#: Uploads somebody still has to decide about.
WAITING = (UploadState.RECEIVED.value, UploadState.PREVIEWED.value)


def batches(by: Actor) -> QuerySet[ImportBatch]:
    """Batches in scope, the newest first."""
    found = ImportBatch.objects.filter(accounts.in_scope(by))
    return found.select_related("applied_by", "reverted_by", "unit").order_by("-pk")


def uploads(by: Actor) -> QuerySet[ImportUpload]:
    """Lists handed in within the scope, the newest first."""
    return (
        ImportUpload.objects.filter(accounts.in_scope(by))
        .select_related("person", "unit", "batch")
        .order_by("-pk")
    )


def waiting(by: Actor) -> QuerySet[ImportUpload]:
    """One's own lists that were neither saved nor dropped."""
    return uploads(by).filter(person__code=by.code, state__in=WAITING)


def changes(batch: ImportBatch) -> QuerySet[ImportChange]:
    """What a batch added and changed, in the order of its file."""
    return batch.changes.exclude(action=ChangeAction.UNCHANGED).order_by("line", "pk")


def names(batch: ImportBatch, things: list[int]) -> dict[int, tuple[str, str]]:
    """(code, name) of the things of a batch that are still there, by key."""
    found: list[tuple[int, str, str]] = []
    if batch.kind == "subjects":
        found += Subject.objects.filter(pk__in=things).values_list("pk", "code", "name")
    elif batch.kind == "inspectors":
        found += Inspector.objects.filter(pk__in=things).values_list("pk", "code", "name")
    elif batch.kind == "powers":
        found += Power.objects.filter(pk__in=things).values_list("pk", "code", "name")
    else:
        found += ItemVersion.objects.filter(pk__in=things).values_list("pk", "item__code", "name")
    return {pk: (code, name) for pk, code, name in found}
