"""``mingqian restore``: bring a backup back into an empty place, or rehearse that in a scratch one."""

import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path

from django.db import connection, transaction

from mingqian.accounts.types import console
from mingqian.audit import selectors as journal
from mingqian.audit.services import record
from mingqian.core.decision import Refused, denied
from mingqian.site.backup import archive, scratch, work
from mingqian.site.command import Command as BureauCommand


class Command(BureauCommand):
    help = "恢复备份到空的目录（空库），核对日志和每张表的行数。--rehearse 只在临时库里演练，不动现有数据。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="文件", help="mingqian backup 写出的文件")
        parser.add_argument("--rehearse", action="store_true", help="恢复演练：装进临时库，核对后删除")

    def handle(self, *, file: Path, rehearse: bool, **options: object) -> None:
        file = file.absolute()
        if not file.is_file():
            raise Refused(denied("backup.no_file", f"没有文件 {file}", remedy="请核对文件名"))
        if rehearse:
            self._rehearse(file)
            return
        report = work.bring_back(file, tell=self.stdout.write)
        self.stdout.write(f"恢复完成：每张表的行数相符，日志完好，{report.count} 条，末端 {report.head}")
        self.stdout.write("请放回签名密钥（MINGQIAN_SECRET_KEY 或 secret.key），再运行 mingqian doctor。")

    def _rehearse(self, file: Path) -> None:
        now = self.now
        with tempfile.TemporaryDirectory(prefix="mingqian-rehearsal-") as home, scratch.database() as url:
            environment = os.environ | {"MINGQIAN_HOME": home, "DATABASE_URL": url}
            line = [sys.executable, "-c", "from mingqian.site.cli import main; main()", "restore", str(file)]
            done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        for told in done.stdout.splitlines()[:-1]:
            self.stdout.write(f"　{told}")
        if done.returncode:
            raise Refused(
                denied(
                    "backup.rehearsal_failed", f"恢复演练没有通过：{done.stderr.strip()}", remedy="请重新备份"
                )
            )
        self.stdout.write("恢复演练通过，临时库已删除，现有数据没有动过。")
        tables = connection.introspection.table_names()
        if "audit_journalhead" in tables and journal.is_open():
            body = {"file": file.name, "sha256": archive.digest_of(file)}
            with transaction.atomic():
                record("backup.rehearsed", by=console(), now=now, thing="bureau", body=body)
