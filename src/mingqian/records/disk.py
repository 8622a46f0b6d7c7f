"""Contents on disk: ``ab/cd/<digest>``, put there whole or not at all, readable by the program alone."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import get_native_id

from mingqian.records.store import BLOCK
from mingqian.ui import private_files

_DIGEST = re.compile(r"[0-9a-f]{64}")


class DiskStore:
    """Implements ``store.Store``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, source: Path, digest: str) -> None:
        place = self._place(digest)
        if place.exists():
            return
        for folder in (self.root, place.parent.parent, place.parent):
            private_files.folder(folder)
        fresh = place.with_name(f".{digest}.{os.getpid()}.{get_native_id()}.new")
        fresh.unlink(missing_ok=True)
        try:
            _same_or_copy(source, fresh)
            fresh.chmod(0o400)
            os.replace(fresh, place)
        finally:
            fresh.unlink(missing_ok=True)
        for folder in (place.parent, place.parent.parent, self.root):
            _flush(folder)

    def size(self, digest: str) -> int | None:
        try:
            return self._place(digest).stat().st_size
        except FileNotFoundError:
            return None

    def read(self, digest: str, start: int = 0, end: int | None = None) -> Iterator[bytes]:
        with self._place(digest).open("rb") as file:
            file.seek(start)
            left = (end if end is not None else self._place(digest).stat().st_size) - start
            while left > 0 and (block := file.read(min(BLOCK, left))):
                left -= len(block)
                yield block

    def digests(self) -> Iterator[str]:
        for place in sorted(self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
            if _DIGEST.fullmatch(place.name):
                yield place.name

    def delete(self, digest: str) -> None:
        self._place(digest).unlink(missing_ok=True)
        if self._place(digest).parent.is_dir():
            _flush(self._place(digest).parent)

    def sweep(self, before: float) -> int:
        """A kill between a draft and its name leaves the draft: as large as the content itself."""
        swept = 0
        for draft in sorted(self.root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/.*.new")):
            with suppress(FileNotFoundError):
                if draft.lstat().st_ctime < before:
                    draft.unlink()
                    swept += 1
        return swept

    def _place(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):  # a name is never a path
            raise ValueError(f"no digest: {digest!r}")
        return self.root / digest[:2] / digest[2:4] / digest


def _same_or_copy(source: Path, fresh: Path) -> None:
    """A second name for the same bytes; where the disk knows no such thing, or it is another disk, a copy."""
    with source.open("rb") as file:
        os.fsync(file.fileno())
        try:
            os.link(source, fresh)
        except OSError:
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as out:
                shutil.copyfileobj(file, out, BLOCK)
                out.flush()
                os.fsync(out.fileno())


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
