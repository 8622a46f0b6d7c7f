"""Whether a worker lives: it holds the lock on its file for as long as its process exists.

The kernel lets go of the lock when a process ends, however it ends, so there is nothing to wait for and no
clock to compare. All processes of a bureau share one MINGQIAN_HOME.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mingqian.jobs import places


def _folder() -> Path:
    place = places.root() / "workers"
    place.mkdir(mode=0o700, exist_ok=True)
    return place


@contextmanager
def held(worker: str) -> Iterator[None]:
    """Be this worker until the block ends."""
    path = _folder() / worker
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def alive(worker: str) -> bool:
    """Is somebody this worker now?"""
    try:
        handle = os.open(_folder() / worker, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(handle)
    return False


def living() -> list[str]:
    """Every worker that lives."""
    return sorted(path.name for path in _folder().iterdir() if alive(path.name))


def bury() -> None:
    """Delete the files of workers that died without doing so themselves."""
    for path in _folder().iterdir():
        if not alive(path.name):
            path.unlink(missing_ok=True)
