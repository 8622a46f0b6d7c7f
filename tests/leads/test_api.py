"""Leads by programs: the same register and refusals, and no way to who told it."""

from typing import Any

import pytest
from django.test import Client
from tests import programs
from tests.leads.test_leads import ACCEPTED, FIRM, MATTER, WHO
from tests.registry import builders
from tests.web import lived

from mingqian.accounts.types import Actor
from mingqian.audit.models import Entry
from mingqian.leads.models import Lead, SealedInformant

pytestmark = pytest.mark.django_db

TOLD = {
    "kind": "complaint", "channel": "hotline", "unit": "JCZD", "about": "鹭湾恒筑建设有限公司", "matter": MATTER,
    "people": 43, "name": WHO.name, "phone": WHO.phone, "contact": WHO.contact,
}  # fmt: skip


def program(cast: Any, actor: Actor, *scopes: str) -> Client:
    return programs.program(cast, actor, *(scopes or ("leads:read", "leads:write")), now=ACCEPTED)


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return programs.post(client, f"/leads{path}", body)


def test_a_hotline_hands_in_a_complaint_whose_informant_no_program_reads(cast, settings, tmp_path):
    settings.HOME = tmp_path
    builders.firm(cast, 43)
    with lived(ACCEPTED):
        hotline, head = program(cast, cast.inspection_body), program(cast, cast.legal_office)
        made = post(hotline, "/", TOLD)
        assert made.status_code == 201
        code = made.json()["code"]
        shown = hotline.get(f"/api/v1/leads/{code}").content.decode()
        assert MATTER in shown and not any(one in shown for one in (WHO.name, WHO.phone, WHO.contact))
        assert SealedInformant.objects.filter(lead__code=code).exists()
        refused = post(hotline, f"/{code}/accept", {"summary": "核查工资台账", "subject": f"USCC:{FIRM}"})
        assert refused.status_code == 403 and refused["Content-Type"].startswith("application/problem+json")
        told = post(head, f"/{code}/answer", {"words": "已反馈"}).content.decode()
        assert "请先决定是否受理" in told
        said = post(head, f"/{code}/accept", {"summary": "核查工资台账", "subject": f"USCC:{FIRM}"}).json()
        assert said["state"] == "accepted" and said["subject"] == f"USCC:{FIRM}"
        assert head.get("/api/v1/leads/?state=accepted").json()["total"] == 1
    entry = Entry.objects.get(kind="lead.received")
    assert entry.actor == cast.inspection_body.code and WHO.name not in str(entry.body)


def test_a_token_for_checks_opens_no_lead_and_a_strange_body_saves_none(cast, settings, tmp_path):
    settings.HOME = tmp_path
    with lived(ACCEPTED):
        other = program(cast, cast.legal_office, "inspection:read", "inspection:write")
        assert other.get("/api/v1/leads/").status_code == 403
        assert post(other, "/", TOLD).status_code == 403
        hotline = program(cast, cast.inspection_body)
        for strange in ({"people": 0}, {"kind": "rumour"}, {"about": "x" * 201}, {"matter": "a\x00b"}):
            assert post(hotline, "/", {**TOLD, **strange}).status_code == 422
        assert "不在您的范围内" in post(hotline, "/", {**TOLD, "unit": "nowhere"}).content.decode()
    assert not Lead.objects.exists()


def test_what_a_column_cannot_hold_is_refused_before_the_database_is_asked(cast, settings, tmp_path):
    settings.HOME = tmp_path
    with lived(ACCEPTED):
        head = program(cast, cast.legal_office)
        code = post(program(cast, cast.inspection_body), "/", TOLD).json()["code"]
        long = {"words": "长" * 301, "accepted": True, "on": "2026-09-01", "approve": True}
        for step, field in (("send", "to"), ("crime", "charge"), ("crime/send", "police"), ("receipt", "")):
            body = {**long, "reason": "不属于本机关", "receipt": "收", "force": [], field: "长" * 101}
            assert "个字" in post(head, f"/{code}/{step}", body).json()["detail"], step
    assert Lead.objects.get(code=code).state == "received"
