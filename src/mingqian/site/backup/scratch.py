"""A database for one rehearsal, gone afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

from django.db import Error, connection

from mingqian.core.decision import Refused, denied


@contextmanager
def database() -> Iterator[str]:
    """Its DATABASE_URL: empty for SQLite, whose file lies in the scratch directory."""
    if connection.vendor == "sqlite":
        yield ""
        return
    name = f"mingqian_rehearsal_{os.getpid()}"
    try:
        _run(f'CREATE DATABASE "{name}"')
    except Error as error:
        raise Refused(
            denied(
                "backup.no_scratch",
                f"不能建立演练用的临时库：{' '.join(str(error).split())}",
                remedy="请给数据库用户 CREATEDB 权限，或在另一台机器上恢复",
            )
        ) from error
    try:
        url = urlsplit(os.environ["DATABASE_URL"])
        yield urlunsplit(url._replace(path=f"/{name}"))
    finally:
        _run(f'DROP DATABASE IF EXISTS "{name}"')


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
