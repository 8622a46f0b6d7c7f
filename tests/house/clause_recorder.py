"""A pytest plugin that writes down which clause ids the tests of one run carried, and how those ended."""

import json
import os
from pathlib import Path

import pytest

PLACE = "MINGQIAN_CLAUSE_RECORD"


class Recorder:
    """Counts per clause id: passed, failed, and the tests that carried it."""

    def __init__(self) -> None:
        self.ids: dict[str, list[str]] = {}
        self.passed: dict[str, list[str]] = {}
        self.failed: dict[str, list[str]] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            marks = [str(one) for mark in item.iter_markers("clause") for one in mark.args]
            self.ids[item.nodeid] = marks

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or report.failed:
            into = self.passed if report.passed else self.failed
            for clause in self.ids.get(report.nodeid, []):
                into.setdefault(clause, []).append(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        record = {"passed": self.passed, "failed": self.failed}
        Path(os.environ[PLACE]).write_text(json.dumps(record), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get(PLACE):
        config.pluginmanager.register(Recorder(), "clause-recorder")
