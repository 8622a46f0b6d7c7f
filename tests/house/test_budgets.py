"""Sizes that keep the house readable (architecture §8). The exceptions may only shrink."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "mingqian"
CORE_FILE, FILE, TEST_FILE = 250, 400, 600
CORE_FUNCTION, FUNCTION, SHORT_FUNCTION = 40, 60, 30

# file or file:function → lines it may have today; delete an entry as soon as it fits its budget
EXCEPTIONS: dict[str, int] = {}


def python_files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*.py") if "migrations" not in file.parts)


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def budget_of_file(file: Path) -> int:
    if ROOT / "tests" in file.parents:
        return TEST_FILE
    return CORE_FILE if SOURCE / "core" in file.parents else FILE


@cache
def functions(file: Path) -> tuple[tuple[str, int], ...]:
    return tuple(_functions(file))


def _functions(file: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
            words = (first.end_lineno or first.lineno) - first.lineno + 1 if documented else 0
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1 - words


ALL_FILES = python_files(SOURCE) + python_files(ROOT / "tests") + python_files(ROOT / "bench")


def test_every_file_keeps_its_budget() -> None:
    over = {}
    for file in ALL_FILES:
        lines = len(file.read_text().splitlines())
        if lines > max(budget_of_file(file), EXCEPTIONS.get(name_of(file), 0)):
            over[name_of(file)] = lines
    assert not over, f"split these by noun: {over}"


def test_every_function_keeps_its_budget() -> None:
    over = {}
    for file in python_files(SOURCE):
        budget = CORE_FUNCTION if SOURCE / "core" in file.parents else FUNCTION
        for name, lines in functions(file):
            key = f"{name_of(file)}:{name}"
            if lines > max(budget, EXCEPTIONS.get(key, 0)):
                over[key] = lines
    assert not over, f"name the parts of these: {over}"


def test_nine_of_ten_functions_are_short() -> None:
    lengths = [lines for file in python_files(SOURCE) for _, lines in functions(file)]
    if not lengths:
        pytest.fail("no functions found: the test looks in the wrong place")
    assert sum(lines <= SHORT_FUNCTION for lines in lengths) >= 0.9 * len(lengths)


@pytest.mark.parametrize("word", ["utils", "helpers", "manager", "base", "common", "misc"])
def test_no_file_is_named_for_nothing(word: str) -> None:
    assert not [name_of(file) for file in ALL_FILES if re.fullmatch(rf".*\b{word}s?", file.stem)]


def test_exceptions_are_still_needed() -> None:
    """An entry that fits its budget again is deleted, so the list only shrinks."""
    stale = []
    for key, allowed in EXCEPTIONS.items():
        path, _, function = key.partition(":")
        file = ROOT / path
        if not function:
            stale += [key] if len(file.read_text().splitlines()) <= budget_of_file(file) else []
            continue
        budget = CORE_FUNCTION if SOURCE / "core" in file.parents else FUNCTION
        longest = max((lines for name, lines in functions(file) if name == function), default=0)
        stale += [key] if longest <= budget or longest < allowed else []
    assert not stale
