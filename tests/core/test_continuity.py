"""Where a recording broke off: within its parts, and between the files of a recorder's card (鄂州 二(三)2)."""

from datetime import UTC, datetime, timedelta

import pytest

from mingqian.core import continuity

AT = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("began", "ended", "told"),
    [
        (-20, -5, ""),
        (-20, None, ""),
        (4, 5, ""),
        (-5, -20, "早于开始"),
        (6, None, "晚于现在"),
        (-5, 30, "晚于现在"),
    ],
)
def test_what_was_typed_over_a_recording_is_no_time_to_come(began: int, ended: int | None, told: str) -> None:
    until = AT + timedelta(minutes=ended) if ended is not None else None
    found = continuity.times_hold(AT + timedelta(minutes=began), until, now=AT)
    assert found.ok is (told == "") and told in found.reason


def seg(part, of, minute, until=None):
    end = AT + timedelta(minutes=until) if until is not None else None
    return continuity.Segment(part, of, AT + timedelta(minutes=minute), end)


@pytest.mark.parametrize(
    ("segments", "words"),
    [
        ([], []),
        ([seg(1, 2, 0, 10), seg(2, 2, 10, 20)], []),
        ([seg(1, 2, 0, 10), seg(2, 2, 13, 20)], ["第 1 段之后中断 3 分 0 秒"]),
        ([seg(1, 3, 0, 10), seg(3, 3, 20, 30)], ["第 1 段之后缺 1 段"]),
        ([seg(2, 2, 10, 20)], ["第 0 段之后缺 1 段"]),
        ([seg(1, 3, 0, 10)], ["第 1 段之后缺 2 段"]),
        ([seg(2, 2, 10), seg(1, 2, 0)], ["第 1 段没有写明结束时间，不能判断是否中断"]),
    ],
)  # fmt: skip
def test_where_a_recording_broke_off(segments, words):
    assert [one.words for one in continuity.gaps(segments, longest=timedelta(seconds=10))] == words


def alone(key, minute, until=None, *, alone=True):
    end = AT + timedelta(minutes=until) if until is not None else None
    return continuity.Film(key, AT + timedelta(minutes=minute), end, alone)


@pytest.mark.parametrize(
    ("films", "told"),
    [
        ([alone("b", 12, 20), alone("a", 0, 10)], [("a", "第 1 段之后中断 2 分 0 秒")]),
        ([alone("a", 0, 30), alone("b", 5, 10), alone("c", 29, 40)], []),
        ([alone("a", 0, 10), alone("b", 10, 20)], []),
        ([alone("a", 0), alone("b", 12, 20)], [("a", "第 1 段没有写明结束时间，不能判断是否中断")]),
        ([alone("a", 0, 10, alone=False), alone("b", 15, 20)], []),
        ([alone("a", 0, 10), alone("b", 24 * 60, 24 * 60 + 5)], []),
    ],
)
def test_between_films_of_a_card_the_breaks_are_found_whatever_order_they_come_in(films, told):
    assert [(key, gap.words) for key, gap in continuity.between(films, longest=timedelta(seconds=10))] == told
