"""``mingqian demo``: the fictional 鹭湾市 with a whole year lived, its figures, its transcripts verified."""

import io
import os
import shlex
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from mingqian.core.canonical import Suite
from mingqian.core.decision import Refused, denied
from mingqian.site.command import Command as BureauCommand
from mingqian.site.demo import bar, stage, year
from mingqian.site.demo.challenge import Ticket
from mingqian.site.demo.figures import Figure
from mingqian.site.demo.stage import Demo


class Command(BureauCommand):
    help = "建立虚构的鹭湾市，走完2026年的抽取、检查和公示，列出全年数字并独立复核。不含任何真实单位和个人。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, metavar="目录", help="演示目录，默认 var/demo，每次整个重建")
        parser.add_argument(
            "--suite",
            choices=[suite.value for suite in Suite],
            default=Suite.SHA256.value,
            help="哈希算法，sm3 为国密",
        )

        parser.add_argument("--serve", action="store_true", help="建好后打开网站，Ctrl-C 停止")
        parser.add_argument("--port", type=int, default=8000, metavar="端口", help="网站端口，默认 8000")

    def handle(self, *, out: Path | None, suite: str, serve: bool, port: int, **options: object) -> None:
        _no_working_database()
        place = (out or settings.HOME / "demo").absolute()
        if (place / bar.MARK).is_file():
            self.stdout.write(f"重建演示目录 {_shown(place)}，不动别的文件。")
        with _Display() as display:
            demo = stage.build(place, suite=Suite(suite), tell=display.tell)
        self._report(demo, place)
        if not demo.sound:
            raise CommandError("演示没有得到应有的结果，见上。这是程序的问题，请报告维护人员。")
        if serve:
            self.stdout.flush()
            _serve(place, port)

    def _report(self, demo: Demo, place: Path) -> None:
        self.stdout.write(_table(demo.built.figures))
        for line in (*_first(demo), "", *demo.built.story, "", *_verified(demo, place)):
            self.stdout.write(line)
        for line in (*_challenged(demo.tickets), "", *_next(place)):
            self.stdout.write(line)


def _serve(place: Path, port: int) -> None:
    """The site in the demo's own directory, on a morning after the year's last publication."""
    surroundings = {
        **os.environ,
        "MINGQIAN_HOME": str(place),
        "MINGQIAN_DEMO": "1",
        "MINGQIAN_CLOCK": year.MORNING,
    }
    line = [sys.executable, "-c", "from mingqian.site.cli import main; main()", "serve", "--port", str(port)]
    os.execve(sys.executable, line, surroundings)  # noqa: S606 — this very program


def _no_working_database() -> None:
    if os.environ.get("DATABASE_URL"):
        raise Refused(
            denied(
                "demo.database",
                "设置了 DATABASE_URL，演示不写入工作数据库",
                "",
                "请去掉 DATABASE_URL 后再运行，演示自带一个 SQLite 文件",
            )
        )


def _table(figures: tuple[Figure, ...]) -> str:
    """Figures, one a line, columns aligned for wide characters."""
    table = Table(
        title="鹭湾市2026年：样表数字（应为）与本次各行数据算出的数字（实得）", title_justify="left"
    )
    for heading in ("项目", "应为", "实得", "核对"):
        table.add_column(heading)
    for one in figures:
        table.add_row(one.name, one.expected, one.found, one.verdict)
    page = io.StringIO()
    Console(width=110, file=page).print(table)
    return page.getvalue()


def _first(demo: Demo) -> list[str]:
    grades = {"R1": demo.built.evidence, "专项": demo.built.not_yet}
    practice = "正式抽取前演练一次，只记入演练日志，不算数，也不能转为正式结果"
    told = [f"{batch} 证据等级 {one.grade}：{one.why}" for batch, one in grades.items()]
    return [*demo.built.pools, practice, *told]


def _verified(demo: Demo, place: Path) -> list[str]:
    lines = [f"日志 {demo.entries} 条，末端 {demo.entries}:{demo.head}"]
    for written, verdict in zip(demo.built.written, demo.verdicts, strict=True):
        lines.append(f"{written.folder.name} 抽取记录：{_shown(place / written.folder.name)}")
        lines.append(f"  复核程序说：{verdict.last}")
        if not verdict.ok:
            lines += [f"  {line}" for line in verdict.lines]
    return lines


def _challenged(tickets: tuple[Ticket, Ticket]) -> list[str]:
    lines = ["", "一家劳务派遣单位质疑抽取，可自行核对：抽签号不大于截止号即抽中"]
    for one in tickets:
        word = "抽中" if one.drawn else "未抽中"
        lines.append(f"  标签 {one.tag[:12]}…：抽签号 {one.ticket[:12]}…，截止号 {one.cut[:12]}…，{word}")
    return [*lines, f"  亲手算一次：{tickets[0].command}"]


def _next(place: Path) -> list[str]:
    """What to try, as commands that can be copied."""
    here, program = _shown(place), _program()
    again = "" if place == (settings.HOME / "demo").absolute() else f" --out {shlex.quote(here)}"
    verify = (
        f"python3 {shlex.quote(f'{here}/R1/mingqian_verify.py')} {shlex.quote(f'{here}/R1/transcript.json')}"
    )
    change = f"printf x | dd of={shlex.quote(f'{here}/R1/LW-06.txt')} bs=1 seek=100 conv=notrunc status=none"
    return [
        "接下来可以试：",
        f"  1. 复核一次抽取　　　　　{verify}",
        f"  2. 改动一个字符再复核　　{change}; {verify}",
        f"  3. 核对日志　　　　　　　MINGQIAN_HOME={shlex.quote(here)} {program} journal verify",
        f"  4. 用自己的名录走一遍　　{program} run-year --registry 名录.xlsx --pack luwan-2026 --out 新目录",
        f"  5. 打开网站，换角色办事　 {_open(place, program)}",
        f"  6. 恢复原样　　　　　　　{program} demo{again}",
    ]


def _open(place: Path, program: str) -> str:
    """The finished demo's site, on its own morning."""
    surroundings = f"MINGQIAN_HOME={shlex.quote(_shown(place))} MINGQIAN_DEMO=1 MINGQIAN_CLOCK={year.MORNING}"
    return f"{surroundings} {program} serve"


def _program() -> str:
    """As the person called it."""
    called = Path(sys.argv[0])
    return shlex.quote(_shown(called.absolute())) if called.is_file() else "mingqian"


def _shown(path: Path) -> str:
    """Relative to where the person stands, if below it."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


class _Display:
    """A bar on a terminal; otherwise one line on stderr for each step."""

    def __init__(self) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._shown = sys.stderr.isatty()
        self._done = 0

    def __enter__(self) -> "_Display":
        if self._shown:
            self._progress.start()
            self._task = self._progress.add_task("", total=year.STEPS)
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._progress.stop()

    def tell(self, words: str) -> None:
        """The next step begins."""
        if self._shown:
            self._progress.update(self._task, description=words, completed=self._done)
        else:
            print(f"[{self._done + 1}/{year.STEPS}] {words}", file=sys.stderr, flush=True)
        self._done += 1
