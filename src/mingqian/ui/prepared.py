"""Questions asked in the same words every time, with other values: Django writes their SQL once in a process.

To build a queryset and to have it written as SQL costs several times what the database's answer does. ``question``
keeps what was written, by the function that asks, and puts in the values of this time. So the words must not depend on
the values: no condition on them, no None; a tuple of texts, such as somebody's scope, has words for each length. The first call builds the queryset twice, with
two sets of marks in place of the values, and refuses a function whose words differ, one that finds nothing whatever is
asked, or a value that does not come out of function and Django as it went in (shortened, in capitals, one more).
"""

import json
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from datetime import date, datetime
from functools import wraps
from itertools import islice
from typing import Any, Generic, ParamSpec, TypeVar, overload

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import FlatValuesListIterable, ValuesListIterable

from mingqian.ui import asking

P = ParamSpec("P")
R = TypeVar("R")
Value = str | int | date
Put = Callable[[Sequence[Any]], Any]
"""The values of this time → what stands in one place of the statement."""


class Unfit(TypeError):
    """This question cannot be kept: a defect of who wrote it, seen at its first call."""


class TooWide(ValueError):
    """A number no column holds: Django knows what to answer, no driver takes it."""


class Asked(Sequence[R]):
    """The rows of one question; they are fetched with others by ``asking.ask``, or when they are first looked at."""

    def __init__(
        self, words: "_Words[R]", values: Sequence[Value], plainly: Callable[[], QuerySet[Any, R]]
    ) -> None:
        self._words = words
        self._rows: list[R] | None = None
        try:
            self._params = [put(values) for put in words.puts]
        except TooWide:
            self._rows = list(plainly())

    def trip(self) -> asking.Trip | None:
        """Its part of a statement of many, for ``asking``."""
        if self._rows is not None:
            return None
        if not self._words.sql or not self._words.packed:
            self._fetched()
            return None
        return asking.Trip(self._words.packed, self._params, self._arrive)

    def first(self) -> R | None:
        """The first row, or None."""
        return next(iter(self), None)

    def __iter__(self) -> Iterator[R]:
        return iter(self._fetched())

    def __len__(self) -> int:
        return len(self._fetched())

    @overload
    def __getitem__(self, place: int) -> R: ...

    @overload
    def __getitem__(self, place: slice) -> list[R]: ...

    def __getitem__(self, place: int | slice) -> R | list[R]:
        return self._fetched()[place]

    def _fetched(self) -> list[R]:
        if self._rows is None:
            if not self._words.sql:
                self._rows = []
                return self._rows
            with connection.cursor() as cursor:
                cursor.execute(self._words.sql, self._params)
                self._rows = self._words.built(cursor.fetchall())
        return self._rows

    def _arrive(self, found: Any) -> None:  # noqa: ANN401 — JSON text, or nothing
        read = asking.readers(self._words.kinds)
        self._rows = self._words.built([asking.line(one, read) for one in json.loads(found or "[]")])


class _Words(Generic[R]):
    """What Django wrote for one function, kinds of values and kind of database."""

    def __init__(
        self,
        rows: QuerySet[Any, R],
        other: QuerySet[Any, R],
        marks: Sequence[Value],
        others: Sequence[Value],
        *,
        may_be_nothing: bool,
    ) -> None:
        self.rows, self.packed = rows, ""
        self.compiler: Any = rows.query.get_compiler(rows.db)
        self.sql, params = _written(self.compiler)
        sql, again = _written(other.query.get_compiler(other.db))
        if self.sql != sql:
            raise Unfit("the words of this question depend on its values")
        self.puts = [_put(param, marks) for param in params]
        for put, param in zip(self.puts, again, strict=True):
            if put(others) != param:
                raise Unfit(f"a value does not come into the statement as it went in: {param!r}")
        if not self.sql:  # the database need not be asked: there is nothing
            # Said by nobody: a mark that fits no such column. With an empty scope there is indeed nothing.
            if not (may_be_nothing or rows.query.is_empty()):
                raise Unfit("this question finds nothing, whatever is asked")
            return
        self.kinds = asking.kinds(self.compiler)
        if asking.travels(self.kinds):
            self.packed = asking.packed(self.compiler, self.sql, self.kinds)
        columns = [one for one, _, _ in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)

    def built(self, lines: list[tuple[Any, ...]]) -> list[R]:
        """What Django makes of the rows of a cursor."""
        kind = self.rows._iterable_class
        if not lines:
            return []
        if kind in (ValuesListIterable, FlatValuesListIterable):
            read: Any = lines
            if self.converters:
                read = map(tuple, self.compiler.apply_converters(lines, self.converters))
            return [line[0] for line in read] if kind is FlatValuesListIterable else list(read)
        again = self.rows.all()
        asking.fill(again, copy(self.compiler), lines)
        return list(again)


def _written(compiler: Any) -> tuple[str, Sequence[Any]]:  # noqa: ANN401 — Django's own
    try:
        sql, params = compiler.as_sql(with_col_aliases=True)
    except EmptyResultSet:
        return "", ()
    return sql, params


def question(build: Callable[P, QuerySet[Any, R]]) -> Callable[P, Asked[R]]:
    """The queryset this function builds from plain values, written once.

    By place: text, whole numbers, days and tuples of texts.
    """
    known: dict[object, _Words[R]] = {}

    @wraps(build)
    def asked(*values: P.args, **named: P.kwargs) -> Asked[R]:
        if named:
            raise Unfit("values are handed over by place")
        shape = tuple(len(one) if isinstance(one, tuple) else None for one in values)
        plain = _plain(values)
        kinds = tuple(map(_kind, plain))
        key = connection.vendor, shape, kinds
        if key not in known:
            marks, others = (_marks(kinds, first) for first in (0, len(plain)))
            with_marks: Any = build
            known[key] = _Words(
                with_marks(*_shaped(marks, shape)), with_marks(*_shaped(others, shape)), marks, others,
                may_be_nothing=0 in shape,
            )  # fmt: skip
        again: Any = build
        return Asked(known[key], plain, lambda: again(*values))

    return asked


def _plain(values: Sequence[Any]) -> list[Any]:
    """The values one behind the other, those of a tuple too."""
    found: list[Any] = []
    for one in values:
        if isinstance(one, tuple):
            found += one
        else:
            found.append(one)
    return found


def _shaped(plain: Sequence[Value], shape: Sequence[int | None]) -> Iterator[Any]:
    rest = iter(plain)
    for length in shape:
        yield next(rest) if length is None else tuple(islice(rest, length))


def _kind(value: object) -> type:
    for kind in (str, int, date):
        if isinstance(value, kind) and not isinstance(value, bool | datetime):
            return kind
    raise Unfit(f"a question is kept for text, whole numbers and days, not for {type(value).__name__}")


def _marks(kinds: Sequence[object], first: int) -> list[Value]:
    """Values nobody else uses, told apart in what Django makes of them; no two lie side by side, no text is tidy."""
    made: list[Value] = []
    for place, kind in enumerate(kinds, first):
        apart = 7 * place + place * place
        made.append(
            f" {place}\ue000aB\ue001 "
            if kind is str
            else 2_070_707_000 + apart
            if kind is int
            else date.fromordinal(693_000 + apart)
        )
    return made


def _put(param: Any, marks: Sequence[Value]) -> Put:  # noqa: ANN401 — as Django hands it to the driver
    for place, mark in enumerate(marks):
        if isinstance(mark, str):
            found = _text(param, mark, place)
        elif isinstance(mark, int):
            found = _number(param, mark, place)
        else:
            found = _day(param, mark, place)
        if found is not None:
            return found
    if any(str(mark) in str(param) for mark in marks):
        raise Unfit(f"what becomes of a value on its way into the statement is not known here: {param!r}")
    return lambda values: param


def _text(param: Any, mark: str, place: int) -> Put | None:  # noqa: ANN401
    if param == mark:
        return lambda values: str(values[place])
    if param == f"{mark}%":
        return lambda values: f"{connection.ops.prep_for_like_query(values[place])}%"
    if param == f"%{mark}%":
        return lambda values: f"%{connection.ops.prep_for_like_query(values[place])}%"
    return None


def _number(param: Any, mark: int, place: int) -> Put | None:  # noqa: ANN401
    if isinstance(param, int) and param == mark:
        kind = type(param)  # the driver's own for a column's width
        return lambda values: kind(_held(values[place], _BITS.get(kind.__name__, 63)))
    return None


_BITS = {"Int2": 15, "Int4": 31}


def _held(value: Any, bits: int) -> int:  # noqa: ANN401
    if -(1 << bits) <= value < 1 << bits:
        return int(value)
    raise TooWide(value)


def _day(param: Any, mark: date, place: int) -> Put | None:  # noqa: ANN401
    if param == connection.ops.adapt_datefield_value(mark):
        return lambda values: connection.ops.adapt_datefield_value(values[place])
    return None
