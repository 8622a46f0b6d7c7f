"""Reads of the draw room; the first argument is who asks."""

from mingqian.draw.selectors import (
    completeness,
    desk,
    draws,
    fairness,
    fairness_shown,
    logs,
    occasions,
    outcome,
    phones,
    registers,
    seats,
    source_words,
    sparing,
    todo,
    transcripts,
    voids,
)

__all__ = [
    "completeness",
    "desk",
    "draws",
    "fairness",
    "fairness_shown",
    "logs",
    "occasions",
    "outcome",
    "phones",
    "registers",
    "seats",
    "source_words",
    "sparing",
    "todo",
    "transcripts",
    "voids",
]
