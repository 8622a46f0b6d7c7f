"""Merkle trees of RFC 6962 and RFC 9162: roots, inclusion, consistency and subtree proofs.

What belongs here: tree arithmetic on bytes. Rows, events and files are the business of others.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from mingqian.core.canonical import Hash, Suite, digest, hasher

HASH_SIZE = 32
BATCH = 1 << 12  # leaves folded at once: list comprehensions beat a Python stack by a factor of two


def leaf_hash(suite: Suite, data: bytes) -> bytes:
    """H(00 ‖ data)."""
    return digest(suite, b"\x00" + data)


def node_hash(suite: Suite, left: bytes, right: bytes) -> bytes:
    """H(01 ‖ left ‖ right)."""
    return digest(suite, b"\x01" + left + right)


def root(suite: Suite, leaves: Iterable[bytes]) -> bytes:
    """Root over leaf *data*, streamed with O(log n) memory; the empty tree is H("")."""
    make = hasher(suite)
    stream = iter(leaves)

    def hashed() -> Iterable[list[bytes]]:
        while batch := [make(b"\x00" + data).digest() for data in islice(stream, BATCH)]:
            yield batch

    return _fold(make, hashed(), suite)


def root_of_hashes(suite: Suite, hashes: Iterable[bytes]) -> bytes:
    """Root over leaf *hashes* which were computed elsewhere."""
    stream = iter(hashes)

    def batches() -> Iterable[list[bytes]]:
        while batch := list(islice(stream, BATCH)):
            yield batch

    return _fold(hasher(suite), batches(), suite)


def inclusion_proof(suite: Suite, hashes: Sequence[bytes], index: int) -> list[bytes]:
    """Audit path of leaf ``index`` in the tree over these leaf hashes, lowest sibling first."""
    return inclusion_proofs(suite, hashes, [index])[0]


def inclusion_proofs(suite: Suite, hashes: Sequence[bytes], indices: Sequence[int]) -> list[list[bytes]]:
    """Audit paths of several leaves; the tree is computed once."""
    for index in indices:
        if not 0 <= index < len(hashes):
            raise ValueError(f"叶序号 {index} 不在 0 至 {len(hashes) - 1} 之间")
    make = hasher(suite)
    paths: list[list[bytes]] = [[] for _ in indices]
    places, level = list(indices), list(hashes)
    while len(level) > 1:
        for number, place in enumerate(places):
            if place ^ 1 < len(level):
                paths[number].append(level[place ^ 1])
        places = [place >> 1 for place in places]
        level = _pair_up(make, level)
    return paths


def verify_inclusion(
    suite: Suite, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """RFC 9162 2.1.3.2: whether leaf hash ``leaf`` stands at ``index`` in a tree of ``size``."""
    return verify_subtree_inclusion(suite, leaf, index, 0, size, proof, root)


def verify_subtree_inclusion(
    suite: Suite, leaf: bytes, index: int, start: int, end: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Inclusion in the subtree over leaves [start, end)."""
    if not _whole(leaf, root, *proof) or not is_subtree(start, end) or not start <= index < end:
        return False
    place, last, value = index - start, end - start - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            value = node_hash(suite, sibling, value)
            while not place & 1 and place:
                place >>= 1
                last >>= 1
        else:
            value = node_hash(suite, value, sibling)
        place >>= 1
        last >>= 1
    return last == 0 and value == root


def consistency_proof(suite: Suite, hashes: Sequence[bytes], size: int) -> list[bytes]:
    """RFC 9162 2.1.4.1: that the tree over the first ``size`` leaves is a prefix of this one."""
    if not 0 < size <= len(hashes):
        raise ValueError(f"旧树大小 {size} 不在 1 至 {len(hashes)} 之间")
    return _subproof(suite, hashes, size, True)


def verify_consistency(
    suite: Suite, size1: int, size2: int, root1: bytes, root2: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the tree of ``size2`` extends that of ``size1``; an empty old tree proves nothing."""
    return size1 > 0 and verify_subtree_consistency(suite, 0, size1, size2, root1, root2, proof)


def verify_subtree_consistency(
    suite: Suite, start: int, end: int, size: int, subtree: bytes, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether the subtree over [start, end) is part of the tree of ``size`` leaves.

    An empty subtree is part of every tree, needs no proof and says nothing about the root.
    """
    if 0 <= start == end <= size:
        return not proof and subtree == digest(suite, b"")
    if not _whole(subtree, root, *proof) or not is_subtree(start, end) or end > size:
        return False
    first, last, top = start, end - 1, size - 1
    while first != last and (last == top or last & 1):
        first, last, top = first >> 1, last >> 1, top >> 1
    rest = list(proof)
    if first == last:
        small = large = subtree
    elif rest:
        small = large = rest.pop(0)
    else:
        return False
    for sibling in rest:
        if top == 0:
            return False
        if last & 1 or last == top:
            if first < last:
                small = node_hash(suite, sibling, small)
            large = node_hash(suite, sibling, large)
            while not last & 1 and last:
                first, last, top = first >> 1, last >> 1, top >> 1
        else:
            large = node_hash(suite, large, sibling)
        first, last, top = first >> 1, last >> 1, top >> 1
    return top == 0 and small == subtree and large == root


class Growing:
    """A tree that takes leaf hashes one by one and can say its root at any time; holds one hash a level."""

    def __init__(self, suite: Suite) -> None:
        self.suite = suite
        self.size = 0
        self._full: list[bytes] = []

    def add(self, leaf: bytes) -> None:
        """One more leaf: equal neighbours join, as the ones of a binary counter carry."""
        self.size += 1
        carried = self.size
        while not carried & 1:
            leaf = node_hash(self.suite, self._full.pop(), leaf)
            carried >>= 1
        self._full.append(leaf)

    def root(self) -> bytes:
        """Root over the leaves so far."""
        if not self._full:
            return digest(self.suite, b"")
        *rest, value = self._full
        for left in reversed(rest):
            value = node_hash(self.suite, left, value)
        return value


def is_subtree(start: int, end: int) -> bool:
    """Whether [start, end) is a full node of some tree: start is a multiple of its rounded-up size."""
    if not 0 <= start < end < 1 << 63:
        return False
    return start % (1 << (end - start - 1).bit_length()) == 0


def _whole(*hashes: bytes) -> bool:
    return all(len(value) == HASH_SIZE for value in hashes)


def _pair_up(make: Callable[[bytes], Hash], level: list[bytes]) -> list[bytes]:
    above = [
        make(b"\x01" + left + right).digest() for left, right in zip(level[::2], level[1::2], strict=False)
    ]
    if len(level) & 1:
        above.append(level[-1])
    return above


def _fold(make: Callable[[bytes], Hash], batches: Iterable[list[bytes]], suite: Suite) -> bytes:
    """Fold batches into full subtrees (a binary counter), then close the right edge."""
    full: list[tuple[int, bytes]] = []
    for level in batches:
        height = 0 if len(level) < BATCH else BATCH
        while len(level) > 1:
            level = _pair_up(make, level)
        full.append((height, level[0]))
        while height and len(full) > 1 and full[-2][0] == full[-1][0]:
            high, right = full.pop()
            full.append((high * 2, node_hash(suite, full.pop()[1], right)))
    if not full:
        return digest(suite, b"")
    value = full.pop()[1]
    while full:
        value = node_hash(suite, full.pop()[1], value)
    return value


def _subproof(suite: Suite, hashes: Sequence[bytes], size: int, complete: bool) -> list[bytes]:
    count = len(hashes)
    if size == count:
        return [] if complete else [root_of_hashes(suite, hashes)]
    split = 1 << (count - 1).bit_length() - 1
    if size <= split:
        return [*_subproof(suite, hashes[:split], size, complete), root_of_hashes(suite, hashes[split:])]
    below = _subproof(suite, hashes[split:], size - split, False)
    return [*below, root_of_hashes(suite, hashes[:split])]
