"""Draw of a million rows against consistent_sampler and against a bare hashlib loop over the same bytes.

Ratios within one run, in processor time; seconds are given for orientation only.
    python bench/draw.py [ROWS]
"""

import hashlib
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from _verdicts import Verdicts, race
from consistent_sampler import sampler

from mingqian.core import merkle
from mingqian.core.canonical import Suite, jcs
from mingqian.core.draw import roll, rows, selection, tickets

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
DRAWN = ROWS // 20
KEY = "00112233445566778899aabbccddeeff" * 2
SEED = "ec7cc4a3d0182089762cb10f437d5a237c4c380231110a57fa4d686ea7903498"
BLOCK = 1 << 20
STREAMING = 16  # MiB that reading a roll in blocks may add, however long the roll


FLOOR = "a bare hashlib loop over the same bytes"
verdicts = Verdicts()


def entries() -> Iterator[rows.Entry]:
    for i in range(ROWS):
        yield rows.Entry(f"USCC:91359900{i:010d}", {"employees": i % 900, "name": f"鹭湾第{i}号"}, "ALL")


def bare(messages: list[bytes]) -> None:
    for message in messages:
        hashlib.sha256(message).digest()


def against_floor(what: str, seconds: dict[str, float]) -> None:
    print(f"      {what}: {seconds['ours']:.2f} s; {FLOOR}: {seconds['floor']:.2f} s")
    verdicts.at_most(f"{what}, against {FLOOR}", seconds["ours"] / seconds["floor"], 3)


def building() -> list[bytes]:
    known = list(entries())
    messages = []
    for entry in known:
        name, salt = entry.identity, "0" * 64
        messages += [
            f"sxsj1:salt\n{KEY}\n{name}\n{KEY}\n".encode(),
            f"sxsj1:tag\n{name}\n{salt}\n".encode(),
            jcs(entry.record),
            f"sxsj1:rec\n{name}\n{salt}\n{salt}\n".encode(),
        ]
    found: dict[str, list[bytes]] = {}

    def build() -> None:
        found.clear()
        found["lines"] = rows.build(Suite.SHA256, known, key=KEY)

    against_floor(
        "roll: salt, tag, rec, sort", race({"floor": lambda: bare(messages), "ours": build}, rounds=3)
    )
    return found["lines"]


def rooting(lines: list[bytes]) -> None:
    messages = [b"\x00" + line for line in lines] + [b"\x01" + bytes(64)] * (len(lines) - 1)
    runners = {"floor": lambda: bare(messages), "ours": lambda: merkle.root(Suite.SHA256, lines)}
    against_floor("roll: Merkle root", race(runners, rounds=3))


def ticketing(lines: list[bytes]) -> None:
    """All lines have one stratum, so k smallest of all; the peer gets the same tags and the same k."""
    data = b"\n".join(lines) + b"\n"
    messages = [b"sxsj1:ticket\n%s\nsubject\n%s\n1\n" % (SEED.encode(), line[rows.TAG]) for line in lines]
    tags = [line[rows.TAG].decode() for line in lines]

    def ours() -> None:
        drawn = tickets.smallest(Suite.SHA256, seed=SEED, purpose="subject", roll=data, limits={"ALL": DRAWN})
        assert len(drawn["ALL"]) == DRAWN

    def peer() -> None:
        picked = sampler(tags, with_replacement=False, drop=0, take=DRAWN, seed=SEED, output="id")
        assert len(list(picked)) == DRAWN

    what = "draw: tickets and selection"
    seconds = race({"floor": lambda: bare(messages), "ours": ours, "peer": peer}, rounds=2)
    against_floor(what, seconds)
    print(f"      {what}: {seconds['ours']:.2f} s; consistent_sampler: {seconds['peer']:.2f} s")
    verdicts.at_least(f"{what}, faster than consistent_sampler", seconds["peer"] / seconds["ours"], 5)


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
    added = (after - before) / 1024
    verdicts.at_most(f"streaming a roll of {size / 1e6:.0f} MB adds to the peak", added, STREAMING, "MiB")


def main() -> None:
    print(f"{ROWS:,} rows, {DRAWN:,} drawn, sha256")
    lines = building()
    rooting(lines)
    ticketing(lines)
    streaming(lines)
    verdicts.leave()


if __name__ == "__main__":
    main()
