"""The index over the cards: an FTS5 table on SQLite, a ``tsvector`` with a GIN index on PostgreSQL.

Both hold nothing but pieces. The pieces of a filed card are computed again when it is taken out, which is why
the index needs no copy of them; ``search.services.rebuild`` makes it anew should the pieces ever change.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from mingqian.search import grams
from mingqian.search.grams import Term
from mingqian.search.types import Shelf

EVERYBODY = "uany"
#: Cards of one kind are numbered within one range, so that a search in a kind is a search in a range.
RANGE = 1 << 40


def filed_under(title: str, words: str, unit_path: str, shelves: str = "") -> list[str]:
    """Every piece of one card, its scope among them."""
    marks = {_mark(one) for one in shelves.split("\n") if one}
    return sorted(grams.pieces(title, words.split("\n")) | set(_scope_pieces(unit_path)) | marks)


def scope_piece(path: str) -> str:
    # As hexadecimal digits, so that no character of a unit's code means anything to the index.
    return "u" + path.encode().hex()


def _mark(text: str) -> str:
    return "v" + text.encode().hex()


def _scope_pieces(unit_path: str) -> Iterable[str]:
    if not unit_path:
        return [EVERYBODY]
    steps = unit_path.rstrip("/").split("/")
    return [scope_piece("/".join(steps[: depth + 1]) + "/") for depth in range(len(steps))]


def enter(rows: Sequence[tuple[int, list[str]]]) -> None:
    """File cards by their numbers."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT INTO search_gram (rowid, grams) VALUES (%s, %s)",
                [(number, " ".join(pieces)) for number, pieces in rows],
            )
        else:
            cursor.executemany(
                "INSERT INTO search_gram (id, grams) VALUES (%s, array_to_tsvector(%s::text[]))", rows
            )


def leave(rows: Sequence[tuple[int, list[str]]]) -> None:
    """Take cards out; SQLite has to be told what they were filed under."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT INTO search_gram (search_gram, rowid, grams) VALUES ('delete', %s, %s)",
                [(number, " ".join(pieces)) for number, pieces in rows],
            )
        else:
            cursor.execute("DELETE FROM search_gram WHERE id = ANY(%s)", [[number for number, _ in rows]])


def empty() -> None:
    """Forget everything."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_gram (search_gram) VALUES ('delete-all')")
        else:
            cursor.execute("DELETE FROM search_gram")


def merge() -> None:
    """After many changes: one tidy index instead of many small ones, and fresh statistics."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("INSERT INTO search_gram (search_gram) VALUES ('optimize')")
        else:
            # What was entered last waits in a list that every question reads from end to end.
            cursor.execute("SELECT gin_clean_pending_list('search_gram_grams')")
            cursor.execute("ANALYZE search_gram")
        # Taken for a small table, a large one is read from end to end where fifty keys were asked for.
        cursor.execute("ANALYZE search_card")


@dataclass(frozen=True, slots=True)
class Question:
    """Within the range of one kind (0: of all): all terms, any of the scopes or shelves, and how the title begins."""

    kind: int
    terms: Sequence[Term]
    scopes: Sequence[str] = ()
    shelves: Sequence[Shelf] = ()
    beginning: str = ""

    def written(self, sqlite: bool) -> str:
        """In the index's own language; a piece is letters, digits and Han characters only."""
        both, either, quote = (" AND ", " OR ", '"') if sqlite else (" & ", " | ", "'")

        def any_of(ways: Iterable[str]) -> str:
            return "(" + either.join(ways) + ")"

        def all_of(pieces: Iterable[str]) -> str:
            return both.join(f"{quote}{piece}{quote}" for piece in pieces)

        def on_shelf(shelf: Shelf) -> str:
            marks = (any_of(all_of([_mark(one)]) for one in group) for group in shelf.groups)
            return "(" + both.join([all_of([scope_piece(shelf.path)]), *marks]) + ")"

        clauses = [any_of(f"({all_of(way)})" for way in term.ways) for term in self.terms]
        clauses += [all_of([self.beginning])] if self.beginning else []
        seen = [*(all_of([scope]) for scope in self.scopes), *map(on_shelf, self.shelves)]
        clauses += [any_of(seen)] if seen else []
        return both.join(clauses)


NEAR = 1_000
"""So many of the newest cards are looked through one by one before PostgreSQL asks its index."""


def look(questions: Sequence[Question], limit: int) -> list[list[int]]:
    """The numbers of the cards each question finds, newest first."""
    if not questions:
        return []
    if connection.vendor == "sqlite":
        parts, asked = _sqlite(questions, int(limit))
    else:
        parts, asked = _postgresql(questions, int(limit))
    found: list[list[int]] = [[] for _ in questions]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), asked)
        for place, card in cursor.fetchall():
            found[place].append(card)
    return [list(dict.fromkeys(cards))[:limit] for cards in found]


def _within(number: str, question: Question) -> str:
    """Its kind's range of numbers; empty for all kinds."""
    first = question.kind * RANGE
    return f"{number} BETWEEN {first} AND {first + RANGE - 1}" if question.kind else ""


def _sqlite(questions: Sequence[Question], limit: int) -> tuple[list[str], list[str]]:
    """From the newest card on, until there are enough."""
    parts, asked = [], []
    for place, question in enumerate(questions):
        within = " AND ".join(filter(None, ("search_gram MATCH %s", _within("rowid", question))))
        parts.append(
            f"SELECT * FROM (SELECT {place} AS place, rowid AS card FROM search_gram"  # noqa: S608
            f" WHERE {within} ORDER BY rowid DESC LIMIT {limit}) AS q{place}"
        )
        asked.append(question.written(sqlite=True))
    return parts, asked


def _postgresql(questions: Sequence[Question], limit: int) -> tuple[list[str], list[str]]:
    parts, asked = [], []
    for place, question in enumerate(questions):
        parts.append(_near_and_far(place, limit, _within("id", question)))
        asked += [question.written(sqlite=False)] * 2
    return parts, asked


def _near_and_far(place: int, few: int, within: str) -> str:
    """The newest cards first, then the index, if there are more: which of the two is quick, only the cards tell.

    What is frequent stands among any thousand cards. What is not is taken out of the index as a whole: left to
    choose, PostgreSQL trusts in its estimate of pieces it knows nothing of, and of pairs that never meet, and walks
    through a million cards for the few it expects (measured: five seconds against thirty milliseconds).
    """
    cards, also = (f"search_gram WHERE {within}", f" AND {within}") if within else ("search_gram", "")
    near = f"(SELECT id, grams FROM {cards} ORDER BY id DESC LIMIT {NEAR})"  # noqa: S608
    more = f"EXISTS (SELECT 1 FROM {cards} ORDER BY id DESC OFFSET {NEAR} LIMIT 1)"  # noqa: S608
    # OFFSET 0 keeps what is asked inside apart from the order and the limit outside.
    far = f"(SELECT id FROM search_gram WHERE grams @@ %s::tsquery{also} OFFSET 0)"  # noqa: S608
    return (
        f"SELECT * FROM (WITH near AS MATERIALIZED"  # noqa: S608
        f" (SELECT id FROM {near} AS n WHERE grams @@ %s::tsquery LIMIT {few})"
        f" SELECT {place} AS place, id AS card FROM near UNION ALL"
        f" SELECT * FROM (SELECT {place}, id FROM {far} AS f"
        f" WHERE (SELECT count(*) FROM near) < {few} AND {more} ORDER BY id DESC LIMIT {few}) AS o) AS q{place}"
    )
