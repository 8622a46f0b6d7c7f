"""Several processes for one run: everything is collected once, then forked; who is through takes the next file.

Importing the program and collecting thousands of tests takes many seconds, and so does the fork server of
``tests.shell``: here they are spent once in a run, where workers that begin from nothing spend them each. A file's
tests stay together, since they share what they set up, and so do files marked ``together``. ``--forks 3`` asks for
it; without it pytest runs as always.
"""

import json
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from itertools import pairwise
from multiprocessing import connection, forkserver
from multiprocessing.connection import Connection
from typing import Any

import pytest

NEXT = "next"  # what a worker asks for; anything else it says is a report, or why it could not go on
OURS = "terminalreporter", "clause-recorder"  # they listen to all workers, where the reports come in


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--forks", type=int, default=1, help="how many processes share the tests, file by file")


def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Instead of pytest's own loop; None leaves it to that."""
    option = session.config.option
    if option.forks < 2 or option.collectonly or session.testsfailed:
        return None
    files: dict[object, list[pytest.Item]] = {}
    for item in session.items:
        mark = item.get_closest_marker("together")
        files.setdefault(mark.args if mark else item.path, []).append(item)
    session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined] # in it each has its own
    _Hall(session, list(files.values())).run(min(option.forks, len(files)))
    return True


class _Hall:
    """Where the files are given out and the reports come in."""

    def __init__(self, session: pytest.Session, files: Sequence[Sequence[pytest.Item]]) -> None:
        self.session = session
        self.files = files
        self.given = 0
        self.workers: dict[Connection, int] = {}
        self.through: set[Connection] = set()  # who was told that there is no file left
        self.last: dict[Connection, str] = {}

    def run(self, count: int) -> None:
        try:
            for number in range(count):
                self._fork(number)
            while self.workers:
                for wire in connection.wait(list(self.workers)):
                    assert isinstance(wire, Connection)
                    self._hear(wire)
        finally:
            for pid in self.workers.values():
                os.kill(pid, signal.SIGTERM)
                os.waitpid(pid, 0)

    def _fork(self, number: int) -> None:
        ours, theirs = multiprocessing.Pipe()
        pid = os.fork()
        if pid:
            theirs.close()
            self.workers[ours] = pid
            return
        for wire in (ours, *self.workers):
            wire.close()
        _Worker(self.session, self.files, theirs, number).live()

    def _hear(self, wire: Connection) -> None:
        try:
            said = json.loads(wire.recv_bytes())
        except (EOFError, ConnectionResetError):  # killed while we were still writing to it
            self._gone(wire)
            return
        if said == NEXT:
            if self.given >= len(self.files):
                self.through.add(wire)
            wire.send_bytes(json.dumps(self.given).encode())
            self.given += 1
        elif isinstance(said, str):
            raise self.session.Interrupted(said)
        else:
            self._report(wire, said)

    def _gone(self, wire: Connection) -> None:
        _, status = os.waitpid(self.workers.pop(wire), 0)
        if status or wire not in self.through:
            code = os.waitstatus_to_exitcode(status)
            raise self.session.Interrupted(
                f"a worker ended with {code} after {self.last.get(wire, 'nothing')}"
            )

    def _report(self, wire: Connection, data: dict[str, Any]) -> None:
        hook = self.session.config.hook
        report = hook.pytest_report_from_serializable(config=self.session.config, data=data)
        self.last[wire] = report.nodeid
        hook.pytest_runtest_logreport(report=report)
        if self.session.shouldfail:
            raise self.session.Failed(self.session.shouldfail)


class _Worker:
    """A process that takes one file after another; as a worker of pytest-xdist it has a ``workerid``."""

    def __init__(
        self, session: pytest.Session, files: Sequence[Sequence[pytest.Item]], wire: Connection, number: int
    ) -> None:
        self.session = session
        self.config = session.config
        self.files = files
        self.wire = wire
        self.name = f"gw{number}"

    def live(self) -> None:
        """From the fork to its end; nothing that the first process would do at its own end is done here."""
        code = 0
        try:
            self._settle()
            self._work()
            self.config.hook.pytest_sessionfinish(session=self.session, exitstatus=0)
        except BaseException:
            code = 1
            self._say(traceback.format_exc())
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _settle(self) -> None:
        """What two processes must not share: what they print, their temporary files, their databases."""
        self.config.workerinput = {"workerid": self.name}  # type: ignore[attr-defined]
        plugins = self.config.pluginmanager
        for name in OURS:
            plugins.unregister(name=name)
        capturing = plugins.getplugin("capturemanager")
        capturing.stop_global_capturing()
        capturing.start_global_capturing()
        factory = self.config._tmp_path_factory  # type: ignore[attr-defined]
        factory._basetemp = factory.getbasetemp() / self.name
        factory._basetemp.mkdir()
        # The fork server is a sibling by now; to ask after its health is for its parent alone.
        forkserver._forkserver.ensure_running = lambda: None  # type: ignore[attr-defined]
        plugins.register(self)

    def _work(self) -> None:
        file = self._next()
        while file:
            for item, after in pairwise(file):
                self._run(item, after)
            following = self._next()  # what a file set up is kept for the next only if that is known by now
            self._run(file[-1], following[0] if following else None)
            file = following

    def _run(self, item: pytest.Item, after: pytest.Item | None) -> None:
        self.config.hook.pytest_runtest_protocol(item=item, nextitem=after)

    def _next(self) -> Sequence[pytest.Item]:
        self._say(NEXT)
        number = json.loads(self.wire.recv_bytes())
        return self.files[number] if number < len(self.files) else ()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._say(self.config.hook.pytest_report_to_serializable(config=self.config, report=report))

    def _say(self, what: object) -> None:
        self.wire.send_bytes(json.dumps(what, default=str).encode())
