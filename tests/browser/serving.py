"""``mingqian serve`` over some directory until whoever asked is through.

The line a person types, in a process that has imported everything already; ``tests/site/test_serve.py`` starts from
nothing, and with the worker beside it, which no page here waits for.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests import shell


@contextmanager
def served(home: Path, surroundings: Mapping[str, str]) -> Iterator[str]:
    """The address of the running site; what it says lies in ``said.out``."""
    from tests import warm  # Django has its settings by now

    port = _port()
    words = "serve", "--port", str(port), "--workers", "1", "--no-worker"
    running = shell.Shell(home).begin(warm.type_line, *words, said=home / "said", **surroundings)
    try:
        _wait_for(f"http://127.0.0.1:{port}", running)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.process.terminate()
        running.process.join(60)
        running.kill()


def _wait_for(base: str, running: shell.Running) -> None:
    for _ in range(600):
        assert running.alive(), running.out + running.err
        try:
            urlopen(f"{base}/healthz", timeout=5).close()
            return
        except (URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the site did not start: {running.out + running.err}")


def _port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
