"""The API of inspection: the same steps and the same refusals as the desk, within the scopes of a token."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests.inspection.field import DRAW, Field, again, moment
from tests.web import lived

from mingqian.accounts import services as people
from mingqian.accounts.types import Actor
from mingqian.inspection.selectors.visits import scan_code

APRIL = moment(4, 20)


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with lived(APRIL):
        yield


def program(field: Field, actor: Actor, *scopes: str) -> Client:
    """A client with a token of this person."""
    token = f"token-of-{actor.code}-{'-'.join(scopes)}".ljust(43, "x")
    people.tokens.issue(
        person=actor.code, name="接口测试", scopes=scopes or ("inspection:read", "inspection:write"), token=token,
        valid_for=timedelta(days=90), by=field.cast.security_admin, now=APRIL,
    )  # fmt: skip
    return Client(headers={"authorization": f"Bearer {token}"})


def post(client: Client, path: str, body: dict[str, Any]) -> Any:
    return client.post(f"/api/v1/inspection{path}", body, content_type="application/json")


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
