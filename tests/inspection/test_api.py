"""The API of inspection: the same steps and the same refusals as the desk, within the scopes of a token."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from tests import programs
from tests.inspection.field import DRAW, Field, again, moment
from tests.web import lived

from mingqian.accounts.types import Actor
from mingqian.audit.models import Entry
from mingqian.inspection.models import TeamSeat
from mingqian.inspection.selectors.visits import scan_code
from mingqian.registry import services as registries

APRIL = moment(4, 20)


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with lived(APRIL):
        yield


def program(field: Field, actor: Actor, *scopes: str) -> Client:
    """A client with a token of this person."""
    return programs.program(
        field.cast, actor, *(scopes or ("inspection:read", "inspection:write")), now=APRIL
    )


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return programs.post(client, f"/inspection{path}", body)


def test_a_task_is_applied_for_recorded_and_confirmed_by_programs(field: Field) -> None:
    (task,) = field.tasks()
    legal, captain, leader = (
        program(field, one) for one in (field.cast.legal_office, field.captains[1], field.cast.bureau_leader)
    )
    asked = post(legal, "/approvals", {"tasks": [task.code], "on": "2026-04-20", "grounds": "年度抽查"})
    assert asked.json() == {"done": 1}
    pk = again([task])[0].approval_id
    assert post(leader, "/approvals/decide", {"approvals": [pk], "approve": True}).json() == {"done": 1}
    check = {"on": "2026-04-20", "outcome": "none", "certificates": list(field.papers[1])}
    assert "没有扫码入企记录" in post(captain, f"/tasks/{task.code}/record", check).content.decode()
    entry = {
        "at": "2026-04-20T10:00:00+08:00",
        "code": scan_code(task),
        "certificates": list(field.papers[1]),
    }
    assert post(captain, f"/tasks/{task.code}/enter", entry).json() == {"done": 1}
    assert post(captain, f"/tasks/{task.code}/record", check).json()["state"] == "recorded"
    assert post(legal, "/confirm", {"tasks": [task.code]}).json() == {"done": 1}
    found = legal.get(f"/api/v1/inspection/tasks?batch={DRAW}&state=confirmed").json()
    assert [row["code"] for row in found["rows"]] == [task.code]


def test_a_refusal_is_a_problem_with_reason_clause_and_remedy(field: Field) -> None:
    (task,) = field.tasks()
    check = {"on": "2026-04-20", "outcome": "none", "certificates": [field.papers[1][0]]}
    answer = post(program(field, field.captains[1]), f"/tasks/{task.code}/record", check)
    assert answer.status_code in (403, 409)
    assert answer["Content-Type"].startswith("application/problem+json")
    assert "没有经批准的行政检查审批表" in answer.content.decode()
    assert "国办发〔2024〕54号" in answer.content.decode()
    assert again([task])[0].state == "waiting"


def test_a_token_reaches_no_further_than_its_scope_and_its_person(field: Field) -> None:
    (task,) = field.tasks()
    reader = program(field, field.cast.legal_office, "inspection:read")
    assert reader.get(f"/api/v1/inspection/tasks/{task.code}").status_code == 200
    assert post(reader, "/confirm", {"tasks": [task.code]}).status_code == 403
    stranger = program(field, field.cast.second_district)
    assert stranger.get(f"/api/v1/inspection/tasks/{task.code}").status_code == 404
    assert stranger.get("/api/v1/inspection/tasks").json()["total"] == 0
    assert Client().get("/api/v1/inspection/tasks").status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"on": "gestern", "outcome": "none"},
        {"on": "2026-04-20", "outcome": 7},
        {"on": "2026-04-20", "outcome": "none", "problems": "x" * 2001},
        {"on": "2026-04-20", "outcome": "none\x00"},
        {"on": "2026-04-20", "outcome": "none", "certificates": "3502"},
    ],
)
def test_a_body_of_the_wrong_shape_is_422_and_never_500(field: Field, body: dict[str, Any]) -> None:
    (task,) = field.tasks()
    assert post(program(field, field.captains[1]), f"/tasks/{task.code}/record", body).status_code == 422


def test_a_visit_is_announced_served_and_taken_on_by_programs(field: Field) -> None:
    task = next(one for one in field.tasks(30) if one.method == "on_site")
    legal, captain, leader = (
        program(field, one)
        for one in (field.cast.legal_office, field.captains[task.team], field.cast.bureau_leader)
    )
    post(legal, "/approvals", {"tasks": [task.code], "on": "2026-04-22", "grounds": "年度抽查"})
    (waiting,) = leader.get("/api/v1/inspection/approvals").json()
    assert (waiting["subject"], waiting["state"]) == (task.subject.code, "requested")
    issue = {
        "approvals": [waiting["id"]], "announced": True, "from_on": "2026-04-22", "until_on": "2026-04-22",
        "materials": ["工资台账"],
    }  # fmt: skip
    assert "未批准" in post(legal, "/visit-notices", issue).content.decode()
    post(leader, "/approvals/decide", {"approvals": [waiting["id"]], "approve": True})
    (notice,) = post(legal, "/visit-notices", issue).json()
    assert notice["approval"] == waiting["number"]
    serve = f"/visit-notices/{notice['number']}/serve"
    assert "送达凭证" in post(legal, serve, {"how": "paper", "on": "2026-04-20"}).content.decode()
    assert post(legal, serve, {"how": "electronic", "on": "2026-04-20"}).json()["served_on"] == "2026-04-20"
    assert legal.get("/api/v1/inspection/visit-notices?served=false").json() == []
    accept = f"/approvals/{waiting['number']}/accept"
    assert post(captain, accept, {"recusal": "与该单位负责人系亲属"}).json() == {"done": 1}
    me = TeamSeat.objects.get(batch=task.batch, team=task.team, captain=True).inspector.code
    answer, said = f"/approvals/{waiting['number']}/recusals/{me}", {"granted": True, "words": "属实，同意"}
    assert post(captain, answer, said).status_code == 403
    assert post(legal, answer, said).json() == {"done": 1}
    assert Entry.objects.filter(kind="visit_task.recusal_answered").count() == 1


def test_a_program_names_a_check_only_with_its_cause(field: Field) -> None:
    registries.packs.adopt(
        unit=field.cast.bureau, pack="luwan-2026", from_on=date(2026, 1, 5), reason="年度规则",
        by=field.cast.legal_office, now=APRIL,
    )  # fmt: skip
    legal = program(field, field.cast.legal_office)
    (task,) = field.tasks()
    check = {"subject": task.subject.code, "item": task.item.item.code, "method": "on_site", "team": 1}
    cause = {
        "origin": "case", "source": "", "title": "个案检查", "reason": "", "starts_on": "2026-04-20",
        "ends_on": "2026-04-30", "checks": [check], "teams": [],
    }  # fmt: skip
    refused = post(legal, "/batches", cause)
    assert refused.status_code in (403, 409) and "须写明来源和理由" in refused.content.decode()
    assert "没有检查组" in refused.content.decode() and "行政处罚法 42" in refused.content.decode()


def test_an_extension_needs_an_order_and_a_report_its_words(field: Field) -> None:
    (task,) = field.tasks()
    legal = program(field, field.cast.legal_office)
    late = {"due_on": "2026-05-20", "words": "工人返乡"}
    assert 400 <= post(legal, f"/tasks/{task.code}/order/extend", late).status_code < 500
    written = post(legal, f"/batches/{DRAW}/report", {"situation": "本批检查按计划开展"}).json()
    assert (written["state"], written["situation"]) == ("draft", "本批检查按计划开展")
    assert "尚未结束" in post(legal, f"/batches/{DRAW}/report/submit", {}).content.decode()
    assert legal.get("/api/v1/inspection/deliveries").json() == []
    assert (
        "没有找到"
        in post(legal, "/follow-ups/1/finish", {"on": "2026-04-20", "outcome": "办结"}).content.decode()
    )
    gone = post(legal, f"/tasks/{task.code}/offsite/review", {})
    assert "没有待审核的提交" in gone.content.decode()


def test_batches_are_listed_and_no_day_of_the_calendar_is_too_early_to_refuse(field: Field) -> None:
    (task,) = field.tasks()
    legal = program(field, field.cast.legal_office)
    assert [row["code"] for row in legal.get("/api/v1/inspection/batches").json()] == [DRAW]
    for day, told in (("0001-01-01", 422), ("1000-02-28", 422), ("2000-02-28", 409)):
        answer = post(legal, "/approvals", {"tasks": [task.code], "on": day, "grounds": "年度抽查"})
        assert answer.status_code == told, day
    assert again([task])[0].approval_id is None
