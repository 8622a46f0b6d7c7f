"""Large Merkle trees read from tiles: roots and proofs in logarithmic time and flat memory.

What belongs here: which stored hashes a node, a root or a proof needs. A tile holds the 256 hashes that stand
side by side at tree height 0, 8, 16 …; ``merkle`` is the arithmetic on whole lists, this is the same on stores.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from mingqian.core import merkle
from mingqian.core.canonical import Suite, digest

HEIGHT = 8
WIDTH = 1 << HEIGHT

Fetch = Callable[[int, int, int], list[bytes]]
"""(level, start, stop) → node hashes at height 8·level, within one tile and within the tree."""


class Tree:
    """The tree over the first ``size`` leaves; every tile is fetched once."""

    def __init__(self, suite: Suite, size: int, fetch: Fetch) -> None:
        self.suite = suite
        self.size = size
        self._fetch = fetch
        self._held: dict[tuple[int, int], list[bytes]] = {}

    def root(self) -> bytes:
        """RFC 9162 §2.1.1: MTH of all leaves."""
        return self._range(0, self.size) if self.size else digest(self.suite, b"")

    def inclusion(self, index: int) -> list[bytes]:
        """RFC 9162 §2.1.3.1: the audit path of a leaf, lowest sibling first."""
        if not 0 <= index < self.size:
            raise ValueError(f"叶序号 {index} 不在 0 至 {self.size - 1} 之间")
        path, start, end = [], 0, self.size
        while end - start > 1:
            split = start + _split(end - start)
            if index < split:
                path.append(self._range(split, end))
                end = split
            else:
                path.append(self._range(start, split))
                start = split
        return path[::-1]

    def consistency(self, size: int) -> list[bytes]:
        """RFC 9162 §2.1.4.1: that the tree over the first ``size`` leaves is a prefix of this one."""
        if not 0 < size <= self.size:
            raise ValueError(f"旧树大小 {size} 不在 1 至 {self.size} 之间")
        path, start, end, whole = [], 0, self.size, True
        while size != end:
            split = start + _split(end - start)
            if size <= split:
                path.append(self._range(split, end))
                end = split
            else:
                path.append(self._range(start, split))
                start, whole = split, False
        if not whole:
            path.append(self._range(start, end))
        return path[::-1]

    def _range(self, start: int, end: int) -> bytes:
        """MTH of leaves [start, end), where start stands as a split leaves it: full subtrees from the left."""
        parts = []
        while start < end:
            height = (end - start).bit_length() - 1
            parts.append(self._node(height, start >> height))
            start += 1 << height
        value = parts.pop()
        while parts:
            value = merkle.node_hash(self.suite, parts.pop(), value)
        return value

    def _node(self, height: int, place: int) -> bytes:
        """A full subtree of 2^height leaves, folded from the hashes of one tile."""
        level, rest = divmod(height, HEIGHT)
        first = place << rest
        tile, offset = divmod(first, WIDTH)
        hashes = self._tile(level, tile)
        return merkle.root_of_hashes(self.suite, hashes[offset : offset + (1 << rest)])

    def _tile(self, level: int, index: int) -> list[bytes]:
        if (level, index) not in self._held:
            there = self.size >> HEIGHT * level  # nodes of this height that are full
            stop = min((index + 1) * WIDTH, there)
            self._held[level, index] = self._fetch(level, index * WIDTH, stop)
        return self._held[level, index]


def full(hashes: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Cut a stream of hashes that begins at a tile's edge into full tiles; what is left over is dropped."""
    stream = iter(hashes)
    while len(tile := list(islice(stream, WIDTH))) == WIDTH:
        yield tile


def _split(count: int) -> int:
    """The largest power of two below ``count``."""
    return 1 << (count - 1).bit_length() - 1
