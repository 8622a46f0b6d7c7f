"""Explanations: every deadline tells its event, skipped days by name, pauses, rollover and clause."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from mingqian.core import reckoning, timelimits
from mingqian.core.timelimits import Pause, Period, Unit
from mingqian.policy import calendar as calendars

NATIONAL = calendars.load("national")
NINGXIA = calendars.load("ningxia")
NOTICE = Period(3, Unit.WORKING_DAYS, "告知", "形成检查初步结果", "三(五)4(1)")


def test_the_sentence_names_event_festival_make_up_day_and_clause() -> None:
    deadline = timelimits.run(NATIONAL, NOTICE, date(2026, 2, 12))
    assert reckoning.sentence(NATIONAL, deadline) == (
        "2026年2月12日（周四）形成检查初步结果，当日不计入；"
        "2026年2月14日（周六）调休上班，计入；"
        "2026年2月15日至23日春节放假，不计；"
        "期限3个工作日，至2026年2月24日（周二）24时届满（依据：三(五)4(1)）。"
    )


def test_a_rollover_names_the_day_it_left() -> None:
    deadline = timelimits.run(NATIONAL, Period(15, Unit.CALENDAR_DAYS), date(2026, 9, 10))
    roll = [step for step in reckoning.explain(NATIONAL, deadline) if step.kind == "roll"]
    assert [(step.words, step.clause) for step in roll] == [
        ("期限末日2026年9月25日（周五）为中秋节，顺延至休息日后第一日", "民法典203")
    ]


def test_a_regional_festival_is_named() -> None:
    deadline = timelimits.run(NINGXIA, NOTICE, date(2021, 5, 11))
    assert "2021年5月13日至14日开斋节放假，不计" in reckoning.sentence(NINGXIA, deadline)


def test_a_pause_is_told_with_its_reason() -> None:
    hearing = Pause(date(2026, 5, 20), date(2026, 6, 5), "听证", "行政处罚法 64")
    deadline = timelimits.run(NATIONAL, Period(15, Unit.WORKING_DAYS), date(2026, 5, 12), [hearing])
    (step,) = (step for step in reckoning.explain(NATIONAL, deadline) if step.kind == "pause")
    assert (step.words, step.clause) == (
        "2026年5月20日（周三）次日至2026年6月5日（周五）因听证扣除",
        "行政处罚法 64",
    )


def test_a_pause_that_began_too_late_is_not_told() -> None:
    late = Pause(date(2026, 6, 2), date(2026, 6, 5), "听证")
    deadline = timelimits.run(NATIONAL, Period(3, Unit.WORKING_DAYS), date(2026, 5, 12), [late])
    assert "pause" not in {step.kind for step in reckoning.explain(NATIONAL, deadline)}


def test_an_open_pause_tells_what_was_used() -> None:
    still = Pause(date(2026, 5, 20), None, "补正材料")
    deadline = timelimits.run(NATIONAL, Period(15, Unit.WORKING_DAYS), date(2026, 5, 12), [still])
    told = reckoning.sentence(NATIONAL, deadline)
    assert "因补正材料暂停计算" in told
    assert "已计6个工作日" in told
    assert reckoning.chip(deadline, None) == "已暂停"


def test_a_date_says_that_it_does_not_roll_and_when_to_be_done() -> None:
    period = Period(0, Unit.BY_DATE, clause="4(2)")
    deadline = timelimits.by_date(NATIONAL, period, date(2026, 1, 25))
    assert reckoning.sentence(NATIONAL, deadline) == (
        "须在2026年1月25日（周日）前完成（含当日），不顺延（依据：4(2)）；"
        "该日为周日，请最迟于2026年1月23日（周五）办结。"
    )


def test_an_unannounced_year_is_told() -> None:
    deadline = timelimits.run(NATIONAL, Period(30, Unit.WORKING_DAYS), date(2026, 12, 1))
    assert "2027年全国放假安排尚未载入，结果暂定" in reckoning.sentence(NATIONAL, deadline)


def test_the_chip_is_short() -> None:
    deadline = timelimits.run(NATIONAL, Period(10, Unit.WORKING_DAYS), date(2026, 11, 18))
    for today, text in (
        (date(2026, 11, 26), "剩 4 个工作日 · 12月2日"),
        (date(2026, 12, 1), "剩 1 个工作日 · 12月2日"),
        (date(2026, 12, 2), "今天到期 · 12月2日"),
        (date(2026, 12, 4), "逾期 2 个工作日 · 12月2日"),
    ):
        assert reckoning.chip(deadline, timelimits.remaining(NATIONAL, deadline, today)) == text
    later = timelimits.run(NATIONAL, Period(60, Unit.CALENDAR_DAYS), date(2026, 11, 18))
    assert reckoning.chip(later, 3) == "剩 3 天 · 1月18日（暂定）"


@given(
    st.dates(date(2016, 1, 1), date(2026, 10, 1)), st.integers(1, 40), st.integers(0, 30), st.integers(0, 9)
)
def test_counted_skipped_and_paused_days_add_up_to_the_whole_way(
    start: date, count: int, at: int, length: int
) -> None:
    stop = Pause(start + timedelta(days=at), start + timedelta(days=at + length), "补正")
    deadline = timelimits.run(NATIONAL, Period(count, Unit.WORKING_DAYS), start, [stop])
    assert deadline.due
    steps = reckoning.explain(NATIONAL, deadline)
    festival = sum((s.last - s.first).days + 1 for s in steps if s.kind == "skip")
    weekend = sum(int("".join(filter(str.isdecimal, s.words))) for s in steps if s.kind == "weekend")
    paused = sum((s.last - s.first).days for s in steps if s.kind == "pause")
    assert (deadline.due - start).days == count + festival + weekend + paused
