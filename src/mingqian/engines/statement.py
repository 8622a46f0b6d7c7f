"""What a plan says of the program that draws: ``engine {name, version, sha256}`` (sxsj1 §3)."""

from functools import cache
from pathlib import Path

import mingqian.core
from mingqian.core.canonical import Document, Suite, new
from mingqian.engines import choice
from mingqian.engines.interface import Engine

NAME, VERSION = "mingqian", "1"
REFERENCE = "core"
PARTS = ("canonical.py", "merkle.py", "journal.py", "draw/**/*.py")


def of(engine: Engine) -> Document:
    """One changed byte of the draw's source changes the hash.

    An engine other than the core is part of the version, and its source part of the hash.
    """
    if engine.name == REFERENCE:
        return {"name": NAME, "version": VERSION, "sha256": _source(False)}
    return {"name": NAME, "version": f"{VERSION} {engine.name} {engine.version()}", "sha256": _source(True)}


def stated(plan: Document) -> str:
    """The engine which a plan names; whoever announced it promised to compute with no other."""
    words = str(plan["engine"]["version"]).split(" ")
    return words[1] if len(words) > 1 and words[1] in choice.NAMES else REFERENCE


@cache
def _source(with_engines: bool) -> str:
    """The core's part in a draw, and with it the engines' if one of them is asked."""
    core, engines = Path(mingqian.core.__path__[0]), Path(__file__).parent
    files = [(core, file) for file in sorted(file for part in PARTS for file in core.glob(part))]
    files += [(engines.parent, file) for file in sorted(engines.glob("*.py"))] if with_engines else []
    state = new(Suite.SHA256)
    for folder, file in files:
        data = file.read_bytes()
        state.update(f"{file.relative_to(folder).as_posix()}\n{len(data)}\n".encode())
        state.update(data)
    return state.hexdigest()
