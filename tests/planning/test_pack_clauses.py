"""Clauses of 涪陵 and 平顶山 an outside examiner can try on the plan desk: page, program, journal, rows."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from tests import web
from tests.cast import BUREAU
from tests.planning.desk import NOW, TEXT, Desk, wording
from tests.planning.test_api import program, send
from tests.programs import acts_of_a_day
from tests.registry import builders

from mingqian.accounts.types import Actor
from mingqian.planning import selectors, services
from mingqian.planning.enums import Nature, SamplingMethod
from mingqian.planning.models import AnnualPlan, ImplementationPlan
from mingqian.planning.services.filling import ItemText
from mingqian.registry import selectors as registered
from mingqian.registry import services as registries
from mingqian.registry.enums import Level
from mingqian.registry.models import ItemVersion

# What pages and programs say; the services behind them run on both.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PLAN = f"/desk/plans/{BUREAU}/2026/1/"
API = f"/plans/{BUREAU}/2026/1"
OWN = {"own_ppm": 100_000, "own_reason": "户数少", "own_approver": "LW01"}
LINE = {
    "rounds": "3月 R1\n9月 R2", "responsible_unit": "JYC", "duties": "归口处室牵头", "methods": ["on_site"],
    "mode": "open", "sampling_method": "plain",
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_january() -> Iterator[None]:
    with web.lived(NOW):
        yield


def seat(actor: Actor) -> Client:
    return web.signed_in(actor, now=NOW)


def drafted(desk: Desk, plan: AnnualPlan) -> ImplementationPlan:
    """A batch whose words are there and whose people are not."""
    legal = desk.cast.legal_office
    row = services.implementation.draft(
        annual_plan=plan, batch="R1", code="SS-1", title="第一批", pack=desk.pack, by=legal, now=NOW
    )
    services.filling.fill(plan=row.code, text=replace(TEXT, leader="LW01"), by=legal, now=NOW)
    for item in row.items.all():
        text = ItemText(item=item.item.code, nature=Nature.ENFORCEMENT, method="on_site")
        services.filling.set_item(plan=row.code, text=text, by=legal, now=NOW)
    return row


@pytest.mark.clause("FL-20")
def test_how_many_inspectors_are_needed_is_said_before_anything_is_drawn(desk: Desk) -> None:
    """四(三): 按实际需要人数，从执法检查人员名录库中随机抽取执法检查人员."""
    desk = desk.under("fuling-2024")
    row = drafted(desk, desk.published(**OWN))
    url, api = f"/desk/implementations/{row.code}/", f"/implementations/{row.code}"
    officer, machine = seat(desk.cast.legal_office), program(desk, desk.cast.legal_office)
    page = officer.post(f"{url}submit/")
    assert (page.status_code, "执法人员数量" in web.refusal_of(page)) == (409, True)
    assert "涪陵指引四(二)" in web.refusal_of(page)
    told = send(machine, "post", f"{api}/submit")
    assert (told.status_code, "执法人员数量" in told.content.decode()) == (409, True)
    team = {"pool_class": "enforcement", "teams": 3, "items": ["JG01", "JG05"], "captain_mode": "appointed"}
    alone = send(machine, "put", f"{api}/panels/P1", {**team, "size": 1})
    assert (alone.status_code, "少于2人" in alone.content.decode()) == (409, True)
    assert (
        officer.post(
            f"{url}panels/", {**team, "code": "P1", "size": 1, "draw_method": "individual"}
        ).status_code
        == 422
    )
    assert send(machine, "put", f"{api}/panels/P1", team).status_code == 204
    row.refresh_from_db()
    assert row.inspectors_needed == 6
    assert "6" in web.text_of(officer.get(url))
    assert officer.post(f"{url}submit/").status_code == 303
    assert [act for act in acts_of_a_day(desk.cast, thing=f"implementation:{row.code}") if act[0].endswith(("panel_set", "submitted"))] == [
        (f"implementation.{kind}", "LW02", "2026-01-12") for kind in ("panel_set", "submitted")
    ]  # fmt: skip
    early = {"code": "D-1", "plan": row.code, "nature": "official", "order": "table", "parties": []}
    operator = program(desk, desk.cast.draw_operator, "draw:read", "draw:write")
    assert send(operator, "post", "/draws", early).status_code in (403, 404, 409, 422)


@pytest.mark.clause("PD-10")
def test_a_key_item_may_be_drawn_whole_and_a_general_one_not_below_five_percent(desk: Desk) -> None:
    """二(一): 重点检查事项抽查比例不设上限，一般检查事项最低不能低于5%."""
    desk = desk.under("pingdingshan-2020")
    desk.firms()
    desk.item("ZD01", item_class="general", ratio={"kind": "ratio", "ppm": 40_000})
    plan = desk.draft()
    for item in ("JG01", "JG05"):
        services.plan_lines.leave_out(
            plan=plan, item=item, reason="本年由省厅检查", pack=desk.pack, by=desk.cast.legal_office, now=NOW
        )
    officer, machine = seat(desk.cast.legal_office), program(desk, desk.cast.legal_office)
    line = {**LINE, "rounds": "3月 R1"}
    assert officer.post(f"{PLAN}lines/ZD01/", line).status_code == 303
    page, told = officer.post(f"{PLAN}submit/"), send(machine, "post", f"{API}/submit")
    assert (page.status_code, told.status_code) == (409, 409)
    for said in (web.refusal_of(page), told.content.decode()):
        assert "低于" in said
        assert "平人社办〔2020〕47号二(一)" in said

    raise_it(desk, "ZD01", item_class="key", ratio={"kind": "ratio", "ppm": 1_000_000})
    assert "<del>一般" in web.text_of(officer.get("/desk/items/ZD01/2/"))
    way = {"sampling_method": "ordered", "sampling_reason": "比例高，随机确定检查批次"}
    assert officer.post(f"{PLAN}lines/ZD01/", {**line, **way}).status_code == 303
    assert send(machine, "post", f"{API}/submit").status_code == 200
    (row,) = selectors.forecast.coverage(desk.cast.legal_office, plan, NOW.date(), desk.pack)
    assert (row.pool, row.quota) == (6, 6)
    versions = ItemVersion.objects.filter(item__code="ZD01").order_by("number")
    assert [one.item_class for one in versions] == ["general", "key"]
    assert acts_of_a_day(desk.cast, thing="item:ZD01")[-1][:2] == ("item.published", "LW02")


def own_item(desk: Desk, code: str, county: Actor) -> None:
    """An item of the county's own agency, about the county's own subjects."""
    cast, step = desk.cast, {"code": code, "number": 1, "now": NOW}
    words = wording("县级养老保险稽核", subject_tags=("labour_dispatch",))
    registries.items.draft(
        code=code, unit="359901", jurisdiction="359901", level=Level.DISTRICT, wording=words,
        reason="建立清单", by=county, now=NOW,
    )  # fmt: skip
    registries.items.submit(**step, by=county)
    registries.items.review(**step, passed=True, opinion="一致", by=cast.legal_office)
    registries.items.approve(**step, by=cast.bureau_leader)
    registries.items.publish(**step, effective_on=NOW.date(), by=cast.legal_office)


def raise_it(desk: Desk, code: str, **changes: Any) -> None:
    """The next version of an item, through the same three people, in force the same day."""
    cast, step = desk.cast, {"code": code, "number": 2, "now": NOW}
    registries.items.draft(
        code=code, unit="JYC", wording=wording(f"对{code}的监督检查", **changes), reason="列为重点检查事项",
        by=cast.legal_office, now=NOW,
    )  # fmt: skip
    registries.items.submit(**step, by=cast.legal_office)
    registries.items.review(**step, passed=True, opinion="一致", by=cast.second_legal_officer)
    registries.items.approve(**step, by=cast.bureau_leader)
    registries.items.publish(**step, effective_on=NOW.date(), by=cast.legal_office)


@pytest.mark.clause("PD-45")
def test_the_insurance_agency_starts_its_item_and_a_section_of_the_department_does_not(desk: Desk) -> None:
    """附件 实施层级: 市、县社保经办机构 for item 8; every authority on its own subjects."""
    desk = desk.under("pingdingshan-2020")
    desk.item("BX08", unit="SBZX", level_text="市、县社保经办机构")
    plan = desk.draft()
    for item, unit in (("JG01", "JYC"), ("JG05", "JYC"), ("BX08", "SBZX")):
        month = 3 if unit == "JYC" else 11
        desk.line(plan, item, unit=unit, rounds=((month, f"R-{unit}"),))
    desk.through(plan)
    batch = next(
        one for one in selectors.implementations.open_batches(desk.cast.legal_office) if one.code == "R-SBZX"
    )
    new = {"batch": batch.key, "unit": "LDGX", "code": "SS-BX", "title": "养老保险稽核", "mode": "open"}
    page = seat(desk.cast.business_unit_head).post("/desk/implementations/new/", new)
    body = {
        "plan_unit": BUREAU, "plan_year": 2026, "batch": "R-SBZX", "unit": "LDGX", "code": "SS-BX",
        "title": "养老保险稽核", "mode": "open",
    }  # fmt: skip
    told = send(program(desk, desk.cast.business_unit_head), "post", "/implementations", body)
    assert (page.status_code, told.status_code) in ((422, 409), (422, 403))
    for said in (web.text_of(page), told.content.decode()):
        assert "不归“劳动关系处”管理" in said
    assert not ImplementationPlan.objects.exists()
    agency = seat(desk.cast.insurance_agency).post("/desk/implementations/new/", {**new, "unit": "SBZX"})
    assert agency.status_code == 303
    assert acts_of_a_day(desk.cast, thing="implementation:SS-BX")[0][:2] == ("implementation.drafted", "LW07")
    assert ImplementationPlan.objects.get().unit.code == "SBZX"

    county = desk.cast.district_bureau
    own_item(desk, "HB08", county)
    for number, unit in enumerate(("359901", BUREAU), 1):
        builders.firm(desk.cast, number, unit=unit, tag="labour_dispatch")
    assert registered.universe.size(desk.cast.legal_office, "HB08", NOW.date()) == 1
    own = {"unit": "359901", "year": 2026, "title": "2026年度抽查计划", "pack": "pingdingshan-2020"}
    machine = program(desk, county)
    assert send(machine, "post", "/plans", own).status_code == 201
    barred = send(machine, "post", "/plans", {**own, "unit": BUREAU})
    assert (barred.status_code, "不在您的数据范围" in barred.content.decode()) == (404, True)


@pytest.mark.clause("PD-25")
def test_how_inspectors_are_drawn_is_chosen_with_its_reason_and_no_team_is_one_person(desk: Desk) -> None:
    """三(三): 结合检查对象性质、检查力量、业务专长等，合理选择检查人员抽取方式，每组不少于2人."""
    desk = desk.under("pingdingshan-2020")
    row = drafted(desk, desk.published())
    url, api = f"/desk/implementations/{row.code}/panels/", f"/implementations/{row.code}/panels"
    officer, machine = seat(desk.cast.legal_office), program(desk, desk.cast.legal_office)
    team = {"pool_class": "enforcement", "teams": 2, "items": ["JG01"]}
    for number, way in enumerate(("individual", "grouped", "expertise"), 1):
        chosen = {**team, "draw_method": way, "method_reason": "技工院校检查须懂专业"}
        page = officer.post(url, {**chosen, "code": f"P{number}", "size": 1})
        told = send(machine, "put", f"{api}/P{number}", {**chosen, "size": 1})
        assert (page.status_code, told.status_code) == (422, 409), way
        for said in (web.text_of(page), told.content.decode()):
            assert "少于2人" in said
            assert "平人社办〔2020〕47号三(三)" in said
        if way != "individual":
            silent = {**chosen, "method_reason": ""}
            page = officer.post(url, {**silent, "code": f"P{number}"})
            told = send(machine, "put", f"{api}/P{number}", silent)
            assert (page.status_code, told.status_code) == (422, 409), way
        assert send(machine, "put", f"{api}/P{number}", chosen).status_code == 204
    shown = web.text_of(officer.get(f"/desk/implementations/{row.code}/"))
    assert "技工院校检查须懂专业" in shown
    set_ = [
        act
        for act in acts_of_a_day(desk.cast, thing=f"implementation:{row.code}")
        if act[0].endswith("panel_set")
    ]
    assert set_ == [("implementation.panel_set", "LW02", "2026-01-12")] * 3


@pytest.mark.clause("PD-11")
def test_a_whole_list_drawn_in_random_order_says_how_many_make_a_batch(desk: Desk) -> None:
    """二(一): 抽查比例高的，可以通过随机抽取的方式确定检查批次顺序."""
    desk = desk.under("pingdingshan-2020")
    desk.item("ZD02", item_class="key", ratio={"kind": "ratio", "ppm": 1_000_000})
    plan, legal = desk.draft(), desk.cast.legal_office
    for item in ("JG01", "JG05"):
        services.plan_lines.leave_out(
            plan=plan, item=item, reason="本年由省厅检查", pack=desk.pack, by=legal, now=NOW
        )
    ordered = SamplingMethod.ORDERED
    desk.line(plan, "ZD02", rounds=((3, "R1"),), sampling_method=ordered, sampling_reason="全部检查")
    row = drafted(desk, desk.through(plan))
    desk.panel(row, ["ZD02"])
    url, api = f"/desk/implementations/{row.code}/", f"/implementations/{row.code}"
    officer, machine = seat(legal), program(desk, legal)
    page, told = officer.post(f"{url}submit/"), send(machine, "post", f"{api}/submit")
    assert (page.status_code, told.status_code) == (409, 409)
    for said in (web.refusal_of(page), told.content.decode()):
        assert "没有写明每批户数" in said
        assert "平顶山方案 二(一)" in said
    words = {"nature": "enforcement", "method": "on_site", "batch_size": 2}
    assert send(machine, "put", f"{api}/items/ZD02", words).status_code == 204
    assert officer.post(f"{url}submit/").status_code == 303
    found = [
        act
        for act in acts_of_a_day(desk.cast, thing=f"implementation:{row.code}")
        if act[0].endswith("item_set")
    ]
    assert found == [("implementation.item_set", "LW02", "2026-01-12")] * 2
