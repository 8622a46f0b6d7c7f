"""Fixtures: a real database file and the real command in a process of its own."""

import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.warm"])
FOUNDING = """
import django
django.setup()
from django.core.management import call_command
from tests import cast, tables
tables.keep()
call_command("migrate", verbosity=0)
cast.assemble()
"""


def forked(work: Callable[..., None], *given: Any) -> int:
    """Do it in a process of its own that has imported everything already; answers the exit code."""
    process = FORKED.Process(target=work, args=given)
    process.start()
    process.join(300)
    if process.exitcode is None:
        process.kill()
        pytest.fail(f"still running after five minutes: {given[0]}")
    code = process.exitcode
    process.close()
    return code


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

        with tempfile.TemporaryDirectory() as place:
            said = Path(place) / "said"
            code = forked(warm.type_line, words, self.home, self.environment(**environment), said)
            out, err = (said.with_suffix(one).read_text(encoding="utf-8") for one in (".out", ".err"))
            done = subprocess.CompletedProcess(words, code, out, err)
        assert "Traceback" not in done.stderr, done.stderr
        return done

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
    done = Shell(home).python(FOUNDING, DJANGO_SETTINGS_MODULE="mingqian.site.settings")
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
