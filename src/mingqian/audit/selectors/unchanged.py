"""How pages know that nothing has changed: every consequential write makes an entry, so what was read at one head of
the journal stays true until the next."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import connection

from mingqian.audit.models import JournalHead
from mingqian.ui import remember

P = ParamSpec("P")
T = TypeVar("T")


@remember.for_this_page
def head() -> tuple[str, int, str] | None:
    """The database, the length of its journal and the last hash; None before the first entry."""
    with connection.cursor() as cursor:
        # Written out: to have it compiled would cost as much as half of what is saved.
        cursor.execute(f"SELECT count, hash FROM {JournalHead._meta.db_table}")  # noqa: S608 — a name of ours
        row = cursor.fetchone()
    return (str(connection.settings_dict["NAME"]), *row) if row and row[0] else None


def until_next_entry(read: Callable[P, T]) -> Callable[P, T]:
    """A read of plain arguments that pages ask once and keep until something is written to the journal.

    For what depends on rows of journaled things alone: never on rows written without an entry (sign-ins, read marks,
    jobs) nor on the hour. A day is an argument. What is handed out is shared: it is read, never changed.
    """
    return remember.while_same(head, read)
