"""Reads of running periods and of the calendar they run on."""

from mingqian.clocks.selectors import calendars, doors, due, mine, parties, rungs, shifts

__all__ = ["calendars", "doors", "due", "mine", "parties", "rungs", "shifts"]
