"""A roll of any length: rows hashed as they come, sorted shelf by shelf on disk, header and file in one pass.

What belongs here: from entries to a roll file and its header, in memory that does not grow with the list.
"""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from mingqian.core import merkle
from mingqian.core.canonical import Suite
from mingqian.core.draw import rows

HELD = 400_000  # rows in memory before the shelves go to disk


class Twice(Exception):
    """One subject in two rows; carries the tags."""


@dataclass(slots=True)
class Shelves:
    """Rows by the first byte of their tag: tags are hashes, so the 256 shelves fill evenly."""

    folder: Path
    held: defaultdict[bytes, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    count: int = 0
    spilled: bool = False

    def put(self, lines: Iterable[bytes]) -> None:
        for line in lines:
            self.held[line[:2]].append(line)
            self.count += 1
            if self.count == HELD:
                self._spill()

    def sorted(self) -> Iterator[list[bytes]]:
        """The shelves in order, each in order; ``Twice`` if a tag stands in two rows."""
        if self.spilled:
            self._spill()
        for place in range(256):
            name = b"%02x" % place
            shelf = self._taken(name)
            shelf.sort()
            tags = [line[rows.TAG] for line in shelf]
            same = [tag.decode("ascii") for tag, other in pairwise(tags) if tag == other]
            if same:
                raise Twice(*same)
            yield shelf

    def _spill(self) -> None:
        for name, lines in self.held.items():
            with (self.folder / name.decode("ascii")).open("ab") as stream:
                stream.write(b"\n".join(lines) + b"\n")
        self.held.clear()
        self.count, self.spilled = 0, True

    def _taken(self, name: bytes) -> list[bytes]:
        if not self.spilled:
            return self.held.pop(name, [])
        file = self.folder / name.decode("ascii")
        return file.read_bytes().splitlines() if file.exists() else []


@dataclass(frozen=True, slots=True)
class Made:
    """What the header of a roll needs to know of its rows."""

    size: int
    root: str
    middles: Counter[bytes]


def write(suite: Suite, entries: Iterable[rows.Entry], target: Path, *, key: str | None) -> Made:
    """The roll file of these entries at ``target``, complete or not at all."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".shelves-") as place:
        shelves = Shelves(Path(place))
        shelves.put(rows.lines_of(suite, entries, key=key))
        draft = Path(place) / "roll"
        made = _write(suite, shelves.sorted(), draft)
        if not made.size:
            raise rows.RowError("名录一行也没有")
        draft.rename(target)
    return made


def _write(suite: Suite, shelves: Iterable[list[bytes]], draft: Path) -> Made:
    middles: Counter[bytes] = Counter()
    with draft.open("wb") as stream:

        def leaves() -> Iterator[bytes]:
            for shelf in shelves:
                middles.update(line[rows.MIDDLE] for line in shelf)
                stream.writelines(line + b"\n" for line in shelf)
                yield from shelf

        root = merkle.root(suite, leaves()).hex()
    return Made(middles.total(), root, middles)
