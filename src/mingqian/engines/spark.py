"""Spark, for a province or the country: any cluster by its master URL. SHA-256 only.

The roll must lie where every worker reads it. Only SQL runs on the workers, so they need no Python.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingqian.core.canonical import Suite
from mingqian.core.decision import Decision, Refused, denied
from mingqian.engines import interface, sql

SCHEMA = "tag STRING, stratum STRING, status STRING, weight INT, rec STRING"
DIALECT = sql.Dialect(
    text=lambda text: f"sha2({text}, 256)",
    leaf=lambda row: f"sha2(concat(X'00', encode({row}, 'UTF-8')), 256)",
)
OWN_MACHINE: dict[str, Any] = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
QUIET: dict[str, Any] = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
}


@dataclass(frozen=True)
class Spark:
    """``spark``: the cluster at ``master``, such as spark://host:7077, yarn or local[*]."""

    master: str = "local[*]"
    name = "spark"

    def version(self) -> str:
        import pyspark

        return str(pyspark.__version__)

    def can(self, suite: Suite, file: Path) -> Decision:
        here = interface.needs("pyspark", "PySpark", "spark")
        return interface.only_sha256(suite, "Spark") if here else here

    @contextmanager
    def read(self, suite: Suite, file: Path) -> Iterator[sql.SqlRoll]:
        from pyspark.errors import PySparkException

        session = _session(self.master)
        try:
            _load(session, file)
        except PySparkException as fault:
            raise Refused(interface.unreadable(file, "Spark", fault)) from None
        try:
            yield sql.SqlRoll(
                suite,
                DIALECT,
                ask=lambda query: session.sql(query).collect(),
                stream=lambda query: session.sql(query).toLocalIterator(prefetchPartitions=True),
            )
        finally:
            for view in ("roll", "slip"):
                session.catalog.dropTempView(view)


def _session(master: str) -> Any:  # noqa: ANN401  # an optional package
    """The running session, else a new one; it ends with the process, as Spark's own do."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("mingqian").config(map=QUIET)
    try:
        return builder.config(map=OWN_MACHINE if master.startswith("local") else {}).getOrCreate()
    except Exception as fault:  # Java missing, a cluster that does not answer: each has its own class
        told = f"Spark 启动不了（{master}）：{str(fault).splitlines()[0][:200]}"
        remedy = "请检查 Java 17 或更新的版本，以及 MINGQIAN_ENGINE_AT 所写的集群地址"
        raise Refused(denied("engine.unreachable", told, remedy=remedy)) from None


def _load(session: Any, file: Path) -> None:  # noqa: ANN401
    if file.suffix == interface.PARQUET:
        roll = session.read.parquet(str(file)).select(*interface.COLUMNS)
    else:
        roll = session.read.csv(str(file), sep="|", schema=SCHEMA, quote="", escape="", mode="FAILFAST")
    roll.createOrReplaceTempView("roll")
    session.range(1, sql.SLIPS + 1).toDF("j").createOrReplaceTempView("slip")
