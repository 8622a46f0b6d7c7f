"""Reads of the draw room; the first argument is who asks."""

from mingqian.draw.selectors import (
    desk,
    draws,
    logs,
    occasions,
    outcome,
    phones,
    seats,
    source_words,
    todo,
    transcripts,
)

__all__ = [
    "desk",
    "draws",
    "logs",
    "occasions",
    "outcome",
    "phones",
    "seats",
    "source_words",
    "todo",
    "transcripts",
]
