"""Several processes tell as one what one process would tell."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = "def test_good(tmp_path): assert not list(tmp_path.iterdir())"
BAD = "def test_bad():\n    print('said before the fall')\n    assert 1 == 2"
DEAD = "import os, signal\ndef test_dead(): os.kill(os.getpid(), signal.SIGKILL)"
LEFT = "import os\ndef test_left(): os._exit(0)\ndef test_never_reached(): assert False"

pytestmark = pytest.mark.slow


def shared_by_two(place: Path, **files: str) -> subprocess.CompletedProcess[str]:
    """A run of these files alone, in two processes."""
    for name, text in files.items():
        (place / f"test_{name}.py").write_text(text, encoding="utf-8")
    plugins = "-p", "tests.forking", "-p", "no:django", "-p", "no:randomly", "-p", "no:hypothesispytest"
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--rootdir", place, *plugins, "--forks", "2", place],
        capture_output=True, text=True, cwd=ROOT, timeout=60,
    )  # fmt: skip


def test_every_file_is_run_once_and_a_failure_is_shown_whole(tmp_path):
    done = shared_by_two(tmp_path, a=GOOD, b=BAD, c=GOOD, d=GOOD)
    assert done.returncode == 1
    assert "1 failed, 3 passed" in done.stdout
    assert "said before the fall" in done.stdout


@pytest.mark.parametrize(("end", "code"), [(DEAD, -9), (LEFT, 0)])
def test_a_worker_that_ends_before_its_tests_ends_the_run_and_is_named(tmp_path, end, code):
    done = shared_by_two(tmp_path, a=GOOD, b=end)
    assert done.returncode != 0
    assert f"a worker ended with {code}" in done.stdout
