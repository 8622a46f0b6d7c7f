"""Clauses of 鄂州 on trainings and assessments: page, program, roll, journal."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from tests import programs, web
from tests.cast import NOW
from tests.registry import builders

from mingqian.core.decision import Refused
from mingqian.registry import codes, selectors, services
from mingqian.registry.enums import TrainingKind
from mingqian.ui import access

pytestmark = pytest.mark.django_db
DECEMBER = NOW + timedelta(days=340)


@pytest.fixture(autouse=True)
def late_in_the_year() -> Iterator[None]:
    with web.lived(DECEMBER):
        yield


def session(code: str, kind: str, on: str, **more: object) -> dict[str, object]:
    return {"code": code, "kind": kind, "title": f"{code}培训", "unit": "FGC", "held_on": on, "hours": 4,
            "led_by": "市法制办", **more}  # fmt: skip


@pytest.mark.clause("EZ-05", "EZ-49")
def test_sessions_attendance_and_passes_of_a_period_are_counted_from_rows_and_who_is_due_is_listed(
    cast: Any,
) -> None:
    """二(一)1: 四次培训一次考试 and "十余次" side by side; 三(一): periodic case-file training led by 法制办."""
    first, second = (builders.inspector(cast, nth) for nth in (1, 2))
    legal, inspector = cast.legal_office, cast.business_unit_head
    desk, machine = web.signed_in(legal, now=DECEMBER), programs.program(cast, legal, now=DECEMBER)
    other = web.signed_in(inspector, now=DECEMBER)
    days = ("2026-05-17", "2026-06-17", "2026-08-26", "2026-09-06")
    trainings = [
        session(f"PX-{n}", "case_file" if n == 4 else "business", on) for n, on in enumerate(days, 1)
    ]
    assert other.post("/desk/trainings/new/", trainings[0]).status_code == 403
    stranger = programs.program(cast, inspector, now=DECEMBER)
    barred = programs.post(stranger, "/trainings", {**trainings[0], "unit": "LDGX"})
    assert (barred.status_code, "登记培训考核" in web.text_of(barred)) == (403, True)
    for one in trainings[:2]:
        made = desk.post("/desk/trainings/new/", one)
        assert (made.status_code, made["Location"]) == (303, f"/desk/trainings/{one['code']}/")
    for one in trainings[2:]:
        assert programs.post(machine, "/trainings", one).status_code == 201
    exam = session("KS-1", "exam", "2026-08-28")
    page, told = desk.post("/desk/trainings/new/", exam), programs.post(machine, "/trainings", exam)
    assert (page.status_code, told.status_code) == (422, 409)
    assert all("须写明合格线" in web.text_of(one) for one in (page, told))
    assert programs.post(machine, "/trainings", {**exam, "pass_mark": 60}).status_code == 201
    for code, on in zip(("PX-1", "PX-2", "PX-3", "PX-4"), days, strict=True):
        assert desk.post(f"/desk/trainings/{code}/sit/", {"person": first.code, "on": on}).status_code == 303
    early = {"person": first.code, "on": "2026-08-27", "points": 90}
    assert programs.post(machine, "/trainings/KS-1/sittings", early).status_code == 409
    for person, points in ((first, 90), (second, 55)):
        body = {"person": person.code, "on": "2026-08-28", "points": points}
        assert programs.post(machine, "/trainings/KS-1/sittings", body).status_code == 201

    whole = "since=2026-01-01&until=2026-10-31"
    found = machine.get(f"/api/v1/trainings/report?{whole}").json()
    assert found == {"sessions": 5, "attended": 6, "examined": 2, "passed": 1}
    report = web.text_of(desk.get(f"/desk/trainings/report/?{whole}"))
    assert "5 场，6 人次，应试 2 人次，通过 1 人次" in report
    rows = web.text_of(desk.get(f"/desk/trainings/report/?{whole}&outcome=passed"))
    assert "90 分合格" in rows and "55 分" not in rows
    assert "1 场，1 人次" in web.text_of(
        desk.get("/desk/trainings/report/?since=2026-06-01&until=2026-06-30")
    )
    assert "十余次" in web.text_of(desk.get("/desk/packs/ezhou-2016/"))
    due = web.text_of(desk.get("/desk/trainings/due/?kind=case_file"))
    assert second.code in due and first.code not in due
    assert "劳动保障监察支队" in due
    kinds = [
        kind for kind, who in programs.acts(cast, "2026-12-11", thing="training:KS-1") if who == legal.code
    ]
    assert kinds == ["training.held", "training.sat", "training.sat"]


@pytest.mark.clause("EZ-38")
def test_whoever_has_not_passed_the_assessment_by_its_day_is_out_of_the_next_roll_until_passing(
    cast: Any,
) -> None:
    """三(二): 定期培训、定期和不定期考核，实行执法证件管理，持证上岗."""
    passed, failed, absent, free = (builders.inspector(cast, nth) for nth in (1, 2, 3, 4))
    legal = cast.legal_office
    desk, machine = web.signed_in(legal, now=DECEMBER), programs.program(cast, legal, now=DECEMBER)
    due = session("KH-1", "assessment", "2026-05-10", pass_mark=60, due_on="2026-05-31")
    loose = programs.post(machine, "/trainings", {**due, "kind": "exam"})
    assert (loose.status_code, "只有考核有通过期限" in web.text_of(loose)) == (409, True)
    assert desk.post("/desk/trainings/new/", due).status_code == 303
    called = [one.code for one in (passed, failed, absent)]
    lost = programs.post(machine, "/trainings/KH-1/calls", {"people": ["ZFZ:NOBODY"]})
    assert (lost.status_code, "人员库中没有" in web.text_of(lost)) == (409, True)
    assert desk.post("/desk/trainings/KH-1/call/", {"people": "ZFZ:NOBODY"}).status_code == 422
    assert desk.post("/desk/trainings/KH-1/call/", {"people": "\n".join(called)}).status_code == 303
    for person, points in ((passed, 60), (failed, 59)):
        body = {"person": person.code, "on": "2026-05-10", "points": points}
        assert programs.post(machine, "/trainings/KH-1/sittings", body).status_code == 201

    def roll(on: date) -> dict[str, tuple[str, str]]:
        return {
            one.id: (one.status, one.reason) for one in selectors.inspectors.rows(legal, "enforcement", on)
        }

    assert {status for status, _ in roll(date(2026, 5, 31)).values()} == {"E"}
    after = roll(date(2026, 6, 1))
    assert [after[one.code][0] for one in (passed, failed, absent, free)] == ["E", "X:NA", "X:NA", "E"]
    assert "应在2026年5月31日前通过，最好成绩 59 分" in after[failed.code][1]
    assert "没有参加" in after[absent.code][1]
    shown = web.text_of(desk.get(f"/desk/inspectors/{absent.code}/"))
    assert "应在2026年5月31日前通过，没有参加" in shown
    again = {"person": failed.code, "on": "2026-06-10", "points": 80}
    assert desk.post("/desk/trainings/KH-1/sit/", again).status_code == 303
    assert desk.post("/desk/trainings/KH-1/sit/", again).status_code == 422
    assert [roll(day)[failed.code][0] for day in (date(2026, 6, 9), date(2026, 6, 10))] == ["X:NA", "E"]
    kinds = [kind for kind, _ in programs.acts(cast, "2026-12-11", thing="training:KH-1")]
    assert kinds == ["training.held", "training.called", "training.sat", "training.sat", "training.sat"]


@pytest.mark.clause("PD-33")
def test_each_countys_share_of_trained_inspectors_is_counted_and_opens_the_people(cast: Any) -> None:
    """五(三): 要加强对基层和一线执法检查人员的培训."""
    here, there = "359901", "359902"
    came, stayed, failed = (builders.inspector(cast, nth, unit=here) for nth in (1, 2, 3))
    builders.inspector(cast, 4)
    legal, district = cast.legal_office, cast.district_bureau
    desk, machine = web.signed_in(legal, now=DECEMBER), programs.program(cast, legal, now=DECEMBER)
    exam = session("JC-1", "exam", "2026-06-10", pass_mark=60)
    barred = web.signed_in(cast.business_unit_head, now=DECEMBER).post("/desk/trainings/new/", exam)
    assert (barred.status_code, desk.post("/desk/trainings/new/", exam).status_code) == (403, 303)
    lost = {"person": "ZFZ:NOBODY", "on": "2026-06-10", "points": 80}
    assert desk.post("/desk/trainings/JC-1/sit/", lost).status_code == 422
    assert "人员库中没有" in programs.post(machine, "/trainings/JC-1/sittings", lost).json()["detail"]
    for person, points in ((came, 80), (failed, 59)):
        body = {"person": person.code, "on": "2026-06-10", "points": points}
        assert programs.post(machine, "/trainings/JC-1/sittings", body).status_code == 201
    asked = "/api/v1/trainings/shares?since=2026-01-01&until=2026-12-31"
    found = {one["code"]: (one["people"], one["trained"], one["passed"]) for one in machine.get(asked).json()}
    assert (found[here], found[there], found["own"]) == ((3, 2, 1), (0, 0, 0), (1, 0, 0))
    page = web.text_of(desk.get("/desk/trainings/shares/"))
    assert "66.7%" in page and f"?county={here}&amp;came=no" in page
    for which, people in (
        ("yes", {came, failed}),
        ("no", {stayed}),
        ("passed", {came}),
        ("", {came, stayed, failed}),
    ):
        rows = web.text_of(desk.get(f"/desk/trainings/people/?county={here}&came={which}"))
        assert {one for one in (came, stayed, failed) if one.code in rows} == people, which
    own = web.text_of(web.signed_in(district, now=DECEMBER).get("/desk/trainings/people/"))
    assert came.code in own and "劳动保障监察支队" not in own
    kinds = [
        kind for kind, who in programs.acts(cast, "2026-12-11", thing="training:JC-1") if who == legal.code
    ]
    assert kinds == ["training.held", "training.sat", "training.sat"]


def test_no_code_is_the_word_of_a_page_beside_it(cast: Any) -> None:
    """A training called “new” was entered, and its address opened the form for another one."""
    routes = [route for route, name, _ in access.patterns() if name.startswith("registry:")]
    starts = {route.split("<str:code>")[0] for route in routes if "<str:code>" in route}
    below = {
        route.removeprefix(start).split("/")[0]
        for start in starts
        for route in routes
        if route.startswith(start)
    }
    words = {word for word in below if word and not word.startswith("<")}
    assert words == codes.PAGES, "a page stands where a code would: name it in codes.PAGES"
    told: dict[str, Any] = session("new", "training", "x") | {
        "kind": TrainingKind.BUSINESS,
        "held_on": date(2026, 1, 5),
    }
    with pytest.raises(Refused, match="页面地址里用的词"):
        services.trainings.hold(**told, by=cast.legal_office, now=cast.now)
    with pytest.raises(Refused, match="页面地址里用的词"):
        builders.law(cast, "new")
    builders.law(cast)
    with pytest.raises(Refused, match="页面地址里用的词"):
        builders.draft(cast, "report")
