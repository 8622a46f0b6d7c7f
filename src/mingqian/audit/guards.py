"""Whether the triggers that protect the journal and what is signed over it are really there."""

from django.db.backends.base.base import BaseDatabaseWrapper

WANTED = {
    "sqlite": ("no_insert", "no_update", "no_delete"),
    "postgresql": ("no_truncate", "no_update", "no_delete"),
}
TABLES = (
    "audit_entry",
    "audit_journalhead",
    "audit_ownkey",
    "audit_tile",
    "audit_checkpoint",
    "audit_cosignature",
    "audit_timestamp",
    "audit_seennote",
    "audit_trustedkey",
)
_QUERY = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def missing(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """The journal's tables of which a trigger is missing or switched off."""
    with connection.cursor() as cursor:
        cursor.execute(_QUERY[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    wanted = WANTED[connection.vendor]
    return tuple(table for table in TABLES if not {f"{table}_{suffix}" for suffix in wanted} <= there)
