"""鄂州: the acts of one officer, for the discipline office; each look is an act too."""

from datetime import timedelta
from typing import Any

import pytest
from tests import programs, web
from tests.registry import builders

pytestmark = pytest.mark.django_db


@pytest.mark.clause("EZ-20")
def test_what_an_officer_did_is_read_by_the_discipline_office_with_a_reason_and_the_look_is_on_record(
    cast: Any,
) -> None:
    """二(三)3: 每一名执法人员的责任可以追溯."""
    builders.law(cast, "LAW-9", title="劳动保障监察条例")
    legal, discipline, moment = cast.legal_office, cast.discipline_witness, cast.now + timedelta(days=1)
    day = cast.now.date().isoformat()
    asked = {"person": legal.code, "since": day, "until": day, "reason": "信访核查第3号"}
    body = {name: asked[name] for name in ("since", "until", "reason")}
    machine = programs.program(cast, discipline, now=moment)
    outsider = programs.program(cast, cast.bureau_leader, now=moment)
    with web.lived(moment):
        desk = web.signed_in(discipline, now=moment)
        assert "LAW-9" not in web.text_of(desk.get("/desk/officers/"))
        found = desk.post("/desk/officers/", asked)
        shown = web.text_of(found)
        assert (found.status_code, found["Cache-Control"]) == (200, "no-store")
        assert 'href="/desk/rule-documents/LAW-9/"' in shown and "登记制度文件" in shown
        assert ">LAW-9</a>" in shown and "document:" not in shown
        assert desk.get("/desk/rule-documents/LAW-9/").status_code == 200
        acts = programs.post(machine, f"/officers/{legal.code}/acts", body).json()
        assert ("document.registered", "document:LAW-9") in {(one["kind"], one["thing"]) for one in acts}
        later = desk.post("/desk/officers/", {**asked, "since": "2026-02-01", "until": "2026-02-02"})
        assert "这段时间没有办理记录" in web.text_of(later)

        hushed = (
            desk.post("/desk/officers/", {**asked, "reason": "看看"}),
            programs.post(machine, f"/officers/{legal.code}/acts", {**body, "reason": "看看"}),
        )
        assert [one.status_code for one in hushed] == [422, 409]
        assert all("须写明事由" in web.text_of(one) and "LAW-9" not in web.text_of(one) for one in hushed)
        assert web.signed_in(cast.bureau_leader, now=moment).post("/desk/officers/", asked).status_code == 403
        barred = programs.post(outsider, f"/officers/{legal.code}/acts", body)
        assert (barred.status_code, "不能查看他人的办理记录" in web.text_of(barred)) == (403, True)
        assert desk.post("/desk/officers/", {**asked, "person": "NIRGENDS"}).status_code == 422
    looks = programs.acts(cast, kind="officer.looked_at")
    assert looks == [("officer.looked_at", discipline.code)] * 3
