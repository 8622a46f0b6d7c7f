"""Which words a number begins with, and what is kept for whom."""

from collections.abc import Sequence

from django.db.models import QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.documents import numbering
from mingqian.documents.enums import Kind, NumberState
from mingqian.documents.models import Number, Word


def word(organ: int, name: str, kind: Kind) -> str:
    """机关代字 as the legal office set it, or the usual one."""
    set_one = Word.objects.filter(unit_id=organ, kind=kind.value).first()
    return set_one.text if set_one else numbering.usual_word(name, kind)


def reserved(kind: Kind, holders: Sequence[str]) -> dict[str, list[str]]:
    """Numbers still unused, by holder, in their order."""
    rows = Number.objects.filter(
        series__kind=kind.value, holder__in=list(holders), state=NumberState.RESERVED.value
    )
    found: dict[str, list[str]] = {}
    for row in rows.order_by("position"):
        found.setdefault(row.holder, []).append(row.text)
    return found


def visible(by: Actor) -> QuerySet[Number]:
    """Numbers of the organs in scope."""
    mine = accounts.in_scope(by, "series__unit__path")
    return (
        Number.objects.filter(mine)
        .select_related("series")
        .order_by("-series__year", "series_id", "-position")
    )


def words(unit: int) -> list[tuple[str, str]]:
    """How each kind's numbers begin at the organ this unit belongs to."""
    organ = accounts.organ(unit)
    chosen = dict(Word.objects.filter(unit_id=organ.pk).values_list("kind", "text"))
    return [
        (kind.label, chosen.get(kind.value) or numbering.usual_word(organ.name, kind))
        for kind in numbering.SUFFIXES
    ]
