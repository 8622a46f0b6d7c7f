"""Publication for programs: the same three people, the same refusals as on the desk."""

from typing import Any

import pytest
from tests.publicity.office import Office

from mingqian.publicity.enums import NoticeState
from mingqian.publicity.models import Notice

pytestmark = pytest.mark.django_db


def send(client: Any, path: str, **body: Any) -> Any:
    return client.post(f"/api/v1/notices/{path}", body, content_type="application/json")


def test_three_programs_make_something_public(cast: Any, program: Any) -> None:
    office = Office(cast, at=cast.now)
    office.draft()
    reviewer, publisher = program(cast.redaction_reviewer), program(cast.publisher)
    whole = reviewer.get(f"/api/v1/notices/{office.code}").json()
    assert len(whole["content"]["rows"]) == 3
    digest = whole["notice"]["digest"]
    assert send(publisher, f"{office.code}/release", digest=digest).status_code == 409
    assert send(reviewer, f"{office.code}/review", digest=digest).json()["state"] == "reviewed"
    assert send(publisher, f"{office.code}/release", digest=digest).json()["state"] == "released"
    assert office.row.state == NoticeState.RELEASED
    assert publisher.get("/api/v1/notices").json()["total"] == 1
    gone = {"ground": "mistake", "reason": "名称写错，另行公示"}
    assert send(publisher, f"{office.code}/withdraw", **gone).status_code == 204


def test_the_queue_is_the_desks_and_a_stranger_sees_nothing(cast: Any, program: Any) -> None:
    office = Office(cast, at=cast.now)
    office.draft()
    assert program(cast.legal_office).get("/api/v1/notices/waiting").json() == []
    assert program(cast.district_bureau).get(f"/api/v1/notices/{office.code}").status_code == 404
    assert (
        send(program(cast.publisher, "publicity:read"), f"{office.code}/drop", reason="不需要").status_code
        == 403
    )


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("", {"kind": "nonsense", "thing": "x"}),
        ("", {"kind": "item_list", "thing": "item_list:000000"}),
        ("X/review", {"digest": "abc"}),
        ("X/withdraw", {"ground": "mistake", "reason": "x" * 5_000}),
        ("X/keep-back/99999999999999999999999", {"approve": True}),
        ("X/receipts", {"channel": "window", "place": "大厅", "posted_at": "2026-01-05 09:00"}),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_saved(
    cast: Any, program: Any, path: str, body: dict[str, Any]
) -> None:
    answer = (
        send(program(cast.legal_office), path.rstrip("/"), **body)
        if path
        else program(cast.legal_office).post("/api/v1/notices", body, content_type="application/json")
    )
    assert 400 <= answer.status_code < 500
    assert answer["Content-Type"].startswith("application/problem+json")
    assert not Notice.objects.exists()
