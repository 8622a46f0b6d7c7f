"""``mingqian serve`` over some directory, as everybody starts it, until whoever asked is through."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.shell import Shell

COMMAND = "from mingqian.site.cli import main; main()"


@contextmanager
def served(home: Path, surroundings: Mapping[str, str]) -> Iterator[str]:
    """The address of the running site; what it says lies in ``said.txt``."""
    said, port = home / "said.txt", _port()
    with said.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, "-c", COMMAND, "serve", "--port", str(port), "--workers", "1"],
            stdout=out, stderr=subprocess.STDOUT, cwd=home, env=Shell(home).environment(**surroundings),
        )  # fmt: skip
    try:
        _wait_for(f"http://127.0.0.1:{port}", said, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(120)


def _wait_for(base: str, said: Path, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(240):
        assert process.poll() is None, said.read_text()
        try:
            urlopen(f"{base}/healthz", timeout=5).close()
            return
        except (URLError, OSError):
            time.sleep(0.5)
    raise AssertionError(f"the site did not start: {said.read_text()}")


def _port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
