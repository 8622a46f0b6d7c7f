"""Which program computes the draw: set by the bureau, stated in the plan, asked when the result is computed.

What belongs here: from the settings and the plan to an engine. How engines draw, and how they are stated, stands in
their own room.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings

from mingqian.core.canonical import Document, Suite
from mingqian.core.decision import demand
from mingqian.core.draw import result
from mingqian.core.draw.selection import Drawable
from mingqian.draw import rollfiles
from mingqian.draw.models import Draw
from mingqian.draw.selectors import material
from mingqian.engines import choice
from mingqian.engines import statement as statements
from mingqian.engines.interface import Engine


def statement(suite: Suite) -> Document:
    """What the plan states: the engine of the settings.

    One that cannot draw these rolls is refused here, long before anybody has sealed anything.
    """
    engine = _named(settings.ENGINE)
    demand(engine.can(suite, rollfiles.folder()))
    return statements.of(engine)


@contextmanager
def reading(draw: Draw) -> Iterator[dict[str, bytes | Drawable]]:
    """The draw's rolls by roll hash: files for the core, or held by the engine that the plan states."""
    plan = material.document(draw.plan_doc)
    engine = _named(statements.stated(plan))
    if engine.name == statements.REFERENCE:
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
