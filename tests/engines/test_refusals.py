"""Where an engine cannot, it says so in plain words, and what serves instead."""

from pathlib import Path

import pytest
from tests.engines import lists

from mingqian.core import merkle
from mingqian.core.canonical import Suite
from mingqian.core.decision import Refused
from mingqian.core.draw import roll
from mingqian.engines import choice, interface
from mingqian.engines.interface import Engine

S = Suite.SHA256
NOWHERE = "postgresql://nobody@127.0.0.1:9/none"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    place = tmp_path / "a.roll"
    place.write_bytes(roll.file_bytes(lists.lines(S, 1, 9)))
    return place


@pytest.mark.parametrize(
    ("name", "suite", "suffix", "code"),
    [
        ("duckdb", Suite.SM3, ".roll", "engine.suite"),
        ("core", S, ".parquet", "engine.parquet"),
        ("sqlite", S, ".parquet", "engine.parquet"),
    ],
)
def test_what_an_engine_cannot_do_is_told_before_it_starts(
    name: str, suite: Suite, suffix: str, code: str
) -> None:
    told = choice.named(name).can(suite, Path(f"a{suffix}"))
    assert (told.code, bool(told.remedy)) == (code, True)


def test_a_package_that_is_not_installed_is_named_with_its_extra() -> None:
    told = interface.needs("no_such_package", "某引擎", "duckdb")
    assert "没有安装 某引擎" in told.reason
    assert "mingqian[duckdb]" in told.remedy


@pytest.mark.parametrize(
    ("name", "at", "code"),
    [("oracle", "", "engine.unknown"), ("postgresql", "", "engine.nowhere")],
)
def test_an_engine_that_is_none_and_one_that_is_nowhere(name: str, at: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        choice.named(name, at)
    assert refused.value.decisions[0].code == code


def test_a_server_that_does_not_answer_is_said_so(file: Path) -> None:
    with pytest.raises(Refused, match="连不上 PostgreSQL"), choice.named("postgresql", NOWHERE).read(S, file):
        pytest.fail("nothing was read")


@pytest.mark.parametrize("row", [b"a|b\n", b"a|b|E|1|c|d\n", b"a|b|E|many|c\n", b"\xff\xfe\n", b"||||\n"])
def test_a_file_that_is_no_roll_is_not_drawn_from(engine: Engine, tmp_path: Path, row: bytes) -> None:
    """Either the engine cannot read it, or what it read is not what was committed."""
    lines = lists.lines(S, 1, 9)
    place = tmp_path / "bad.roll"
    place.write_bytes(roll.file_bytes(lines) + row)
    committed = merkle.root(S, lines).hex()
    with pytest.raises(Refused) as refused, choice.reading(engine, S, place, root=committed):
        pytest.fail("a draw from a file that is no roll")
    assert refused.value.decisions[0].code in ("engine.unreadable", "engine.other_roll")


def test_a_row_changed_after_the_commitment_stops_every_engine(engine: Engine, file: Path) -> None:
    committed = merkle.root(S, file.read_bytes().splitlines()).hex()
    with choice.reading(engine, S, file, root=committed) as found:
        assert found.root() == committed
    file.write_bytes(file.read_bytes().replace(b"|E|1|", b"|E|2|", 1))
    with pytest.raises(Refused, match="不是已公布的那一份"), choice.reading(engine, S, file, root=committed):
        pytest.fail("a draw from another roll")
