"""What a bench promises, one line each: what was measured, what is allowed, kept or missed.

Seconds are processor seconds unless a line says "by the clock": on a shared machine the clock measures the
neighbours as well. The two sides of a ratio take turns within one run, and each counts with its best round.
"""

import sys
import time
from collections.abc import Callable, Mapping
from typing import Any


class Verdicts:
    """Prints the promises as they are settled and remembers whether one was missed."""

    def __init__(self) -> None:
        self.missed = 0

    def at_most(self, what: str, found: float, limit: float, unit: str = "times") -> None:
        self._say(what, found, f"≤ {limit:g}", unit, kept=found <= limit)

    def at_least(self, what: str, found: float, limit: float, unit: str = "times") -> None:
        self._say(what, found, f"≥ {limit:g}", unit, kept=found >= limit)

    def _say(self, what: str, found: float, wanted: str, unit: str, *, kept: bool) -> None:
        self.missed += not kept
        print(f"{'pass' if kept else 'FAIL'}  {what}: {found:.2f} {unit} ({wanted})", flush=True)

    def leave(self) -> None:
        """Exit status 1 if a promise was missed."""
        sys.exit(1 if self.missed else 0)


def race(runners: Mapping[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """Processor seconds of each runner, its best of `rounds`, all taking turns."""
    best: dict[str, float] = {}
    for _ in range(rounds):
        for name, work in runners.items():
            start = time.process_time()
            work()
            spent = time.process_time() - start
            best[name] = min(spent, best.get(name, spent))
    return best
