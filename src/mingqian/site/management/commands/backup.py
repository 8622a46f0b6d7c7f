"""``mingqian backup``: one file that holds the bureau."""

from argparse import ArgumentParser
from pathlib import Path

from mingqian.site.backup import archive, work
from mingqian.site.command import Command as BureauCommand


class Command(BureauCommand):
    help = "备份：数据库、冻结的名录、名录密钥装进一个文件，不停机，先核对日志。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="文件", help="如 mingqian-20261121.mqbak；不覆盖已有文件"
        )

    def handle(self, *, file: Path, **options: object) -> None:
        made = work.make(file, now=self.now, tell=self.stdout.write)
        size = file.stat().st_size / (1 << 20)
        self.stdout.write(f"已备份到 {file}（{size:.1f} MB），日志 {made.journal_count} 条")
        self.stdout.write(f"SHA-256 {archive.digest_of(file)}")
        self.stdout.write("签名密钥（MINGQIAN_SECRET_KEY 或 secret.key）不在备份里，请另行保管。")
        self.stdout.write(f"请把文件存到另一台机器，并演练一次：mingqian restore {file} --rehearse")
