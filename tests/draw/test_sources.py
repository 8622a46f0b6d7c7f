"""Lottery and beacon on pages: which sources, when they are due, what a pasted page proves."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests import web
from tests.draw.table import BEACON_TEXT, Table

from mingqian.accounts.types import Actor
from mingqian.core.draw import beacons, ceremony
from mingqian.draw import bls
from mingqian.draw.forms import BeaconSources, ReadBack
from mingqian.draw.selectors import material, source_words, sourcing

# What a pasted page proves.
pytestmark = pytest.mark.sqlite

SIGNATURE = "b0" * 48
AFTER = datetime(2026, 3, 17, 13, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def world(home: Any, django_db_setup: None, django_db_blocker: Any) -> Any:
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        table = Table.where_all_stand(order=ceremony.BEACON).world(text=BEACON_TEXT)
        table.prepare()
        table.freeze()
        yield table
        transaction.set_rollback(True)


def post(table: Table, who: Actor, path: str, **body: str) -> tuple[int, str]:
    with web.lived(table.tick()):
        answer = web.signed_in(who, now=table.at).post(f"/desk/draws/{table.code}/{path}", body)
    return answer.status_code, web.text_of(answer)


def announce(table: Table, **body: str) -> tuple[int, str]:
    return post(table, table.cast.draw_operator, "announce/", **body)


WHOLE = {
    "network": beacons.QUICKNET.hash, "network_at": "2026-03-17T21:05", "game": "KL8", "issue": "2026066",
    "drawn_at": "2026-03-17T21:00",
}  # fmt: skip


def test_the_plan_names_the_first_round_of_the_chosen_moment(table: Table) -> None:
    assert announce(table, **WHOLE)[0] == 303
    drand, lottery = sourcing.named(table.row)
    assert drand["at"] == "2026-03-17T13:05:00Z" and drand["chain"] == beacons.QUICKNET.hash
    assert beacons.source_fault(drand) is None
    assert (lottery["game"], lottery["issue"], lottery["count"], lottery["max"]) == (
        "快乐8",
        "2026066",
        20,
        80,
    )
    assert "2^317" in sourcing.entropy([drand, lottery])


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({}, "至少选定一个"),
        ({**WHOLE, "network_at": ""}, "请填写这一项"),
        ({"game": "SSQ", "issue": "2026030", "drawn_at": "2026-03-17T21:00"}, "不足 2^64"),
        ({**WHOLE, "network_at": "2026-03-17T19:00"}, "晚于揭示期限"),
        ({**WHOLE, "network": "ab" * 32}, "选项"),
    ],
)
def test_sources_that_bind_nobody_are_refused_on_the_page(
    table: Table, body: dict[str, str], words: str
) -> None:
    status, page = announce(table, **body)
    assert status == 422 and words in page
    assert table.row.state == "frozen"


def _page(table: Table, **changes: object) -> str:
    drand = material.document(table.row.plan_doc)["public"][0]
    made = hashlib.sha256(bytes.fromhex(SIGNATURE)).hexdigest()
    return json.dumps({"round": drand["round"], "randomness": made, "signature": SIGNATURE, **changes})


@pytest.fixture
def revealed(table: Table) -> Table:
    announce(table, **WHOLE)
    table.seal()
    table.bind()
    for role in table.roles():
        table.reveal(role)
    table.at = AFTER
    return table


def test_a_pasted_round_gives_value_and_evidence_and_the_lottery_any_writing(
    revealed: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the extra the signature stands in the log for whoever can check it."""
    monkeypatch.setattr(bls, "available", lambda: False)
    cast = revealed.cast
    assert post(revealed, cast.draw_operator, "value/", page=_page(revealed))[0] == 303
    drawn = revealed.row.values.get()
    assert drawn.value == hashlib.sha256(bytes.fromhex(SIGNATURE)).hexdigest()
    assert drawn.evidence == f"sig={SIGNATURE}"
    assert post(revealed, cast.discipline_witness, "read-back/0/", page=_page(revealed))[0] == 303
    numbers = " ".join(str(number) for number in range(60, 0, -3))
    assert post(revealed, cast.draw_operator, "value/", value=numbers, evidence="福彩中心公告")[0] == 303
    back = ",".join(f"{number:02d}" for number in range(3, 63, 3))
    assert post(revealed, cast.discipline_witness, "read-back/1/", value=back)[0] == 303
    assert revealed.row.state == "seeded"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"round": 1}, "公告写定的是第"),
        ({"randomness": "00" * 32}, "SHA-256"),
        ({"signature": ""}, "signature"),
    ],
)
def test_a_page_of_another_round_or_out_of_joint_is_refused(
    revealed: Table, changes: dict[str, object], words: str
) -> None:
    status, page = post(revealed, revealed.cast.draw_operator, "value/", page=_page(revealed, **changes))
    assert status == 422 and words in page
    assert not revealed.row.values.exists()


def test_a_signature_that_is_not_the_networks_is_refused(revealed: Table) -> None:
    if not bls.available():  # not importorskip: the library lifts the recursion limit of the whole process
        pytest.skip("the extra mingqian[drand] is not installed")
    status, page = post(revealed, revealed.cast.draw_operator, "value/", page=_page(revealed))
    assert status == 422 and "不是 drand quicknet 网络" in page


def test_nothing_is_entered_beyond_the_announced_sources(revealed: Table) -> None:
    assert post(revealed, revealed.cast.draw_operator, "read-back/7/", value="1")[0] == 404


def test_what_no_page_of_a_pulse_can_show_is_said_where_it_is_chosen_and_entered() -> None:
    """The certificate that goes with NIST's pulses does not fit their signatures: nobody can verify them."""
    source = {"src": "nist", "at": "2026-03-17T13:00:00Z", "chain": 2, "pulse": 1}
    chosen, entered = BeaconSources(), ReadBack(source=source)
    for told in (
        chosen.fields["pulse"].help_text,
        entered.fields["page"].help_text,
        source_words.caution(source),
    ):
        assert "RSA 签名无法核验" in str(told)
    assert not source_words.caution({"src": "drand"})


def test_two_lotteries_do_without_a_network(table: Table) -> None:
    at = "2026-03-17T21:00"
    first = {"game": "KL8", "issue": "2026066", "drawn_at": at}
    status, page = announce(table, **first, game2="SSQ", issue2="2026030")
    assert status == 422 and "请填写这一项" in page
    assert announce(table, **first, game2="SSQ", issue2="2026030", drawn2_at=at)[0] == 303
    one, two = material.document(table.row.plan_doc)["public"]
    assert (one["game"], two["game"], two["count"], two["max"]) == ("快乐8", "双色球红球", 6, 33)
