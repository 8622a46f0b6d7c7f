"""Reads of the draw room; the first argument is who asks."""

from mingqian.draw.selectors import draws, logs, outcome, transcripts

__all__ = ["draws", "logs", "outcome", "transcripts"]
