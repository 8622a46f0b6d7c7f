"""One plan, one official draw; and a result that is no secret only when it is public."""

import stat
from pathlib import Path
from typing import Any

import pytest
from tests.draw.table import Table

from mingqian.core.canonical import Suite
from mingqian.core.decision import Refused
from mingqian.draw import keyfiles
from mingqian.draw import services as draws
from mingqian.draw.enums import ChangeReason, Origin
from mingqian.draw.models import Draw, Log
from mingqian.draw.selectors import outcome

# Who sees what.
pytestmark = pytest.mark.sqlite

STAGE = ""
CURIOUS = ("publisher", "office", "archivist", "superior_viewer", "information_unit")
CONCERNED = ("draw_operator", "discipline_witness", "bureau_leader", "legal_office", "supervision_authority")


def open_log(table: Table, origin: str, by: Any, nature: Origin = Origin.OFFICIAL) -> Log:
    return draws.log.open_log(origin=origin, nature=nature, suite=table.suite, by=by, now=table.tick())


def test_a_second_official_log_gives_no_second_draw_of_a_plan(table: Table) -> None:
    """Else an operator could draw in another log until the result pleased (sxsj1 §3)."""
    table.prepare()
    open_log(table, "359900-again", table.cast.draw_operator)
    with pytest.raises(Refused, match="同一方案不得另行抽取"):
        table.prepare(code="LW-2026-R1-B", origin="359900-again")
    assert Draw.objects.count() == 1


def test_only_an_operator_begins_a_log(table: Table) -> None:
    for who in ("legal_office", "discipline_witness", "bureau_leader", "superior_viewer"):
        with pytest.raises(Refused, match="不能启用抽取日志"):
            open_log(table, f"log-{who}", getattr(table.cast, who), Origin.PRACTICE)
    assert Log.objects.count() == 1


def test_a_result_under_seal_is_read_by_those_concerned_alone(table: Table) -> None:
    table.until_published()
    for who in CONCERNED:
        assert outcome.sheet(getattr(table.cast, who), table.code).items
    for who in CURIOUS:
        reader = getattr(table.cast, who)
        for read in (outcome.sheet, outcome.pairs):
            with pytest.raises(Refused, match="查阅尚未公开的抽取结果"):
                read(reader, table.code)
        with pytest.raises(Refused, match="查阅尚未公开的抽取结果"):
            list(outcome.excluded(reader, table.code, "JG01"))
    table.complete()
    for who in CURIOUS:
        assert outcome.sheet(getattr(table.cast, who), table.code).items


def test_a_change_of_another_unit_is_neither_decided_nor_named(table: Table) -> None:
    table.until_signed()
    made = draws.changing.propose_substitute(
        draw=table.code, team=1, seat="C", reason=ChangeReason.SICK, evidence="病假条",
        by=table.cast.draw_operator, now=table.tick(),
    )  # fmt: skip
    with pytest.raises(Refused, match="没有编号为") as refused:
        draws.changing.decide(change=made.pk, approve=True, by=table.cast.second_district, now=table.tick())
    assert table.code not in str(refused.value)


def test_a_key_is_readable_by_the_programs_user_alone_whatever_lay_there_before(home: Path) -> None:
    folder = home / "keys"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    name = keyfiles.keep(Suite.SHA256, "ab" * 32)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
