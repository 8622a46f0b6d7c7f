"""How the tests that carry a clause ended in this very run; a whole run must show every clause that works.

Registered by ``tests/conftest.py`` in the controlling process. With several workers a test tells its clauses
by its user properties, which travel home with its report.
"""

from collections.abc import Iterable

import pytest

PROPERTY = "clause"


def carry(items: Iterable[pytest.Item]) -> None:
    """Write the clause ids of each test where its report takes them along."""
    for item in items:
        marks = [str(one) for mark in item.iter_markers("clause") for one in mark.args]
        item.user_properties += [(PROPERTY, one) for one in marks]


def unproved(works: Iterable[str], passed: set[str], failed: set[str]) -> list[str]:
    """Clauses said to work that no passing test carries, or that a failing test carries."""
    return [one for one in works if one not in passed or one in failed]


def is_whole(config: pytest.Config) -> bool:
    """Every test of the house on SQLite: nothing picked, nothing left out."""
    option = config.option
    picked = [option.keyword, option.markexpr, option.ignore, option.ignore_glob, option.deselect]
    asked = config.invocation_params.args
    plain = config.args == config.getini("testpaths")
    return (
        plain
        and not any(picked)
        and not getattr(option, "lf", False)
        and "--collect-only" not in asked
        and option.database == "sqlite"
    )


class Recorder:
    """Which clauses passed and failed; the verdict at the end of a whole run."""

    def __init__(self, works: Iterable[str], whole: bool) -> None:
        self.works = list(works)
        self.whole = whole
        self.passed: set[str] = set()
        self.failed: set[str] = set()
        self.missing: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that passed its call, and one that failed anywhere."""
        clauses = {str(value) for name, value in report.user_properties if name == PROPERTY}
        if report.failed:
            self.failed |= clauses
        elif report.when == "call" and report.passed:
            self.passed |= clauses

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """A clause said to work and not shown makes the run fail like a test."""
        if not self.whole or exitstatus not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
            return
        self.missing = unproved(self.works, self.passed, self.failed)
        if self.missing:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name what is missing; say that the question was asked."""
        if self.missing:
            terminalreporter.section("clauses said to work that no passing test shows", red=True)
            terminalreporter.line(" ".join(self.missing))
        elif self.whole:
            shown = len(set(self.works) & self.passed)
            terminalreporter.line(
                f"clauses: {shown} of {len(self.works)} said to work shown by tests of this run"
            )
