"""How long another writer waits while the rolls of a draw are frozen: rows are read first, kept in one short moment.

Usage: ``bench/freezing.py [FIRMS]``, on SQLite. Two items; the second has half of the firms. The waits are by the
clock, of another process that writes twenty times a second; what is promised is a share of processor time.
"""

import multiprocessing
import os
import sqlite3
import sys
import tempfile
import time
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from _verdicts import Verdicts

ROOT = Path(__file__).resolve().parents[1]
FIRMS = int(sys.argv[1]) if len(sys.argv) > 1 else 134_000
SHARE = 0.25


def neighbour(database: str, over: Event, told: Any) -> None:
    """Writes a line, looks at the watch, writes again."""
    books = sqlite3.connect(database, timeout=600, isolation_level=None)
    waits = []
    while not over.is_set():
        begun = time.perf_counter()
        books.executescript("BEGIN IMMEDIATE; INSERT INTO scratch VALUES (1); COMMIT")
        waits.append(time.perf_counter() - begun)
        time.sleep(0.05)
    told.put(waits)


def world() -> Any:
    """A bureau with so many firms and a draw that is prepared."""
    from django.core.management import call_command
    from django.db import connection, transaction
    from tests import cast as casting
    from tests.draw.table import Table

    call_command("migrate", verbosity=0)
    with transaction.atomic():
        table = Table(casting.assemble()).world(firms=FIRMS)
    table.prepare()
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE scratch (x integer)")
    connection.close()
    return table


def main() -> None:
    import django

    django.setup()
    from django.conf import settings

    from mingqian.draw.services import freezing

    table = world()
    asked = {"pack": table.pack, "by": table.cast.draw_operator}
    fork = multiprocessing.get_context("fork")
    over, told = fork.Event(), fork.Queue()
    database = str(settings.DATABASES["default"]["NAME"])
    other = fork.Process(target=neighbour, args=(database, over, told))
    other.start()
    begun = time.process_time()
    gathered = freezing.gather(draw=table.code, now=table.tick(), **asked)
    read = time.process_time()
    freezing.keep(gathered, now=table.tick(), **asked)
    kept = time.process_time()
    over.set()
    waits = told.get()
    other.join()
    size = sum(one.size for one in gathered.items.values())
    print(f"{size:,} rows; read and hashed {read - begun:.1f} s, kept {kept - read:.1f} s")
    print(f"the neighbour wrote {len(waits)} times; its longest wait {max(waits):.2f} s by the clock")
    verdicts = Verdicts()
    verdicts.at_most("keeping, of the whole freeze", (kept - read) / (kept - begun), SHARE, "of its time")
    verdicts.leave()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(
            MINGQIAN_HOME=home, MINGQIAN_DEMO="1", DJANGO_SETTINGS_MODULE="mingqian.site.settings"
        )
        os.environ.pop("DATABASE_URL", None)
        main()
