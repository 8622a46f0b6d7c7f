"""After the decision to destroy: contents no kept record needs are taken away, once or as often as it takes.

The decision writes down what it owes (``Clearing``) with its own rows and journal entry. Whoever is killed on the
way, or finds the store out of reach, leaves that row open: the worker and ``mingqian records check`` go on from it.
"""

from contextlib import suppress
from datetime import datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Refused
from mingqian.records import vault
from mingqian.records.enums import ItemState
from mingqian.records.models import Clearing, Disposal, Item
from mingqian.records.services import receiving


def owe(row: Disposal) -> None:
    """Inside the write of the decision."""
    Clearing.objects.create(disposal=row)


def go_on(*, by: Actor, now: datetime) -> int:
    """Every list whose contents are still owed; how many were ended. The store out of reach leaves it for later."""
    waiting = Clearing.objects.filter(ended_at__isnull=True).select_related("disposal")
    ended = 0
    with suppress(Refused, OSError):
        for owed in waiting.order_by("disposal_id"):
            _end(owed, _take_away(owed.disposal), by, now)
            ended += 1
    return ended


def _take_away(row: Disposal) -> int:
    """Deleting what is gone already is no error: the contents are as far as the last one got."""
    listed = set(Item.objects.filter(disposals__disposal=row).values_list("sha256", flat=True))
    return sum(_taken_away(digest) for digest in sorted(listed))


@transaction.atomic
def _taken_away(digest: str) -> bool:
    """Unless a record of it is kept; asked last, when whoever uploads the same bytes waits or has ended."""
    receiving.same_bytes(digest)
    if Item.objects.filter(sha256=digest, state=ItemState.KEPT.value).exists():
        return False
    vault.current().delete(digest)
    return True


@transaction.atomic
def _end(owed: Clearing, contents: int, by: Actor, now: datetime) -> None:
    if Clearing.objects.filter(pk=owed.pk, ended_at__isnull=True).update(ended_at=now):
        thing = f"disposal:{owed.disposal.number}"
        audit.record("records.cleared", by=by, now=now, thing=thing, body={"contents": contents})
