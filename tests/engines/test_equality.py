"""Whatever the roll, every engine answers byte for byte what the core answers."""

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from tests.engines import lists
from tests.engines.agreement import agree
from tests.publicity import browsers

from mingqian.core import merkle
from mingqian.core.canonical import Suite, hex_digest
from mingqian.core.draw import roll, selection
from mingqian.engines.duckdb import DuckDB
from mingqian.engines.interface import Engine
from mingqian.engines.sqlite import SQLite

SIZES = (1, 2, 700, 4097)
NODE = Path(__file__).with_name("engine.mjs")


@pytest.mark.parametrize("suite", list(Suite))
def test_root_and_selection_are_those_of_the_core(engine: Engine, suite: Suite, tmp_path: Path) -> None:
    for number, size in enumerate(SIZES):
        lines = lists.lines(suite, number, size)
        file = tmp_path / f"{size}.roll"
        file.write_bytes(roll.file_bytes(lines))
        able = engine.can(suite, file)
        if not able:
            pytest.skip(str(able))
        with engine.read(suite, file) as found:
            agree(found, lines, suite)


def test_parquet_is_drawn_from_where_it_lies(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    lines = lists.lines(Suite.SHA256, 9, 900)
    file = tmp_path / "一册'.parquet"
    lists.parquet(duckdb, lines, file)
    with DuckDB(threads=1).read(Suite.SHA256, file) as found:
        agree(found, lines, Suite.SHA256)


def test_a_guess_that_was_too_low_changes_nothing(tmp_path: Path) -> None:
    """Once in a thousand million draws fewer tickets lie below the likely bound than are wanted."""
    lines = lists.lines(Suite.SHA256, 5, 400)
    file = tmp_path / "a.roll"
    file.write_bytes(roll.file_bytes(lines))
    with SQLite().read(Suite.SHA256, file) as found:
        agree(replace(found, likely=lambda limit, size: b"\x01" * 32), lines, Suite.SHA256)


@pytest.mark.parametrize("suite", list(Suite))
def test_the_browser_finds_the_same_root_lots_and_sample(suite: Suite, tmp_path: Path) -> None:
    node = shutil.which("node") or shutil.which("nodejs")
    if node is None:
        pytest.skip("node is not installed: the browser's engine is then tested by the portal's own journeys")
    data = roll.file_bytes(lists.lines(suite, 7, 700))
    (tmp_path / "a.roll").write_bytes(data)
    limits = {"A": 0, "B2": 5, "C_x-9": 31, "z": 10_000}
    asked = {
        "suite": str(suite),
        "seed": lists.SEED,
        "kind": "subject",
        "limits": limits,
        "leaves": 40,
        "n": 700,
    }
    (tmp_path / "asked.json").write_text(json.dumps(asked))
    words = [node, NODE, browsers.served(tmp_path), tmp_path / "a.roll", tmp_path / "asked.json"]
    ran = subprocess.run([str(word) for word in words], capture_output=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr.decode()
    held = selection.Held(suite, data)
    lots = held.smallest(seed=lists.SEED, purpose="subject", limits=limits)
    assert json.loads(ran.stdout) == {
        "root": merkle.root(suite, data.splitlines()).hex(),
        "digest": hex_digest(suite, data),
        "forced": {stratum: tags for stratum, tags in held.survey().forced.items() if tags},
        "lots": {stratum: written(found) for stratum, found in lots.items()},
        "sample": written(held.first_rows(seed=lists.SEED, limit=40)),
    }


def written(tickets: list[tuple[bytes, bytes]]) -> list[list[str]]:
    return [[digest.hex(), tag.decode()] for digest, tag in tickets]
