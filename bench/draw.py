"""Draw of a million rows against consistent_sampler and against a bare hashlib loop over the same bytes.

Prints ratios within one run; absolute seconds are given for orientation only.
    python bench/draw.py [ROWS]
"""

import hashlib
import resource
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from consistent_sampler import sampler

from mingqian.core import merkle
from mingqian.core.canonical import Suite, jcs
from mingqian.core.draw import roll, rows, selection, tickets

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
DRAWN = ROWS // 20
KEY = "00112233445566778899aabbccddeeff" * 2
SEED = "ec7cc4a3d0182089762cb10f437d5a237c4c380231110a57fa4d686ea7903498"
BLOCK = 1 << 20


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    answer = work()
    return time.perf_counter() - start, answer


def say(what: str, ours: float, floor: float, floor_name: str, *, faster: bool = False) -> None:
    ratio = floor / ours if faster else ours / floor
    words = "times faster than" if faster else "times the time of"
    print(f"{what:<34} {ours:7.2f} s   {ratio:5.2f} {words} {floor_name} ({floor:.2f} s)")


def entries() -> Iterator[rows.Entry]:
    for i in range(ROWS):
        yield rows.Entry(f"USCC:91359900{i:010d}", {"employees": i % 900, "name": f"鹭湾第{i}号"}, "ALL")


def bare(messages: list[bytes]) -> None:
    for message in messages:
        hashlib.sha256(message).digest()


def building() -> list[bytes]:
    known = list(entries())
    ours, lines = timed(lambda: rows.build(Suite.SHA256, known, key=KEY))
    messages = []
    for entry in known:
        name, salt = entry.identity, "0" * 64
        messages += [
            f"sxsj1:salt\n{KEY}\n{name}\n{KEY}\n".encode(),
            f"sxsj1:tag\n{name}\n{salt}\n".encode(),
            jcs(entry.record),
            f"sxsj1:rec\n{name}\n{salt}\n{salt}\n".encode(),
        ]
    floor, _ = timed(lambda: bare(messages))
    say("roll: salt, tag, rec, sort", ours, floor, "a bare hashlib loop")
    return lines


def rooting(lines: list[bytes]) -> None:
    ours, _ = timed(lambda: merkle.root(Suite.SHA256, lines))
    messages = [b"\x00" + line for line in lines] + [b"\x01" + bytes(64)] * (len(lines) - 1)
    floor, _ = timed(lambda: bare(messages))
    say("roll: Merkle root", ours, floor, "a bare hashlib loop")


def ticketing(lines: list[bytes]) -> None:
    """All lines have one stratum, so k smallest of all; the peer gets the same tags and the same k."""
    data = b"\n".join(lines) + b"\n"
    messages = [b"sxsj1:ticket\n%s\nsubject\n%s\n1\n" % (SEED.encode(), line[rows.TAG]) for line in lines]
    ours, drawn = timed(
        lambda: tickets.smallest(Suite.SHA256, seed=SEED, purpose="subject", roll=data, limits={"ALL": DRAWN})
    )
    assert len(drawn["ALL"]) == DRAWN
    floor, _ = timed(lambda: bare(messages))
    say("draw: tickets and selection", ours, floor, "a bare hashlib loop")
    tags = [line[rows.TAG].decode() for line in lines]
    messages.clear()
    peer, picked = timed(
        lambda: list(sampler(tags, with_replacement=False, drop=0, take=DRAWN, seed=SEED, output="id"))
    )
    assert len(picked) == DRAWN
    say("draw: tickets and selection", ours, peer, "consistent_sampler", faster=True)


def streaming(lines: list[bytes]) -> None:
    """Survey, root and tickets from a file in blocks: what a roll ten times larger adds to memory."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "roll.txt"
        file.write_bytes(b"\n".join(lines) + b"\n")
        size = file.stat().st_size
        del lines[:]

        def blocks() -> Iterator[bytes]:
            with file.open("rb") as stream:
                while block := stream.read(BLOCK):
                    yield block

        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        selection.survey(blocks())
        tickets.smallest(Suite.SHA256, seed=SEED, purpose="subject", roll=blocks(), limits={"ALL": 1000})
        merkle.root(Suite.SHA256, (row for row in roll.rows_of(blocks())))
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"streaming a roll of {size / 1e6:.0f} MB adds {(after - before) / 1024:.0f} MiB to the peak")


def main() -> None:
    print(f"{ROWS:,} rows, {DRAWN:,} drawn, sha256")
    lines = building()
    rooting(lines)
    ticketing(lines)
    streaming(lines)


if __name__ == "__main__":
    main()
