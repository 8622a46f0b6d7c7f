"""What stands in a database, kept as rows: laid out again it costs a statement a table, not a hundred services."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

Found = Mapping[str, tuple[Sequence[str], Sequence[tuple[Any, ...]]]]
Built = TypeVar("Built")
_kept: "dict[Hashable, tuple[Any, Standing]]" = {}


def once(name: Hashable, build: Callable[[], Built]) -> Built:
    """What ``build`` answers, and the rows and files it makes, in an empty database.

    The first time in this process through the services; after that the very same rows and files are laid out
    again. Whoever changes the answer takes a copy of it.
    """
    with transaction.atomic():
        if name not in _kept:
            before, there = rows(), _files()
            built = build()
            _kept[name] = built, Standing.since(before, there)
        else:
            _kept[name][1].lay_out()
        answer: Built = _kept[name][0]
        return answer


def forget(name: Hashable) -> None:
    """The next who asks gets it through the services again."""
    _kept.pop(name, None)


def rows() -> Found:
    """Columns and rows of every table of ours, exactly as the database gives them."""
    tables = sorted(
        model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed
    )
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            found[table] = [column[0] for column in cursor.description], cursor.fetchall()
    return found


@dataclass(frozen=True)
class Standing:
    """The rows that came since ``before``, with the keys they have.

    The keys stay free for them in the process that took them: SQLite's counters go back with a test's
    transaction and forward with these rows; PostgreSQL's never go back.
    """

    tables: Sequence[tuple[str, Sequence[tuple[Any, ...]]]]
    files: Mapping[Path, tuple[int, bytes]]

    @classmethod
    def since(cls, before: Found, there: frozenset[Path]) -> "Standing":
        """Taken when everything has been built; nothing that stood before may have been changed."""
        tables = []
        for table, (columns, found) in rows().items():
            known = set(before[table][1])
            assert known <= set(found), f"{table}: a row that stood before was changed"
            new = [row for row in found if row not in known]
            if new:
                names = ", ".join(f'"{name}"' for name in columns)
                marks = ", ".join(["%s"] * len(columns))
                tables.append((f'INSERT INTO "{table}" ({names}) VALUES ({marks})', new))
        made = _files() - there
        files = {name: (_at(name).stat().st_mode, _at(name).read_bytes()) for name in made}
        return cls(tables, files)

    def lay_out(self) -> None:
        """The same rows again, in the transaction of who calls; their order is free, references are checked last."""
        with connection.cursor() as cursor:
            for insert, new in self.tables:
                cursor.executemany(insert, new)
        for name, (mode, content) in self.files.items():
            _at(name).parent.mkdir(parents=True, exist_ok=True)
            _at(name).write_bytes(content)
            _at(name).chmod(mode)


def _files() -> frozenset[Path]:
    """Rolls, keys, what firms handed in: every file of the home of the moment."""
    home = Path(settings.HOME)
    return frozenset(one.relative_to(home) for one in home.rglob("*") if one.is_file())


def _at(name: Path) -> Path:
    return Path(settings.HOME) / name
