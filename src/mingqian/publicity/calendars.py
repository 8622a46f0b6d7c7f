"""Which working calendar publication limits run on."""

from functools import cache

from mingqian.core.workdays import Calendar
from mingqian.policy import calendar as calendars


@cache
def calendar() -> Calendar:
    """The calendar of the house; read once, it is some hundred lines."""
    return calendars.load()
