"""Tickets: one hash per slip, bound to a subject's identity and never to a place in a list (section 6).

What belongs here: the ticket itself, and the k smallest of a streamed roll with flat memory.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import isqrt
from typing import TypeAlias

from mingqian.core.canonical import Hash, Suite, hasher, text_lines
from mingqian.core.draw.roll import blocks
from mingqian.core.draw.rows import MIDDLE, TAG

Ticket: TypeAlias = tuple[bytes, bytes]  # (digest, tag in ASCII): tuples compare as (key, tag)
FIRST = b"\n1\n"  # what follows the tag in the line of its first slip
DIGEST = 32
HIGHEST = b"\xff" * DIGEST
SLACK = 2048  # candidates beyond k which a stratum collects before it is cut back


@dataclass(frozen=True, slots=True)
class Urn:
    """The prefix "sxsj1:ticket LF seed LF purpose LF", hashed once and copied for every slip."""

    copy: Callable[[], Hash]

    def slip(self, tag: bytes, number: int) -> bytes:
        """ticket(tag, j) as 32 bytes; their order is that of the hexadecimal text."""
        state = self.copy()
        state.update(b"%s\n%d\n" % (tag, number))
        return state.digest()

    def key(self, tag: bytes, weight: int) -> bytes:
        """key(tag) = min over j = 1..weight of ticket(tag, j)."""
        return min(self.slip(tag, number) for number in range(1, weight + 1))

    def first(self, tag: str) -> bytes:
        """ticket(tag, 1), as the orders of inspectors and of the audit sample use it."""
        return self.slip(tag.encode("ascii"), 1)


def urn(suite: Suite, *, seed: str, purpose: str) -> Urn:
    """All tickets of one seed and purpose; the purpose is the kind of the roll, or audit."""
    return Urn(hasher(suite)(text_lines("ticket", seed, purpose)).copy)


def ticket(suite: Suite, *, seed: str, purpose: str, tag: str, slip: int = 1) -> str:
    """ticket(tag,j) = T("ticket", seed, purpose, tag, j), as a firm re-checks it in a shell."""
    return urn(suite, seed=seed, purpose=purpose).slip(tag.encode("ascii"), slip).hex()


@dataclass(slots=True)
class _Smallest:
    """The ``limit`` smallest tickets seen so far: everything above the threshold is dropped at once.

    A ticket is held as digest and tag in one piece of bytes, whose order is that of (key, tag).
    """

    limit: int
    threshold: bytes = HIGHEST
    held: list[bytes] = field(default_factory=list)

    def add(self, found: list[bytes]) -> None:
        self.held += found
        if len(self.held) > self.limit + max(self.limit, SLACK):
            self.cut()

    def cut(self) -> list[bytes]:
        self.held.sort()
        del self.held[self.limit :]
        if self.limit and len(self.held) == self.limit:
            self.threshold = min(self.threshold, self.held[-1][:DIGEST])
        return self.held

    def tickets(self) -> list[Ticket]:
        return [(one[:DIGEST], one[DIGEST:]) for one in self.cut()]


def smallest(
    suite: Suite,
    *,
    seed: str,
    purpose: str,
    roll: bytes | Iterable[bytes],
    limits: Mapping[str, int],
) -> dict[str, list[Ticket]]:
    """Per stratum the first ``limit`` E rows in the order (key, tag).

    Strata without a limit are not wanted. ``roll`` is the roll file, whole or in pieces (lines with
    their line feed, or larger blocks).
    """
    if isinstance(roll, bytes):
        sizes = {stratum: _size(roll, stratum) for stratum, limit in limits.items() if limit > SLACK}
        return smallest_of(suite, seed=seed, purpose=purpose, read=lambda: roll, limits=limits, sizes=sizes)
    kept = {stratum: _Smallest(limit) for stratum, limit in limits.items()}
    _fill(urn(suite, seed=seed, purpose=purpose), roll, kept)
    return {stratum: keep.tickets() for stratum, keep in kept.items()}


def smallest_of(
    suite: Suite,
    *,
    seed: str,
    purpose: str,
    read: Callable[[], bytes | Iterable[bytes]],
    limits: Mapping[str, int],
    sizes: Mapping[str, int],
) -> dict[str, list[Ticket]]:
    """The same, quicker, where the E rows of strata were counted: nearly all other tickets are dropped at once."""
    source = urn(suite, seed=seed, purpose=purpose)
    kept = {stratum: _Smallest(limit) for stratum, limit in limits.items()}
    guessed = {stratum: size for stratum, size in sizes.items() if limits.get(stratum, 0) > SLACK}
    for stratum, size in guessed.items():
        kept[stratum].threshold = likely_threshold(limits[stratum], size)
    _fill(source, read(), kept)
    unlucky = {
        name: _Smallest(limits[name])
        for name, size in guessed.items()
        if len(kept[name].held) < min(limits[name], size)
    }
    if unlucky:  # the guess was too low: once in a thousand million draws
        _fill(source, read(), unlucky)
    return {stratum: keep.tickets() for stratum, keep in (kept | unlucky).items()}


def _fill(source: Urn, roll: bytes | Iterable[bytes], kept: Mapping[str, _Smallest]) -> None:
    for block in blocks(roll):
        for middle, tags in (_uniform(block) or grouped(block)).items():
            stratum, status, weight = middle.decode("ascii").split("|")
            keep = kept.get(stratum)
            if status == "E" and keep is not None and keep.limit:
                keep.add(_below(source, tags, int(weight), keep.threshold))


def _uniform(block: bytes) -> dict[bytes, list[bytes]] | None:
    """Tags of a block whose rows all have one middle, found by columns without a look at each row."""
    width = block.find(b"\n") + 1
    count, rest = divmod(len(block), width or 1)
    middle = block[: width - 1][MIDDLE]
    framed = b"|" + middle + b"|"
    if rest or len(framed) + 129 != width or block[width - 1 :: width] != b"\n" * count:
        return None
    if any(block[64 + place :: width] != framed[place : place + 1] * count for place in range(len(framed))):
        return None
    return {middle: [block[at : at + 64] for at in range(0, len(block), width)]}


def _size(roll: bytes, stratum: str) -> int:
    return roll.count(f"|{stratum}|E|".encode("ascii"))


def likely_threshold(limit: int, size: int) -> bytes:
    """Where the limit-th of so many tickets will lie, six standard deviations to the safe side."""
    wanted = limit + 6 * isqrt(limit) + 6
    if wanted >= size:
        return HIGHEST
    bound: int = wanted * 256**DIGEST // size
    return bound.to_bytes(DIGEST, "big")


def first_rows(suite: Suite, *, seed: str, roll: bytes | Iterable[bytes], limit: int) -> list[Ticket]:
    """The audit sample: the first ``limit`` rows of any status by (ticket(tag,1), tag)."""
    source = urn(suite, seed=seed, purpose="audit")
    keep = _Smallest(limit)
    if limit:
        for block in blocks(roll):
            tags = [row[TAG] for row in block.splitlines()]
            keep.add(_below(source, tags, 1, keep.threshold))
    return keep.tickets()


def grouped(block: bytes) -> dict[bytes, list[bytes]]:
    """Tags of a block by ``stratum|status|weight``; tag and rec have a fixed width."""
    groups: defaultdict[bytes, list[bytes]] = defaultdict(list)
    for row in block.splitlines():
        groups[row[MIDDLE]].append(row[TAG])
    return groups


def _below(source: Urn, tags: list[bytes], weight: int, threshold: bytes) -> list[bytes]:
    if weight > 1:
        keyed = ((source.key(tag, weight), tag) for tag in tags)
        return [value + tag for value, tag in keyed if value <= threshold]
    copy = source.copy
    found: list[bytes] = []
    for tag in tags:  # the hot loop of a draw: no call that is not needed
        state = copy()
        state.update(tag + FIRST)
        value = state.digest()
        if value <= threshold:
            found.append(value + tag)
    return found
