"""What was served on a firm without a file of this room: a bureau that serves on paper registers the service only.

The rooms whose notices these are hand in their part through ``connect`` in ``site.wiring``.
"""

from collections.abc import Callable, Iterable

from mingqian.accounts.types import Actor
from mingqian.documents.selectors import papers
from mingqian.documents.types import Handed

Source = Callable[[Actor], Iterable[Handed]]
MOST = 100

_sources: list[Source] = []


def connect(sources: Iterable[Source]) -> None:
    """Take over the whole table; a second call replaces the first."""
    _sources[:] = list(sources)


def of_party(by: Actor) -> list[Handed]:
    """The latest first, without what stands among the papers already."""
    kept = set(papers.of_party(by).values_list("kind", "thing"))
    found = [one for source in _sources for one in source(by) if (one.kind.value, one.thing) not in kept]
    return sorted(found, key=lambda one: (one.on, one.number), reverse=True)[:MOST]
