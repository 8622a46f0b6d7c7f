"""``mingqian demo``, built once in a run of the tests and left as it is; whoever writes in it takes a copy.

The first worker that asks builds it, another that asks meanwhile waits at the lock.
"""

import fcntl
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.shell import COMMAND, Shell


@dataclass(frozen=True)
class Demonstration:
    """The home in which the command was typed, and what it said."""

    home: Path
    said: str

    @property
    def place(self) -> Path:
        return self.home / "demo"

    def copied(self, home: Path) -> Shell:
        """One to do things to: a shell whose home is the demo's own folder."""
        shutil.copytree(self.place, home)
        return Shell(home)


def built(factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Demonstration:
    """The one of this run."""
    own = factory.getbasetemp()
    home = (own.parent if hasattr(request.config, "workerinput") else own) / "demonstration"
    home.mkdir(exist_ok=True)
    said = home / "said.txt"
    with (home / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not said.exists():
            said.write_text(typed(home, "1"), encoding="utf-8")
    return Demonstration(home, said.read_text(encoding="utf-8"))


def typed(home: Path, seed: str, code: str = COMMAND) -> str:
    """What is said by a process of its own with this hash seed; its folder is ``home / "demo"``."""
    more = {
        "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "mingqian.site.settings",
        "MINGQIAN_SQLITE_SYNCHRONOUS": "OFF",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", code, "demo"], capture_output=True, text=True, cwd=home, timeout=1800,
        env=Shell(home).environment(**more),
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
