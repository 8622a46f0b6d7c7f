"""文号: taken, kept for a phone, given back. Called inside another room's write: that write's entry tells of it.

A series has no gaps: every number ever given out stands in a row that says what became of it.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.documents import numbering
from mingqian.documents.enums import Kind, NumberState
from mingqian.documents.models import Number, Series
from mingqian.documents.selectors import numbers as reads

_STEP = 500


@transaction.atomic
def take(*, kind: str, unit: int, things: Sequence[str], now: datetime) -> list[str]:
    """The next numbers of the organ this unit belongs to, one on each thing ("approval:…", "batch:…")."""
    found = _given(Kind(kind), unit, len(things), now)
    for one, thing in zip(found, things, strict=True):
        one.state, one.thing, one.holder, one.at = NumberState.USED.value, thing, "", now
    _save(found)
    return [one.text for one in found]


@transaction.atomic
def reserve(
    *, kind: str, unit: int, holders: Sequence[str], now: datetime, count: int = 1
) -> dict[str, list[str]]:
    """``count`` numbers for each holder ("visit:…", "device:…"), to be used without signal.

    Asked twice it answers the same: what a holder still has is counted first.
    """
    held = reads.reserved(Kind(kind), holders)
    short = [one for one in holders for _ in range(count - len(held.get(one, [])))]
    fresh = _given(Kind(kind), unit, len(short), now)
    for holder, found in zip(short, fresh, strict=True):
        found.state, found.holder, found.at = NumberState.RESERVED.value, holder, now
        held.setdefault(holder, []).append(found.text)
    _save(fresh)
    return held


@transaction.atomic
def use(*, number: str, holder: str, thing: str, now: datetime) -> bool:
    """A reserved number came to stand on a paper; False where this holder has no such number left."""
    found = Number.objects.select_for_update().filter(
        text=number, holder=holder, state=NumberState.RESERVED.value
    )
    return bool(found.update(state=NumberState.USED.value, thing=thing, at=now))


@transaction.atomic
def give_back(*, holders: Sequence[str], now: datetime) -> int:
    """What these holders did not use goes back into the block and is given out again first."""
    rows = Number.objects.filter(holder__in=holders, state=NumberState.RESERVED.value)
    return rows.update(state=NumberState.RETURNED.value, holder="", at=now)


def void(*, number: str, reason: str, now: datetime) -> bool:
    """A number that will stand on nothing stays in the block with its reason."""
    rows = Number.objects.filter(text=number).exclude(state=NumberState.VOIDED.value)
    return bool(rows.update(state=NumberState.VOIDED.value, reason=reason.strip()[:200], at=now))


def _given(kind: Kind, unit: int, count: int, now: datetime) -> list[Number]:
    """Returned numbers first, then new ones, for the caller to say what becomes of them and to save."""
    if not count:
        return []
    organ = accounts.organ(unit)
    year = localdate(now).year
    Series.objects.get_or_create(unit=organ, kind=kind.value, year=year)
    series = Series.objects.select_for_update().get(unit=organ, kind=kind.value, year=year)
    again = list(series.numbers.filter(state=NumberState.RETURNED.value).order_by("position")[:count])
    new = count - len(again)
    if new:
        series.last += new
        series.save(update_fields=["last"])
    word, first = reads.word(organ.pk, organ.name, kind), series.last - new + 1
    made = [
        Number(series=series, position=place, text=numbering.written(word, year, place))
        for place in range(first, first + new)
    ]
    return again + made


def _save(rows: Sequence[Number]) -> None:
    """In the write that locked their series."""
    again = [one for one in rows if one.pk is not None]
    Number.objects.bulk_update(again, ["state", "thing", "holder", "at"], batch_size=_STEP)
    Number.objects.bulk_create([one for one in rows if one.pk is None], batch_size=_STEP)
