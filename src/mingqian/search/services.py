"""Writes of the search: file a card, many cards, take cards out. They repeat what is journaled elsewhere."""

from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Max

from mingqian.search import index, kinds
from mingqian.search.kinds import connect, connect_shelves
from mingqian.search.models import Card
from mingqian.search.types import Filing

__all__ = ["clear", "connect", "connect_shelves", "keep_only", "put", "put_many", "remove", "settle_down"]

BATCH = 2_000
Thing = TypeVar("Thing")
_COLUMNS = ("kind", "key", "title", "detail", "words", "unit_path", "shelves")


def put(filing: Filing) -> None:
    """File one thing, or what has become of it."""
    put_many([filing])


def put_many(filings: Iterable[Filing]) -> int:
    """File many; what has not changed is left alone. How many were written."""
    return sum(_put_batch(batch) for batch in _batches(filings))


def remove(kind: str, keys: Iterable[str]) -> int:
    """Take things out."""
    return sum(_remove_batch(kind, batch) for batch in _batches(keys))


@transaction.atomic
def clear(kind: str = "") -> None:
    """Take out everything, or everything of one kind."""
    if kind:
        remove(kind, list(Card.objects.filter(kind=kind).values_list("key", flat=True)))
        return
    index.empty()
    Card.objects.all().delete()


def keep_only(kind: str, keys: Container[str]) -> int:
    """Take out what is no longer there."""
    filed = Card.objects.filter(kind=kind).order_by("pk").values_list("key", flat=True)
    return remove(kind, [key for key in filed.iterator(chunk_size=BATCH) if key not in keys])


def settle_down() -> None:
    """After a great many changes."""
    index.merge()


def _batches(things: Iterable[Thing]) -> Iterator[list[Thing]]:
    rest = iter(things)
    while batch := list(islice(rest, BATCH)):
        yield batch


@transaction.atomic
def _put_batch(filings: Sequence[Filing]) -> int:
    _one_at_a_time()
    fresh = {(one.kind, one.key): _card(one) for one in filings}
    there = {(one.kind, one.key): one for one in _filed(fresh)}
    changed = [key for key, card in fresh.items() if key in there and _row(there[key]) != _row(card)]
    new = [card for key, card in fresh.items() if key not in there]
    index.leave([(there[key].pk, _pieces(there[key])) for key in changed])
    for key in changed:
        fresh[key].pk = there[key].pk
        fresh[key].save(force_update=True)
    _number(new)
    _insert(new)
    index.enter([(card.pk, _pieces(card)) for card in [*(fresh[key] for key in changed), *new]])
    return len(changed) + len(new)


def _one_at_a_time() -> None:
    """SQLite has one writer anyway; PostgreSQL's writers of cards wait for each other to give out numbers."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE search_card IN SHARE ROW EXCLUSIVE MODE")


@transaction.atomic
def _remove_batch(kind: str, keys: Sequence[str]) -> int:
    cards = list(Card.objects.filter(kind=kind, key__in=keys))
    index.leave([(card.pk, _pieces(card)) for card in cards])
    Card.objects.filter(pk__in=[card.pk for card in cards]).delete()
    return len(cards)


def _filed(keys: Iterable[tuple[str, str]]) -> Iterator[Card]:
    by_kind: dict[str, list[str]] = {}
    for kind, key in keys:
        by_kind.setdefault(kind, []).append(key)
    for kind, some in by_kind.items():
        yield from Card.objects.filter(kind=kind, key__in=some)


def _card(one: Filing) -> Card:
    return Card(
        kind=one.kind,
        key=one.key,
        title=one.title[:200],
        detail=one.detail[:200],
        words=_lines(one.words),
        unit_path=one.unit_path,
        shelves=_lines(one.shelves),
    )


def _lines(words: Iterable[str]) -> str:
    """As many as the column holds."""
    fitting: list[str] = []
    for word in dict.fromkeys(words):
        if word and len("\n".join([*fitting, word])) <= 400:
            fitting.append(word)
    return "\n".join(fitting)


def _row(card: Card) -> tuple[str, ...]:
    return tuple(getattr(card, column) for column in _COLUMNS)


def _pieces(card: Card) -> list[str]:
    return index.filed_under(card.title, card.words, card.unit_path, card.shelves)


def _number(cards: Sequence[Card]) -> None:
    """Give out numbers, each kind in its range, before the rows are written: the index needs them too."""
    for kind in sorted({card.kind for card in cards}):
        first = kinds.number_of(kind) * index.RANGE
        last = Card.objects.filter(pk__gte=first, pk__lt=first + index.RANGE).aggregate(last=Max("pk"))[
            "last"
        ]
        for number, card in enumerate((card for card in cards if card.kind == kind), (last or first) + 1):
            card.pk = number


def _insert(cards: Sequence[Card]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            'INSERT INTO search_card (id, kind, "key", title, detail, words, unit_path, shelves)'
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [(card.pk, *_row(card)) for card in cards],
        )
