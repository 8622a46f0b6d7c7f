"""The pages of periods: what is due, why, and who may stop it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from tests.cast import Cast
from tests.clocks.test_clocks import begun
from tests.web import lived, refusal_of, signed_in, text_of

MAY = datetime(2026, 5, 4, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with lived(MAY):
        yield


def test_the_list_counts_what_is_due_this_week_and_shows_the_chip(cast: Cast) -> None:
    begun(cast)
    client = signed_in(cast.legal_office, now=MAY)
    page = text_of(client.get("/desk/deadlines/?when=week"))
    assert "检查结果公示期限" in page
    assert "5月6日" in page
    assert "没有符合条件的期限" in text_of(client.get("/desk/deadlines/?when=late"))


def test_the_export_is_what_the_list_shows(cast: Cast) -> None:
    begun(cast)
    client = signed_in(cast.legal_office, now=MAY)
    lines = (
        b"".join(client.get("/desk/deadlines/?export=csv").streaming_content).decode("utf-8-sig").splitlines()
    )
    assert len(lines) == 2
    assert "厦门方案三(六)3" in lines[1]


def test_a_period_tells_every_skipped_day_by_name_and_none_to_a_stranger(cast: Cast) -> None:
    clock = begun(cast)
    page = text_of(signed_in(cast.legal_office, now=MAY).get(f"/desk/deadlines/{clock.pk}/"))
    assert "劳动节放假" in page
    assert "当日不计入" in page
    assert signed_in(cast.second_district, now=MAY).get(f"/desk/deadlines/{clock.pk}/").status_code == 404


def test_a_head_pauses_with_a_ground_and_a_refusal_keeps_what_was_typed(cast: Cast) -> None:
    clock = begun(cast)
    client = signed_in(cast.legal_office, now=MAY)
    url = f"/desk/deadlines/{clock.pk}/pause/"
    answer = client.post(url, {"since": "2026-05-20", "reason": "委托鉴定", "clause": "第5条"})
    assert answer.status_code == 422
    assert "委托鉴定" in text_of(answer)
    assert "不在期限" in text_of(answer)
    assert (
        client.post(url, {"since": "2026-04-21", "reason": "委托鉴定", "clause": "第5条"}).status_code == 303
    )
    clock.refresh_from_db()
    assert (clock.state, clock.due_on) == ("paused", None)
    assert date(2026, 4, 21) == clock.interruptions.get().since
    assert "恢复计算" in text_of(client.get(f"/desk/deadlines/{clock.pk}/"))


def test_a_witness_reads_but_does_not_stop_a_period(cast: Cast) -> None:
    clock = begun(cast)
    client = signed_in(cast.discipline_witness, now=MAY)
    assert "暂停计算" not in text_of(client.get(f"/desk/deadlines/{clock.pk}/"))
    answer = client.post(f"/desk/deadlines/{clock.pk}/pause/", {})
    assert answer.status_code in (403, 409)
    assert refusal_of(answer) or "不能打开" in text_of(answer)
