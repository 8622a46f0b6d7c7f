"""The key of sealed rolls after the draw: two of three open it, nobody alone, and one day nobody at all."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests import web
from tests.draw.table import Table, entropy

from mingqian.core.decision import Refused
from mingqian.draw import keyfiles
from mingqian.draw import services as draws
from mingqian.draw.selectors import material
from mingqian.draw.services.custody import Shares

STAGE = "published"
UNTIL = date(2026, 12, 31)


@pytest.fixture
def over(table: Table, tmp_path: Path) -> Iterator[Table]:
    """A completed draw whose record is written; the key files come back after the test, as the rows do."""
    kept = {one: one.read_text() for one in keyfiles.folder().iterdir()}
    table.complete()
    table.write(tmp_path / "draw")
    yield table
    for one in keyfiles.folder().iterdir():
        one.unlink()
    for one, text in kept.items():
        one.write_text(text)


def share(table: Table, **changes: Any) -> Shares:
    fields = {
        "draw": table.code,
        "keep_until": UNTIL,
        "reason": "第三份交市司法局",
        "by": table.cast.discipline_witness,
    }
    return draws.custody.share(**{**fields, **changes}, now=table.tick(), entropy=entropy("shares"))


def open_with(table: Table, given: str, **changes: Any) -> str:
    fields = {
        "draw": table.code,
        "share": given,
        "reason": "（2026）鹭行初 1 号",
        "by": table.cast.draw_operator,
    }
    return draws.custody.open_with(**{**fields, **changes}, now=table.tick())


def destroy(table: Table, **changes: Any) -> None:
    fields = {"draw": table.code, "reason": "争议期满", "by": table.cast.bureau_leader}
    draws.custody.destroy(**{**fields, **changes}, now=table.tick())


def test_once_shared_the_bureau_alone_opens_nothing_and_any_two_open_all(
    over: Table, django_capture_on_commit_callbacks: Any
) -> None:
    key = material.keys(over.row)[0]
    with django_capture_on_commit_callbacks(execute=True):
        shares = share(over)
    with pytest.raises(Refused, match="不在本机"):
        material.keys(over.row)
    assert open_with(over, shares.witness) == key
    assert open_with(over, shares.third) == key
    assert [one.act for one in over.row.custody.order_by("pk")] == ["shared", "opened", "opened"]


def test_a_share_that_does_not_belong_here_opens_nothing(over: Table) -> None:
    share(over)
    for wrong, words in (("2-" + "00" * 32, "合不成"), ("1-" + "00" * 32, "两份不同"), ("", "份额的写法")):
        with pytest.raises(Refused, match=words):
            open_with(over, wrong)
    assert over.row.custody.count() == 1


def test_the_key_is_destroyed_only_when_its_time_is_over_and_then_for_good(
    over: Table, django_capture_on_commit_callbacks: Any
) -> None:
    shares = share(over)
    with pytest.raises(Refused, match="应保管至 2026年12月31日"):
        destroy(over)
    over.at += timedelta(days=300)
    with django_capture_on_commit_callbacks(execute=True):
        destroy(over)
    assert keyfiles.share(over.row.roll_key_commit) == ""
    with pytest.raises(Refused, match="已经销毁"):
        open_with(over, shares.witness)


def test_the_key_stays_whole_while_the_draw_still_needs_it(table: Table) -> None:
    with pytest.raises(Refused, match="尚未办结"):
        share(table)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"keep_until": date(2026, 1, 1)}, "晚于今天"),
        ({"reason": " "}, "没有写明理由"),
    ],
)
def test_a_sharing_without_reason_or_term_is_refused(
    over: Table, changes: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        share(over, **changes)


def test_nobody_but_the_witness_shares_and_nobody_who_ran_the_draw_destroys(over: Table) -> None:
    with pytest.raises(Refused, match="不能见证签认"):
        share(over, by=over.cast.draw_operator)
    share(over)
    over.at += timedelta(days=300)
    with pytest.raises(Refused, match="不能批准"):
        destroy(over, by=over.cast.draw_operator)


def test_the_witness_carries_both_shares_away_as_one_sheet(over: Table) -> None:
    with web.lived(over.tick()):
        client = web.signed_in(over.cast.discipline_witness, now=over.at)
        page = web.text_of(client.get(f"/desk/draws/{over.code}/key/"))
        assert "分存密钥" in page and "领取了密钥的见证人" in page
        body = {"keep_until": "2026-12-31", "reason": "第三份交市司法局"}
        answer = client.post(f"/desk/draws/{over.code}/key/share/", body)
    text = web.text_of(answer)
    assert answer.status_code == 200 and "2-" in text and "3-" in text and "裁开" in text
