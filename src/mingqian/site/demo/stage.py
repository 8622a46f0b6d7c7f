"""Building the demo beside its place and moving it there whole: a demo is there entirely or not at all."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from mingqian.audit import selectors as journal
from mingqian.core.canonical import Suite
from mingqian.core.decision import Refused, denied
from mingqian.site.demo import challenge, year
from mingqian.site.demo.bar import MARK
from mingqian.site.demo.challenge import Ticket
from mingqian.site.demo.year import Built, Tell
from mingqian.site.year import verifying, workplace
from mingqian.site.year.verifying import Verdict

DATABASE = "mingqian.sqlite3"
_MARK_TEXT = "虚构的鹭湾市，由 mingqian demo 生成；再次运行会整个重建本目录，请勿在此存放自己的文件。\n"


@dataclass(frozen=True, slots=True)
class Demo:
    """The built year and what outsiders made of it."""

    built: Built
    verdicts: tuple[Verdict, ...]
    tickets: tuple[Ticket, Ticket]
    entries: int
    head: str

    @property
    def sound(self) -> bool:
        """Every figure as expected (or said why not), every transcript verified, every ticket where it belongs."""
        explained = all(figure.agrees or figure.note for figure in self.built.figures)
        return explained and all(one.ok for one in self.verdicts) and all(one.agrees for one in self.tickets)


def build(out: Path, *, suite: Suite, tell: Tell) -> Demo:
    """Everything into ``out``, which is replaced only when the new one is complete."""
    with _beside(out) as folder:
        workplace.move_in(folder, DATABASE)
        with connection.cursor() as cursor:
            # Nothing is lost if the machine stops now: an unfinished demo is thrown away anyway.
            cursor.execute("PRAGMA synchronous=OFF")
        built = year.build(folder, suite=suite, tell=tell)
        report = journal.check()
        workplace.move_out()
    tell("独立复核抽取记录")
    rounds = [out / one.folder.name for one in built.written]
    with ThreadPoolExecutor() as pool:
        verdicts = tuple(pool.map(verifying.run, rounds))
    return Demo(built, verdicts, challenge.tickets_of(rounds[0], suite), report.count, report.head)


@contextmanager
def _beside(out: Path) -> Iterator[Path]:
    """A fresh folder next to ``out`` that takes its place when the block is through."""
    _ours(out)
    folder = out.with_name(f".{out.name}.new")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARK).write_text(_MARK_TEXT, encoding="utf-8")
    home = settings.HOME
    try:
        yield folder
        if out.exists():
            shutil.rmtree(out)
        folder.rename(out)
    finally:
        settings.HOME = home
        workplace.move_out()
        shutil.rmtree(folder, ignore_errors=True)


def _ours(out: Path) -> None:
    """Only a demo is ever deleted: a folder with the mark, an empty one, or none."""
    if not out.exists() or (out.is_dir() and ((out / MARK).is_file() or not any(out.iterdir()))):
        return
    raise Refused(
        denied(
            "demo.not_ours",
            f"“{out}”已有内容，又不是演示目录，没有动它",
            "",
            "请用 --out 另指一个空目录，或自行移走其中的文件",
        )
    )
