"""``mingqian fairness``: whether all past draws together look like chance, as text, tables and a page."""

from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.management.base import CommandError, CommandParser
from django.template.loader import render_to_string
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import console
from mingqian.draw import selectors
from mingqian.draw.selectors.fairness import CAVEAT, Report
from mingqian.draw.selectors.fairness_shown import HEADS, flat, shown
from mingqian.site import tables
from mingqian.site.command import Command as BureauCommand
from mingqian.ui import export


def day(text: str) -> date:
    """2026-11-21."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}”应写成 2026-11-21") from None


class Command(BureauCommand):
    help = "抽取公平性：历次抽取合在一起，与纯粹随机相比有没有偏向；谁改动结果最多"

    def add_arguments(self, parser: CommandParser) -> None:
        """Which draws, and where to."""
        parser.add_argument("--from", dest="since", type=day, metavar="日期", help="从这一天冻结的抽取算起")
        parser.add_argument("--to", dest="until", type=day, metavar="日期", help="到这一天冻结的抽取为止")
        parser.add_argument("--out", type=Path, metavar="文件夹", help="写出 fairness.csv 和 fairness.html")
        parser.add_argument("--by", metavar="人员编号", help="谁来看，按他的数据范围；不给则为全局")

    def handle(
        self, *, since: date | None, until: date | None, out: Path | None, by: str | None, **options: object
    ) -> None:
        """Count, say, and where wanted write."""
        if since and until and since > until:
            raise CommandError(f"起始日 {since} 晚于截止日 {until}")
        who = accounts.actor(by, on=localdate(self.now)) if by else console()
        found = selectors.fairness.report(who, since=since, until=until)
        self._say(found)
        if out is not None:
            self._write(found, out)

    def _say(self, found: Report) -> None:
        if not found.lines:
            self.stdout.write("这段时间没有已公布的正式抽取，无从统计。")
            return
        for one in found.findings:
            self.stdout.write(f"\n{one.title}：{one.words}")
            rows = [
                (group.label, str(group.eligible), str(group.drawn), f"{group.expected:.1f}",
                 "—" if group.z is None else f"{group.z:+.1f}")
                for group in one.comparison.groups
            ]  # fmt: skip
            self.stdout.write(tables.drawn(("组别", "可抽", "抽中", "应抽中", "偏离"), rows))
        again = found.repeats
        self.stdout.write(f"\n同一人员再次检查同一对象：{again.drawn} 对，随机应为 {again.expected:.1f} 对。")
        for title, rates in found.rates:
            told = "；".join(f"{one.label} {one.happened}/{one.chances}" for one in rates)
            self.stdout.write(f"{title}：{told}")
        self.stdout.write("、".join(f"{label} {number}" for label, number in found.voids.items()))
        self.stdout.write(f"\n{CAVEAT}")

    def _write(self, found: Report, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "fairness.csv").write_bytes(b"".join(export.csv_lines(HEADS, flat(found))))
        page = render_to_string("draw/fairness_file.html", {**shown(found), "at": self.now})
        (folder / "fairness.html").write_text(page, encoding="utf-8")
        style = finders.find("ui/ui.css")
        if isinstance(style, str):
            (folder / "ui.css").write_bytes(Path(style).read_bytes())
        self.stdout.write(f"已写出 {folder}/fairness.html 和 fairness.csv")
