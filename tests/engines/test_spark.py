"""The same draw on a real cluster of two workers: `make spark` installs what this needs and runs it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.engines import lists
from tests.engines.agreement import agree

from mingqian.core import merkle
from mingqian.core.canonical import Suite
from mingqian.core.draw import roll, selection
from mingqian.engines import choice
from mingqian.engines.interface import needs
from mingqian.engines.spark import Spark

pytestmark = [pytest.mark.spark, pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
CLUSTER = "local-cluster[2,1,1024]"


@pytest.fixture(scope="module")
def spark() -> Iterator[Spark]:
    missing = needs("pyspark", "PySpark", "spark")
    if not missing or shutil.which("java") is None:
        pytest.skip("no PySpark or no Java: make spark runs this")
    yield Spark(CLUSTER)
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    if session is not None:
        session.stop()


def test_root_and_selection_are_those_of_the_core(spark: Spark, tmp_path: Path) -> None:
    lines = lists.lines(Suite.SHA256, 3, 4097)
    file = tmp_path / "a.roll"
    file.write_bytes(roll.file_bytes(lines))
    with spark.read(Suite.SHA256, file) as found:
        agree(found, lines, Suite.SHA256)


def test_parquet_is_drawn_from_where_it_lies(spark: Spark, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    lines = lists.lines(Suite.SHA256, 4, 300)
    lists.parquet(duckdb, lines, tmp_path / "a.parquet")
    with choice.reading(
        spark, Suite.SHA256, tmp_path / "a.parquet", root=merkle.root(Suite.SHA256, lines).hex()
    ) as found:
        asked = {"seed": lists.SEED, "purpose": "subject", "limits": {"A": 9}}
        assert found.smallest(**asked) == selection.Held(Suite.SHA256, roll.file_bytes(lines)).smallest(
            **asked
        )
