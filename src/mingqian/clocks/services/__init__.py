"""Writes of clocks."""

from mingqian.clocks.services import pausing, recounting, running

__all__ = ["pausing", "recounting", "running"]
