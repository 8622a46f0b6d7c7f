"""演练: by when its steps are due. The plan's own deadlines while they lie ahead; once one is over, a rehearsal gets others.

A rehearsal counts for nothing, so nothing is lost by practising a plan whose days are gone; the official draw keeps
the plan's deadlines whatever the day (sxsj1 §3).
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.utils.dateparse import parse_datetime

from mingqian.core.draw import ceremony as rules
from mingqian.core.draw import grammar
from mingqian.draw.enums import Origin
from mingqian.draw.types import SourceSpec
from mingqian.ui.bodies import YEARS

DAY = timedelta(days=1)


class Periods(NamedTuple):
    """Named as on a plan, on a review and in their basis."""

    reveal_by: datetime | None
    public_by: datetime | None
    publish_by: datetime | None

    def overdue(self, now: datetime) -> bool:
        """Is one of them over?"""
        return any(limit is not None and limit < now for limit in self)


def periods(
    of: Any,  # noqa: ANN401 — a plan, a review or a basis: all name the three
    nature: str,
    order: str,
    now: datetime,
    sources: Sequence[SourceSpec] = (),
) -> Periods:
    """At the table a day for the number and one more for the secrets; with a beacon its moments lead (§3)."""
    planned = Periods(of.reveal_by, of.public_by, of.publish_by)
    if nature != Origin.PRACTICE or not planned.overdue(now):
        return planned
    now = now.replace(microsecond=0)
    if order == rules.TABLE:
        return Periods(now + 2 * DAY, now + DAY, now + 7 * DAY)
    at = [moment for one in sources if (moment := _moment(one.fields.get("at")))]
    first, last = min(at, default=now + 2 * DAY), max(at, default=now + 2 * DAY)
    return Periods((now + (first - now) / 2).replace(microsecond=0), last + DAY, last + 7 * DAY)


def _moment(written: object) -> datetime | None:
    """As the protocol writes one (§2); what else was sent is named where the plan is checked."""
    if not isinstance(written, str) or not grammar.is_time(written):
        return None
    moment = parse_datetime(written)
    return moment if moment is not None and moment.year in YEARS else None
