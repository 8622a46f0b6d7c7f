"""``mingqian records check``: read every record of enforcement again, name what was changed or is missing."""

import sys
from argparse import ArgumentParser

from mingqian.accounts.types import console
from mingqian.records import services as records
from mingqian.site.command import Command as BureauCommand
from mingqian.ui import clock


class Command(BureauCommand):
    help = "核对执法记录：逐份重算内容摘要，指出被改动或缺失的；完好退出码 0，有误 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="check")
        verbs.add_parser("check", help="核对全部内容")

    def handle(self, *, verb: str, **options: object) -> None:
        made = records.checking.check(by=console(), now=clock.now(), clock=clock.now, tell=self._tell)
        if not made.faults:
            self.stdout.write(f"执法记录完好：{made.contents} 份内容，{made.size} 字节")
            return
        for one in made.faults:
            self.stderr.write(f"{one['fault']}：{one['sha256']}")
            for thing in one["things"]:
                self.stderr.write(f"　　{thing}")
        self.stderr.write(f"{len(made.faults)} 份内容有误。请保全存储现状，从备份恢复，查明原因。")
        sys.exit(1)

    def _tell(self, done: int, total: int) -> None:
        if self.stdout.isatty() and (done % 50 == 0 or done == total):
            self.stdout.write(f"\r{done} / {total}", ending="" if done < total else "\n")
