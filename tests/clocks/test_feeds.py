"""日历订阅: what two independent readers of RFC 5545 make of the feed, and who may read it."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

import icalendar
import pytest
import vobject
from django.test import Client
from tests.cast import Cast
from tests.clocks.test_clocks import begun
from tests.web import lived, signed_in, text_of

from mingqian.core.timelimits import Period, Unit

MAY = datetime(2026, 5, 4, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_may() -> Iterator[None]:
    with lived(MAY):
        yield


def address(cast: Cast) -> str:
    answer = signed_in(cast.business_unit_staff, now=MAY).post("/desk/deadlines/feed/", {})
    found = re.search(r"http://testserver(/calendar/[0-9a-f]{64}\.ics)", text_of(answer))
    assert found, "shown this once"
    return found[1]


def test_both_readers_find_the_day_the_way_to_it_and_no_firm(cast: Cast) -> None:
    unit = {"unit": cast.business_unit_staff.unit_id, "about": "鹭湾某某公司 · 劳务派遣"}
    clock = begun(cast, **unit)
    hours = Period(24, Unit.HOURS, "补办审批期限", "先行检查", "行政检查规定")
    begun(
        cast, hours, date(2026, 5, 4), at=MAY, thing="approval:1", kind="approval.makeup", url_name="inspection:task",
        url_key="LW-0001", **unit,
    )  # fmt: skip
    answer = Client().get(address(cast))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "公司" not in answer.content.decode()
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n")), "folded by octets"
    by_day = {str(one["uid"]): one for one in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}
    event = by_day[f"deadline-{clock.pk}@testserver"]
    assert event.decoded("dtstart") == date(2026, 5, 6)
    assert "劳动节放假" in str(event["description"]) and "编号 R1/A" in str(event["description"])
    assert "编号 LW-0001" in answer.content.decode(), "a row's key means nothing to a person"
    assert str(event["url"]) == f"http://testserver/desk/deadlines/{clock.pk}/"
    other = vobject.readOne(answer.content.decode())
    assert {one.summary.value for one in other.vevent_list} == {
        "到期：检查结果公示期限",
        "到期：补办审批期限",
    }
    ends = {one.summary.value: one.dtend.value for one in other.vevent_list}
    assert ends["到期：补办审批期限"] == datetime(2026, 5, 5, 2, 0, tzinfo=UTC)


def test_a_new_address_ends_the_old_one_and_an_ended_one_opens_nothing(cast: Cast) -> None:
    first, second = address(cast), address(cast)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert Client().get(f"/calendar/{'0' * 64}.ics").status_code == 404
    desk = signed_in(cast.business_unit_staff, now=MAY)
    assert desk.post("/desk/deadlines/feed/end/").status_code == 303
    assert Client().get(second).status_code == 404


def test_the_feed_holds_what_its_owner_answers_for_and_nothing_else(cast: Cast) -> None:
    begun(cast)
    assert b"VEVENT" not in Client().get(address(cast)).content


def test_the_coming_days_stand_on_one_page_overdue_first(cast: Cast) -> None:
    unit = {"unit": cast.business_unit_staff.unit_id}
    begun(cast, **unit)
    begun(cast, start=date(2026, 4, 1), thing="results:late", **unit)
    for person, path in ((cast.business_unit_staff, "mine"), (cast.bureau_leader, "week")):
        page = text_of(signed_in(person, now=MAY).get(f"/desk/deadlines/{path}/"))
        assert page.index("已逾期") < page.index("2026年5月6日 星期三")
    assert "没有要到期的期限" in text_of(signed_in(cast.bureau_leader, now=MAY).get("/desk/deadlines/mine/"))
