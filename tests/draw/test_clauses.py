"""Clauses of 厦门 on the draw, as an outside examiner tries them: page, program, public files, journal."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from tests import programs, web
from tests.draw.table import Table, judge
from tests.programs import acts

from mingqian.accounts.types import Actor
from mingqian.core.canonical import jcs
from mingqian.draw.models import Change

STAGE = "signed"
# Clauses as somebody sees them from outside; the services behind them run on both.
pytestmark = pytest.mark.sqlite
DUTY = {"reason": "DUTY", "evidence": "出庭通知"}


def browser(table: Table, who: Actor, path: str, **said: Any) -> Any:
    """A page of the draw, opened or handed in ten seconds later."""
    moment: datetime = table.tick()
    url = f"/desk/draws/{table.code}/{path}"
    with web.lived(moment):
        client = web.signed_in(who, now=moment)
        return client.post(url, said) if said else client.get(url)


def program(table: Table, who: Actor, path: str, body: dict[str, Any] | None = None) -> Any:
    """The same by a program with this person's token."""
    moment, url = table.tick(), f"/draws/{table.code}/{path}"
    client = programs.program(table.cast, who, "draw:read", "draw:write", now=moment)
    with web.lived(moment):
        return client.get(f"/api/v1{url}") if body is None else programs.post(client, url, body)


def names(table: Table) -> list[str]:
    """Inspectors in the seats, team by team, as the page shows them; the captain stands first."""
    sheet = program(table, table.cast.second_operator, "sheet").json()
    return [one["name"] for team in sheet["teams"] for one in (team["captain"], *team["members"])]


@pytest.mark.clause("XM-57")
def test_who_has_other_duty_is_replaced_by_the_next_in_the_order_of_the_draw(
    table: Table, tmp_path: Path
) -> None:
    """三(五)6(2): 因其他重要公务无法参加的，按抽取先后顺序依次进行递补."""
    operator, leader = table.cast.draw_operator, table.cast.bureau_leader
    before = names(table)
    first, second, *_ = table.result()["panels"][0]["substitutes"]
    assert (
        browser(table, operator, "teams/substitute/", seat="1/M1", reason="DUTY", evidence="").status_code
        == 422
    )
    unknown = program(table, operator, "substitute", {"team": 1, "seat": "M1", **DUTY, "evidence": " "})
    assert "没有写明凭据" in unknown.json()["detail"]
    assert browser(table, leader, "teams/substitute/", seat="1/M1", **DUTY).status_code == 403
    asked = browser(table, operator, "teams/substitute/", seat="1/M1", **DUTY)
    assert asked.status_code == 303
    change = Change.objects.get()
    own = program(table, operator, f"changes/{change.pk}", {"approve": True})
    assert own.status_code in (403, 409)
    assert "批准" in own.json()["detail"]
    assert names(table) == before
    assert browser(table, leader, f"decide/{change.pk}/", approve="yes").status_code == 303
    page = web.text_of(browser(table, operator, "teams/"))
    came = next(name for name in names(table) if name not in before)
    assert came in page
    assert "出庭通知" in page
    assert leader.name in page
    assert acts(table.cast, "2026-03-1", kind="draw.change_proposed") == [
        ("draw.change_proposed", operator.code)
    ]
    table.publish()
    table.complete()
    table.write(tmp_path / "draw")
    assert judge(tmp_path / "draw", secrets=table.secrets()).ok
    transcript = json.loads((tmp_path / "draw" / "transcript.json").read_bytes())
    (event,) = [one["event"]["body"] for one in transcript["events"] if one["event"]["kind"] == "substitute"]
    assert event["in"] == first
    event["in"] = second
    (tmp_path / "draw" / "transcript.json").write_bytes(jcs(transcript))
    assert not judge(tmp_path / "draw", secrets=table.secrets()).ok


@pytest.mark.clause("XM-53")
def test_subjects_are_drawn_first_and_inspectors_then_and_each_draw_is_checked_apart(
    table: Table, tmp_path: Path
) -> None:
    """三(五)6(2): 先从监管对象名录库中抽取监管对象，再从检查人员名录库中抽取检查人员."""
    operator = table.cast.draw_operator
    page = web.text_of(browser(table, operator, ""))
    assert 0 < page.index("抽取结果") < page.index("检查组")
    sheet = program(table, operator, "sheet").json()
    listed = web.text_of(browser(table, operator, "result/JG01/"))
    assert all(one["name"] in listed for one in sheet["items"][0]["drawn"])
    told = web.text_of(browser(table, operator, "teams/"))
    assert all(team["captain"]["name"] in told for team in sheet["teams"])
    again = browser(table, operator, "compute/", typed="计算结果")
    refused = program(table, operator, "compute", {})
    assert (again.status_code, refused.status_code) == (422, 409)
    assert all(refused.json()["title"] in told for told in (web.text_of(again), refused.json()["detail"]))
    assert acts(table.cast, "2026-03-1", kind="draw.computed") == [("draw.computed", operator.code)]

    table.publish()
    table.complete()
    table.write(tmp_path / "draw")
    report = judge(tmp_path / "draw", secrets=table.secrets())
    assert report.ok
    whole = (tmp_path / "draw" / "transcript.json").read_bytes()
    found = {}
    for part, rows in (("strata", "drawn"), ("panels", "substitutes")):
        doc = json.loads(whole)
        one = doc["result"][part][0][rows]
        one[0], one[1] = one[1], one[0]
        (tmp_path / "draw" / "transcript.json").write_bytes(jcs(doc))
        found[part] = set(judge(tmp_path / "draw", secrets=table.secrets()).failed())
    assert ("V14" in found["panels"], "V14" in found["strata"]) == (True, False)  # teams and substitutes
    assert "V12" in found["strata"]
