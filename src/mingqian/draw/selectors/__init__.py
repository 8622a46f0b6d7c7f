"""Reads of the draw room; the first argument is who asks."""

from mingqian.draw.selectors import desk, draws, logs, outcome, seats, todo, transcripts

__all__ = ["desk", "draws", "logs", "outcome", "seats", "todo", "transcripts"]
