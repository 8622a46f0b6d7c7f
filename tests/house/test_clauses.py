"""The ledger of obligations is honest: what works has a test that carries its id and passes.

That it passes is asked of every whole run at its end, by ``clause_recorder``, of the very tests that ran.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pytest
from tests.house import clause_recorder

from mingqian.policy import clausebook, loader
from mingqian.policy.schema.pack import ClauseRow, ClauseStatus

ROOT = Path(__file__).resolve().parents[2]
TESTS = ROOT / "tests"


def marked(file: Path) -> Iterator[tuple[str, str]]:
    """Clause ids written in a test file as ``pytest.mark.clause(...)``, with the place."""
    source = file.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)) if "mark.clause" in source else ():
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


@cache
def all_marked() -> list[tuple[str, str]]:
    """Read when first asked for: every worker collects this file, one runs it."""
    return [one for file in sorted(TESTS.rglob("*.py")) for one in marked(file)]


@cache
def rows() -> list[ClauseRow]:
    """Every line of every ledger."""
    return [row for ledger in clausebook.ledgers() for row in ledger.rows]


def test_every_marker_names_a_known_clause() -> None:
    known = loader.clause_ids()
    assert [f"{place}: {one}" for one, place in all_marked() if one not in known] == []


def test_there_are_markers_in_several_rooms() -> None:
    assert len({place.split("/")[1] for _, place in all_marked()}) >= 2


def test_every_clause_that_works_or_works_partly_has_a_marked_test() -> None:
    carried = {one for one, _ in all_marked()}
    claimed = [row.id for row in rows() if row.status in (ClauseStatus.WORKS, ClauseStatus.PARTLY)]
    assert [one for one in claimed if one not in carried] == []


def test_a_clause_that_works_names_a_test_that_is_there() -> None:
    lost = []
    for row in rows():
        if row.status is ClauseStatus.WORKS:
            file, _, name = row.test.partition("::")
            place = ROOT / file
            if not place.is_file() or f"def {name}(" not in place.read_text(encoding="utf-8"):
                lost.append(f"{row.id}: {row.test}")
    assert lost == []


def test_a_claim_without_a_passing_test_is_found() -> None:
    assert clause_recorder.unproved(["XM-01", "XM-02", "XM-03"], {"XM-01", "XM-03"}, {"XM-03"}) == [
        "XM-02",
        "XM-03",
    ]


def report(outcome: str, *clauses: str, when: str = "call") -> pytest.TestReport:
    properties = [(clause_recorder.PROPERTY, one) for one in clauses]
    return pytest.TestReport("x", ("x", 1, "x"), {}, outcome, None, when, user_properties=properties)  # type: ignore[arg-type]


def ended(whole: bool, *reports: pytest.TestReport, status: int = 0) -> tuple[list[str], int]:
    """What a run over these reports misses of three clauses that work, and its exit status."""
    recorder = clause_recorder.Recorder(["XM-01", "XM-02", "XM-03"], whole)
    for one in reports:
        recorder.pytest_runtest_logreport(one)
    session = SimpleNamespace(exitstatus=status)
    recorder.pytest_sessionfinish(session, status)  # type: ignore[arg-type]
    return recorder.missing, session.exitstatus


PASSED = report("passed", "XM-01", "XM-02"), report("passed", "XM-03")


def test_a_whole_run_in_which_every_clause_passes_is_left_alone() -> None:
    assert ended(True, *PASSED) == ([], 0)


@pytest.mark.parametrize(
    "reports",
    [
        PASSED[:1],
        (PASSED[0], report("skipped", "XM-03")),
        (PASSED[0], report("passed", "XM-03", when="setup")),
        (*PASSED, report("failed", "XM-03")),
        (*PASSED, report("failed", "XM-03", when="teardown")),
    ],
    ids=["no test", "a skipped test", "a test that never ran", "one passed one failed", "failed at its end"],
)
def test_a_whole_run_that_does_not_show_a_clause_fails(reports: tuple[pytest.TestReport, ...]) -> None:
    assert ended(True, *reports) == (["XM-03"], 1)


def test_a_run_of_a_part_decides_nothing() -> None:
    assert ended(False, PASSED[0]) == ([], 0)


def test_the_run_this_test_is_part_of_carries_the_clauses_of_its_tests(
    request: pytest.FixtureRequest,
) -> None:
    known = loader.clause_ids()
    for item in request.session.items:
        marks = [str(one) for mark in item.iter_markers("clause") for one in mark.args]
        assert [value for name, value in item.user_properties if name == clause_recorder.PROPERTY] == marks
        assert set(marks) <= set(known)
