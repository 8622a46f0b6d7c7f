"""Which program computes the draw: name, version and the hash of its source, as the plan states it."""

from functools import cache
from pathlib import Path

import mingqian.core
from mingqian.core.canonical import Document, Suite, new

VERSION = "1"
PARTS = ("canonical.py", "merkle.py", "journal.py", "draw/**/*.py")


@cache
def statement() -> Document:
    """``engine {name, version, sha256}``: one changed byte of the draw's source changes the hash."""
    folder = Path(mingqian.core.__file__).parent
    state = new(Suite.SHA256)
    for file in sorted(file for part in PARTS for file in folder.glob(part)):
        data = file.read_bytes()
        state.update(f"{file.relative_to(folder).as_posix()}\n{len(data)}\n".encode())
        state.update(data)
    return {"name": "mingqian", "version": VERSION, "sha256": state.hexdigest()}
