"""Rows of rolls on their way into the books: read and hashed while others write, moved in all at once.

Temporary tables belong to one connection and lock nothing of the real ones: a list of a million is read for
minutes, and only the moving in keeps others waiting. Nothing of it is ever half saved.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, transaction

from mingqian.core.decision import Refused, denied
from mingqian.draw.models import Roll, RollEntry

COLUMNS = ("tag", "identity", "name", "stratum", "status", "weight", "record", "reason", "clause")
_NAMES = ", ".join(COLUMNS)
_STAGE = "draw_staged"
_IDENTITIES = f"{_STAGE}_identity"
_SHAPE = ", ".join(
    f"{one} {'integer' if one in ('place', 'weight') else 'text'}" for one in ("place", *COLUMNS)
)


@contextmanager
def unlocked() -> Iterator[None]:
    """One moment of the books for everything read inside, and an empty stage; nobody waits for it.

    SQLite: a plain transaction keeps its snapshot and takes no lock; Django's ``atomic`` would take the write lock.
    Inside somebody's transaction that is the moment. PostgreSQL: a transaction locks no table that is only read, but
    by default every statement of it has a moment of its own.
    """
    own = not connection.in_atomic_block
    if not own or connection.vendor != "sqlite":
        with transaction.atomic():
            if own:
                _do("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            clear()
            yield
        return
    _do("BEGIN DEFERRED")
    try:
        clear()
        yield
    except BaseException:
        _do("ROLLBACK")
        raise
    _do("COMMIT")


def put(place: int, rows: Sequence[tuple[str | int, ...]]) -> None:
    """Rows of the roll at this place, in the order of ``COLUMNS``."""
    marks = ", ".join(["%s"] * (len(COLUMNS) + 1))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_STAGE} (place, {_NAMES}) VALUES ({marks})",  # noqa: S608 — fixed names
            [(place, *row) for row in rows],
        )


def added(place: int, old: Roll) -> int:
    """How many identities the older roll does not have."""
    ((found,),) = _asked(
        f"SELECT count(*) FROM {_STAGE} s WHERE s.place = %s AND NOT EXISTS "  # noqa: S608 — fixed names
        f"(SELECT 1 FROM {_table()} e WHERE e.roll_id = %s AND e.identity = s.identity)",
        (place, old.pk),
    )
    return int(str(found))


def gone(place: int, old: Roll) -> list[str]:
    """Identities which only the older roll has, ascending."""
    _do(f"CREATE INDEX IF NOT EXISTS {_IDENTITIES} ON {_STAGE} (place, identity)")
    rows = _asked(
        f"SELECT e.identity FROM {_table()} e WHERE e.roll_id = %s AND NOT EXISTS "  # noqa: S608 — fixed names
        f"(SELECT 1 FROM {_STAGE} s WHERE s.place = %s AND s.identity = e.identity)",
        (old.pk, place),
    )
    return sorted(str(identity) for (identity,) in rows)


def move_in(place: int, made: Roll) -> None:
    """The rows of this place become the rows of the roll, ascending by tag as its file has them.

    The stage of a connection is one: another freeze that was read meanwhile, or a second try, finds other rows there.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_table()} (roll_id, {_NAMES}) SELECT %s, {_NAMES} FROM {_STAGE} "  # noqa: S608 — fixed names
            "WHERE place = %s ORDER BY tag",
            (made.pk, place),
        )
        moved = cursor.rowcount
    if moved != made.count:
        why = f"名录应有 {made.count} 行，待入库的有 {moved} 行，没有冻结"
        raise Refused(denied("draw.stage_lost", why, "sxsj1 §2", "请再冻结一次"))


def clear() -> None:
    """An empty stage, made if there is none; names of people do not lie about in a worker that lives on.

    The table itself stays: SQLite reads its whole schema again after every savepoint undone in a transaction that
    made or dropped a table.
    """
    _do(f"CREATE TEMPORARY TABLE IF NOT EXISTS {_STAGE} ({_SHAPE})")
    _do(f"DROP INDEX IF EXISTS {_IDENTITIES}")
    _do(f"DELETE FROM {_STAGE}" if connection.vendor == "sqlite" else f"TRUNCATE {_STAGE}")  # noqa: S608 — a fixed name


def _table() -> str:
    return connection.ops.quote_name(RollEntry._meta.db_table)


def _do(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _asked(question: str, values: Iterable[int]) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, tuple(values))
        return list(cursor.fetchall())
