"""On which day a paper counts as served, way by way."""

from datetime import date

import pytest

from mingqian.core import serving
from mingqian.core.decision import Refused

SENT, TODAY = date(2026, 4, 21), date(2026, 6, 30)


@pytest.mark.parametrize(
    ("way", "received", "on"),
    [
        ("direct", None, date(2026, 4, 21)),
        ("direct", date(2026, 4, 22), date(2026, 4, 22)),
        ("left", None, date(2026, 4, 21)),
        ("electronic", None, date(2026, 4, 21)),
        ("entrusted", date(2026, 4, 28), date(2026, 4, 28)),
        ("post", date(2026, 4, 24), date(2026, 4, 24)),
        ("notice", None, date(2026, 5, 21)),
    ],
)
def test_each_way_has_its_day_and_its_clause(way: str, received: date | None, on: date) -> None:
    found = serving.served(way, sent_on=SENT, received_on=received, today=TODAY)
    assert found.on == on and found.why
    assert serving.WAYS[way].clause.startswith("民事诉讼法第")


@pytest.mark.parametrize(
    ("way", "received", "today", "days", "why"),
    [
        ("post", None, TODAY, 30, "没有填写回执上的收件日期"),
        ("direct", date(2026, 4, 20), TODAY, 30, "早于交付"),
        ("direct", date(2026, 7, 1), TODAY, 30, "在今天之后"),
        ("notice", None, date(2026, 5, 20), 30, "到2026-05-21才届满"),
        ("notice", None, TODAY, 29, "少于30日"),
        ("pigeon", None, TODAY, 30, "没有这种送达方式"),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    way: str, received: date | None, today: date, days: int, why: str
) -> None:
    with pytest.raises(Refused, match=why):
        serving.served(way, sent_on=SENT, received_on=received, today=today, notice_days=days)


def test_a_region_may_ask_for_a_longer_notice() -> None:
    assert serving.served("notice", sent_on=SENT, received_on=None, today=TODAY, notice_days=60).on == date(
        2026, 6, 20
    )


@pytest.mark.parametrize(
    ("way", "missing"),
    [
        ("direct", ["收件人（代收人）及身份"]),
        ("left", ["事由", "见证人，或拍照、录像的说明"]),
        ("electronic", ["受送达人同意电子送达的记录（地址确认书编号）"]),
        ("entrusted", ["收件人（代收人）及身份", "事由"]),
        ("post", ["凭证（邮件号、公告载体）"]),
        ("notice", ["事由", "凭证（邮件号、公告载体）"]),
    ],
)
def test_each_way_says_what_it_needs(way: str, missing: list[str]) -> None:
    found = serving.complete(way, {})
    assert [one.remedy for one in found] == [f"请填写{one}" for one in missing]
