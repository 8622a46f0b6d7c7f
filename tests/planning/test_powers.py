"""The list of powers and the item list held against each other: page, program, plan, journal."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.test import Client
from tests import web
from tests.cast import BUREAU
from tests.planning.desk import NOW, Desk
from tests.planning.test_api import program, send

from mingqian.accounts.types import Actor
from mingqian.audit import selectors as journal
from mingqian.core import workdays
from mingqian.registry import item_rules
from mingqian.registry import selectors as registry
from mingqian.registry.models import ImportBatch, Power
from mingqian.registry.services import imports

pytestmark = pytest.mark.django_db
PLAN, API = f"/desk/plans/{BUREAU}/2026/1/", f"/plans/{BUREAU}/2026/1"
BOTH = ("planning:read", "planning:write", "registry:read", "registry:write")
FIRST = "涪陵指引 三(一)"
POWER = {
    "code": "JC-01", "name": "对人力资源服务机构的监督检查", "kind": "inspection", "unit": BUREAU,
    "document": "LAW-1", "article": "第三十五条", "listed_on": "2026-01-05", "listed_by": "鹭府办〔2026〕2号",
}  # fmt: skip
OTHER = {**POWER, "code": "JC-02", "name": "对劳务派遣单位的监督检查"}


@pytest.fixture(autouse=True)
def in_january() -> Iterator[None]:
    with web.lived(NOW):
        yield


def seat(actor: Actor) -> Client:
    return web.signed_in(actor, now=NOW)


def refused(officer: Client, machine: Client, *words: str) -> None:
    """Sending the plan in is refused in these words, on its page and to a program."""
    page, told = officer.post(f"{PLAN}submit/"), send(machine, "post", f"{API}/submit")
    assert (page.status_code, told.status_code) == (409, 409)
    for said in (web.refusal_of(page), told.content.decode()):
        for word in (*words, FIRST):
            assert word in said, said


def card(page: str, heading: str) -> str:
    """What stands under a heading of the report."""
    return page.split(f"<h2>{heading}")[1].split("</section>")[0]


@pytest.mark.clause("FL-39", "XM-13", "EZ-02", "EZ-16", "EZ-17")
def test_an_item_without_a_power_in_force_is_not_planned_and_a_power_without_item_is_listed(
    desk: Desk,
) -> None:
    """三(一): 结合我局行政权力制定随机抽查事项清单; 清单之外无权力."""
    legal, head = desk.cast.legal_office, desk.cast.business_unit_head
    officer, machine, stranger = seat(legal), program(desk, legal, *BOTH), program(desk, head, *BOTH)
    plan = desk.draft()
    for item in ("JG01", "JG05"):
        desk.line(plan, item)
    assert seat(head).post("/desk/powers/new/", POWER).status_code == 403
    barred = send(stranger, "post", "/powers", {**POWER, "unit": "LDGX"})
    assert (barred.status_code, "维护权责清单" in barred.content.decode()) == (403, True)
    assert officer.post("/desk/powers/new/", POWER).status_code == 303
    assert send(machine, "post", "/powers", OTHER).status_code == 201
    fine = {**POWER, "code": "CF-01", "name": "对违法派遣的处罚", "kind": "penalty"}
    assert send(machine, "post", "/powers", fine).status_code == 201
    assert send(machine, "post", "/powers", {**fine, "kind": "wish"}).status_code == 422
    assert officer.post("/desk/powers/new/", POWER).status_code == 422

    refused(officer, machine, "（JG01）没有对应权责清单中的行政检查权力", "（JG05）没有对应")
    report = web.text_of(officer.get("/desk/items/report/"))
    assert all(code in card(report, "没有抽查事项的行政检查权力") for code in ("JC-01", "JC-02"))
    assert "CF-01" not in card(report, "没有抽查事项的行政检查权力")
    wrong = officer.post("/desk/powers/CF-01/items/", {"item": "JG01"})
    assert (wrong.status_code, "只能实施行政检查权力" in web.text_of(wrong)) == (422, True)
    assert officer.post("/desk/powers/JC-01/items/", {"item": "JG01"}).status_code == 303
    assert send(machine, "post", "/powers/JC-02/items", {"item": "JG05"}).json()["items"] == ["JG05"]
    report = web.text_of(officer.get("/desk/items/report/"))
    assert card(report, "没有抽查事项的行政检查权力").startswith("（0）")
    assert "对人力资源服务机构的监督检查" in web.text_of(officer.get("/desk/items/JG01/"))
    assert "今天现行 3 项：行政处罚 1，行政检查 2" in web.text_of(officer.get("/desk/powers/"))

    gone = {"on": NOW.date().isoformat(), "ground": "鹭府办〔2026〕9号", "typed": "取消"}
    assert officer.post("/desk/powers/JC-02/cancel/", {**gone, "typed": ""}).status_code == 422
    assert officer.post("/desk/powers/JC-02/cancel/", gone).status_code == 303
    again = send(machine, "post", "/powers/JC-02/cancel", {"on": "2026-02-01", "ground": "x"})
    assert (again.status_code, "鹭府办〔2026〕9号" in again.content.decode()) == (409, True)
    refused(officer, machine, f"（JG05）对应的行政权力已于{workdays.written(NOW.date())}取消")
    assert (
        "JG05"
        in card(web.text_of(officer.get("/desk/items/report/")), "清单的缺口").split("行政权力不在有效期")[1]
    )
    shown = web.text_of(officer.get("/desk/powers/?state=live"))
    assert "今天现行 2 项" in shown
    assert "JC-02" not in shown
    away = {"reason": "权力已取消"}
    assert send(machine, "put", f"{API}/omissions/JG05", away).status_code == 204
    assert officer.post(f"{PLAN}submit/").status_code == 303
    found = [
        (one.kind, one.actor, one.at[:10])
        for one in journal.entries(desk.cast.audit_admin, thing="power:JC-02")
    ]
    assert found == [
        (f"power.{kind}", legal.code, "2026-01-12") for kind in ("listed", "linked", "cancelled")
    ]


def test_a_link_is_taken_away_with_a_reason_and_another_organs_list_binds_nobody_here(desk: Desk) -> None:
    legal, county = desk.cast.legal_office, desk.cast.district_bureau
    own: dict[str, Any] = {**POWER, "code": "QX-01", "unit": "359901"}
    assert send(program(desk, county, *BOTH), "post", "/powers", own).status_code == 201
    assert desk.published().state == "published"
    assert send(program(desk, legal, *BOTH), "post", "/powers", POWER).status_code == 201
    officer = seat(legal)
    theirs = officer.post("/desk/powers/QX-01/items/", {"item": "JG01"})
    assert (theirs.status_code, "不属于行使" in web.text_of(theirs)) == (422, True)
    assert officer.post("/desk/powers/JC-01/items/", {"item": "JG01"}).status_code == 303
    here = "/desk/powers/JC-01/items/JG01/"
    assert officer.post(here, {"reason": ""}).status_code == 422
    assert officer.post(here, {"reason": "归入另一项"}).status_code == 303
    assert officer.post(here, {"reason": "再来一次"}).status_code == 422


def test_a_power_counts_from_the_day_it_is_listed_to_the_day_it_is_cancelled(desk: Desk) -> None:
    """权责清单动态调整: what runs from next month carries no check today, and asks none of the others either."""
    machine = program(desk, desk.cast.legal_office, *BOTH)
    today = NOW.date()
    assert (
        send(machine, "post", "/powers", {**POWER, "listed_on": str(today + timedelta(days=30))}).status_code
        == 201
    )
    desk.line(desk.draft(), "JG01")
    by = desk.cast.legal_office

    def obstacles(on: date) -> list[str]:
        listed = {one.code: one for one in registry.items.listing(by, today)}
        found = item_rules.obstacles(listed["JG01"], on, national_layer=False)
        return [one.code for one in found if one.code.startswith("item.power") or one.code == "item.no_power"]

    starts = today + timedelta(days=30)
    assert (obstacles(today), obstacles(starts)) == ([], ["item.no_power"])
    assert send(machine, "post", "/powers/JC-01/items", {"item": "JG01"}).status_code == 201
    assert (obstacles(today), obstacles(starts)) == (["item.power_early"], [])
    ends = starts + timedelta(days=9)
    gone = {"on": str(ends), "ground": "鹭府办〔2026〕9号"}
    assert send(machine, "post", "/powers/JC-01/cancel", gone).status_code == 200
    for on in (starts - timedelta(days=1), starts, ends - timedelta(days=1), ends):
        (item,) = (one for one in registry.items.listing(by, today) if one.code == "JG01")
        in_list = Power.objects.filter(registry.powers.live(on)).exists()
        assert in_list is item_rules.powered(item, on), "the list and the item say the same day by day"


HEADER = "权力编码,职权名称,权力类型,实施机关,设定依据,列入日期,列入清单的文号或会议,实施事项"
BASIS = "《人力资源市场暂行条例》第三十五条"
ROWS = (
    f"JC-01,对人力资源服务机构的监督检查,行政检查,,{BASIS},2026-01-05,鹭府办〔2026〕2号,JG01、JG05",
    f"CF-01,对违法派遣的处罚,处罚,{BUREAU},{BASIS},2026年1月5日,鹭府办〔2026〕2号,",
    f"JC-03,没有这个类别,行政赔偿,,{BASIS},2026-01-05,鹭府办〔2026〕2号,",
    "JC-04,依据没有登记,行政检查,,《鹭湾市没有的办法》第一条,2026-01-05,鹭府办〔2026〕2号,",
    f"JC-05,没有这个事项,行政检查,,{BASIS},2026-01-05,鹭府办〔2026〕2号,JG99",
    f"CF-02,处罚没有抽查事项,行政处罚,,{BASIS},2026-01-05,鹭府办〔2026〕2号,JG01",
    f"JC-01,又一个同码的,行政检查,,{BASIS},2026-01-05,鹭府办〔2026〕2号,",
)


def bring(officer: Client, *rows: str) -> tuple[str, str]:
    """A list handed in at the desk and read: (where its page is, what it shows)."""
    file = SimpleUploadedFile("权责清单.csv", "\n".join((HEADER, *rows)).encode())
    taken = officer.post("/desk/imports/new/", {"file": file, "unit": BUREAU, "kind": "powers"})
    assert taken.status_code == 303, web.text_of(taken)
    return taken["Location"], web.text_of(officer.get(taken["Location"]))


@pytest.mark.clause("EZ-17", "FL-39")
def test_a_list_of_powers_comes_in_with_its_items_and_goes_out_again_while_nobody_acted_on_it(
    desk: Desk,
) -> None:
    officer, legal = seat(desk.cast.legal_office), desk.cast.legal_office
    barred = {"file": SimpleUploadedFile("单.csv", HEADER.encode()), "unit": BUREAU, "kind": "powers"}
    assert seat(desk.cast.business_unit_head).post("/desk/imports/new/", barred).status_code == 422
    place, page = bring(officer, *ROWS)
    for said in (
        "职权类别“行政赔偿”不认识，应为行政许可", "“鹭湾市没有的办法”尚未登记为制度文件", "没有代码为“JG99”的事项",
        "行政处罚没有抽查事项", "职权编码与第2行相同",
    ):  # fmt: skip
        assert said in page
    assert Power.objects.count() == 0
    assert officer.post(place, {}).status_code == 303
    first = ImportBatch.objects.get()
    assert (first.kind, first.added, first.refused) == ("powers", 2, 5)
    shown = web.text_of(officer.get("/desk/powers/"))
    assert "今天现行 2 项：行政处罚 1，行政检查 1" in shown
    assert "对人力资源服务机构的监督检查" in web.text_of(officer.get("/desk/items/JG05/"))

    imports.take_back(first.number, by=legal, now=NOW)
    assert Power.objects.count() == 0
    assert "（已撤回）" in web.text_of(officer.get(f"/desk/imports/{first.number}/"))


def test_a_list_rewrites_no_power_and_what_somebody_acted_on_stays(desk: Desk) -> None:
    officer, legal = seat(desk.cast.legal_office), desk.cast.legal_office
    officer.post(bring(officer, ROWS[0].replace("、JG05", ""), ROWS[1])[0], {})
    first = ImportBatch.objects.get()
    place, page = bring(officer, ROWS[0], ROWS[1].replace("对违法派遣的处罚", "对派遣的处罚"))
    assert "清单上这一项的职权名称是“对违法派遣的处罚”；列入的不改写" in page
    assert officer.post(place, {}).status_code == 303
    second = ImportBatch.objects.latest("pk")
    assert (second.changed, second.refused) == (1, 1)
    changed = web.text_of(officer.get(f"/desk/imports/{second.number}/"))
    assert "实施事项：<del>JG01</del> → <ins>JG01、JG05</ins>" in changed
    undo = f"/desk/imports/{first.number}/undo/"
    assert "请先撤回之后的批次" in web.text_of(officer.post(undo, {"typed": "撤回"}))
    imports.take_back(second.number, by=legal, now=NOW)
    assert [one.code for one in Power.objects.get(code="JC-01").items.all()] == ["JG01"]

    assert officer.post("/desk/powers/JC-01/items/", {"item": "JG05"}).status_code == 303
    assert "之后已取消或另行写明实施事项" in web.text_of(officer.post(undo, {"typed": "撤回"}))
    with pytest.raises(IntegrityError, match="不能修改"):
        Power.objects.filter(code="JC-01").update(name="改写")
