"""Writes of clocks."""

from mingqian.clocks.services import feeds, pausing, recounting, reminding, running

__all__ = ["feeds", "pausing", "recounting", "reminding", "running"]
