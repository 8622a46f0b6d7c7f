"""Where a run keeps its things: a folder of its own, with its database, its roll files and its keys.

A run from the command line must never land in the bureau's working database, so it moves out before it starts.
"""

import os
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connections

DATABASE = "run.sqlite3"
ALIAS = "default"


def move_in(folder: Path, database: str = DATABASE) -> str:
    """Point rolls, keys and (without DATABASE_URL) the database at ``folder``; say which database it is."""
    settings.HOME = folder
    if os.environ.get("DATABASE_URL"):
        told = f"DATABASE_URL 所指的数据库（{connections[ALIAS].settings_dict['NAME']}）"
    else:
        _point_at(folder / database)
        told = f"本次运行自建的 SQLite 文件 {database}"
    call_command("migrate", verbosity=0, interactive=False)
    return told


def move_out() -> None:
    """Close the database, so that its file can be moved as one whole."""
    connections.close_all()


def _point_at(file: Path) -> None:
    """The connection reads its settings when it opens, so a closed one can be pointed elsewhere."""
    connections[ALIAS].close()
    connections[ALIAS].settings_dict["NAME"] = str(file)
