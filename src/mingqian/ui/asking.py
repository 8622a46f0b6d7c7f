"""Several questions to the database in one statement: a page that gathers from every room makes few trips.

``ask(a, b, c)`` fills querysets as if each had been asked by itself. A function that asks and goes on is an
``Asking``: it yields its questions, finds them answered in the next line and returns its result. ``gather`` goes
through many of them side by side, so that their questions travel together, and ``answered`` is where the trip is made.
"""

import json
from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet, Value

T = TypeVar("T")
PIECE = 50
"""Columns in one JSON array: a function takes a hundred arguments at most, in SQLite as in PostgreSQL."""


class Count:
    """How many rows there are; ``number`` holds it once the question was asked."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        plain = rows if rows.query.is_sliced else rows.order_by()
        self.rows = plain.values("pk")
        self.number = 0

    def trip(self) -> "Trip | None":
        """Its part of the statement."""
        try:
            sql, params = self.rows.query.get_compiler(self.rows.db).as_sql()
        except EmptyResultSet:
            return None
        return Trip(f"(SELECT COUNT(*) FROM ({sql}) t)", params, self._arrive)  # noqa: S608 — compiled by Django

    def _arrive(self, found: int) -> None:
        self.number = found


class Waiting(Protocol):
    """What travels by itself: a count, or a question whose words are kept (``ui.prepared``)."""

    def trip(self) -> "Trip | None":
        """Its part of a statement; None where nothing has to be asked."""


Question = QuerySet[Any] | Waiting
Asking = Generator[tuple[Question, ...], None, T]


def answered(asking: Asking[T]) -> T:
    """The result of something that asks; each of its rounds is one statement."""
    while True:
        try:
            questions = next(asking)
        except StopIteration as done:
            result: T = done.value
            return result
        ask(*questions)


def gather(*asking: Asking[T]) -> Asking[list[T]]:
    """Many side by side: what they ask in the same round is asked together. Results in the order of the calls."""
    results: dict[int, T] = {}
    while len(results) < len(asking):
        wanted: list[Question] = []
        for place, one in enumerate(asking):
            if place not in results:
                try:
                    wanted.extend(next(one))
                except StopIteration as done:
                    results[place] = done.value
        if wanted:
            yield tuple(wanted)
    return [results[place] for place in range(len(asking))]


def counted(rows: QuerySet[Any]) -> Asking[int]:
    """How many there are, for whoever asks nothing else in this round."""
    waiting = Count(rows)
    yield (waiting,)
    return waiting.number


def together(*rows: QuerySet[Any]) -> Asking[None]:
    """Rows to be there in the next line, beside whatever else asks in the same round."""
    yield rows


def joined(*asking: Asking[list[T]]) -> Asking[list[T]]:
    """The same for lists: one after the other in one list."""
    found = yield from gather(*asking)
    return [one for part in found for one in part]


def related(rows: Sequence[Any] | QuerySet[Any], *names: str, **joined: Sequence[str]) -> Asking[None]:
    """What hangs on these rows, every relation in one statement; ``row.<name>.all()`` asks nothing afterwards.

    ``name=("person",)`` brings what each of the hanging rows itself points to.
    """
    if not rows:
        return
    wanted = {**dict.fromkeys(names, ()), **joined}
    managers = [getattr(rows[0], name) for name in wanted]
    found = [
        _with(one.model._default_manager.filter(**{f"{one.field.name}__in": list(rows)}), more)
        for one, more in zip(managers, wanted.values(), strict=True)
    ]
    yield tuple(found)
    for name, manager, held in zip(wanted, managers, found, strict=True):
        kept: dict[object, list[Any]] = {row.pk: [] for row in rows}
        for one in held:
            kept[getattr(one, manager.field.attname)].append(one)
        for row in rows:
            _hang(row, name, manager.field, kept[row.pk])


def hanging(row: Any, name: str, *joined: str) -> QuerySet[Any]:  # noqa: ANN401 — any model's row
    """What hangs on one row: as ``related`` left it, else asked for now with what it points to."""
    manager = getattr(row, name)
    held = row.__dict__.get("_prefetched_objects_cache", {})
    return manager.all() if manager.field.remote_field.cache_name in held else _with(manager.all(), joined)


def _with(rows: QuerySet[Any], joined: Sequence[str]) -> QuerySet[Any]:
    return rows.select_related(*joined) if joined else rows


def _hang(row: Any, name: str, field: Any, hanging: list[Any]) -> None:  # noqa: ANN401 — Django's own
    """As ``prefetch_related`` leaves it."""
    for one in hanging:
        field.set_cached_value(one, row)
    held = getattr(row, name).get_queryset()
    held._result_cache, held._prefetch_done = hanging, True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[field.remote_field.cache_name] = held


def totals(rows: QuerySet[Any], **counted: Any) -> QuerySet[Any]:  # noqa: ANN401 — aggregates
    """``rows.aggregate(…)`` as a question: one line, a mapping."""
    every: QuerySet[Any] = rows.select_related(None).order_by().annotate(every=Value(1)).values("every")
    told: QuerySet[Any] = every.annotate(**counted)
    return told


def ask(*questions: Question) -> None:
    """One statement for all of them. What a column's kind keeps from travelling is asked by itself, when used."""
    trips = [
        trip
        for one in questions
        if (trip := _reading(one) if isinstance(one, QuerySet) else one.trip()) is not None
    ]
    if not trips:
        return
    with connection.cursor() as cursor:
        # The parts are what Django itself compiled; values travel as parameters.
        params: list[Any] = [value for one in trips for value in one.params]
        cursor.execute("SELECT " + ", ".join(one.sql for one in trips), params)
        row = cursor.fetchone()
    for one, found in zip(trips, row, strict=True):
        one.arrive(found)


class Trip:
    """One question on its way: its part of the statement and what is to be done with the answer."""

    def __init__(self, sql: str, params: Sequence[object], arrive: Callable[[Any], None]) -> None:
        self.sql, self.params, self.arrive = sql, params, arrive


def _reading(rows: QuerySet[Any]) -> Trip | None:
    compiler = rows.query.get_compiler(rows.db)
    try:
        sql, params = compiler.as_sql(with_col_aliases=True)
    except EmptyResultSet:
        fill(rows, compiler, [])
        return None
    columns = kinds(compiler)
    if not travels(columns):
        return None

    def arrive(found: str | None) -> None:
        read = readers(columns)
        lines = json.loads(found) if found else []
        fill(rows, compiler, [line(one, read) for one in lines])

    return Trip(packed(compiler, sql, columns), params, arrive)


def kinds(compiler: Any) -> list[str]:  # noqa: ANN401 — Django's own
    """The kinds of columns a compiled question answers with."""
    return [expression.output_field.get_internal_type() for expression, _, _ in compiler.select]


def travels(kinds: Sequence[str]) -> bool:
    """Does JSON carry all of them?"""
    return _STAYS.isdisjoint(kinds)


def fill(rows: QuerySet[Any], compiler: Any, lines: list[tuple[Any, ...]]) -> None:  # noqa: ANN401 — Django's own
    """Let the queryset build its objects from these lines, as it does from a cursor's."""
    compiler.execute_sql = lambda *_, **__: [lines]
    query: Any = rows.query
    query.get_compiler = lambda *_, **__: compiler
    try:
        rows._fetch_all()
    finally:
        del query.get_compiler


_STAYS = frozenset({"BinaryField", "DecimalField", "DurationField", "FloatField", "TimeField"})
"""Kinds that JSON does not carry to the last digit."""
_AS_TEXT = frozenset({"JSONField"})
_FROM_TEXT: Mapping[str, Callable[[str], object]] = {
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "UUIDField": UUID,
}


def packed(compiler: Any, sql: str, kinds: Sequence[str]) -> str:  # noqa: ANN401 — Django's own
    """The question with all its rows as one JSON text: an array of rows, each an array of pieces."""
    columns = [connection.ops.quote_name(alias) for _, _, alias in compiler.select]
    if connection.vendor == "postgresql":
        pairs = zip(columns, kinds, strict=True)
        columns = [f"{name}::text" if kind in _AS_TEXT else name for name, kind in pairs]
        array, collect, text = "json_build_array", "json_agg", "::text"
    else:
        array, collect, text = "json_array", "json_group_array", ""
    pieces = [columns[first : first + PIECE] for first in range(0, len(columns), PIECE)]
    built = ", ".join(f"{array}({', '.join(piece)})" for piece in pieces)
    return f"(SELECT {collect}({array}({built})){text} FROM ({sql}) t)"  # noqa: S608 — compiled by Django


def readers(kinds: Sequence[str]) -> list[Callable[[str], object] | None]:
    """SQLite keeps days as text anyhow and Django reads them so; PostgreSQL's driver would have made them days."""
    if connection.vendor != "postgresql":
        return [None] * len(kinds)
    return [_FROM_TEXT.get(kind) for kind in kinds]


def line(pieces: list[list[Any]], read: list[Callable[[str], object] | None]) -> tuple[Any, ...]:
    """One row out of the JSON text, as the driver hands it over."""
    values = [value for piece in pieces for value in piece]
    return tuple(
        value if value is None or how is None else how(value) for value, how in zip(values, read, strict=True)
    )
