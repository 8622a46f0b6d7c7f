"""Clauses of 厦门 on the item list and the plan, as an outside examiner tries them: page, program, journal."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from tests import programs, web
from tests.cast import BUREAU
from tests.planning.desk import NOW, Desk
from tests.planning.test_api import LINE as WIRE
from tests.planning.test_api import program, send
from tests.programs import acts
from tests.registry import builders

from mingqian.accounts.types import Actor
from mingqian.registry.enums import SubjectKind
from mingqian.registry.models import ItemVersion, Subject

# Clauses as somebody sees them from outside; the services behind them run on both.
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PLAN, WIRED = f"/desk/plans/{BUREAU}/2026/1/", f"/plans/{BUREAU}/2026/1"
WORDS = {
    "name": "对JG01的监督检查", "category": "1", "item_class": "general", "inspector_class": "enforcement",
    "subject_kinds": ["enterprise"], "subject_tags": ["hr_service_agency"], "methods": ["on_site", "written"],
    "evaluation_method": "评价办法（2026年版）", "contents": "是否符合设立条件", "basis_1": "LAW-1",
    "article_1": "第三十五条", "reason": "条例修订",
}  # fmt: skip
ALL = ("planning:read", "planning:write", "registry:read", "registry:write")
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


def version(desk: Desk, code: str, number: int, **words: Any) -> None:
    """One wording through the pages: drafted, sent in, reviewed, approved and published by three people."""
    legal, second, leader = map(
        seat, (desk.cast.legal_office, desk.cast.second_legal_officer, desk.cast.bureau_leader)
    )
    here = f"/desk/items/{code}/{number}"
    assert legal.post(f"/desk/items/{code}/edit/", {**WORDS, **words}).status_code == 303
    assert legal.post(f"{here}/submit/").status_code == 303
    opinion = {"passed": "yes", "opinion": "一致"}
    own = legal.post(f"{here}/review/", opinion)
    assert own.status_code == 422
    assert "提出人" in web.text_of(own)
    assert second.post(f"{here}/review/", opinion).status_code == 303
    assert leader.post(f"{here}/approve/").status_code == 303
    day = {"effective_on": NOW.date().isoformat(), "typed": "公布"}
    assert legal.post(f"{here}/publish/", day).status_code == 303


@pytest.mark.clause("XM-14", "XM-09")
def test_a_changed_law_changes_the_list_by_its_procedure_and_no_plan_made_before(desk: Desk) -> None:
    """三(一): 法律法规规章有调整或部门职责发生变化的，按照规定程序及时调整事项清单."""
    before = desk.published()
    officer, api = seat(desk.cast.legal_office), program(desk, desk.cast.legal_office, *ALL)
    draft = {"unit": BUREAU, "year": 2027, "title": "2027年度抽查计划", "pack": "luwan-2026"}
    assert send(api, "post", "/plans", draft).status_code == 201
    for item in ("JG01", "JG05"):
        assert send(api, "put", f"/plans/{BUREAU}/2027/1/lines/{item}", WIRE).status_code == 200
    version(desk, "JG01", 2, contents="是否符合设立条件\n是否报告经营情况", risk_point="虚报经营情况")

    plan = f"/desk/plans/{BUREAU}/2027/1/"
    assert officer.post(f"{plan}submit/").status_code == 409
    refused = send(api, "post", f"/plans/{BUREAU}/2027/1/submit").json()
    assert (refused["code"], "JG01" in refused["detail"]) == ("plan.old_version", True), refused
    assert officer.post(f"{plan}lines/JG01/", LINE).status_code == 303
    assert officer.post(f"{plan}submit/").status_code == 303
    assert "第2版" in web.text_of(officer.get(plan))
    assert [one["item_version"] for one in api.get(f"/api/v1{WIRED}/lines").json()] == [1, 1]
    assert before.lines.get(item__code="JG01").item_version.number == 1
    old, new = (web.text_of(officer.get(f"/desk/items/JG01/{number}/")) for number in (1, 2))
    assert "是否报告经营情况" not in old
    assert "<ins>" in new
    assert [one["version"] for one in api.get("/api/v1/items/JG01").json()] == [1, 2]
    assert send(api, "post", "/items/JG01", WORDS).status_code == 405
    legal, second = desk.cast.legal_office.code, desk.cast.second_legal_officer.code
    assert acts(desk.cast, "2026-01-", thing="item:JG01")[-5:] == [
        ("item.drafted", legal), ("item.submitted", legal), ("item.reviewed", second),
        ("item.approved", desk.cast.bureau_leader.code), ("item.published", legal),
    ]  # fmt: skip


@pytest.mark.clause("XM-47")
def test_a_regulations_ratio_prevails_and_without_it_the_tier_returns(desk: Desk) -> None:
    """三(五)6(1): 法律、法规、规章有规定的，从其规定."""
    desk.firms()
    officer, api = seat(desk.cast.legal_office), program(desk, desk.cast.legal_office)
    desk.draft()

    def line() -> tuple[str, str]:
        """The line as the page counts it, and the clause a program is told."""
        assert officer.post(f"{PLAN}lines/JG01/", LINE).status_code == 303
        assert officer.post(f"{PLAN}count/").status_code == 303
        return web.text_of(officer.get(PLAN)), api.get(f"/api/v1{WIRED}/lines").json()[0]["ratio_clause"]

    page, clause = line()
    assert "6 中抽 1 × 2 次" in page
    assert "三(五)6(1)" in clause
    law = {"ratio_kind": "ratio", "ratio_percent": "45", "ratio_clause": "某条例第九条"}
    bare = {**WORDS, **law, "basis_1": "DOC-1", "article_1": ""}
    assert (
        officer.post("/desk/items/JG01/edit/", {**WORDS, "ratio_clause": "某条例第九条"}).status_code == 422
    )
    assert officer.post("/desk/items/JG01/edit/", bare).status_code == 303
    assert officer.post("/desk/items/JG01/2/submit/").status_code == 303
    reviewer = seat(desk.cast.second_legal_officer)
    refused = reviewer.post("/desk/items/JG01/2/review/", {"passed": "yes", "opinion": "一致"})
    assert refused.status_code == 303
    leader = seat(desk.cast.bureau_leader)
    stopped = leader.post("/desk/items/JG01/2/approve/")
    assert stopped.status_code == 409
    assert "三(五)6(1)" in web.text_of(stopped)
    assert reviewer.post("/desk/items/JG01/2/reject/", {"reason": "没有法规依据"}).status_code == 303

    version(desk, "JG01", 3, **law)
    page, clause = line()
    assert ("6 中抽 3 × 2 次" in page, clause) == (True, "某条例第九条")
    assert "某条例第九条" in page
    assert 'name="own_ppm"' not in web.text_of(officer.get(f"{PLAN}lines/JG01/"))
    own = {"own_ppm": 50_000, "own_reason": "少查一些", "own_approver": "LW01"}
    sent = send(api, "put", f"{WIRED}/lines/JG01", {**WIRE, **own})
    assert (sent.status_code, sent.json()["clause"]) == (409, "某条例第九条")
    assert "抽查比例已有规定" in sent.json()["detail"]
    version(desk, "JG01", 4)
    page, clause = line()
    assert "6 中抽 1 × 2 次" in page
    assert "三(五)6(1)" in clause
    assert ("item.published", desk.cast.legal_office.code) in acts(desk.cast, "2026-01-", thing="item:JG01")


@pytest.mark.clause("XM-20")
def test_a_business_check_needs_its_necessity_a_law_where_firms_are_checked_and_its_own_people(
    desk: Desk,
) -> None:
    """三(一)第三类: 根据有关规定、文件政策开展且确需检查的其他业务工作事项."""
    officer, api = seat(desk.cast.legal_office), program(desk, desk.cast.legal_office)
    new = {
        **WORDS, "code": "YW31", "unit": "JYC", "jurisdiction": BUREAU, "level": "city", "reach": "own",
        "name": "对人才资助对象的业务检查", "category": "3", "inspector_class": "business",
        "basis_1": "DOC-1", "article_1": "第二条", "subject_tags": ["labour_dispatch"],
    }  # fmt: skip
    assert officer.post("/desk/items/new/", new).status_code == 303
    assert officer.post("/desk/items/YW31/1/submit/").status_code == 303
    second, leader = seat(desk.cast.second_legal_officer), seat(desk.cast.bureau_leader)
    assert second.post("/desk/items/YW31/1/review/", {"passed": "yes", "opinion": "一致"}).status_code == 303
    stopped = leader.post("/desk/items/YW31/1/approve/")
    assert stopped.status_code == 409
    assert "确需检查" in web.text_of(stopped)
    assert second.post("/desk/items/YW31/1/reject/", {"reason": "没有理由"}).status_code == 303
    edited = {
        key: value for key, value in new.items() if key not in ("code", "unit", "jurisdiction", "level")
    }
    version(desk, "YW31", 2, **edited, necessity="发放金额大，须抽查核实")
    adopted = {"unit": BUREAU, "from_on": NOW.date().isoformat(), "reason": "局务会", "typed": "启用"}
    assert officer.post("/desk/packs/luwan-2026/adopt/", adopted).status_code == 303
    page = web.text_of(officer.get("/desk/items/YW31/"))
    for told in ("发放金额大", "现行依据只有规范性文件", "国办发〔2015〕58号"):
        assert told in page

    desk.draft()
    for item in ("JG01", "JG05", "YW31"):
        assert send(api, "put", f"{WIRED}/lines/{item}", WIRE).status_code == 200
    assert officer.post(f"{PLAN}submit/").status_code == 409
    refused = send(api, "post", f"{WIRED}/submit").json()
    assert refused["code"] == "item.weak_basis"
    assert "国办发〔2015〕58号" in str(refused)
    version(desk, "YW31", 3, **{**edited, "basis_1": "LAW-1"}, necessity="发放金额大，须抽查核实")
    assert send(api, "put", f"{WIRED}/lines/YW31", WIRE).status_code == 200
    assert send(api, "post", f"{WIRED}/submit").status_code == 200
    assert ItemVersion.objects.filter(item__code="YW31", state="published").count() == 2
    assert ("item.rejected", desk.cast.second_legal_officer.code) in acts(
        desk.cast, "2026-01-", thing="item:YW31"
    )


@pytest.mark.clause("XM-10")
def test_an_item_without_a_method_is_not_planned_and_no_list_is_without_an_owner(desk: Desk) -> None:
    """二: 一单两库一办法; who is not in the registry of inspectors: tests/inspection/test_pack_clauses.py."""
    officer, api = seat(desk.cast.legal_office), program(desk, desk.cast.legal_office, *ALL)
    desk.item("YD01", evaluation_method="")
    desk.draft()
    for item in ("JG01", "JG05", "YD01"):
        assert send(api, "put", f"{WIRED}/lines/{item}", WIRE).status_code == 200
    page, told = officer.post(f"{PLAN}submit/"), send(api, "post", f"{WIRED}/submit")
    assert (page.status_code, told.status_code) == (409, 409)
    for said in (web.refusal_of(page), told.content.decode()):
        assert "（YD01）没有评价办法" in said
        assert "厦门 三(四)" in said
    firm = {"number": "91359901MA99X001X6", "name": "无主公司", "unit": ""}
    owner = [
        officer.post("/desk/subjects/new/", {**firm, "kind": "enterprise"}),
        send(api, "post", "/subjects", firm),
    ]
    assert all(answer.status_code in (409, 422) for answer in owner)
    assert not Subject.objects.filter(number=firm["number"]).exists()
    words = {**WORDS, "name": "对YD01的监督检查"}
    version(desk, "YD01", 2, **words)
    assert send(api, "put", f"{WIRED}/lines/YD01", WIRE).status_code == 200
    assert officer.post(f"{PLAN}submit/").status_code == 303
    assert acts(desk.cast, "2026-01-", thing="item:YD01")[-1] == (
        "item.published",
        desk.cast.legal_office.code,
    )


@pytest.mark.clause("XM-22")
def test_a_firm_of_two_categories_is_one_record_and_no_other_district_sees_it(desk: Desk) -> None:
    """三(二): 市级库和区级库; 按业务类别分类."""
    officer, city = seat(desk.cast.legal_office), program(desk, desk.cast.legal_office, *ALL)
    for code, category in (("LX01", "labour_dispatch"), ("LX02", "hr_service")):
        desk.item(code, subject_tags=(category,))
    firm = {"number": "91359901MA99X001X6", "name": "市级示例公司", "unit": BUREAU}
    number = send(city, "post", "/subjects", firm).json()["code"]
    for category in ("labour_dispatch", "hr_service"):
        tag = {"tag": category, "evidence": "许可"}
        assert officer.post(f"/desk/subjects/{number}/tags/", tag).status_code == 303
    assert send(city, "post", "/subjects", firm).status_code == 409
    assert city.get(f"/api/v1/subjects/{number}").json()["tags"] == ["hr_service", "labour_dispatch"]
    desk.draft()
    for item in ("LX01", "LX02"):
        assert officer.post(f"{PLAN}lines/{item}/", LINE).status_code == 303
    assert officer.post(f"{PLAN}count/").status_code == 303
    assert web.text_of(officer.get(PLAN)).count("1 中抽 1 × 2 次") == 2

    ours, theirs = desk.cast.district_bureau, desk.cast.second_district
    here = {"number": "91359901MA99X0079E", "name": "湖滨示例商行", "unit": "359901"}
    made = send(program(desk, ours, *ALL), "post", "/subjects", here)
    assert made.status_code == 201, made.content.decode()
    code = made.json()["code"]
    stranger, browser = program(desk, theirs, *ALL), seat(theirs)
    assert browser.get(f"/desk/subjects/{code}/").status_code == 404
    assert browser.post(f"/desk/subjects/{code}/edit/", {"name": "改名"}).status_code == 404
    listed = (browser.get(f"/desk/subjects/?q=湖滨{more}") for more in ("", "&export=csv"))
    for answer in listed:
        told = b"".join(answer) if answer.streaming else answer.content
        assert "湖滨示例商行" not in told.decode()
    assert stranger.get(f"/api/v1/subjects/{code}").status_code == 404
    assert stranger.get("/api/v1/subjects").json()["total"] == 0
    status = {"status": "closed", "since": "2026-01-04", "evidence": "x"}
    assert send(stranger, "post", f"/subjects/{code}/status", status).status_code == 404
    assert "湖滨示例商行" in web.text_of(seat(ours).get("/desk/subjects/"))
    assert acts(desk.cast, "2026-01-", thing=f"subject:{code}") == [("subject.registered", ours.code)]


@pytest.mark.clause("XM-29")
def test_each_level_keeps_its_own_inspectors_and_an_item_says_which_class_it_needs(desk: Desk) -> None:
    """三(三): 市级库和区级库; 根据监管事项的类别从相应的库中抽取."""
    cast = desk.cast
    ours = builders.inspector(cast, 41, name="市级韩某")
    theirs = builders.inspector(cast, 42, name="湖滨温某", unit="359901")
    desk.item("YW33", category=3, necessity="确需检查", inspector_class="business")
    legal, district = seat(cast.legal_office), seat(cast.district_bureau)
    assert "业务检查人员" in web.text_of(legal.get("/desk/items/YW33/"))
    sheet = b"".join(district.get("/desk/inspectors/?export=csv")).decode()
    wire = program(desk, cast.district_bureau, *ALL)
    for told in (
        web.text_of(district.get("/desk/inspectors/")),
        sheet,
        web.text_of(wire.get("/api/v1/inspectors")),
    ):
        assert ("湖滨温某" in told, "市级韩某" in told) == (True, False)
    assert district.get(f"/desk/inspectors/{ours.code}/").status_code == 404
    assert district.post(f"/desk/inspectors/{ours.code}/suspend/", {"reason": "x"}).status_code == 404
    assert district.post(f"/desk/inspectors/{theirs.code}/suspend/", {"reason": "借调"}).status_code == 303
    assert "借调" in web.text_of(district.get(f"/desk/inspectors/{theirs.code}/"))

    row = desk.implementation(desk.published(2027, items=("JG01", "JG05", "YW33")))
    url, api = f"/desk/implementations/{row.code}/", program(desk, cast.legal_office)
    assert legal.post(f"{url}submit/").status_code == 409
    assert "应从业务检查人员库抽取" in web.text_of(legal.get(url))
    refused = send(api, "post", f"/implementations/{row.code}/submit").json()
    assert "三(五)6" in refused["clause"]
    item = {"nature": "business", "method": "on_site", "reserve": 1}
    assert legal.post(f"{url}items/YW33/", item).status_code == 303
    panel = {
        "code": "P2",
        "pool_class": "business",
        "teams": 1,
        "items": ["YW33"],
        "draw_method": "individual",
    }
    assert legal.post(f"{url}panels/", panel).status_code == 303
    assert send(api, "post", f"/implementations/{row.code}/submit").status_code == 200
    assert acts(desk.cast, "2026-01-", thing=f"inspector:{theirs.code}")[-1] == (
        "inspector.suspended",
        cast.district_bureau.code,
    )


@pytest.mark.slow
@pytest.mark.clause("XM-25", "XM-50")
def test_ten_thousand_persons_may_be_screened_and_the_quota_follows_the_screened_pool(desk: Desk) -> None:
    """三(二): 一般自然人1万人以上的可二次建库; 三(五)6(1): 100人以下10%、1000人以下5%、1000人以上3%."""
    cast, officer = desk.cast, seat(desk.cast.legal_office)
    desk.item("ZR23", subject_kinds=("natural_person",), subject_tags=())
    persons = builders.rows(
        cast, 9_999, kind=SubjectKind.NATURAL_PERSON, facts=lambda n: {"amount": n}, unit=BUREAU
    )
    pool = {"code": "ZR", "name": "重点对象", "item": "ZR23", "unit": BUREAU}
    firms = officer.post("/desk/pools/new/", {**pool, "code": "QY", "item": "JG01"})
    assert officer.post("/desk/pools/new/", pool).status_code == 303
    rule = {
        "field_1": "facts.amount", "op_1": "ge", "values_1": "9001", "label_1": "补贴金额（元）",
        "reason": "重点核查大额补贴",
    }  # fmt: skip
    few = officer.post("/desk/pools/ZR/rule/", rule)
    api, leader = program(desk, cast.legal_office, *ALL), program(desk, cast.bureau_leader, *ALL)
    district = program(desk, cast.district_bureau, *ALL)
    assert (few.status_code, firms.status_code) == (422, 422)
    sent = [
        send(api, "post", "/pools/ZR/rules", amounts(9_001)),
        send(api, "post", "/pools", {**pool, "code": "QY", "item": "JG01"}),
    ]
    assert [one.status_code for one in sent] == [409, 409]
    assert all("三(二)" in web.text_of(answer) for answer in (few, firms, *sent))
    assert send(district, "post", "/pools/ZR/rules", amounts(9_001)).status_code == 404
    last = persons[-1]
    Subject.objects.create(
        code="PID:00010000", scheme="PID", number="00010000", kind=last.kind, unit=last.unit, name="鹭湾示例10000",
        facts={"amount": 10_000}, changed_at=cast.now, changed_by="test",
    )  # fmt: skip
    assert officer.post("/desk/pools/ZR/rule/", rule).status_code == 303
    assert seat(cast.bureau_leader).post("/desk/pools/ZR/1/approve/").status_code == 303
    page = web.text_of(officer.get("/desk/pools/ZR/"))
    assert "在册 10000 − 二次建库筛除 9000 = 1000" in page.replace(",", "")
    assert send(api, "get", "/pools/ZR/counts").json()["words"] in page
    left = b"".join(officer.get("/desk/pools/ZR/excluded/?export=csv")).decode().splitlines()[1:]
    assert sum("不符合筛选规则（ZR 第1版）" in row for row in left) == len(left) == 9_000
    desk.draft()
    sealed = {**LINE, "mode": "sealed"}
    assert officer.post(f"{PLAN}lines/ZR23/", sealed).status_code == 303
    assert officer.post(f"{PLAN}count/").status_code == 303
    counted = web.text_of(officer.get(PLAN)).replace(",", "")
    assert "1000 中抽 50 × 2 次" in counted, re.findall(r"[^<>]*中抽[^<>]*", counted)
    for number, least, kept, quota in ((2, 9_000, 1_001, 31), (3, 9_901, 100, 10)):
        drafted = send(api, "post", "/pools/ZR/rules", amounts(least)).json()
        assert (drafted["number"], drafted["before_count"], drafted["after_count"]) == (number, 10_000, kept)
        if number == 2:
            assert send(api, "post", "/pools/ZR/rules/2/approve").status_code in (403, 409)
        assert send(leader, "post", f"/pools/ZR/rules/{number}/approve").json()["state"] == "已批准"
        (line,) = send(api, "post", f"{WIRED}/count").json()
        assert (line["item"], line["pool"], line["quota"]) == ("ZR23", kept, quota), line
    mine, hers = cast.legal_office.code, cast.bureau_leader.code
    again = [("pool.rule_drafted", mine), ("pool.rule_retired", hers), ("pool.rule_approved", hers)]
    assert acts(desk.cast, "2026-01-", thing="pool:ZR") == [
        ("pool.opened", mine), ("pool.rule_drafted", mine), ("pool.rule_approved", hers), *again, *again,
    ]  # fmt: skip


def amounts(least: int) -> dict[str, Any]:
    """A rule as a program sends it."""
    line = {"field": "facts.amount", "op": "ge", "values": [least], "label": "补贴金额（元）"}
    return {"conditions": [line], "reason": "重点核查大额补贴"}


@pytest.mark.clause("XM-84")
def test_no_gap_no_wrong_authority_no_overstepping(desk: Desk) -> None:
    """二: 确保不缺位、不错位、不越位."""
    cast = desk.cast
    district, head = program(desk, cast.district_bureau, *ALL), program(desk, cast.business_unit_head, *ALL)
    desk.draft()
    own = {"unit": "359901", "year": 2026, "title": "湖滨区计划", "pack": "luwan-2026"}
    assert send(district, "post", "/plans", own).status_code == 201
    line = {**WIRE, "responsible_unit": "359901", "partners": []}
    above = send(district, "put", "/plans/359901/2026/1/lines/JG01", line)
    page = seat(cast.district_bureau).post(
        "/desk/plans/359901/2026/1/lines/JG01/", {**LINE, "responsible_unit": "359901"}
    )
    assert (above.status_code, page.status_code) == (409, 422)
    for answer in (above, page):
        assert "市级事项" in web.text_of(answer)
    legal, officer = program(desk, cast.legal_office, *ALL), seat(cast.legal_office)
    beside = send(legal, "put", f"{WIRED}/lines/JG01", {**WIRE, "responsible_unit": "LDGX"})
    typed = officer.post(f"{PLAN}lines/JG01/", {**LINE, "responsible_unit": "LDGX"})
    assert (beside.status_code, typed.status_code) == (409, 422)
    for answer in (beside, typed):
        assert "不归“劳动关系处”管理" in web.text_of(answer)
    assert send(head, "put", f"{WIRED}/lines/JG01", WIRE).status_code in (403, 404)

    firm = send(
        legal, "post", "/subjects", {"number": "91359901MA99X001X6", "name": "市级示例公司", "unit": BUREAU}
    )
    code = firm.json()["code"]
    visit = {"subject": code, "on": "2026-01-11", "kind": "routine", "method": "on_site", "item": "JG01"}
    foreign = send(district, "post", "/visits", {"visits": [visit]})
    assert (foreign.status_code, code in foreign.content.decode()) == (409, True), foreign.content.decode()
    named = {"subjects": code, "items": ["JG01"], "method": "written", "title": "x", "reason": "x"}
    days = {"starts_on": "2026-01-13", "ends_on": "2026-01-20"}
    opened = seat(cast.district_bureau).post("/desk/openings/new-licensees/", {**named, **days})
    assert opened.status_code in (403, 422)

    tag = {"tag": "labour_dispatch", "evidence": "许可"}
    assert officer.post(f"/desk/subjects/{code}/tags/", tag).status_code == 303
    later = NOW + timedelta(days=400)

    def gaps() -> tuple[str, str]:
        """Categories no unit answers for; items nobody checked for a year."""
        with web.lived(later):
            told = web.text_of(web.signed_in(cast.legal_office, now=later).get("/desk/items/report/"))
        found = re.search(r"对象类别（(\d+)）.*?</section>", told, re.DOTALL)
        idle = re.search(r"一年没有检查过的事项（(\d+)）", told)
        assert found is not None and idle is not None
        return found.group(1), idle.group(1)

    assert gaps() == ("1", "2")
    desk.item("QK01", subject_tags=("labour_dispatch",))
    checked = [
        {**visit, "on": (later - timedelta(days=9)).date().isoformat(), "item": item}
        for item in ("JG01", "JG05", "QK01")
    ]
    keeper = programs.program(cast, cast.legal_office, "registry:write", now=later)
    with web.lived(later):
        assert programs.post(keeper, "/visits", {"visits": checked}).status_code == 201
    assert gaps() == ("0", "0")
    assert acts(desk.cast, "2026-01-", thing="item:QK01")[-1] == ("item.published", cast.legal_office.code)
