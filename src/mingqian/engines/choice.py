"""Which engine: by the name that the configuration or a command line gives it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mingqian.core.canonical import Suite
from mingqian.core.decision import Refused, demand, denied
from mingqian.engines.duckdb import DuckDB
from mingqian.engines.interface import Engine, Roll
from mingqian.engines.reference import Reference
from mingqian.engines.spark import Spark
from mingqian.engines.sqlite import SQLite

NAMES = ("core", "sqlite", "postgresql", "duckdb", "spark")


def named(name: str, at: str = "") -> Engine:
    """The engine of this name; ``at`` is the server of PostgreSQL or the master of Spark."""
    if name == "postgresql":
        # Its driver is loaded here only: every start of the program would pay for it.
        from mingqian.engines.postgresql import PostgreSQL

        if not at:
            remedy = "请写明 MINGQIAN_ENGINE_AT，如 postgresql://用户@主机/库"
            raise Refused(denied("engine.nowhere", "没有写明 PostgreSQL 在哪里", remedy=remedy))
        return PostgreSQL(at)
    engines: dict[str, Engine] = {"core": Reference(), "sqlite": SQLite(), "duckdb": DuckDB()}
    engines["spark"] = Spark(at) if at else Spark()
    if name not in engines:
        raise Refused(denied("engine.unknown", f"没有“{name}”这个引擎", remedy=f"可选：{'、'.join(NAMES)}"))
    return engines[name]


@contextmanager
def reading(engine: Engine, suite: Suite, file: Path, *, root: str) -> Iterator[Roll]:
    """The roll of a file in this engine, after its root was found to be the committed one."""
    demand(engine.can(suite, file))
    with engine.read(suite, file) as roll:
        found = roll.root()
        if found != root:
            told = f"引擎 {engine.name} 读到的名录不是已公布的那一份：树根为 {found[:8]}，名录头为 {root[:8]}"
            remedy = "名录文件已被改动或放错：请保全现场，从备份恢复"
            raise Refused(denied("engine.other_roll", told, "sxsj1 §2", remedy))
        yield roll
