"""Running periods: counted when they start, explained when asked, paused on a ground, never moved silently."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.cast import Cast

from mingqian.audit.models import Entry
from mingqian.clocks import selectors, services
from mingqian.clocks.models import Clock
from mingqian.clocks.types import Start
from mingqian.core.decision import Refused
from mingqian.core.timelimits import Period, Unit
from mingqian.policy import calendar

TEN = Period(10, Unit.WORKING_DAYS, "检查结果公示期限", "检查结束", "厦门方案三(六)3")
THREE = Period(3, Unit.WORKING_DAYS, "解释申辩期", "告知书送达", "厦门方案三(五)5")
NOW = datetime(2026, 4, 17, 8, 0, tzinfo=UTC)


def begun(cast: Cast, period: Period = TEN, start: date = date(2026, 4, 17), **changes: object) -> Clock:
    fields = {
        "thing": "results:R1/A", "kind": "result.publish_days", "unit": cast.legal_office.unit_id,
        "title": period.name, "about": "第一批 · 劳务派遣", "period": period, "start": start,
    }  # fmt: skip
    (clock,) = services.running.start([Start(**{**fields, **changes})], now=NOW)  # type: ignore[arg-type]
    return Clock.objects.get(pk=clock.pk)


def words(clock: Clock, today: date) -> tuple[str, str]:
    chip = selectors.due.deadline(clock.thing, clock.kind, today=today)
    return chip.words, chip.state


def test_a_period_says_how_long_is_left_and_why_it_ends_on_that_day(cast: Cast) -> None:
    clock = begun(cast)
    assert clock.due_on == date(2026, 5, 6)
    assert words(clock, date(2026, 4, 20)) == ("剩 9 个工作日 · 5月6日", "far")
    assert words(clock, date(2026, 4, 29)) == ("剩 2 个工作日 · 5月6日", "soon")
    assert words(clock, date(2026, 5, 7)) == ("逾期 1 个工作日 · 5月6日", "late")
    chip = selectors.due.deadline(clock.thing, clock.kind, today=date(2026, 4, 20))
    assert any("劳动节放假" in line for line in chip.why)
    assert chip.clause == "厦门方案三(六)3"


def test_what_was_done_in_time_or_late_stays_on_the_chip(cast: Cast) -> None:
    clock = begun(cast)
    services.running.meet([clock.thing], kind=clock.kind, on=date(2026, 5, 8))
    assert words(clock, date(2026, 6, 1)) == ("逾期办结 · 5月8日", "done")


def test_the_week_ends_on_sunday_and_overdue_begins_the_day_after(cast: Cast) -> None:
    begun(cast)
    for today, week, late in (
        (date(2026, 5, 3), 0, 0),
        (date(2026, 5, 4), 1, 0),
        (date(2026, 5, 6), 1, 0),
        (date(2026, 5, 7), 0, 1),
    ):
        found = selectors.due.this_week(cast.legal_office, today=today).count()
        assert (found, selectors.due.overdue(cast.legal_office, today=today).count()) == (week, late), today


def test_the_other_sides_time_is_no_duty_of_ours_and_ends_by_itself(cast: Cast) -> None:
    clock = begun(cast, THREE, date(2026, 4, 21), right=True, kind="result.defence_period")
    assert not selectors.due.overdue(cast.legal_office, today=date(2026, 5, 1)).exists()
    assert words(clock, date(2026, 5, 1)) == ("已届满 · 4月24日", "done")


def test_periods_of_a_unit_are_seen_by_who_has_it_in_scope(cast: Cast) -> None:
    begun(cast)
    assert selectors.due.running(cast.legal_office).count() == 1
    for somebody in (
        cast.district_bureau,
        cast.second_district,
        cast.business_unit_head,
        cast.enterprise_user,
    ):
        assert not selectors.due.running(somebody).exists()


def test_a_paused_period_waits_and_goes_on_where_it_stopped(cast: Cast) -> None:
    clock = begun(cast)
    ground = {"reason": "委托鉴定", "clause": "宁夏行政程序规定 55"}
    services.pausing.pause(clock=clock.pk, since=date(2026, 4, 21), **ground, by=cast.legal_office, now=NOW)
    assert words(clock, date(2026, 4, 23)) == ("已暂停", "far")
    services.pausing.resume(clock=clock.pk, until=date(2026, 4, 28), by=cast.legal_office, now=NOW)
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 5, 12)
    explained = [step.words for step in selectors.due.explain(clock)]
    assert any("因委托鉴定扣除" in line for line in explained)
    assert list(Entry.objects.order_by("-seq").values_list("kind", flat=True)[:2]) == [
        "clock.resumed",
        "clock.paused",
    ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"reason": " "}, "须写明事由"),
        ({"clause": ""}, "须写明依据"),
        ({"since": date(2026, 4, 1)}, "不在期限"),
        ({"since": date(2026, 5, 7)}, "不在期限"),
    ],
)
def test_a_pause_without_ground_or_outside_the_period_is_refused(
    cast: Cast, changes: dict[str, object], says: str
) -> None:
    clock = begun(cast)
    fields = {"since": date(2026, 4, 21), "reason": "鉴定", "clause": "第5条", **changes}
    with pytest.raises(Refused, match=says):
        services.pausing.pause(clock=clock.pk, by=cast.legal_office, now=NOW, **fields)  # type: ignore[arg-type]


def test_staff_cannot_stop_a_period_and_nobody_stops_one_out_of_scope(cast: Cast) -> None:
    clock = begun(cast)
    fields = {"clock": clock.pk, "since": date(2026, 4, 21), "reason": "鉴定", "clause": "第5条", "now": NOW}
    for somebody, says in (
        (cast.draw_operator, "不能暂停"),
        (cast.office, "不能暂停"),
        (cast.second_district, "没有找到期限"),
    ):
        with pytest.raises(Refused, match=says):
            services.pausing.pause(**fields, by=somebody)  # type: ignore[arg-type]


def test_a_duty_runs_once_at_a_time_and_may_run_again_after_its_end(cast: Cast) -> None:
    clock = begun(cast)
    services.running.cancel([clock.thing], on=date(2026, 4, 20), reason="退回重查")
    begun(cast)
    assert Clock.objects.filter(thing=clock.thing).count() == 2


@pytest.fixture
def new_calendar() -> Iterator[None]:
    """Another calendar may be put in force; the one before is back afterwards."""
    held = list(selectors.calendars._keeper)
    yield
    selectors.calendars.connect(held[0])


def test_a_new_calendar_moves_what_lies_ahead_and_leaves_what_has_passed(
    cast: Cast, new_calendar: None
) -> None:
    passed = begun(cast, start=date(2026, 3, 2), thing="results:old")
    ahead = begun(cast)
    national = calendar.load("national")
    off = {**national.days_off, date(2026, 4, 27): "本地放假", date(2026, 3, 9): "本地放假"}
    selectors.calendars.connect(lambda division: replace(national, days_off=off, version="2026b"))
    assert services.recounting.count_again(by=cast.legal_office, now=NOW) == 1
    passed.refresh_from_db()
    ahead.refresh_from_db()
    assert (passed.due_on, ahead.due_on) == (date(2026, 3, 16), date(2026, 5, 7))
    entry = Entry.objects.filter(kind="clock.recounted").get()
    assert '"from":"2026-05-06"' in entry.body


def test_a_year_without_its_arrangement_makes_a_day_provisional(cast: Cast) -> None:
    clock = begun(cast, start=date(2026, 12, 25))
    assert clock.provisional
    assert words(clock, date(2026, 12, 26))[0].endswith("（暂定）")


def test_a_day_of_hours_is_told_by_the_minute_and_cannot_be_paused(cast: Cast) -> None:
    period = Period(24, Unit.HOURS, "补办审批期限", "先行检查", "行政检查规定")
    at = datetime(2026, 4, 30, 8, 40, tzinfo=UTC)
    clock = begun(cast, period, date(2026, 4, 30), at=at, kind="approval.makeup")
    assert (clock.due_on, clock.due_at) == (date(2026, 5, 1), datetime(2026, 5, 1, 8, 40, tzinfo=UTC))
    noon = datetime(2026, 5, 1, 4, 0, tzinfo=UTC)
    chip = selectors.due.Chips(date(2026, 5, 1), noon)[clock]
    assert (chip.words, chip.state) == ("剩 5 小时 · 5月1日 16:40", "soon")
    assert any("夜间和休息日不扣除" in line for line in chip.why)
    late = {"today": date(2026, 5, 1), "now": datetime(2026, 5, 1, 8, 41, tzinfo=UTC)}
    assert selectors.due.overdue(cast.legal_office, **late).exists()  # type: ignore[arg-type]
    with pytest.raises(Refused, match="连续计算，不能暂停"):
        services.pausing.pause(
            clock=clock.pk,
            since=date(2026, 4, 30),
            reason="鉴定",
            clause="第5条",
            by=cast.legal_office,
            now=NOW,
        )
    services.recounting.count_again(by=cast.legal_office, now=NOW)
    services.running.meet([clock.thing], kind=clock.kind, on=date(2026, 5, 1), at=noon + timedelta(hours=5))
    assert words(clock, date(2026, 5, 2)) == ("逾期办结 · 5月1日", "done")
