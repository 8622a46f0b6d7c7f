"""Every engine over rolls of ten thousand to ten million rows: cost per row, price of verifiability, memory.

    python bench/engines.py [--top ROWS] [--engines core,duckdb,…] [--spark] [--json FILE]

Ratios within one run. Each engine and size has a process of its own, so that memory is its own; sizes and engines take
turns. Seconds are processor seconds: of this process, with PostgreSQL also of its backend (parallel workers off), with
Spark of its JVM. A roll has four strata, all eligible, one slip each; one in twenty is drawn.
"""

import argparse
import json
import os
import random  # noqa: TID251  # the thing compared with
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from _verdicts import Verdicts

from mingqian.core.canonical import Suite
from mingqian.core.draw import rows, tickets
from mingqian.core.draw.roll import blocks
from mingqian.engines import choice, reference, sql
from mingqian.engines.duckdb import DuckDB
from mingqian.engines.interface import Engine, Roll

ROOT = Path(__file__).resolve().parents[1]
SEED = "ec7cc4a3d0182089762cb10f437d5a237c4c380231110a57fa4d686ea7903498"
STRATA = ("HL", "JM", "SM", "XA")
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
COMPARED = 1_000_000  # rows at which the price over random() is told
GIB, FLAT = 2048, 1024  # MiB; beside its own, DuckDB's process holds what was drawn
QUIET_SHARE = 1.15  # cost per row may differ by this between the smallest and the largest roll


def roll_file(place: Path, size: int) -> Path:
    """Rows as they come out of a freeze, sorted shelf by shelf, without the hashing of records."""
    file = place / f"{size}.roll"
    shelves: dict[bytes, list[bytes]] = {b"%02x" % number: [] for number in range(256)}
    for number in range(size):
        tag = sha256(b"%d" % number).hexdigest().encode()
        shelves[tag[:2]].append(tag)
    with file.open("wb") as stream:
        for _, tags in sorted(shelves.items()):
            for tag in sorted(tags):
                stratum = STRATA[tag[10] % 4].encode()
                stream.write(b"%s|%s|E|1|%s\n" % (tag, stratum, tag[::-1]))
    return file


def limits(size: int) -> dict[str, int]:
    return dict.fromkeys(STRATA, size // 20 // len(STRATA))


# ---------------------------------------------------------------------------------------------- one engine, one size


def seconds_of(roll: Any, name: str) -> Callable[[], float]:
    """Processor seconds so far, here and in the program that does the work."""
    pids: list[int] = []
    if name == "postgresql":
        pids = [roll.ask("SELECT pg_backend_pid()")[0][0]]
    if name == "spark":
        from pyspark.sql import SparkSession

        pids = [SparkSession.getActiveSession().sparkContext._gateway.proc.pid]
        pids += [int(one) for pid in pids for one in children(pid)]
    tick = os.sysconf("SC_CLK_TCK")

    def now() -> float:
        elsewhere = 0.0
        for pid in pids:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            elsewhere += (int(fields[11]) + int(fields[12])) / tick
        return time.process_time() + elsewhere

    return now


def children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def hashing(roll: Any, file: Path) -> Callable[[], object]:
    """The same hashes and nothing else."""
    if isinstance(roll, sql.SqlRoll):
        query = f"SELECT max({sql.ticket(roll.dialect, SEED, 'subject', chr(39) + '1' + chr(39))}) FROM roll WHERE status = 'E'"
        return lambda: list(roll.ask(query))
    source = tickets.urn(Suite.SHA256, seed=SEED, purpose="subject").copy

    def bare() -> None:
        for block in blocks(reference.RollFile(Suite.SHA256, file)._blocks()):
            for tag in [row[rows.TAG] for row in block.splitlines()]:
                state = source()
                state.update(tag + tickets.FIRST)
                state.digest()

    return bare


def unverifiable(roll: Any, file: Path, k: int) -> Callable[[], object]:
    """What everybody else does."""
    if isinstance(roll, sql.SqlRoll):
        named = "rand()" if "sha2(" in roll.dialect.text("''") else "random()"
        return lambda: list(roll.ask(f"SELECT tag FROM roll WHERE status = 'E' ORDER BY {named} LIMIT {k}"))
    chance = random.Random(1)

    def shuffled() -> None:
        tags = [
            row[rows.TAG]
            for block in blocks(reference.RollFile(Suite.SHA256, file)._blocks())
            for row in block.splitlines()
        ]
        chance.sample(tags, k)

    return shuffled


def measured(engine: Engine, file: Path, size: int, rounds: int) -> dict[str, float]:
    """Best of so many rounds: whole draw; at the compared size also top-k, bare hashes and random()."""
    found: dict[str, float] = {}

    def least(what: str, spent: float) -> None:
        found[what] = min(spent, found.get(what, spent))

    for _ in range(rounds):
        start = time.process_time()
        with engine.read(Suite.SHA256, file) as roll:
            clock = seconds_of(roll, engine.name)
            least("load", time.process_time() - start)
            for what, work in parts(roll, size):
                start = clock()
                work()
                least(what, clock() - start)
            if size == COMPARED:
                start = clock()
                hashing(roll, file)()
                least("hashes", clock() - start)
                start = clock()
                unverifiable(roll, file, size // 20)()
                least("random", clock() - start)
    found["peak"] = high_water()
    return found


def high_water() -> float:
    """MiB this program ever held. Not ru_maxrss: that begins with what the starting process held."""
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def parts(roll: Roll, size: int) -> Iterator[tuple[str, Callable[[], object]]]:
    yield "survey", roll.survey
    yield "root", roll.root
    yield "top", lambda: roll.smallest(seed=SEED, purpose="subject", limits=limits(size))
    yield "sample", lambda: roll.first_rows(seed=SEED, limit=20)


# ------------------------------------------------------------------------------------------------------ the whole run


@contextmanager
def server() -> Iterator[str]:
    sys.path.insert(0, str(ROOT))
    import psycopg
    from tests import postgres

    running = postgres.start()
    try:
        place = running.url.rpartition("/")[0]
        with psycopg.connect(f"{place}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE engines")
        yield f"{place}/engines?options=-c%20max_parallel_workers_per_gather%3D0"
    finally:
        running.stop()


def engine_of(name: str, at: str) -> Engine:
    return DuckDB(memory="512MB", threads=2) if name == "duckdb" else choice.named(name, at)


def apart(name: str, at: str, file: Path, size: int) -> dict[str, float]:
    words = [sys.executable, __file__, "--one", name, "--at", at, "--file", str(file), "--top", str(size)]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(f"{name} {size}: {ran.stderr[-2000:]}")
    answer: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return answer


def whole(one: dict[str, float]) -> float:
    return sum(one[part] for part in ("survey", "root", "top", "sample"))


def judge(found: dict[str, dict[int, dict[str, float]]], verdicts: Verdicts) -> None:
    for name, sizes in found.items():
        if COMPARED in sizes:
            one = sizes[COMPARED]
            verdicts.at_most(
                f"{name}: top-k, against the same hashes and nothing else", one["top"] / one["hashes"], 2
            )
            print(
                f"      {name}: top-k costs {one['top'] / max(one['random'], 0.001):.1f} times its own ORDER BY random() LIMIT k"
            )
    for name in ("core", "duckdb"):
        sizes = found.get(name, {})
        if len(sizes) > 1:
            least, most = min(sizes), max(sizes)
            per_row = {size: whole(one) / size * 1e6 for size, one in sizes.items()}
            told = "  ".join(f"{size:,}: {cost:.2f}" for size, cost in sorted(per_row.items()))
            print(f"      {name}: microseconds a row for survey, root, selection and sample: {told}")
            if name == "core":
                ratio = per_row[most] / per_row[least]
                verdicts.at_most(f"core: a row of {most:,} against a row of {least:,}", ratio, QUIET_SHARE)
    if "core" in found:
        verdicts.at_most(
            f"core: peak memory at {max(found['core']):,} rows",
            found["core"][max(found["core"])]["peak"],
            GIB,
            "MiB",
        )
    if "duckdb" in found:
        last = max(found["duckdb"])
        verdicts.at_most(
            f"duckdb: peak memory at {last:,} rows, 512 MB of it its own",
            found["duckdb"][last]["peak"],
            FLAT,
            "MiB",
        )


def earlier(out: Path | None) -> dict[str, dict[int, dict[str, float]]]:
    """Engines measured in another run stay in the file; this run's own are measured anew."""
    kept = json.loads(out.read_text())["engines"] if out and out.exists() else {}
    return {name: {int(size): one for size, one in sizes.items()} for name, sizes in kept.items()}


def run(top: int, names: list[str], out: Path | None) -> None:
    load = os.getloadavg()[0]
    print(
        f"four strata, one in twenty drawn, sha256; load of the machine at the start {load:.1f}", flush=True
    )
    found = earlier(out) | {name: {} for name in names}
    with TemporaryDirectory() as place, server() as at:
        for size in [one for one in SIZES if one <= top]:
            file = roll_file(Path(place), size)
            for name in names:
                if name in ("sqlite", "postgresql", "spark") and size > COMPARED:
                    continue  # told at a million; the curve of the embedded engines goes on
                found[name][size] = apart(name, at if name == "postgresql" else "", file, size)
                print(
                    f"      {name} {size:,}: {json.dumps({k: round(v, 3) for k, v in found[name][size].items()})}",
                    flush=True,
                )
            file.unlink()
            if out:  # after every size: the largest takes long
                out.write_text(json.dumps({"load": round(load, 1), "engines": found}, indent=1) + "\n")
    verdicts = Verdicts()
    judge(found, verdicts)
    verdicts.leave()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--top", type=int, default=SIZES[-1])
    parser.add_argument("--engines", default="core,duckdb,postgresql,sqlite")
    parser.add_argument("--json", type=Path)
    for hidden in ("--one", "--at", "--file"):
        parser.add_argument(hidden, default="", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        rounds = {10_000: 7, 100_000: 3}.get(asked.top, 1)
        told = measured(engine_of(asked.one, asked.at), Path(asked.file), asked.top, rounds)
        print(json.dumps(told))
        return
    run(asked.top, asked.engines.split(","), asked.json)


if __name__ == "__main__":
    main()
