"""The trees over the logs: where their leaves come from, and their nodes out of stored tiles."""

from collections.abc import Callable, Iterator, Sequence

from mingqian.accounts import selectors as accounts
from mingqian.audit import chain
from mingqian.audit.models import Entry, JournalHead, Tile
from mingqian.audit.types import Source
from mingqian.core import merkle, tiles
from mingqian.core.canonical import Suite
from mingqian.core.decision import Refused, denied

PAGE = 1000
Provider = Callable[[], Sequence[Source]]

_providers: list[Provider] = []


def connect(*providers: Provider) -> None:
    """Higher rooms keep logs of their own; the journal is always there. A second call replaces the first."""
    _providers[:] = providers


def sources() -> list[Source]:
    """Every log of this bureau, the journal first."""
    found = journal()
    return [*([found] if found else []), *(one for provider in _providers for one in provider())]


def source(origin: str) -> Source:
    """The log of this name."""
    found = next((one for one in sources() if one.origin == origin), None)
    if found is None:
        raise Refused(denied("audit.no_log", f"没有日志“{origin}”", remedy="请核对日志名称"))
    return found


def tree(log: Source, size: int) -> tiles.Tree:
    """The tree over the first ``size`` leaves: stored tiles where there are, leaves for the rest."""

    def fetch(level: int, start: int, stop: int) -> list[bytes]:
        if stop - start == tiles.WIDTH:
            kept = Tile.objects.filter(origin=log.origin, level=level, index=start // tiles.WIDTH).first()
            if kept is not None:
                return _cut(bytes(kept.hashes))
        if level == 0:
            return list(log.leaves(start, stop))
        return _roots_below(log, level - 1, start, stop, fetch)

    return tiles.Tree(log.suite, size, fetch)


def kept(origin: str, level: int) -> int:
    """How many full tiles of a level are stored; they have no gaps."""
    last = Tile.objects.filter(origin=origin, level=level).order_by("-index").values_list("index", flat=True)
    return (last.first() or 0) + 1 if last.exists() else 0


def roots(origin: str, level: int, start: int) -> Iterator[bytes]:
    """The nodes above the stored tiles of a level, from the tile ``start`` on."""
    found = Tile.objects.filter(origin=origin, level=level, index__gte=start).order_by("index")
    return (bytes(root) for root in found.values_list("root", flat=True).iterator())


def _roots_below(log: Source, level: int, start: int, stop: int, fetch: tiles.Fetch) -> list[bytes]:
    wanted = Tile.objects.filter(origin=log.origin, level=level, index__gte=start, index__lt=stop)
    known = {index: bytes(root) for index, root in wanted.values_list("index", "root")}
    for index in range(start, stop):
        if index not in known:
            hashes = fetch(level, index * tiles.WIDTH, (index + 1) * tiles.WIDTH)
            known[index] = merkle.root_of_hashes(log.suite, hashes)
    return [known[index] for index in range(start, stop)]


def _cut(data: bytes) -> list[bytes]:
    return [data[at : at + merkle.HASH_SIZE] for at in range(0, len(data), merkle.HASH_SIZE)]


def journal() -> Source | None:
    """The journal as a log; None before the foundation."""
    head, bureau = JournalHead.objects.first(), accounts.bureau()
    if head is None or bureau is None:
        return None
    suite = Suite(head.suite)
    origin = f"mingqian.{bureau.division_code}/journal"
    return Source(origin, "审计日志", suite, head.count, lambda start, stop: _leaves(suite, start, stop))


def _leaves(suite: Suite, start: int, stop: int) -> Iterator[bytes]:
    """The entry numbered n is leaf n - 1. Read in pages by number: no cursor stays open while tiles are written."""
    while start < stop:
        rows = list(Entry.objects.filter(seq__gt=start, seq__lte=min(start + PAGE, stop)).order_by("seq"))
        if not rows:
            return
        yield from (chain.leaf(suite, row) for row in rows)
        start = rows[-1].seq
