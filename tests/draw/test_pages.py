"""The draw desk in the browser: one ceremony from the list to the signature, each person on a page of their own."""

import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from tests import web
from tests.draw import table as tables
from tests.draw.table import DICE, Table

from mingqian.accounts.types import Actor
from mingqian.core.draw import ceremony
from mingqian.draw.models import Draw

# What pages say; the steps behind them run on both in test_ceremony.py.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@dataclass
class Desk:
    """One draw driven through its pages."""

    table: Table
    at: datetime = field(default=tables.FREEZE)

    def get(self, who: Actor, path: str) -> str:
        with web.lived(self.at):
            answer = web.signed_in(who, now=self.at).get(f"/desk/draws/{path}")
        assert answer.status_code == 200, (path, answer.status_code)
        return web.text_of(answer)

    def post(self, who: Actor, path: str, status: int = 303, **body: str) -> str:
        self.at += timedelta(seconds=10)
        with web.lived(self.at):
            answer = web.signed_in(who, now=self.at).post(f"/desk/draws/{path}", body)
        assert answer.status_code == status, (path, answer.status_code, web.refusal_of(answer))
        return web.text_of(answer)


def button(page: str) -> str:
    """The act the page offers as the one that is due."""
    found = re.search(r"<h2>现在可以办</h2>.*?<b>([^<]+)</b>：", page, re.DOTALL)
    return found.group(1) if found else ""


@pytest.fixture
def desk(table: Table) -> Desk:
    return Desk(table)


def _prepared(desk: Desk) -> str:
    cast = desk.table.cast
    desk.post(
        cast.draw_operator, "new/", code="R1", plan=desk.table.plan, origin="official", order=ceremony.TABLE,
        witness=cast.discipline_witness.code, witness2=cast.second_witness.code, outside="鹭湾市民代表",
    )  # fmt: skip
    return "R1/"


def _announced(desk: Desk) -> str:
    cast, here = desk.table.cast, _prepared(desk)
    desk.post(cast.draw_operator, f"{here}freeze/", typed="冻结名录")
    desk.at = max(desk.at, tables.DRAW)
    desk.post(cast.draw_operator, f"{here}announce/", source="dice10")
    return here


def _parties(desk: Desk) -> list[tuple[str, Actor]]:
    """Who acts for which party; the operator writes down what a party without an account says."""
    cast = desk.table.cast
    return [
        ("organiser", cast.draw_operator),
        ("witness", cast.discipline_witness),
        ("witness2", cast.second_witness),
        ("public", cast.draw_operator),
    ]


def _commit(desk: Desk, here: str, role: str, who: Actor) -> None:
    made = ceremony.commit(
        desk.table.suite, plan_hash=_row(desk).plan_hash, role=role, secret=tables.secret(role)
    )
    desk.post(who, f"{here}seat/{role}/commit/", commitment=made)


def _row(desk: Desk) -> Draw:
    return Draw.objects.get(code="R1")


def _sealed(desk: Desk) -> str:
    """Every party has sealed and found its commitment; the witness holds the keys."""
    cast, here = desk.table.cast, _announced(desk)
    for role, who in _parties(desk):
        _commit(desk, here, role, who)
    desk.post(cast.draw_operator, f"{here}seal/", typed="封签")
    told = desk.get(cast.draw_operator, here)
    assert button(told) == "核对承诺（政策法规处）" and "留存完整的 64 位" in told
    assert "（组织方）" in desk.post(
        cast.draw_operator, f"{here}value/", status=422, value=DICE, evidence="照片一"
    )
    assert json.loads(desk.post(cast.discipline_witness, f"{here}keys/", status=200))["ids"]
    for role, who in _parties(desk):
        desk.post(who, f"{here}seat/{role}/found/")
    assert button(desk.get(cast.draw_operator, here)) == "录入公开随机数"
    return here


def test_a_whole_ceremony_runs_on_pages(desk: Desk) -> None:
    cast, here = desk.table.cast, _sealed(desk)
    operator, witness = cast.draw_operator, cast.discipline_witness
    desk.post(operator, f"{here}value/", value=DICE, evidence="照片一")
    assert DICE not in desk.get(witness, here), "who reads back must not see what was typed"
    desk.post(witness, f"{here}read-back/0/", value=DICE)
    for role, who in _parties(desk):
        desk.post(who, f"{here}seat/{role}/reveal/", secret=tables.secret(role))
    desk.post(operator, f"{here}compute/", typed="计算结果")
    for who in (witness, cast.second_witness):
        desk.post(who, f"{here}sign/", opinion="no_objection", remarks="")
    page = desk.get(operator, here)
    assert "抽取结果" in page and "无异议" in page
    assert "按序递补" in desk.get(operator, f"{here}teams/")


def test_freezing_needs_the_typed_phrase(desk: Desk) -> None:
    here = _prepared(desk)
    page = desk.post(desk.table.cast.draw_operator, f"{here}freeze/", status=422, typed="好")
    assert "不一致" in page
    assert _row(desk).state == "prepared"


def test_nobody_but_the_operator_freezes(desk: Desk) -> None:
    here = _prepared(desk)
    for who in (
        desk.table.cast.discipline_witness,
        desk.table.cast.legal_office,
        desk.table.cast.system_admin,
    ):
        desk.post(who, f"{here}freeze/", status=403, typed="冻结名录")


def test_the_operator_cannot_read_back_what_the_operator_typed(desk: Desk) -> None:
    operator, here = desk.table.cast.draw_operator, _sealed(desk)
    desk.post(operator, f"{here}value/", value=DICE, evidence="照片一")
    page = desk.post(operator, f"{here}read-back/0/", status=422, value=DICE)
    assert "另一人" in page


def test_a_draw_of_another_bureau_is_not_there(desk: Desk) -> None:
    _prepared(desk)
    with web.lived(desk.at):
        client = web.signed_in(desk.table.cast.district_bureau, now=desk.at)
        assert client.get("/desk/draws/R1/").status_code == 404
