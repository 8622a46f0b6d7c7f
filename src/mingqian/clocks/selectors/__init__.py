"""Reads of running periods and of the calendar they run on."""

from mingqian.clocks.selectors import calendars, due, mine, parties, rungs, shifts

__all__ = ["calendars", "due", "mine", "parties", "rungs", "shifts"]
