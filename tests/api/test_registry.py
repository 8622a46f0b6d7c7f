"""The registries for programs: the same rows, rights and refusals as on the desk."""

import pytest
from tests.registry import builders

from mingqian.audit.models import Entry
from mingqian.registry.models import Item, RuleDocument, SecondaryPool, Subject, SubjectVisit

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


WORDING = {
    "name": "对劳务派遣企业的监督检查", "category": 1, "item_class": "general", "inspector_class": "enforcement",
    "subject_tags": ["labour_dispatch"], "methods": ["on_site"], "contents": ["依法申请行政许可情况"],
    "departments": ["劳动关系处"], "evaluation_method": "评价办法（2026年版）", "reason": "建立清单",
    "ratio": {"kind": "ratio", "ppm": 50_000}, "frequency": {"times": 2},
    "bases": [{"document": "LDHTF", "article": "第五十七条"}],
}  # fmt: skip


def test_an_item_goes_from_draft_to_publication_by_programs_of_three_people(cast, program):
    builders.law(cast)
    second, officer = program(cast.second_legal_officer), program(cast.legal_office)
    leader, district = program(cast.bureau_leader), program(cast.district_bureau)
    made = send(second, "items", {**WORDING, "code": "LW-05", "unit": cast.bureau})
    assert (made.status_code, made.json()["state"], made.json()["ratio"]["ppm"]) == (201, "草拟", 50_000)
    again = send(second, "items", {**WORDING, "code": "LW-05", "unit": cast.bureau})
    assert (again.status_code, again.json()["code"]) == (409, "item.taken")
    here = "items/LW-05/versions/1"
    twice = {**WORDING, "bases": 2 * WORDING["bases"]}
    refused = second.put(f"/api/v1/{here}", twice, content_type="application/json")
    assert "写了 2 次" in refused.json()["title"]
    worded = {**WORDING, "contents": ["依法申请行政许可情况", "年度经营情况报告"]}
    revised = second.put(f"/api/v1/{here}", worded, content_type="application/json")
    assert revised.json()["contents"] == worded["contents"]
    assert district.get("/api/v1/items/LW-05/versions").status_code == 404
    assert send(district, f"{here}/submit", {}).status_code == 404
    passed = {"passed": True, "opinion": "同意"}
    steps = [(second, "submit", {}), (second, "review", passed), (officer, "review", passed),
             (officer, "approve", {}), (leader, "approve", {})]  # fmt: skip
    told = [send(who, f"{here}/{step}", body).status_code for who, step, body in steps]
    assert told == [200, 409, 200, 403, 200]
    published = send(officer, f"{here}/publish", {"effective_on": cast.today.isoformat()}).json()
    assert published["state"] == "已公布" and len(published["digest"]) == 64
    assert [row["code"] for row in district.get("/api/v1/items").json()] == ["LW-05"]
    assert send(second, "items/LW-05/versions", worded).json()["version"] == 2
    assert send(second, "items/LW-05/versions/2/submit", {}).json()["state"] == "审查中"
    assert send(officer, "items/LW-05/versions/2/reject", {"reason": "没有变化"}).json()["state"] == "退回"
    given = send(second, "items/LW-05/hand-over", {"to_unit": "JCZD", "reason": "职责调整"})
    assert given.json()["unit"] == "JCZD"
    gone = send(leader, "items/LW-05/retire", {"on": "2026-12-31", "ground": "条例修订"})
    assert gone.json()["retired_on"] == "2026-12-31"


def test_what_one_token_may_not_write_leaves_the_list_the_register_and_the_pools_as_they_were(cast, program):
    builders.law(cast)
    reader, stranger = program(cast.legal_office, "registry:read"), program(cast.draw_operator)
    keeper, before = program(cast.legal_office), Entry.objects.count()
    document = {
        "code": "LW-2026-1", "title": "监管工作方案", "level": "normative_doc", "unit": cast.bureau, "disclosure": "public",
    }  # fmt: skip
    pool = {"code": "BT", "name": "重点对象", "item": "LW-23", "unit": cast.bureau}
    new = {**WORDING, "code": "LW-05", "unit": cast.bureau}
    for path, body in (("items", new), ("rule-documents", document), ("pools", pool)):
        assert [send(who, path, body).status_code for who in (reader, stranger)] in ([403, 403], [403, 409])
        for strange in ({"code": "a b"}, {"unit": "x" * 61}, {"code": None}):
            answer = send(keeper, path, {**body, **strange})
            assert answer.status_code in (409, 422), answer.content.decode()
            assert answer["Content-Type"].startswith("application/problem+json")
    for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-01T00:00:00"):
        answer = send(keeper, "rule-documents", {**document, "posted_at": moment})
        assert answer.status_code == 422 and "2026-04-30T10:00:00+08:00" in answer.json()["title"]
    assert not Item.objects.exists() and not SecondaryPool.objects.exists()
    assert (RuleDocument.objects.count(), Entry.objects.count()) == (1, before)


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
