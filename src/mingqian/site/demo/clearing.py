"""清除演示: everything fictional goes, and the set-up wizard opens in its place."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.http import Http404, HttpResponse

from mingqian.site import welcome
from mingqian.site.demo import bar
from mingqian.ui import access, pages
from mingqian.ui.forms import Confirm
from mingqian.ui.types import PageRequest

KEPT = ("secret.key",)


@access.form(access.ANYONE, atomic=False)
def clear(request: PageRequest) -> HttpResponse:
    """Typed, since the year lived is gone afterwards; ``make demo`` builds it again."""
    if not bar.alive():
        raise Http404
    form = Confirm(
        request.POST or None,
        phrase="清除演示",
        shows=(
            "虚构的鹭湾市、它的全部名录、抽取和检查结果都会删除",
            "随后打开建局向导；想再看演示，重新运行 make demo",
        ),
    )
    if pages.submitted(request, form, _wipe):
        return pages.done(request, welcome.open_wizard())
    return pages.show(request, "site/clear.html", {"form": form})


def _wipe() -> None:
    """The directory is a demo's (its mark says so): nothing in it belongs to anybody."""
    layout = _layout()
    connections.close_all()
    for one in Path(settings.HOME).iterdir():
        if one.name in KEPT:
            continue
        if one.is_dir():
            shutil.rmtree(one)
        else:
            one.unlink()
    if layout is None:
        call_command("migrate", verbosity=0)
        return
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in layout.tables:
            cursor.execute(statement)
        cursor.executemany(
            "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", layout.applied
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """Tables, indexes and triggers as they stand, and the migrations that made them; no row of anything else."""

    tables: tuple[str, ...]
    applied: tuple[tuple[str, str, str], ...]


def _layout() -> Layout | None:
    """Of the embedded database; migrating anew takes half a minute there, with somebody waiting at the page."""
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
        found: list[tuple[str, str]] = cursor.fetchall()
        cursor.execute("SELECT app, name, CAST(applied AS TEXT) FROM django_migrations ORDER BY id")
        applied = tuple(cursor.fetchall())
    virtual = [name for name, sql in found if sql.upper().startswith("CREATE VIRTUAL")]
    # The tables beneath a virtual one come with it.
    own = [(name, sql) for name, sql in found if not any(name.startswith(f"{one}_") for one in virtual)]
    return Layout(tuple(sql for name, sql in own if not name.startswith("sqlite_")), applied)
