"""The ledger of obligations is honest: what works has a test that carries its id and passes."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from mingqian.policy import clausebook, loader
from mingqian.policy.schema.pack import ClauseStatus

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"


def marked(file: Path) -> Iterator[tuple[str, str]]:
    """Clause ids written in a test file as ``pytest.mark.clause(...)``, with the place."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "clause"
            and isinstance(node.func.value, ast.Attribute)
            and node.func.value.attr == "mark"
        ):
            for argument in node.args:
                text = argument.value if isinstance(argument, ast.Constant) else ast.dump(argument)
                yield str(text), f"{file.relative_to(ROOT)}:{node.lineno}"


MARKED = [one for file in sorted(TESTS.rglob("*.py")) for one in marked(file)]
ROWS = [row for ledger in clausebook.ledgers() for row in ledger.rows]
WORKS = sorted(row.id for row in ROWS if row.status is ClauseStatus.WORKS)


def unproved(works: list[str], passed: set[str], failed: set[str]) -> list[str]:
    """Clauses said to work that no passing test carries, or that a failing test carries."""
    return [one for one in works if one not in passed or one in failed]


def test_every_marker_names_a_known_clause() -> None:
    known = loader.clause_ids()
    assert [f"{place}: {one}" for one, place in MARKED if one not in known] == []


def test_there_are_markers_in_several_rooms() -> None:
    assert len({place.split("/")[1] for _, place in MARKED}) >= 2


def test_every_clause_that_works_or_works_partly_has_a_marked_test() -> None:
    carried = {one for one, _ in MARKED}
    claimed = [row.id for row in ROWS if row.status in (ClauseStatus.WORKS, ClauseStatus.PARTLY)]
    assert [one for one in claimed if one not in carried] == []


def test_a_clause_that_works_names_a_test_that_is_there() -> None:
    lost = []
    for row in ROWS:
        if row.status is ClauseStatus.WORKS:
            file, _, name = row.test.partition("::")
            place = ROOT / file
            if not place.is_file() or f"def {name}(" not in place.read_text(encoding="utf-8"):
                lost.append(f"{row.id}: {row.test}")
    assert lost == []


def test_a_claim_without_a_passing_test_is_found() -> None:
    assert unproved(["XM-01", "XM-02", "XM-03"], {"XM-01", "XM-03"}, {"XM-03"}) == ["XM-02", "XM-03"]


# The run inside has a home and a database of its own: two runs must not share one test database.
OURS = ("PYTEST_", "MINGQIAN_", "DATABASE_URL")


@pytest.mark.slow
def test_every_clause_that_works_is_shown_by_a_test_that_passes(tmp_path: Path) -> None:
    """Runs the marked tests by themselves, on SQLite, and reads how each ended."""
    if not WORKS:
        pytest.skip("no clause is said to work yet")
    record = tmp_path / "clauses.json"
    files = sorted({place.split(":")[0] for one, place in MARKED if one in WORKS})
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.house.clause_recorder",
        "-m",
        "clause",
        "-q",
        *files,
    ]
    words += ["--database", "sqlite", "-p", "no:cacheprovider"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(OURS)}
    environment["MINGQIAN_CLAUSE_RECORD"] = str(record)
    run = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)
    assert record.is_file(), run.stdout + run.stderr
    found = json.loads(record.read_text(encoding="utf-8"))
    assert unproved(WORKS, set(found["passed"]), set(found["failed"])) == [], run.stdout[-4000:]
