"""The one way to make a file that only the program's own user may read: keys, tokens."""

import os
from pathlib import Path


def create(target: Path, text: str) -> bool:
    """Write it whole, or leave alone what is already there; answers whether it is new."""
    if target.exists():
        return False
    draft = _draft(target, text)
    try:
        os.link(draft, target)  # unlike a renaming, this never replaces what another process made meanwhile
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def replace(target: Path, text: str) -> None:
    """The new content in place of the old, in one step."""
    _draft(target, text).rename(target)


def folder(place: Path) -> Path:
    """A directory closed to other users, also when it was there before."""
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.chmod(0o700)
    return place


def _draft(target: Path, text: str) -> Path:
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    draft.unlink(missing_ok=True)  # left by a process that was killed, perhaps with other rights
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    return draft
