"""The one small interface of all engines, and the words of their refusals.

What belongs here: the shape of an engine. Each engine has a module of its own; which one is used stands in choice.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from mingqian.core.canonical import Suite
from mingqian.core.decision import Decision, allowed, denied
from mingqian.core.draw.selection import Drawable

PORTABILITY = "sxsj1 §12"
PARQUET = ".parquet"
COLUMNS = ("tag", "stratum", "status", "weight", "rec")
"""The columns of a roll held as a table or as Parquet; ``weight`` is a number, all others are text."""


class Roll(Drawable, Protocol):
    """A committed roll as an engine holds it."""

    def root(self) -> str:
        """The Merkle root over the rows: equal to the header's, the engine holds the committed roll."""

    def lines(self) -> Iterator[bytes]:
        """The rows in their order, as the roll file has them, without line feeds."""


class Engine(Protocol):
    """A program that can hold a roll."""

    name: str

    def version(self) -> str:
        """The program's own version; empty for the core, whose version is the plan's."""

    def can(self, suite: Suite, file: Path) -> Decision:
        """Whether it is here, knows the suite and reads this kind of file."""

    def read(self, suite: Suite, file: Path) -> AbstractContextManager[Roll]:
        """The roll of this file, or of this Parquet; whatever the engine laid out is gone afterwards."""


def needs(package: str, label: str, extra: str) -> Decision:
    """An engine whose Python package is not installed."""
    if find_spec(package) is not None:
        return allowed()
    told = f"本机没有安装 {label}"
    return denied("engine.missing", told, remedy=f"请安装 mingqian[{extra}]，或改用别的引擎")


def only_sha256(suite: Suite, label: str) -> Decision:
    """An engine which has no SM3."""
    if suite is Suite.SHA256:
        return allowed()
    told = f"{label} 没有 SM3，算不了国密名录"
    return denied("engine.suite", told, PORTABILITY, "请改用 core、sqlite，或装有 pgcrypto 的 PostgreSQL")


def no_parquet(file: Path, label: str) -> Decision:
    """An engine which reads roll files only."""
    if file.suffix != PARQUET:
        return allowed()
    return denied("engine.parquet", f"{label} 读不了 Parquet：{file.name}", remedy="请改用 duckdb 或 spark")


def unreadable(file: Path, label: str, why: object) -> Decision:
    """A file that is no roll."""
    told = f"{label} 读不了名录“{file.name}”：{str(why).splitlines()[0][:200]}"
    return denied("engine.unreadable", told, "sxsj1 §2", "名录每行应为 标签|层|状态|签数|记录摘要")
