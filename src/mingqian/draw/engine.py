"""Which program computes the draw: set by the bureau, stated in the plan, asked when the result is computed.

What belongs here: the plan's ``engine {name, version, sha256}`` and what it promises. How an engine draws stands in
the room of engines.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings

import mingqian.core
import mingqian.engines
from mingqian.core.canonical import Document, Suite, new
from mingqian.core.decision import demand
from mingqian.core.draw import result
from mingqian.core.draw.selection import Drawable
from mingqian.draw import rollfiles
from mingqian.draw.models import Draw
from mingqian.draw.selectors import material
from mingqian.engines import choice
from mingqian.engines.interface import Engine

NAME, VERSION = "mingqian", "1"
REFERENCE = "core"
PARTS = ("canonical.py", "merkle.py", "journal.py", "draw/**/*.py")


def statement(suite: Suite, engine: str = "") -> Document:
    """``engine {name, version, sha256}``: one changed byte of the draw's source changes the hash.

    An engine other than the core is part of the version, and its source part of the hash. One that cannot draw these
    rolls is refused here, long before anybody has sealed anything.
    """
    chosen = _named(engine or settings.ENGINE)
    demand(chosen.can(suite, rollfiles.folder()))
    if chosen.name == REFERENCE:
        return {"name": NAME, "version": VERSION, "sha256": _source(False)}
    return {
        "name": NAME,
        "version": f"{VERSION} {chosen.name} {chosen.version()}",
        "sha256": _source(True),
    }


def stated(plan: Document) -> str:
    """The engine which a plan names; whoever announced it promised to compute with no other."""
    words: Sequence[str] = plan["engine"]["version"].split(" ")
    return words[1] if len(words) > 1 and words[1] in choice.NAMES else REFERENCE


@contextmanager
def reading(draw: Draw) -> Iterator[dict[str, bytes | Drawable]]:
    """The draw's rolls by roll hash: files for the core, or held by the engine that the plan states."""
    plan = material.document(draw.plan_doc)
    engine = _named(stated(plan))
    if engine.name == REFERENCE:
        yield dict(material.files(draw))
        return
    headers = material.headers(draw)
    digests = {one.roll_hash: one.digest for one in material.rolls(draw)}
    with ExitStack() as held:
        yield {
            name: held.enter_context(
                choice.reading(
                    engine, Suite(draw.suite), rollfiles.folder() / digests[name], root=headers[name]["root"]
                )
            )
            for name in result.item_rolls(plan)
        }


def _named(name: str) -> Engine:
    return choice.named(name, settings.ENGINE_AT)


@cache
def _source(with_engines: bool) -> str:
    """The core's part in a draw, and with it the engines' if one of them is asked."""
    core, engines = (Path(package.__path__[0]) for package in (mingqian.core, mingqian.engines))
    files = [(core, file) for file in sorted(file for part in PARTS for file in core.glob(part))]
    files += [(engines.parent, file) for file in sorted(engines.glob("*.py"))] if with_engines else []
    state = new(Suite.SHA256)
    for folder, file in files:
        data = file.read_bytes()
        state.update(f"{file.relative_to(folder).as_posix()}\n{len(data)}\n".encode())
        state.update(data)
    return state.hexdigest()
