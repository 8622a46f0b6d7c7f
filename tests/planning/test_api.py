"""The API of planning: what the desk can do, the same refusals, within the scopes of a token."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests import programs, web
from tests.cast import BUREAU
from tests.planning.desk import NOW, TEXT, Desk

from mingqian.accounts.types import Actor
from mingqian.planning.models import AnnualPlan, Demand, ImplementationPlan
from mingqian.registry import services as registries

pytestmark = pytest.mark.django_db
PLAN = f"/plans/{BUREAU}/2026/1"
BOTH = ("planning:read", "planning:write")


@pytest.fixture(autouse=True)
def in_january() -> Iterator[None]:
    with web.lived(NOW):
        yield


def program(desk: Desk, actor: Actor, *scopes: str) -> Client:
    return programs.program(desk.cast, actor, *(scopes or BOTH), now=NOW)


def send(client: Client, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    return getattr(client, method)(f"/api/v1{path}", body or {}, content_type="application/json")


LINE = {
    "rounds": [{"month": 3, "batch": "R1"}, {"month": 9, "batch": "R2"}], "responsible_unit": "JYC",
    "duties": "归口处室牵头", "methods": ["on_site"], "mode": "sealed",
    "partners": [{"duty": "协同检查", "unit": "LDGX"}],
}  # fmt: skip


def test_a_plan_and_its_batch_are_made_by_programs_of_two_people(desk: Desk) -> None:
    officer, leader = program(desk, desk.cast.legal_office), program(desk, desk.cast.bureau_leader)
    new = {"unit": BUREAU, "year": 2026, "title": "2026年度抽查计划", "pack": "luwan-2026"}
    assert send(officer, "post", "/plans", new).status_code == 201
    assert send(officer, "put", f"{PLAN}/lines/JG01", LINE).json()["ratio_source"] == "tiers"
    refused = send(officer, "post", f"{PLAN}/submit")
    assert (refused.status_code, refused.json()["code"]) == (409, "plan.item_missing")
    assert [one["code"] for one in officer.get(f"/api/v1{PLAN}/findings").json()["denials"]] == [
        "plan.item_missing"
    ]
    assert send(officer, "put", f"{PLAN}/omissions/JG05", {"reason": "省厅统一检查"}).status_code == 204
    assert send(officer, "post", f"{PLAN}/submit").json()["denials"] == []
    assert send(officer, "post", f"{PLAN}/approve").status_code == 403
    assert send(leader, "post", f"{PLAN}/approve", {"document_no": "3号"}).json()["state"] == "approved"
    assert send(officer, "post", f"{PLAN}/publish").json()["state"] == "published"
    (line,) = officer.get(f"/api/v1{PLAN}/lines").json()
    assert "三(五)6(1)" in line["ratio_clause"]
    batch = {
        "plan_unit": BUREAU, "plan_year": 2026, "batch": "R1", "unit": BUREAU, "code": "SS-1", "title": "第一批",
        "mode": "sealed",
    }  # fmt: skip
    assert send(officer, "post", "/implementations", batch).status_code == 201
    fields = {
        "starts_on": "2026-03-23", "ends_on": "2026-04-17", "purpose": TEXT.purpose, "methods": ["on_site"],
        "confidentiality": TEXT.confidentiality, "result_use": TEXT.result_use,
    }  # fmt: skip
    run = "/implementations/SS-1"
    assert send(officer, "put", f"{run}/fields", fields).status_code == 200
    nature = {"nature": "enforcement", "method": "on_site"}
    assert send(officer, "put", f"{run}/items/JG01", nature).status_code == 204
    panel = {"pool_class": "enforcement", "teams": 2, "items": ["JG01"]}
    assert send(officer, "put", f"{run}/panels/P1", panel).status_code == 204
    assert send(officer, "post", f"{run}/submit").json()["denials"] == []
    assert send(leader, "post", f"{run}/approve").json()["inspectors_needed"] == 4
    assert send(officer, "post", f"{run}/publish").json()["state"] == "published"
    waits = send(officer, "post", f"{run}/start")
    assert (waits.status_code, waits.json()["code"]) == (409, "implementation.partner")


def test_a_token_reads_no_further_than_its_scope_and_its_person(desk: Desk) -> None:
    desk.draft()
    reader = program(desk, desk.cast.legal_office, "planning:read")
    assert reader.get("/api/v1/plans").json()["total"] == 1
    assert send(reader, "post", f"{PLAN}/submit").status_code == 403
    district = program(desk, desk.cast.district_bureau)
    assert district.get("/api/v1/plans").json()["total"] == 0
    assert district.get(f"/api/v1{PLAN}").status_code == 404
    assert send(district, "put", f"{PLAN}/lines/JG01", LINE).status_code == 404
    assert Client().get("/api/v1/plans").status_code == 401


def test_a_demand_comes_in_by_program_and_is_returned(desk: Desk) -> None:
    desk.item("LD09", unit="LDGX")
    legal = desk.cast.legal_office
    registries.packs.adopt(
        pack="luwan-2026", unit=BUREAU, from_on=NOW.date(), reason="启用", by=legal, now=NOW
    )
    head, officer = program(desk, desk.cast.business_unit_head), program(desk, legal)
    said = {"unit": "LDGX", "item": "LD09", "rounds": 2, "methods": ["on_site"]}
    assert send(head, "post", "/demands", {**said, "item": "JG01"}).status_code in (403, 409)
    code = send(head, "post", "/demands", said).json()["code"]
    assert send(officer, "post", f"/demands/{code}/return", {"reason": "已由\n省厅检查"}).status_code == 200
    assert head.get(f"/api/v1/demands/{code}").json()["state"] == "returned"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("post", "/plans", {"unit": BUREAU, "year": 10**20, "title": "x", "pack": "luwan-2026"}),
        ("post", "/plans", {"unit": BUREAU, "year": 2030, "title": "a\x00b", "pack": "luwan-2026"}),
        ("post", "/plans", {"unit": BUREAU, "year": 2030, "title": "x", "pack": "../../etc/passwd"}),
        ("post", "/demands", {"unit": "LDGX", "item": "JG01", "rounds": -1}),
        ("put", f"{PLAN}/lines/JG01", {**LINE, "rounds": [{"month": 13}]}),
        ("put", f"{PLAN}/lines/JG01", {**LINE, "methods": ["phone"]}),
        ("put", f"{PLAN}/lines/JG01", {**LINE, "duties": "长" * 2000}),
    ],
)
def test_what_makes_no_sense_is_a_problem_and_saves_nothing(
    desk: Desk, method: str, path: str, body: dict[str, Any]
) -> None:
    desk.draft()
    answer = send(program(desk, desk.cast.legal_office), method, path, body)
    assert answer.status_code in (409, 422)
    assert answer["Content-Type"].startswith("application/problem+json")
    assert not AnnualPlan.objects.get().lines.exists()
    assert not (Demand.objects.exists() or ImplementationPlan.objects.exists())
