"""Reminders: the ladder lived through day by day, who hears of what, quiet hours, restarts, and ten thousand periods."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from tests.cast import Cast
from tests.clocks.test_clocks import begun

from mingqian.audit import services as audit
from mingqian.audit.models import Entry
from mingqian.clocks import ladder, selectors, services
from mingqian.clocks.models import Clock, Reminder
from mingqian.clocks.types import Handlers
from mingqian.core.timelimits import SHANGHAI, Period, Unit
from mingqian.jobs.services.running import system
from mingqian.messages.models import Message

TASK = {"thing": "task:R1-0007", "kind": "result.notice_to_subject"}


def at(day: str, hour: int = 8) -> datetime:
    return datetime.fromisoformat(f"2026-{day}").replace(hour=hour, minute=5, tzinfo=SHANGHAI)


def remind(now: datetime) -> int:
    return services.reminding.remind(by=system(), now=now)


def told(since: int = 0) -> list[tuple[str, str]]:
    rows = Message.objects.filter(pk__gt=since).order_by("pk")
    return [(row.person.code, row.title) for row in rows.select_related("person")]


@pytest.fixture(autouse=True)
def _captain(cast: Cast) -> Iterator[None]:
    """The team's captain is the inspector; everything else falls to the roles of the unit."""
    held = dict(selectors.parties._rooms)
    captain = cast.inspector.person_id
    assert captain

    def led(person: int) -> QuerySet[Clock, Any]:
        rows = Clock.objects.filter(thing__startswith="task:").values_list("thing")
        return rows if person == captain else rows.none()

    selectors.parties.connect({"task:": Handlers(lambda things: {one: [captain] for one in things}, led)})
    yield
    selectors.parties.connect(held)


def test_each_rung_reaches_its_people_once_and_never_on_a_day_off(cast: Cast) -> None:
    """Ten working days from 17 April over 劳动节: due 6 May. The bureau walks through every morning."""
    begun(cast, **TASK)
    heard = {}
    day = date(2026, 4, 17)
    while day <= date(2026, 5, 15):
        before = Message.objects.count()
        for hour in (8, 14):
            remind(datetime(day.year, day.month, day.day, hour, 5, tzinfo=SHANGHAI))
        if Message.objects.count() > before:
            heard[f"{day:%m-%d}"] = sorted(
                Message.objects.values_list("person__code", flat=True)[: Message.objects.count() - before]
            )
        day += timedelta(days=1)
    # 28 April, 30 April and 6 May the captain; 7 May captain and the legal office's head; 9 May (worked) the leader.
    assert heard == {
        "04-28": ["LW11"],
        "04-30": ["LW11"],
        "05-06": ["LW11"],
        "05-07": ["LW01", "LW11"],
        "05-09": ["LW01"],
    }
    assert list(Reminder.objects.filter(escalates=True).values_list("rung", flat=True)) == [
        "T+1",
        "T+1",
        "T+3",
    ]
    assert Entry.objects.filter(kind="clock.escalated").count() == 3


def test_a_digest_holds_everything_of_the_day_and_says_why_it_came(cast: Cast) -> None:
    begun(cast, **TASK)
    begun(cast, start=date(2026, 4, 16), **{**TASK, "thing": "task:R1-0008"})
    remind(at("04-30"))
    message = Message.objects.get()
    assert message.title == "2 项期限要办，其中 1 项今天到期"
    assert message.detail.count("检查结果公示期限：") == 2
    assert message.detail.startswith("检查结果公示期限：今天到期 · 4月30日（第一批 · 劳务派遣）")
    assert message.why == "您是经办人"
    assert message.url == "/desk/deadlines/mine/"
    assert {
        one.thing for one in selectors.mine.of(cast.inspector.person_id or 0, today=date(2026, 4, 30))
    } == {
        "task:R1-0007",
        "task:R1-0008",
    }


@pytest.mark.parametrize("moment", [at("04-30", 7), at("04-30", 20), at("05-01"), at("05-03")])
def test_at_night_and_on_days_off_nobody_is_disturbed(cast: Cast, moment: datetime) -> None:
    begun(cast, **TASK)
    assert remind(moment) == 0
    assert not Reminder.objects.exists()


def test_a_period_in_hours_speaks_at_night_and_each_rung_once(cast: Cast) -> None:
    began = datetime(2026, 4, 30, 14, 0, tzinfo=UTC)  # 22:00 in 鹭湾, holiday eve
    period = Period(24, Unit.HOURS, "音像记录上传期限", "检查结束", "鄂州 二(二)2")
    begun(cast, period, date(2026, 4, 30), at=began, thing="task:R1-0009", kind="records.upload")
    for hours, people in ((17, 0), (18, 1), (19, 0), (23, 1), (24, 2), (25, 0), (48, 1)):
        assert remind(began + timedelta(hours=hours, minutes=1)) == people, hours
    last = Message.objects.order_by("pk").last()
    assert last is not None
    assert last.title == "音像记录上传期限：逾期24小时"


def test_who_has_just_acted_is_left_alone_until_it_is_escalated(cast: Cast) -> None:
    begun(cast, **TASK)
    acted = {"by": cast.inspector, "thing": "inspection:R1", "body": {}}
    audit.record("inspection.approval_requested", now=at("04-29", 16), **acted)  # type: ignore[arg-type]
    assert remind(at("04-30")) == 0
    assert remind(at("04-30", 17)) == 1
    audit.record("inspection.approval_requested", now=at("05-06", 16), **acted)  # type: ignore[arg-type]
    assert remind(at("05-07")) == 2, "overdue: the captain hears of it all the same"


def test_a_worker_killed_between_two_people_tells_the_rest_and_nobody_twice(cast: Cast) -> None:
    begun(cast, **TASK)
    real, calls = services.reminding.messages.send, []

    def dies(**told: object) -> int:
        calls.append(told)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(**told)  # type: ignore[arg-type]

    with patch.object(services.reminding.messages, "send", dies), pytest.raises(KeyboardInterrupt):
        remind(at("05-07"))
    assert (Message.objects.count(), Reminder.objects.count()) == (1, 1)
    assert remind(at("05-07", 9)) == 1
    assert remind(at("05-07", 10)) == 0
    assert sorted(code for code, _ in told()) == ["LW01", "LW11"]


def test_what_is_done_paused_or_the_other_sides_right_is_nobodys_reminder(cast: Cast) -> None:
    done, paused = begun(cast, **TASK), begun(cast, **{**TASK, "thing": "task:R1-0010"})
    begun(cast, right=True, **{**TASK, "thing": "task:R1-0011"})
    services.running.meet([done.thing], kind=done.kind, on=date(2026, 4, 20))
    services.pausing.pause(
        clock=paused.pk,
        since=date(2026, 4, 21),
        reason="鉴定",
        clause="第5条",
        by=cast.legal_office,
        now=at("04-21"),
    )
    assert remind(at("04-30")) == 0


def test_a_new_due_day_has_a_ladder_of_its_own(cast: Cast) -> None:
    clock = begun(cast, **TASK)
    remind(at("04-30"))
    Clock.objects.filter(pk=clock.pk).update(due_on=date(2026, 5, 20))
    assert remind(at("05-06")) == 0
    assert remind(at("05-15")) == 1


def test_a_party_that_is_nobody_is_replaced_by_the_next_one_up(cast: Cast) -> None:
    """A period of the witnesses' own unit: no clerk, no head there; the leader above hears of it."""
    clock = begun(cast, thing="unit:JJZ", unit=cast.discipline_witness.unit_id, kind="supervision.answer")
    parties = selectors.parties.Parties([clock.thing], date(2026, 4, 30))
    assert [parties.people[one].code for one in parties.of(clock, ladder.HANDLER)] == ["LW01"]


def test_publication_is_the_publishers_affair_and_the_district_has_its_own(cast: Cast) -> None:
    for kind, unit, code in (
        ("publicity.release", cast.legal_office.unit_id, "LW18"),
        ("result.notice_to_subject", cast.district_bureau.unit_id, "LW24"),
        ("result.notice_to_subject", cast.business_unit_staff.unit_id, "LW04"),
    ):
        clock = begun(cast, thing=f"notice:{kind}{unit}", kind=kind, unit=unit)
        parties = selectors.parties.Parties([clock.thing], date(2026, 4, 30))
        assert [parties.people[one].code for one in parties.of(clock, ladder.HANDLER)] == [code]


@pytest.mark.slow
@pytest.mark.sqlite  # how many questions are asked
def test_ten_thousand_periods_cost_as_many_queries_as_ten(cast: Cast) -> None:
    model = begun(cast, **TASK)
    fields = [one.attname for one in Clock._meta.concrete_fields if one.attname not in ("id", "thing")]
    copied = {name: getattr(model, name) for name in fields}
    Clock.objects.bulk_create(Clock(thing=f"task:R1-{n:05d}", **copied) for n in range(10_000))
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert remind(at("04-30")) == 1
    reading = [one for one in counted.captured_queries if one["sql"].startswith("SELECT")]
    assert len(reading) <= 20
    assert Reminder.objects.count() == 10_001
    with CaptureQueriesContext(connection) as counted:
        assert remind(at("04-30", 9)) == 0
    assert len(counted.captured_queries) <= 10
