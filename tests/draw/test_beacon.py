"""Lottery and beacon: secrets first, values after; a refusal changes nothing while enough remain."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import web
from tests.draw.phone import Phone
from tests.draw.table import BALLS, BEACON, BEACON_TEXT, LOTTERY, NOON, Table, judge

from mingqian.core.decision import Refused
from mingqian.core.draw import ceremony
from mingqian.draw import services as draws
from mingqian.draw.types import SourceSpec

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world(home: Path, django_db_setup: None, django_db_blocker: Any) -> Any:
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        table = Table.where_all_stand(order=ceremony.BEACON).world(text=BEACON_TEXT)
        yield table.until_sealed()
        transaction.set_rollback(True)


def close(table: Table) -> None:
    draws.revealing.close_reveals(draw=table.code, by=table.cast.draw_operator, now=table.tick())


def test_a_missing_secret_counts_as_empty_once_the_deadline_is_over(table: Table, tmp_path: Path) -> None:
    for role in ("organiser", "public", "witness"):
        table.reveal(role)
    with pytest.raises(Refused, match="未到，不能截止"):
        close(table)
    table.at = NOON
    with pytest.raises(Refused, match="揭示期限 2026年3月17日 20:00 已过"):
        table.reveal("witness2")
    close(table)
    assert table.row.state == "revealed"
    table.at = NOON + timedelta(minutes=70)
    for position, value in enumerate((BALLS, "5e" * 32)):
        table.enter(position, value)
        table.read_back(position, value)
    table.compute()
    table.sign()
    table.publish()
    table.complete()
    table.write(tmp_path / "draw")
    report = judge(tmp_path / "draw")
    assert report.ok, report.failed()
    assert any("witness2 的秘密缺失" in text for one in report.checks for text in one.messages)


def test_with_the_organiser_alone_the_attempt_is_void(table: Table) -> None:
    table.reveal("organiser")
    table.at = NOON
    with pytest.raises(Refused, match="余下不足两方或没有外部人"):
        close(table)
    assert table.row.state == "sealed"


def test_no_value_is_entered_before_it_can_exist(table: Table) -> None:
    for role in table.roles():
        table.reveal(role)
    with pytest.raises(Refused, match="现在录入过早"):
        table.enter(0, BALLS)


def test_values_wait_until_the_secrets_are_open(table: Table) -> None:
    with pytest.raises(Refused):
        table.enter(0, BALLS)
    assert not table.row.values.exists()


def test_parties_open_in_any_order_when_the_public_value_comes_last(table: Table) -> None:
    for role in reversed(table.roles()):
        table.reveal(role)
    assert table.row.state == "revealed"
    assert table.row.seed == ""


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ([SourceSpec(LOTTERY)], "不足 2\\^64"),
        ([SourceSpec(LOTTERY), SourceSpec(LOTTERY)], "只能写一次"),
        ([SourceSpec.dice()], "先揭示后公开不用骰子"),
        ([SourceSpec({**BEACON, "at": "2026-03-17T11:00:00Z"})], "晚于揭示期限"),
        ([SourceSpec({**BEACON, "at": None})], "必须写明公布时刻"),
        ([SourceSpec({**BEACON, "chain": "x"})], "public"),
        ([], "public"),
    ],
)
def test_sources_that_do_not_bind_are_refused_before_the_announcement(
    table: Table, sources: list[SourceSpec], words: str
) -> None:
    rehearsal = table.rehearsal("sources")
    rehearsal.prepare()
    rehearsal.freeze()
    with pytest.raises(Refused, match=words):
        rehearsal.announce(sources=sources)
    assert rehearsal.row.state == "frozen"
    assert rehearsal.row.ties.count() == 0


def test_a_phone_that_missed_the_deadline_is_told_and_the_draw_goes_on(table: Table) -> None:
    phone = Phone(table, "witness2").sit()
    for role in ("organiser", "public", "witness"):
        table.reveal(role)
    assert "最迟" in phone.get()
    table.at = NOON + timedelta(seconds=1)
    assert "揭示期限已过" in phone.get()
    assert "不入日志" in phone.post("reveal", secret=phone.secret, status=422)
    with web.lived(table.tick()):
        operator = web.signed_in(table.cast.draw_operator, now=table.at)
        answer = operator.post(f"/desk/draws/{table.code}/close-reveals/", {"typed": "截止揭示"})
    assert answer.status_code == 303, web.refusal_of(answer)
    assert table.row.state == "revealed" and not table.row.parties.get(role="witness2").secret


def test_with_a_beacon_a_party_at_the_desk_opens_its_secret_where_it_found_its_commitment(
    table: Table,
) -> None:
    """Both happen in one state of the draw; the page stayed at the first and offered no way to the second."""
    seat, witness = f"/desk/draws/{table.code}/seat/witness/", table.cast.discipline_witness
    with web.lived(table.tick()):
        desk = web.signed_in(witness, now=table.at)
        assert "照录" in web.text_of(desk.get(seat))
        wrong = web.text_of(desk.post(f"{seat}reveal/", {"secret": "x" * 24}))
        assert "视为未揭示" in wrong and "照录" in wrong
