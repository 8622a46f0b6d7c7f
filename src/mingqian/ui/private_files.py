"""The one way to make a file that only the program's own user may read: keys, tokens, contents under their hash.

And the one question whether something lies closed to everybody else.
"""

import os
import stat
from pathlib import Path
from threading import get_native_id

from mingqian.core.canonical import Suite, hex_digest


def create(target: Path, text: str) -> bool:
    """Write it whole, or leave alone what is already there; answers whether it is new."""
    if target.exists():
        return False
    draft = _draft(target, text.encode("ascii"))
    try:
        os.link(draft, target)  # unlike a renaming, this never replaces what another process made meanwhile
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def replace(target: Path, text: str) -> None:
    """The new content in place of the old, in one step."""
    _draft(target, text.encode("ascii")).rename(target)


def keep(root: Path, content: bytes) -> str:
    """Bytes under their own SHA-256, written whole, unless they are there already; the hash is their name."""
    digest = hex_digest(Suite.SHA256, content)
    target = place(root, digest)
    if not target.exists():
        for one in (root, target.parent):
            folder(one)
        _draft(target, content).rename(target)
    return digest


def intact(root: Path, digest: str) -> bytes | None:
    """The content again; None for what is missing or no longer fits its hash."""
    target = place(root, digest)
    content = target.read_bytes() if target.is_file() else b""
    return content if hex_digest(Suite.SHA256, content) == digest else None


def place(root: Path, digest: str) -> Path:
    """Where a content lies."""
    return root / digest[:2] / digest


def folder(place: Path) -> Path:
    """A directory closed to other users, also when it was there before."""
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.chmod(0o700)
    return place


def closed(place: Path) -> bool:
    """Does nobody but its owner read it, write it or enter it?"""
    return not stat.S_IMODE(place.stat().st_mode) & 0o077


def _draft(target: Path, content: bytes) -> Path:
    # Its own name for each thread: two that write the same would take each other's half for the whole.
    draft = target.with_name(f".{target.name}.{os.getpid()}.{get_native_id()}.part")
    draft.unlink(missing_ok=True)  # left by a process that was killed, perhaps with other rights
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
    except OSError:  # a full disk keeps no half of it
        draft.unlink(missing_ok=True)
        raise
    return draft
