"""Clauses of 涪陵 on one published draw, as an examiner tries them: page, program, journal, the rows of the roll."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from tests import programs, web
from tests.draw.table import FREEZE, TEXT, Table, judge
from tests.draw.test_modes import Appointed
from tests.planning import desk as desks
from tests.planning.desk import NOW
from tests.programs import acts
from tests.registry import builders

from mingqian.accounts.types import Actor
from mingqian.core.canonical import parse
from mingqian.draw.models import Change, LogEvent
from mingqian.draw.selectors import outcome, standing
from mingqian.planning import services as plans
from mingqian.planning.enums import Nature, RollMode, SamplingMethod
from mingqian.planning.models import AnnualPlan, MergeProposal
from mingqian.planning.services.filling import ItemText
from mingqian.registry import services as registries
from mingqian.registry.enums import RiskClass
from mingqian.registry.types import Strata

# One ceremony for the file; what it draws is verified on both databases by test_modes.py and test_ceremony.py.
pytestmark = [pytest.mark.slow, pytest.mark.sqlite]

WAYS = {
    "JG01": (SamplingMethod.PLAIN, ""),
    "JG05": (SamplingMethod.PLAIN, ""),
    "JG02": (SamplingMethod.WEIGHTED, "守法诚信等级有高有低"),
    "JG03": (SamplingMethod.STRATIFIED, "按诚信等级分层"),
    "JG04": (SamplingMethod.ORDERED, "重点检查，随机确定检查批次"),
}
GRADED = {1: "C", 2: "C", 3: "C", 4: "A", 5: "A"}


class Fuling(Appointed):
    """Four ways of drawing on one list of sixty firms, of which five are graded."""

    def more(self, desk: Any) -> None:
        super().more(desk)
        desk.item("JG02", subject_tags=("hr_service_agency",))
        desk.item("JG03", subject_tags=("hr_service_agency",), strata=Strata("risk", ("A", "C")))
        desk.item("JG04", subject_tags=("hr_service_agency",), item_class="key")
        for number, risk in GRADED.items():
            registries.subjects.set_risk_class(
                code=f"USCC:{builders.uscc(number)}", risk=RiskClass(risk), on=self.cast.today, basis="年度评价",
                by=self.cast.credit_officer, now=FREEZE - timedelta(days=9),
            )  # fmt: skip

    def annual(self, desk: Any) -> AnnualPlan:
        """The year's plan, written for the first of its batches."""
        written = AnnualPlan.objects.filter(year=2026).first()
        if written is not None:
            return written
        plan = desk.draft()
        for item, (way, reason) in WAYS.items():
            desk.line(plan, item, sampling_method=way, sampling_reason=reason, **self.line)
        return desk.through(plan)

    def panels(self, desk: Any, row: Any, codes: list[str]) -> None:
        text = ItemText("JG04", nature=Nature.ENFORCEMENT, method="on_site", batch_size=20)
        plans.filling.set_item(plan=row.code, text=text, by=self.cast.legal_office, now=NOW)
        super().panels(desk, row, codes)


@pytest.fixture(scope="module")
def world(home: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Table]:
    with django_db_blocker.unblock(), transaction.atomic():
        table = Fuling.where_all_stand(pack_name="fuling-2024").world(text=replace(TEXT, leader="LW01"))
        yield table.until_published()
        transaction.set_rollback(True)


@pytest.fixture
def page(table: Table) -> Iterator[Callable[..., Any]]:
    """Who opens or sends which page of the desk, a minute after the draw."""
    moment = table.at + timedelta(minutes=1)

    def go(who: Actor, path: str, data: dict[str, Any] | None = None) -> Any:
        client = web.signed_in(who, now=moment)
        return client.get(f"/desk/{path}") if data is None else client.post(f"/desk/{path}", data)

    with web.lived(moment):
        yield go


def program(table: Table, who: Actor, *scopes: str) -> Client:
    return programs.program(table.cast, who, *scopes, now=table.at)


def send(client: Client, path: str, body: dict[str, Any]) -> Any:
    return programs.post(client, path, body)


def slips(table: Table, item: str) -> dict[str, int]:
    """The slips of each firm of an item, as they stand in the roll."""
    return dict(table.row.rolls.get(item=item).roll.entries.values_list("identity", "weight"))


@pytest.mark.clause("FL-22")
def test_appointed_captains_lead_and_are_not_drawn(table: Table, page: Any) -> None:
    plan, roll = parse(table.row.plan_doc.encode()), table.row.rolls.get(panel="P1").roll
    appointed = list(roll.entries.filter(status="X:AP").order_by("tag").values_list("tag", flat=True))
    assert plan["panels"][0]["appointed"] == appointed
    assert [team["captain"] for team in table.result()["panels"][0]["teams"]] == appointed
    shown = web.text_of(page(table.cast.draw_operator, f"draws/{table.code}/teams/"))
    assert shown.count("<small>指派</small>") == len(appointed)


@pytest.mark.clause("FL-04", "PD-11")
def test_four_ways_of_drawing_on_one_list_each_with_its_reason_and_all_verified(
    table: Table, page: Any, tmp_path: Path
) -> None:
    """一(二): 根据不同类型监管对象，采取不同的、适合的随机方式."""
    legal = table.cast.legal_office
    line = {
        "rounds": "9月 R2", "responsible_unit": "JYC", "duties": "牵头", "methods": ["on_site"], "mode": "open",
        "sampling_method": "weighted", "own_ppm": "20%", "own_reason": "问题较多", "own_approver": "LW01",
    }  # fmt: skip
    api = program(table, legal, "planning:read", "planning:write")
    assert (
        send(api, "/plans/359900/2026/1/adjust", {"pack": "fuling-2024", "reason": "下半年"}).status_code
        == 201
    )
    refused = page(legal, "plans/359900/2026/2/lines/JG01/", line)
    body = {
        "rounds": [{"month": 9, "batch": "R2"}], "responsible_unit": "JYC", "duties": "牵头",
        "methods": ["on_site"], "mode": "open", "sampling_method": "weighted", "own_ppm": 200_000,
        "own_reason": "问题较多", "own_approver": "LW01",
    }  # fmt: skip
    told = api.put("/api/v1/plans/359900/2026/2/lines/JG01", body, content_type="application/json")
    assert (refused.status_code, told.status_code) == (422, 409)
    for said in (web.text_of(refused), told.content.decode()):
        assert "须写明理由" in said
        assert "涪陵指引 一(二)" in said
    assert acts(table.cast, kind="annual_plan.line_set")[-1] == ("annual_plan.line_set", "LW02")

    shown = web.text_of(page(legal, "plans/359900/2026/1/"))
    for way, reason in WAYS.values():
        assert way.label in shown or way is SamplingMethod.PLAIN
        assert reason in shown
    whole = len(slips(table, "JG01"))
    drawn = dict.fromkeys(WAYS, 0)
    for one in table.result()["strata"]:
        drawn[one["item"]] += len(one["drawn"])
    assert (whole, drawn["JG01"], drawn["JG04"]) == (60, 12, 60)
    assert sum(1 for one in table.result()["strata"] if one["item"] == "JG03") == 3
    (ordered,) = (one for one in outcome.sheet(legal, table.code).items if one.code == "JG04")
    batches = list(ordered.batches().values())
    assert [batches.count(number) for number in (1, 2, 3)] == [20, 20, 20]
    assert "第 3 批" in web.text_of(page(legal, f"draws/{table.code}/result/JG04/?sort=-batch"))
    table.write(tmp_path / "draw")
    assert judge(tmp_path / "draw").ok


@pytest.mark.clause("FL-15", "PD-23")
def test_a_low_grade_weighs_more_a_high_one_less_and_nobody_without_right_grades(
    table: Table, page: Any
) -> None:
    """三(三): 对守法诚信等级评价较高的优化抽查频次，较低的加大随机抽查力度."""
    held = slips(table, "JG02")
    for number in range(1, 61):
        wanted = {"C": 4, "A": 1, "": 2}[GRADED.get(number, "")]
        assert held[f"USCC:{builders.uscc(number)}"] == wanted
    legal, here = table.cast.legal_office, f"draws/{table.code}"
    pool = web.text_of(page(legal, f"{here}/pool/JG02/"))
    for weight, number in ((4, 3), (2, 55), (1, 2)):
        assert f"每户 {weight} 签：{number} 户" in pool
    graded = web.text_of(page(legal, f"{here}/pool/JG02/?slips=4"))
    assert [one for one in range(1, 61) if builders.uscc(one) in graded] == [1, 2, 3]
    assert "签数" in web.text_of(page(legal, f"{here}/result/JG02/"))
    result = program(table, legal, "draw:read").get(f"/api/v1/draws/{table.code}/sheet").json()
    (weighted,) = (one for one in result["items"] if one["code"] == "JG02")
    assert {one["identity"]: one["weight"] for one in weighted["drawn"]}.items() <= held.items()
    firm = f"USCC:{builders.uscc(7)}"
    said = {"risk": "C", "on": "2026-03-17", "basis": "拖欠工资"}
    api = f"/subjects/{firm}/risk"
    operator, officer = table.cast.draw_operator, table.cast.credit_officer
    assert page(operator, f"subjects/{firm}/risk/", said).status_code == 403
    barred = send(program(table, operator, "registry:read", "registry:write"), api, said)
    assert barred.status_code == 403
    assert "确定守法诚信等级" in barred.content.decode()
    assert page(officer, f"subjects/{firm}/risk/", {**said, "basis": ""}).status_code == 422
    done = send(program(table, officer, "registry:read", "registry:write"), api, said)
    assert done.status_code == 200
    assert acts(table.cast, thing=f"subject:{firm}") == [("subject.rated", officer.code)]
    assert slips(table, "JG02")[firm] == 2, "a frozen list does not follow"


@pytest.mark.clause("FL-21")
def test_who_comes_in_follows_from_the_order_and_is_nobodys_choice(table: Table, page: Any) -> None:
    """四(三): 确有其他重要公务无法参加的，按抽取先后顺序依次进行递补."""
    operator, leader, here = table.cast.draw_operator, table.cast.bureau_leader, f"draws/{table.code}"
    first, second = table.result()["panels"][0]["substitutes"][:2]
    away = {"seat": "1/M1", "reason": "DUTY", "evidence": "市政府会议通知"}
    api = program(table, operator, "draw:read", "draw:write")
    body = {"team": 1, "seat": "M1", "reason": "DUTY", "evidence": "市政府会议通知"}
    assert page(operator, f"{here}/teams/substitute/", {**away, "evidence": ""}).status_code == 422
    wrong = send(api, f"/draws/{table.code}/substitute", {**body, "reason": "GONE"})
    assert (wrong.status_code, "不适用" in wrong.content.decode()) == (409, True)
    assert page(operator, f"{here}/teams/substitute/", {**away, "incoming": second}).status_code == 303
    change = Change.objects.get(draw=table.row)
    own = page(operator, f"{here}/decide/{change.pk}/", {"answer": "approve", "remark": "x"})
    mine = send(api, f"/draws/{table.code}/changes/{change.pk}", {"approve": True, "remark": "x"})
    assert (own.status_code, mine.status_code) == (403, 403)
    assert standing.of(table.row).seats[1]["M1"] != first
    boss = program(table, leader, "draw:read", "draw:write")
    done = send(boss, f"/draws/{table.code}/changes/{change.pk}", {"approve": True, "remark": "情况属实"})
    assert done.status_code == 200
    assert standing.of(table.row).seats[1]["M1"] == first
    assert LogEvent.objects.filter(draw=table.row, kind="substitute").count() == 1
    name = table.row.rolls.get(panel="P1").roll.entries.get(tag=first).name
    assert name in web.text_of(page(operator, f"{here}/teams/"))
    told = [
        one
        for one in acts(table.cast, thing=f"draw:{table.code}")
        if one[1] == leader.code or "change" in one[0]
    ]
    assert told == [("draw.change_proposed", operator.code), ("draw.substituted", leader.code)]


@pytest.mark.clause("FL-32")
def test_several_items_of_one_firm_become_one_visit_from_the_draws_page(table: Table, page: Any) -> None:
    """五(二): 对同一市场主体的多个检查事项，原则上应一次性完成."""
    legal = table.cast.legal_office
    teams = web.text_of(page(legal, f"draws/{table.code}/teams/"))
    assert "提出合并检查" in teams
    barred = page(table.cast.draw_operator, f"draws/{table.code}/merge/", {})
    assert barred.status_code == 403
    both = ("draw:read", "draw:write", "planning:read", "planning:write")
    api, other = program(table, legal, *both), program(table, table.cast.draw_operator, *both)
    told = send(other, f"/draws/{table.code}/merge", {})
    assert (told.status_code, "办理合并检查" in told.content.decode()) == (403, True)
    asked = page(legal, f"draws/{table.code}/merge/", {})
    assert asked.status_code == 303
    row = MergeProposal.objects.get(draw_code=table.code)
    pairs = outcome.pairs(legal, table.code)
    firms = {pair.subject_id for pair in pairs}
    assert (row.pairs, row.visits_count) == (len(pairs), len(firms))
    assert row.visits_count < row.pairs
    assert row.visits.count() == len(firms)
    twice = send(api, f"/draws/{table.code}/merge", {})
    assert (twice.status_code, "合并建议" in twice.content.decode()) == (409, True)
    empty = page(legal, f"merges/{row.pk}/decline/", {"reason": ""})
    silent = send(api, f"/merges/{row.pk}/decline", {"reason": " "})
    assert (empty.status_code, silent.status_code) == (422, 409)
    assert "涪陵指引五(二)" in silent.content.decode()
    assert send(api, f"/merges/{row.pk}/accept", {}).status_code == 204
    shown = web.text_of(page(legal, f"merges/{row.pk}/"))
    assert f"{row.pairs} 件" in shown
    assert f"{row.visits_count} 次" in shown
    assert acts(table.cast, thing=f"merge:{table.code}/1") == [
        ("merge.proposed", "LW02"),
        ("merge.accepted", "LW02"),
    ]


@pytest.mark.clause("PD-21")
def test_the_second_batch_of_the_plan_is_drawn_when_the_first_is_done(table: Table, page: Any) -> None:
    """三(二): 按照年度抽查计划，逐批次抽取检查对象."""
    second = replace(table, code="LW-2026-R2", plan="SS-2026-R2")
    text = replace(TEXT, leader="LW01")
    second.started(desks.Desk(table.cast, table.pack), mode=RollMode.SEALED, text=text, batch="R2")
    second.prepare()
    second.freeze()
    operator = table.cast.draw_operator
    api = program(table, operator, "draw:read", "draw:write")
    refused = page(operator, f"draws/{second.code}/announce/", {"source": "dice10"})
    told = send(api, f"/draws/{second.code}/announce", {"sources": [{"src": "dice10"}]})
    assert (refused.status_code, told.status_code) in ((422, 409), (409, 409))
    for said in (web.text_of(refused), told.content.decode()):
        assert f"上一轮抽取 {table.code} 尚未办结" in said
        assert "上一轮办结后方可开始下一轮" in said
    table.at = second.at
    table.complete()
    second.at = table.at
    second.announce()
    plan = parse(second.row.plan_doc.encode())
    assert {one["round"] for one in plan["items"]} == {"2026-02"}
    assert ("draw.announced", operator.code) in acts(table.cast, thing=f"draw:{second.code}")
    listed = web.text_of(page(operator, "draws/"))
    assert table.code in listed
    assert second.code in listed
