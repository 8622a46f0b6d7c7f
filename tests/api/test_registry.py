"""The registries for programs: the same rows, rights and refusals as on the desk."""

import pytest
from tests.registry import builders

from mingqian.registry.models import Subject, SubjectVisit

pytestmark = pytest.mark.django_db


def send(client, path, body):
    return client.post(f"/api/v1/{path}", body, content_type="application/json")


def test_lists_carry_what_lies_in_the_scope_and_no_more(cast, program):
    builders.item(cast)
    firm = builders.firm(cast, 1, tag="labour_dispatch")
    builders.inspector(cast, 1)
    ours, theirs = program(cast.legal_office, "registry:read"), program(cast.district_bureau, "registry:read")
    assert [row["code"] for row in ours.get("/api/v1/items").json()] == ["LW-05"]
    assert ours.get("/api/v1/items/LW-05").json()[0]["bases"] == ["《劳动合同法》第五十七条"]
    page = ours.get("/api/v1/subjects").json()
    assert page["total"] == 1 and page["rows"][0]["tags"] == ["labour_dispatch"]
    assert ours.get("/api/v1/inspectors").json()["rows"][0]["certificates"] == ["3502010001"]
    assert theirs.get("/api/v1/subjects").json()["total"] == 0
    assert theirs.get(f"/api/v1/subjects/{firm.code}").status_code == 404


def test_another_system_registers_closes_grades_and_records_through_the_same_services(cast, program):
    client = program(cast.legal_office)
    body = {"number": builders.uscc(1), "unit": cast.bureau, "name": "鹭湾示例有限公司"}
    made = send(client, "subjects", body)
    assert made.status_code == 201 and send(client, "subjects", body).status_code in (403, 409)
    code = made.json()["code"]
    closed = {"status": "closed", "since": "2026-01-04", "evidence": "登记机关推送"}
    assert send(client, f"subjects/{code}/status", closed).json()["status"] == "closed"
    graded = {"risk": "C", "on": "2026-01-04", "basis": "年度评定"}
    assert send(client, f"subjects/{code}/risk", graded).json()["risk_class"] == "C"
    visit = {"subject": code, "on": "2026-01-03", "kind": "joint", "method": "on_site"}
    assert send(client, "visits", {"visits": [visit]}).json() == {"recorded": 1}
    assert SubjectVisit.objects.get().source == "接口"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("subjects", {"number": "1", "unit": "359900", "name": "x" * 5_000}),
        ("subjects", {"number": 5, "unit": [], "name": None}),
        ("subjects/USCC:X/status", {"status": "gone", "since": "2026-02-30", "evidence": ""}),
        ("visits", {"visits": []}),
        ("visits", {"visits": [{"subject": "USCC:X", "on": "x", "kind": "?", "method": "on_site"}]}),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_saved(cast, program, path, body):
    answer = send(program(cast.legal_office), path, body)
    assert 400 <= answer.status_code < 500 and answer["Content-Type"].startswith("application/problem+json")
    assert not Subject.objects.exists()


def test_a_token_that_may_only_read_writes_nothing(cast, program):
    body = {"number": builders.uscc(1), "unit": cast.bureau, "name": "鹭湾示例有限公司"}
    assert send(program(cast.legal_office, "registry:read"), "subjects", body).status_code == 403
    assert send(program(cast.draw_operator), "subjects", body).status_code == 403
    assert not Subject.objects.exists()
