"""The plan says which engine draws; that engine draws, and nobody can tell from the result."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from tests.draw.table import Table, judge

from mingqian.core.canonical import parse
from mingqian.core.decision import Refused
from mingqian.draw import rollfiles
from mingqian.draw.selectors import material
from mingqian.draw.services import computing
from mingqian.engines import choice, statement

STAGE = ""


@pytest.mark.parametrize("name", ["core", "sqlite"])
def test_the_engine_of_the_plan_draws_what_everybody_verifies(
    table: Table, settings: LazySettings, tmp_path: Path, name: str
) -> None:
    settings.ENGINE = name
    table.until_sealed()
    settings.ENGINE = "core"  # what is announced holds, whatever is set afterwards
    plan = parse(table.row.plan_doc.encode())
    assert statement.stated(plan) == name
    assert plan["engine"] == statement.of(choice.named(name))
    table.randomness()
    table.compute()
    table.sign()
    table.publish()
    assert judge(table.write(tmp_path / "draw").folder).failed() == []


def test_a_roll_file_changed_after_the_freeze_stops_the_engine(table: Table, settings: LazySettings) -> None:
    settings.ENGINE = "sqlite"
    table.until_sealed()
    table.randomness()
    roll = next(one for one in material.rolls(table.row) if one.kind == "subject")
    file = rollfiles.folder() / roll.digest
    sound = file.read_bytes()
    try:
        file.write_bytes(sound.replace(b"|E|1|", b"|F:TS|1|", 1))
        with pytest.raises(Refused, match="不是已公布的那一份"):
            table.compute()
    finally:
        file.write_bytes(sound)
    told: list[tuple[int, int]] = []
    computing.work_out(
        draw=table.code,
        by=table.cast.draw_operator,
        tell=lambda done, total, words: told.append((done, total)),
    )
    # Two rolls, each surveyed, drawn from and audited.
    assert told == [(step, 6) for step in range(6)]
    assert table.compute().result_hash


def test_an_engine_that_cannot_draw_is_refused_before_anybody_seals(
    table: Table, settings: LazySettings
) -> None:
    settings.ENGINE, settings.ENGINE_AT = "postgresql", ""
    table.prepare()
    table.freeze()
    with pytest.raises(Refused, match="没有写明 PostgreSQL 在哪里"):
        table.announce()
