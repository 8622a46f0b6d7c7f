"""Writes of the working calendar: a year's arrangement as the State Council's office announced it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Refused, demand, denied
from mingqian.policy import calendar
from mingqian.registry import policies
from mingqian.registry.enums import YearStatus
from mingqian.registry.models import CalendarYear
from mingqian.registry.policies import Verb
from mingqian.registry.selectors import calendars
from mingqian.registry.services import places

HOLIDAYS = "全国年节及纪念日放假办法；国务院办公厅当年部分节假日安排的通知"
Break = tuple[str, date, date]


@transaction.atomic
def load_year(
    *,
    year: int,
    breaks: Sequence[Break],
    work: Sequence[date],
    source: str,
    region: str = calendars.NATIONAL,
    doubt: str = "",
    reason: str = "",
    by: Actor,
    now: datetime,
) -> CalendarYear:
    """Enter a year, or enter it again corrected and say why: the last entry counts, earlier ones stay readable."""
    root = accounts.bureau()
    demand(policies.may(by, Verb.KEEP_CALENDAR, root.path if root else ""))
    number = CalendarYear.objects.filter(region=region, year=year).count() + 1
    row = CalendarYear(
        region=region,
        year=year,
        number=number,
        status=(YearStatus.PROVISIONAL if doubt.strip() else YearStatus.ANNOUNCED).value,
        doubt=places.clean("存疑之处", doubt, 200, required=False),
        source=places.clean("通知文号", source, 200),
        reason=places.clean("更正原因", reason, 200) if number > 1 else None,
        breaks=[[name, first.isoformat(), last.isoformat()] for name, first, last in breaks],
        work=sorted(day.isoformat() for day in work),
        loaded_by=by.code,
        loaded_at=now,
    )
    _demand_sound(row)
    row.save(force_insert=True)
    body = {
        "region": region,
        "year": year,
        "number": number,
        "source": row.source,
        "doubt": row.doubt,
        "reason": row.reason or "",
        "breaks": row.breaks,
        "work": row.work,
    }
    audit.record("calendar.year_loaded", by=by, now=now, thing=f"calendar:{region or 'CN'}/{year}", body=body)
    return row


def _demand_sound(row: CalendarYear) -> None:
    """Every fault of the year at once, by the same reader that reads the product's files."""
    if not row.breaks:
        raise Refused(
            denied("calendar.empty", f"{row.year}年没有填任何放假区间", HOLIDAYS, "每行写：名称 起 止")
        )
    found = calendars.in_force()
    calendar.with_years(found, [calendars.entry(row)], regional=bool(row.region))
