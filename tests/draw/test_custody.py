"""The key of sealed rolls after the draw: two of three open it, nobody alone, and one day nobody at all."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import TestCase
from tests import web
from tests.draw.table import Table, entropy, judge
from tests.draw.test_ceremony import one_file
from tests.draw.test_redraw import again, drawn, redrawn, void

from mingqian.core.decision import Refused
from mingqian.draw import keyfiles
from mingqian.draw import services as draws
from mingqian.draw.enums import VoidReason
from mingqian.draw.selectors import logs, material, voids
from mingqian.draw.services.custody import Shares

STAGE = "published"
UNTIL = date(2026, 12, 31)


PHRASE = "确认已收到并销毁完整密钥"


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
    with TestCase.captureOnCommitCallbacks(execute=True):
        return draws.custody.share(**{**fields, **changes}, now=table.tick(), entropy=entropy("shares"))


def reissue(table: Table) -> Shares:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return draws.custody.reissue(
            draw=table.code, reason="份额单没有下载成功", by=table.cast.discipline_witness, now=table.tick(),
            entropy=entropy("again"),
        )  # fmt: skip


def received(table: Table, shares: Shares, **changes: Any) -> None:
    fields = {"witness_end": shares.witness[-8:], "third_end": shares.third[-8:], "draw": table.code}
    with TestCase.captureOnCommitCallbacks(execute=True):
        draws.custody.received(**{**fields, "by": table.cast.discipline_witness, **changes}, now=table.tick())


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
    with TestCase.captureOnCommitCallbacks(execute=True):
        draws.custody.destroy(**{**fields, **changes}, now=table.tick())


def test_once_received_the_bureau_alone_opens_nothing_and_any_two_open_all(over: Table) -> None:
    key = material.keys(over.row)[0]
    shares = share(over)
    assert material.keys(over.row)[0] == key, "the sheet may still be lost on its way"
    received(over, shares, witness_end=f" {shares.witness[-8:].upper()} ")
    with pytest.raises(Refused, match="不在本机"):
        material.keys(over.row)
    assert open_with(over, shares.witness) == key
    assert open_with(over, shares.third) == key
    assert [one.act for one in over.row.custody.order_by("pk")] == ["shared", "received", "opened", "opened"]
    with pytest.raises(Refused, match="已经确认收到"):
        reissue(over)


def test_a_refused_sharing_leaves_nothing_that_a_later_one_could_stumble_over(over: Table) -> None:
    """A tab in the reason does not fit the journal: no file, no record, and the next shares combine."""
    key = material.keys(over.row)[0]
    keyfiles.keep_share(
        over.row.roll_key_commit, "1-" + "00" * 32
    )  # as a machine that was switched off left it
    with pytest.raises(Refused):
        share(over, reason="第三份\t交市司法局")
    assert keyfiles.share(over.row.roll_key_commit) == "1-" + "00" * 32 and not over.row.custody.exists()
    shares = share(over)
    assert open_with(over, shares.witness) == open_with(over, shares.third) == key


def test_a_lost_sheet_is_issued_anew_and_the_earlier_one_confirms_nothing(over: Table) -> None:
    key = material.keys(over.row)[0]
    lost = share(over)
    found = reissue(over)
    with pytest.raises(Refused, match="见证人那份份额的末 8 位对不上"):
        received(over, lost)
    with pytest.raises(Refused, match="第三方那份份额的末 8 位对不上"):
        received(over, found, third_end="00000000")
    assert material.keys(over.row)[0] == key
    with pytest.raises(Refused, match="合不成"):
        open_with(over, lost.third)
    received(over, found)
    assert open_with(over, found.witness) == key
    assert [one.act for one in over.row.custody.order_by("pk")] == [
        "shared",
        "reissued",
        "received",
        "opened",
    ]


@pytest.mark.parametrize("spoiled", ["", "1-zz", "2-" + "00" * 32, "1-" + "00" * 31])
def test_a_key_whose_own_share_is_spoiled_stays(over: Table, spoiled: str) -> None:
    shares = share(over)
    keyfiles.keep_share(over.row.roll_key_commit, spoiled)
    with pytest.raises(Refused, match="缺失或被改动"):
        received(over, shares)
    assert material.keys(over.row)


def test_the_key_does_not_go_when_its_share_changed_at_the_last_moment(
    over: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    shares = share(over)
    real, asked = keyfiles.share, list[str]()

    def changed(commitment: str) -> str:
        asked.append(commitment)
        return real(commitment) if len(asked) == 1 else "1-" + "00" * 32

    monkeypatch.setattr(keyfiles, "share", changed)
    with pytest.raises(Refused, match="没有删除"):
        received(over, shares)
    assert material.keys(over.row)


def test_a_share_that_does_not_belong_here_opens_nothing(over: Table) -> None:
    share(over)
    for wrong, words in (("2-" + "00" * 32, "合不成"), ("1-" + "00" * 32, "两份不同"), ("", "份额的写法")):
        with pytest.raises(Refused, match=words):
            open_with(over, wrong)
    assert over.row.custody.count() == 1


def test_the_key_is_destroyed_only_when_its_time_is_over_and_then_for_good(over: Table) -> None:
    shares = share(over)
    with pytest.raises(Refused, match="应保管至 2026年12月31日"):
        destroy(over)
    over.at += timedelta(days=300)
    destroy(over)
    assert keyfiles.share(over.row.roll_key_commit) == ""
    with pytest.raises(Refused, match="不在本机"):
        material.keys(over.row)  # nobody had confirmed the sheets: K goes with the share
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
        with TestCase.captureOnCommitCallbacks(execute=True):
            answer = client.post(f"/desk/draws/{over.code}/key/share/", body)
            again = client.post(f"/desk/draws/{over.code}/key/again/", {"reason": "打印不清"})
        assert answer.status_code == 200 and "裁开" in web.text_of(answer)
        second, third = re.findall(r"[23]-([0-9a-f]{64})", web.text_of(again))
        page = web.text_of(client.get(f"/desk/draws/{over.code}/key/"))
        assert "完整密钥还在本局的服务器上" in page and "重发份额" in page
        ends = {"witness_end": second[-8:], "third_end": third[-8:]}
        told = client.post(f"/desk/draws/{over.code}/key/received/", {**ends, "typed": "确认"})
        assert "不一致" in web.text_of(told)
        with TestCase.captureOnCommitCallbacks(execute=True):
            told = client.post(f"/desk/draws/{over.code}/key/received/", {**ends, "typed": PHRASE})
        assert told.status_code == 303, web.refusal_of(told)
        assert "任意两份合起来" in web.text_of(client.get(f"/desk/draws/{over.code}/key/"))
    with pytest.raises(Refused, match="不在本机"):
        material.keys(over.row)


def test_a_court_annuls_what_was_completed_and_shared_out(over: Table, tmp_path: Path) -> None:
    """The judgment stands in the public event, K comes back from two shares, who was drawn stays."""
    received(over, shares := share(over))
    given = {"draw": over.code, "share": shares.third, "reason": "终审判决", "by": over.cast.draw_operator}
    with pytest.raises(Refused, match="没有作废"):
        draws.custody.restore(**given, now=over.tick())
    void(over, VoidReason.ORDER)
    (event,) = logs.bodies(over.row, "void")
    assert (event["approved_by"], event["result"]) == ("court", over.row.result_hash)
    assert event["evidence"] == "鹭湾市中级人民法院 （2026）鹭99行终1号（2026年1月5日）：情况说明"
    assert over.row.state == "voided" and voids.was_completed(over.row)
    with pytest.raises(Refused, match="名录密钥不在本机"):
        again(over)
    key = f"/desk/draws/{over.code}/key/"
    with web.lived(over.tick()):
        desk = web.signed_in(over.cast.draw_operator, now=over.at)
        assert "为重抽恢复" in web.text_of(desk.get(key))
        with TestCase.captureOnCommitCallbacks(execute=True):
            desk.post(f"{key}restore/", {"share": shares.third, "reason": "终审判决"})
        assert "已凭两份份额恢复" in web.text_of(desk.get(key))
    over.write(tmp_path / over.code)
    assert judge(tmp_path / over.code).ok and one_file(tmp_path / over.code) == 0
    later = again(over)
    later.freeze()
    assert redrawn(later) == drawn(over)
    with pytest.raises(Refused, match="由重抽沿用"):
        draws.custody.destroy(
            draw=over.code, reason="争议期满", by=over.cast.bureau_leader, now=over.at + timedelta(days=400)
        )
