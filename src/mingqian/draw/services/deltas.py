"""What left a list since it was last drawn from, and why (sxsj1 §10 ``prev``): who leaves is seen in numbers.

A firm that quietly disappears from the universe can never be drawn; the counts by reason say that somebody left.
"""

from collections.abc import Callable, Sequence

from mingqian.core.canonical import Document
from mingqian.core.draw import roll
from mingqian.draw.enums import Departure
from mingqian.draw.models import Draw, Roll
from mingqian.draw.services import staging

Reasons = Callable[[Sequence[str]], dict[str, str]]


def before(draw: Draw, list_id: str) -> Roll | None:
    """The list as it was last drawn from to the end, in the same log."""
    last = Draw.objects.filter(log=draw.log, state="completed", rolls__item=list_id).order_by("-pk").first()
    return last.rolls.get(item=list_id).roll if last else None


def overtaken(draw: Draw, list_id: str, prev: Document | None, *, counted: bool) -> bool:
    """Whether the list was drawn from to the end by another draw since ``prev`` was counted."""
    last = before(draw, list_id) if counted else None
    return counted and (last.roll_hash if last else None) != (prev["roll"] if prev else None)


def of(old: Roll, place: int, reasons: Reasons) -> Document:
    """Counts of identities only: nobody is named, and in sealed rolls not even by a tag."""
    gone = staging.gone(place, old)
    told = dict.fromkeys(gone, Departure.DELETED.value) | reasons(gone)
    return roll.delta(old.roll_hash, staging.added(place, old), gone, told)
