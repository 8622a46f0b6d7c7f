"""Making a backup, and bringing one back into an empty place. The journal is checked on both sides."""

import io
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import ModuleType

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import console
from mingqian.audit import selectors as journal
from mingqian.audit.services import record
from mingqian.audit.types import Report
from mingqian.core.decision import Refused, denied
from mingqian.site.backup import archive, postgres, sqlite
from mingqian.site.backup.manifest import Manifest

Tell = Callable[[str], None]


def engine() -> ModuleType:
    return sqlite if connection.vendor == "sqlite" else postgres


def make(target: Path, *, now: datetime, tell: Tell) -> Manifest:
    """Write the backup of the bureau as it stands now, and journal it."""
    archive.refuse_existing(target)
    report = journal.check()
    if report.fault:
        raise Refused(
            denied(
                "backup.journal_broken",
                f"审计日志在第 {report.fault.seq} 条断裂，不做备份，以免盖过完好的旧备份",
                remedy="请先运行 mingqian journal verify，查明原因，保全现状",
            )
        )
    tell(f"日志完好，{report.count} 条；正在复制数据库")
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.absolute().parent) as folder:
        place = Path(folder)
        rows = engine().dump(place)
        files = [(engine().FILE, place / engine().FILE), *archive.beside(Path(settings.HOME))]
        described = Manifest(
            made_at=now.isoformat(),
            engine=connection.vendor,
            migrations=_applied(),
            rows=rows,
            journal_count=report.count,
            journal_head=report.head,
            files={name: archive.digest_of(path) for name, path in files},
        )
        tell(f"{sum(rows.values())} 行，{len(files) - 1} 个名录和密钥文件；正在压缩")
        archive.write(target, files, described)
    with transaction.atomic():
        body = {"file": target.name, "sha256": archive.digest_of(target), "rows": sum(rows.values())}
        record("backup.made", by=console(), now=now, thing="bureau", body=body)
    return described


def bring_back(source: Path, *, tell: Tell) -> Report:
    """Restore into the database and the directory of the settings, which must be empty. Journal and rows are checked."""
    home = Path(settings.HOME)
    _refuse_full(home)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=home) as folder:
        place = Path(folder)
        described = archive.unpack(source, place)
        tell(f"备份作于 {described.made_at}，共 {sum(described.rows.values())} 行，文件齐全、摘要相符")
        _refuse_other(described)
        engine().load(place, list(described.rows))
        for name in described.files:
            if name != engine().FILE:
                archive.bring_home(place / name, name, home)
    tell("数据已装入，正在核对")
    call_command("migrate", verbosity=0)
    if connection.vendor == "postgresql":
        call_command("search_rebuild", stdout=io.StringIO())
    return _checked(described)


def _applied() -> tuple[str, ...]:
    return tuple(sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()))


def _refuse_full(home: Path) -> None:
    exists = "accounts_unit" in connection.introspection.table_names()
    root = accounts.bureau() if exists else None
    rolls = next(archive.beside(home), None)
    if root is not None or rolls is not None:
        what = f"已有数据（{root.name}）" if root else f"目录 {home} 里已有名录文件"
        raise Refused(
            denied(
                "backup.place_taken",
                f"要恢复到的地方{what}，不覆盖",
                remedy="请把 MINGQIAN_HOME（或 DATABASE_URL）指到新的空目录（空库）再恢复",
            )
        )


def _refuse_other(described: Manifest) -> None:
    if described.engine != connection.vendor:
        raise Refused(
            denied(
                "backup.other_engine",
                f"这份备份来自 {described.engine}，现在的数据库是 {connection.vendor}",
                remedy="请把 DATABASE_URL 设成同一种数据库",
            )
        )
    from django.db.migrations.loader import MigrationLoader

    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    strange = [one for one in described.migrations if one not in known]
    if strange:
        raise Refused(
            denied(
                "backup.newer_program",
                f"这份备份来自更新的程序（有本程序没有的结构：{strange[0]} 等 {len(strange)} 处）",
                remedy="请先升级程序再恢复",
            )
        )


def _checked(described: Manifest) -> Report:
    tables = [table for table in described.rows if table != "django_migrations"]
    found = engine().count(tables)
    differing = [table for table in tables if found[table] != described.rows[table]]
    report = journal.check((described.journal_count, described.journal_head))
    if differing or report.fault:
        told = [f"{table} {described.rows[table]}→{found[table]}" for table in differing]
        told += [f"日志第 {report.fault.seq} 条：{report.fault.reason}"] if report.fault else []
        raise Refused(
            denied(
                "backup.not_the_same",
                f"恢复出来的数据与备份不符：{'；'.join(told)}",
                remedy="请不要使用这个库，换另一份备份",
            )
        )
    return report
