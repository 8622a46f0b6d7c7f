"""The reference: the core's own arithmetic over a roll file, read in blocks with flat memory."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mingqian.core import merkle
from mingqian.core.canonical import Suite
from mingqian.core.decision import Decision
from mingqian.core.draw import roll, selection, tickets
from mingqian.engines import interface

BLOCK = 1 << 20


@dataclass(frozen=True)
class RollFile:
    """A roll file on disk."""

    suite: Suite
    file: Path

    @cached_property
    def _survey(self) -> selection.Survey:
        return selection.survey(self._blocks())

    def survey(self) -> selection.Survey:
        return self._survey

    def smallest(
        self, *, seed: str, purpose: str, limits: Mapping[str, int]
    ) -> dict[str, list[tickets.Ticket]]:
        counts = self.survey().counts
        sizes = {stratum: counts[stratum]["E"] for stratum in limits if stratum in counts}
        return tickets.smallest_of(
            self.suite, seed=seed, purpose=purpose, read=self._blocks, limits=limits, sizes=sizes
        )

    def first_rows(self, *, seed: str, limit: int) -> list[tickets.Ticket]:
        return tickets.first_rows(self.suite, seed=seed, roll=self._blocks(), limit=limit)

    def root(self) -> str:
        return merkle.root(self.suite, self.lines()).hex()

    def lines(self) -> Iterator[bytes]:
        return roll.rows_of(self._blocks())

    def _blocks(self) -> Iterator[bytes]:
        with self.file.open("rb") as stream:
            while block := stream.read(BLOCK):
                yield block


class Reference:
    """``core``: needs nothing, knows both suites."""

    name = "core"

    def version(self) -> str:
        return ""

    def can(self, suite: Suite, file: Path) -> Decision:
        return interface.no_parquet(file, "core")

    def read(self, suite: Suite, file: Path) -> AbstractContextManager[RollFile]:
        return nullcontext(RollFile(suite, file))
