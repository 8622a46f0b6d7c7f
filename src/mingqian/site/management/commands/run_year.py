"""``mingqian run-year``: the main job on a registry file of one's own, as a practice run."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from decimal import Decimal, DecimalException
from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn

from mingqian.core.canonical import Suite
from mingqian.site import command
from mingqian.site.complaints import Usage
from mingqian.site.year import run as runs
from mingqian.site.year.lists import Source
from mingqian.site.year.yearplan import Choices

LEFT_OUT = 4
"""Exit code when everything was done but some rows of the registry were left out, as of ``mingqian import``."""


class Command(command.Command):
    help = "用一份名录和一个规则包走完全年：导入、计划、冻结、封签、抽取、编组、递补、公布、复核（演练）。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--registry",
            required=True,
            type=Path,
            metavar="文件",
            help="监管对象名录：csv、xlsx、xls、ods、xlsb",
        )
        parser.add_argument(
            "--pack", required=True, metavar="规则包", help="名称（见 mingqian pack list）或目录"
        )
        parser.add_argument(
            "--out", required=True, type=Path, metavar="目录", help="新目录，结果全部放在其中"
        )
        parser.add_argument("--sheet", default="", metavar="序号或名称", help="名录在哪个工作表")
        parser.add_argument(
            "--map",
            action="append",
            default=[],
            type=_pair,
            metavar="列=字段",
            help="指明名录某列是哪个字段，可多次",
        )
        parser.add_argument(
            "--items", default="", metavar="代码或文件", help="只抽这些事项（逗号分隔），或事项清单文件"
        )
        parser.add_argument(
            "--suite",
            choices=[one.value for one in Suite],
            default=Suite.SHA256.value,
            help="哈希算法，sm3 为国密",
        )
        parser.add_argument("--year", type=int, metavar="年", help="哪一年的计划；默认今年")
        parser.add_argument(
            "--ratio", default="", metavar="百分数", help="规则包未定比例时由本单位确定的比例，如 5"
        )
        parser.add_argument("--teams", type=int, metavar="组数", help="检查组数；默认按抽中数估算")
        parser.add_argument("--limit", type=int, metavar="次数", help="只做全年的前几次抽取")
        parser.add_argument("--seed-demo", default="", metavar="文字", help="用固定文字代替随机数，只供测试")

    def handle(self, *, registry: Path, pack: str, out: Path, **options: object) -> None:
        wish = _wish(registry, pack, out, self.now, options)
        with _Display(self) as display:
            outcome = runs.run(wish, display.ears)
        if not outcome.verified:
            raise CommandError("有抽取记录没有通过复核，见上", returncode=1)
        if outcome.refused:
            sys.exit(LEFT_OUT)


def _wish(registry: Path, pack: str, out: Path, now: datetime, options: dict[str, object]) -> runs.Wish:
    today = timezone.localdate()
    items, file = _items(str(options["items"]))
    choices = Choices(
        year=_number(options["year"], "--year", 2017, 2100) or today.year,
        items=items,
        ratio_ppm=_ratio(str(options["ratio"])),
        teams=_number(options["teams"], "--teams", 1, 300),
        draws=_number(options["limit"], "--limit", 1, 99),
    )
    return runs.Wish(
        registry=Source(registry, str(options["sheet"]), dict(options["map"])),  # type: ignore[call-overload]
        pack=pack,
        out=out.absolute(),
        choices=choices,
        suite=Suite(str(options["suite"])),
        item_list=file,
        seed=str(options["seed_demo"]),
    )


def _pair(text: str) -> tuple[str, str]:
    heading, mark, field = text.partition("=")
    if not mark or not heading.strip() or not field.strip():
        raise ArgumentTypeError(f"“{text}”应写成 列=字段，如 --map 企业代码=统一社会信用代码")
    return heading.strip(), field.strip()


def _items(text: str) -> tuple[frozenset[str], Path | None]:
    """A file if there is one of that name (or it looks like one), else codes."""
    if not text:
        return frozenset(), None
    path = Path(text)
    if path.is_file():
        return frozenset(), path
    if path.suffix or "/" in text:
        raise Usage(f"没有这个事项清单文件：{text}", "请核对路径；或用逗号分隔的事项代码")
    codes = (one.strip() for one in text.replace("，", ",").replace("、", ",").split(","))
    found = frozenset(one for one in codes if one)
    if not found:
        raise Usage(f"--items “{text}”里没有事项代码", "请用逗号分隔事项代码；不写 --items 则为全部事项")
    return found, None


def _number(value: object, name: str, least: int, most: int) -> int | None:
    if value is None:
        return None
    number = int(str(value))
    if not least <= number <= most:
        raise Usage(f"{name} {number} 不在 {least} 至 {most} 之间", "请改在这个范围内")
    return number


def _ratio(text: str) -> int | None:
    """5, 5% or 0.5 percent as parts per million, exactly."""
    if not text:
        return None
    try:
        ppm = Decimal(text.rstrip("%％")) * 10_000
    except DecimalException:  # not a number, or one of more digits than there are
        raise Usage(f"--ratio “{text}”不是百分数", "例：--ratio 5 表示 5%") from None
    if ppm != ppm.to_integral_value() or not 0 < ppm <= 1_000_000:
        raise Usage(f"--ratio “{text}”应大于 0、不超过 100，至多四位小数", "例：--ratio 5 表示 5%")
    return int(ppm)


class _Display:
    """Lines on stdout; on a terminal a moving line on stderr says what is being done."""

    def __init__(self, running: command.Command) -> None:
        self._out = running.stdout
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
        self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self._shown = sys.stderr.isatty()

    def __enter__(self) -> "_Display":
        if self._shown:
            self._progress.start()
            self._task = self._progress.add_task("", total=None)
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            self._progress.stop()

    @property
    def ears(self) -> runs.Ears:
        return runs.Ears(self._line, self._step, self._bytes)

    def _line(self, text: str) -> None:
        self._out.write(text)

    def _step(self, words: str) -> None:
        if self._shown:
            self._progress.update(self._task, description=words, total=None, completed=0)

    def _bytes(self, position: int, total: int) -> None:
        if self._shown:
            self._progress.update(self._task, completed=position, total=total)
