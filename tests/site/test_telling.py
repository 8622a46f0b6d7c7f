"""What comes round by itself and tells people something: the bodies the worker runs, as it runs them."""

from datetime import UTC, date, datetime
from typing import Any

from tests.cast import Cast
from tests.clocks.test_clocks import begun
from tests.web import lived, signed_in, text_of

from mingqian.clocks.models import Clock, Shift
from mingqian.jobs import services as jobs
from mingqian.jobs.services import kinds
from mingqian.messages import preset
from mingqian.messages import services as messages
from mingqian.messages.models import Delivery, Message
from mingqian.registry import services as registries
from mingqian.site import telling


def run(kind: str, now: datetime) -> str:
    """As the worker does: asked for by nobody, taken up, carried out."""
    job = jobs.task.Job.objects.create(kind=kind, title=kinds.label(kind), asked_at=now)
    jobs.run_next(worker="w", clock=lambda: now)
    job.refresh_from_db()
    assert job.state == "done", job.refusal
    return job.told


def test_from_november_the_keepers_are_asked_for_the_next_year_once_a_week_until_it_is_there(
    cast: Cast, settings: Any
) -> None:
    monday = datetime(2026, 11, 2, 1, 5, tzinfo=UTC)
    settings.OUTSIDE_MESSAGES = preset.read(
        {"MINGQIAN_WEBHOOK": "http://127.0.0.1:9/", "MINGQIAN_WEBHOOK_SECRET": "a secret of some length"}
    )
    messages.preferences.choose(email="", by_email=False, by_webhook=True, by=cast.legal_office, now=monday)
    assert run("calendar.ask", datetime(2026, 10, 30, 1, 5, tzinfo=UTC)) == "放假安排齐全"
    assert run("calendar.ask", monday) == "提醒录入放假安排：4 人"
    assert run("calendar.ask", monday.replace(day=4)) == "提醒录入放假安排：0 人"
    assert "休息时间" in run("calendar.ask", monday.replace(day=8))
    assert run("calendar.ask", monday.replace(day=9)) == "提醒录入放假安排：4 人"
    told = Message.objects.filter(person__code=cast.system_admin.code).first()
    assert told is not None
    assert told.title == "2027年全国放假安排尚未载入"
    assert (
        Delivery.objects.filter(message__person__code=cast.legal_office.code, channel="webhook").count() == 2
    )
    with lived(monday):
        page = text_of(signed_in(cast.system_admin, now=monday).get("/desk/calendar/"))
    assert "2027年全国放假安排尚未载入" in page
    entered(cast, monday)
    assert run("calendar.ask", monday.replace(day=16)) == "放假安排齐全"


def entered(cast: Cast, now: datetime) -> None:
    registries.calendars.load_year(
        year=2027,
        breaks=[("元旦", date(2027, 1, 1), date(2027, 1, 3)), ("春节", date(2027, 2, 5), date(2027, 2, 11))],
        work=[date(2027, 1, 30)],
        source="示例",
        by=cast.legal_office,
        now=now,
    )


def test_a_new_year_moves_the_deadlines_that_reach_into_it_and_the_page_says_which(cast: Cast) -> None:
    now = datetime(2026, 12, 28, 2, 0, tzinfo=UTC)
    clock = begun(cast, start=date(2027, 1, 27))
    untouched = begun(cast, start=date(2026, 12, 1), thing="results:R1/B")
    assert (clock.due_on, clock.provisional) == (date(2027, 2, 10), True)
    entered(cast, now)
    clock.refresh_from_db()
    assert (clock.due_on, clock.provisional) == (date(2027, 2, 16), False)
    assert Clock.objects.get(pk=untouched.pk).due_on == untouched.due_on
    assert Shift.objects.get().before == date(2027, 2, 10)
    with lived(now):
        desk = signed_in(cast.legal_office, now=now)
        assert "2027年2月16日" in text_of(desk.get("/desk/deadlines/moved/"))
        assert "由2027年2月10日改为2027年2月16日" in text_of(desk.get(f"/desk/deadlines/{clock.pk}/"))


def test_the_worker_reminds_and_has_nothing_to_bring_out_of_a_house_that_is_shut(cast: Cast) -> None:
    begun(cast, unit=cast.business_unit_staff.unit_id)
    assert run("clocks.remind", datetime(2026, 4, 30, 0, 5, tzinfo=UTC)) == "提醒 1 人"
    assert run("messages.deliver", datetime(2026, 4, 30, 0, 6, tzinfo=UTC)) == "发出 0，待重试 0，未送达 0"
    assert {"clocks.remind", "messages.deliver", "calendar.ask"} <= {one.kind for one in kinds.rhythms()}
    assert telling.CALENDAR_KEEPERS
