"""Fixtures: a real database file and the real command in a process of its own."""

import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
# What a person types, in an interpreter of its own on the tables of this run; ``Shell.start`` migrates by itself.
COMMAND = """
import django
django.setup()
from tests import tables
tables.keep()
from mingqian.site.cli import main
main()
"""
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.warm"])


def found() -> None:
    """鹭湾市 in the database of this process."""
    from django.core.management import call_command
    from tests import cast

    call_command("migrate", verbosity=0)
    cast.assemble()


@dataclass(frozen=True)
class Running:
    """A process on its way, and what it has said so far."""

    process: ForkServerProcess
    said: Path

    @property
    def out(self) -> str:
        return self.said.with_suffix(".out").read_text(encoding="utf-8")

    @property
    def err(self) -> str:
        return self.said.with_suffix(".err").read_text(encoding="utf-8")

    def alive(self) -> bool:
        return self.process.is_alive()

    def send(self, number: int) -> None:
        assert self.process.pid is not None
        os.kill(self.process.pid, number)

    def end(self, seconds: float = 60) -> str:
        """What it said, once it has gone by itself."""
        self.process.join(seconds)
        assert self.process.exitcode is not None, f"still running after {seconds} seconds: {self.out}"
        assert "Traceback" not in self.err, self.err
        return self.out

    def kill(self) -> None:
        if self.alive():
            self.send(signal.SIGKILL)
            self.process.join(30)


@dataclass(frozen=True)
class Shell:
    """A home directory with its SQLite database; ``run`` is what a person types there."""

    home: Path

    @property
    def database(self) -> Path:
        return self.home / "mingqian.sqlite3"

    def environment(self, **more: str) -> dict[str, str]:
        ours = {"DATABASE_URL", "MINGQIAN_DEBUG", "MINGQIAN_TEST_NO_DATABASE"}
        kept = {name: value for name, value in os.environ.items() if name not in ours}
        return kept | {"MINGQIAN_HOME": str(self.home), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | more

    def run(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """The command in a process of its own, forked from one that has imported everything already."""
        from tests import warm

        return self.do(warm.type_line, *words, **environment)

    def do(
        self, work: Callable[..., object], *given: Any, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """A test's own function in such a process."""
        with tempfile.TemporaryDirectory() as place:
            running = self.begin(work, *given, said=Path(place) / "said", **environment)
            running.process.join(300)
            code = running.process.exitcode
            if code is None:
                running.kill()
                pytest.fail(f"still running after five minutes: {given}")
            done = subprocess.CompletedProcess(given, code, running.out, running.err)
        assert "Traceback" not in done.stderr, done.stderr
        return done

    def begin(
        self, work: Callable[..., object], *given: Any, said: Path | None = None, **environment: str
    ) -> Running:
        """The same, without waiting for its end."""
        from tests import warm

        said = said or Path(tempfile.mkdtemp(dir=self.home.parent)) / "said"
        process = FORKED.Process(
            target=warm.do, args=(work, given, self.home, self.environment(**environment), said)
        )
        for ending in (".out", ".err"):
            said.with_suffix(ending).touch()
        process.start()
        return Running(process, said)

    def start(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """The command in a fresh interpreter: a second more, for what only a start from nothing shows."""
        return self.python("from mingqian.site.cli import main; main()", *words, **environment)

    def python(self, code: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(
            [sys.executable, "-c", code, *words],
            capture_output=True,
            text=True,
            env=self.environment(**environment),
            cwd=self.home,
            timeout=600,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done


@pytest.fixture(scope="session")
def founded_home(tmp_path_factory) -> Path:
    """鹭湾市 in a file, made once; tests work on copies."""
    home = tmp_path_factory.mktemp("founded")
    done = Shell(home).do(found)
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def empty(tmp_path) -> Shell:
    """A fresh machine: no database yet."""
    (tmp_path / "home").mkdir()
    return Shell(tmp_path / "home")


@pytest.fixture
def founded(founded_home, tmp_path) -> Shell:
    """A copy of the founded bureau to do things to."""
    shutil.copytree(founded_home, tmp_path / "home")
    return Shell(tmp_path / "home")
