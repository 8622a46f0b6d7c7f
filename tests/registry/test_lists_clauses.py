"""Clauses of 涪陵 and 平顶山 on the two registries and the list: page, import, program, journal, rows behind a figure."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import web
from tests.api.conftest import program  # noqa: F401 — a fixture
from tests.cast import Cast
from tests.programs import acts_of_a_day
from tests.registry import builders

from mingqian.policy import loader
from mingqian.registry import services
from mingqian.registry.models import ImportUpload, Inspector, ItemVersion, Subject

# Clauses as somebody sees them from outside; the services behind them run on both.
pytestmark = pytest.mark.sqlite

Desk = Callable[..., Any]
FULING = "涪陵指引三(二)"
PEOPLE = "姓名,所在单位,职务,从事执法或业务管理工作的年限,执法证号,执法证有效期,人员类别,相关业务\n"
OFFICER = {
    "name": "廖新证", "unit": "JCZD", "inspector_class": "enforcement", "certificate_no": "5001027701",
    "valid_until": "2028-12-31", "trained_on": "2025-06-01",
}  # fmt: skip


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Any) -> Iterator[None]:
    """Uploads lie in a directory of this test's own."""
    settings.HOME = tmp_path
    yield


def adopted(cast: Cast, pack: str) -> None:
    services.packs.adopt(
        unit=cast.bureau, pack=pack, from_on=cast.today, reason="启用", by=cast.legal_office, now=cast.now
    )


def previewed(
    cast: Cast, desk: Desk, who: Any, text: str, unit: str = "", tag: str = "", source: str = ""
) -> tuple[str, str]:
    """Hand a list in at the wizard: where it lies and what its preview says."""
    form = {"unit": unit or cast.bureau, "kind": "", "source": source, "tag": tag}
    file = SimpleUploadedFile("名单.csv", text.encode(), "text/csv")
    assert desk(who, "imports/new/", {**form, "file": file}).status_code == 303
    here = f"imports/uploads/{ImportUpload.objects.latest('pk').pk}/"
    return here, web.text_of(desk(who, here))


def opened(desk: Desk, who: Any, url: str) -> int:
    """How many rows the list behind a figure has."""
    page = web.text_of(desk(who, url.removeprefix("/desk/")))
    found = re.search(r"共 <b>([\d,]+)</b> 条", page)
    return int(found.group(1)) if found else 0


def figures(desk: Desk, who: Any, row: str) -> dict[str, tuple[int, str]]:
    """What the page of 底数 says of a field or a unit: each number with the address it opens."""
    page = web.text_of(desk(who, "registry-counts/"))
    (line,) = re.findall(rf"<tr><td[^>]*>{row}</td>.*?</tr>", page)
    told = re.findall(r'data-label="([^"]+)" class="num"><a href="([^"]+)">(\d+)</a>', line)
    return {label: (int(number), url.replace("&amp;", "&")) for label, url, number in told}


@pytest.mark.clause("FL-12")
def test_only_the_legal_office_builds_certifies_and_supervises_the_registry(cast: Cast, desk: Desk) -> None:
    """三(二): 局政策法规科负责组建和更新执法检查人员名录库，并负责执法人员资格认证和监督管理."""
    adopted(cast, "fuling-2024")
    head, legal = cast.inspection_body_head, cast.legal_office
    refused = desk(head, "inspectors/new/", OFFICER)
    assert refused.status_code in (403, 422)
    assert FULING in web.text_of(refused)
    here, _ = previewed(
        cast, desk, head, f"{PEOPLE}甲,劳动保障监察支队,,9,5001027702,2028-12-31,行政执法人员,", "JCZD"
    )
    saved = desk(head, here, {})
    assert (saved.status_code, FULING in web.text_of(saved)) in ((403, True), (422, True))
    assert not Inspector.objects.exists()

    assert desk(legal, "inspectors/new/", OFFICER).status_code == 303
    person = Inspector.objects.get()
    for step, said in (("activate", {}), ("suspend", {"reason": "x"}), ("credential", OFFICER)):
        assert FULING in web.text_of(desk(head, f"inspectors/{person.code}/{step}/", said)), step
    assert desk(legal, f"inspectors/{person.code}/activate/", {}).status_code == 303
    assert desk(legal, f"inspectors/{person.code}/suspend/", {"reason": "年审未过"}).status_code == 303
    assert acts_of_a_day(cast, thing=f"inspector:{person.code}") == [
        (f"inspector.{act}", legal.code, "2026-01-05") for act in ("added", "activated", "suspended")
    ]
    count, url = figures(desk, legal, "劳动保障监察支队")["暂停"]
    assert count == opened(desk, legal, url) == 1


@pytest.mark.clause("FL-11")
def test_the_registry_of_this_bureau_holds_certified_officers_alone(cast: Cast, desk: Desk) -> None:
    """三(二): 由局机关及直属单位具有行政执法资格证的工作人员构成 — no class of business inspectors."""
    adopted(cast, "fuling-2024")
    legal = cast.legal_office
    business = {
        **OFFICER,
        "inspector_class": "business",
        "certificate_no": "",
        "related_business": "就业服务",
    }
    for wrong in (business, {**OFFICER, "certificate_no": ""}):
        refused = desk(legal, "inspectors/new/", wrong)
        assert refused.status_code == 422
    assert "不设“业务检查人员”" in web.text_of(desk(legal, "inspectors/new/", business))
    here, preview = previewed(
        cast, desk, legal,
        f"{PEOPLE}甲,劳动保障监察支队,,9,,,业务检查人员,就业\n乙,劳动保障监察支队,,9,5001027703,2028-12-31,行政执法人员,",
    )  # fmt: skip
    assert f"不设“业务检查人员”（{FULING}）" in preview
    assert desk(legal, here, {}).status_code == 303
    person = Inspector.objects.get()
    assert (person.name, person.code) == ("乙", "ZFZ:5001027703")
    second = desk(legal, f"inspectors/{person.code}/credential/", business)
    assert FULING in web.text_of(second)
    assert person.credentials.count() == 1
    assert acts_of_a_day(cast, thing=f"inspector:{person.code}") == [
        ("inspector.added", legal.code, "2026-01-05")
    ]
    count, url = figures(desk, legal, "劳动保障监察支队")["待核准"]
    assert count == opened(desk, legal, url) == 1
    assert opened(desk, legal, "/desk/inspectors/?klass=business") == 0


@pytest.mark.clause("PD-46")
def test_inspectors_of_city_and_counties_stand_in_one_registry_counted_by_unit(
    cast: Cast, desk: Desk
) -> None:
    """二(二): 检查人员名录库 of city and counties, with unit, certificate, expertise and status."""
    people = [(1, "JCZD", ("SB",)), (2, "JCZD", ()), (3, "359901", ("LD",)), (4, "359901", ())]
    for number, unit, quals in people:
        builders.inspector(cast, number, unit=unit, quals=quals, active=number != 4)
    county = figures(desk, cast.legal_office, "湖滨区人力资源和社会保障局")
    assert [county[label][0] for label in ("在库", "待核准", "在库而没有业务专长")] == [1, 1, 0]
    city = figures(desk, cast.legal_office, "劳动保障监察支队")
    assert [city[label][0] for label in ("在库", "待核准", "在库而没有业务专长")] == [2, 0, 1]
    for count, url in [county["在库"], city["在库而没有业务专长"], city["在库而证件过期"]]:
        assert opened(desk, cast.legal_office, url) == count, url
    own = web.text_of(desk(cast.district_bureau, "registry-counts/"))
    assert "湖滨区人力资源和社会保障局" in own
    assert "劳动保障监察支队" not in own


@pytest.mark.clause("PD-13")
def test_each_fields_number_follows_every_change_and_doubles_are_found(
    cast: Cast,
    desk: Desk,
    program: Any,  # noqa: F811
) -> None:
    """二(二): 统一建立本领域市场主体名录库……动态调整，做到底数清."""
    first = builders.firm(cast, 1, tag="labour_dispatch")
    legal = cast.legal_office

    def numbers() -> list[int]:
        found = figures(desk, legal, "劳务派遣单位")
        return [found[label][0] for label in ("合计", "存续", "注销")]

    assert numbers() == [1, 1, 0]
    text = f"统一社会信用代码,单位名称\n{builders.uscc(2)},{first.name}\n91359901MA9,坏代码公司"
    here, preview = previewed(cast, desk, legal, text, tag="labour_dispatch")
    assert "位数不对" in preview
    assert desk(legal, here, {}).status_code == 303
    assert numbers() == [2, 2, 0]

    writer = program(legal, "registry:read", "registry:write")
    api = f"/api/v1/subjects/{first.code}/status"
    closed = {"status": "closed", "since": "2026-01-05", "evidence": "登记机关通报"}
    stranger = program(cast.district_bureau, "registry:read", "registry:write")
    assert stranger.post(api, closed, content_type="application/json").status_code == 404
    nothing = writer.post(api, {**closed, "evidence": " "}, content_type="application/json")
    assert nothing.status_code in (409, 422)
    assert desk(legal, f"subjects/{first.code}/status/", {**closed, "evidence": ""}).status_code == 422
    assert writer.post(api, closed, content_type="application/json").status_code == 200
    assert numbers() == [2, 1, 1]
    for label, (count, url) in figures(desk, legal, "劳务派遣单位").items():
        assert label in ("停业", "吊销", "迁出") or opened(desk, legal, url) == count, label
    again = {"status": "active", "since": "2026-01-05", "evidence": "恢复登记"}
    assert desk(legal, f"subjects/{first.code}/status/", again).status_code == 303
    assert numbers() == [2, 2, 0]
    assert [
        act for act in acts_of_a_day(cast, thing=f"subject:{first.code}") if act[0] == "subject.changed"
    ] == [("subject.changed", legal.code, "2026-01-05")] * 2

    twin = Subject.objects.get(number=builders.uscc(2))
    assert desk(legal, "duplicates/scan/", {}).status_code == 303
    said = {"conclusion": "second", "reason": "换发代码", "evidence": "函"}
    assert desk(legal, f"duplicates/{first.code}/{twin.code}/", said).status_code == 303
    assert numbers() == [1, 1, 0]


def test_a_field_known_by_its_item_alone_is_named_by_it_and_opens_its_rows(cast: Cast, desk: Desk) -> None:
    builders.item(cast, "LW-08", subject_tags=("LW-08",))
    builders.firm(cast, 1, tag="LW-08")
    builders.firm(cast, 2)
    for row, expected in (("LW-08 [^<]+", 1), ("全部，一户只计一次", 2)):
        number, url = figures(desk, cast.legal_office, row)["合计"]
        assert (number, opened(desk, cast.legal_office, url)) == (expected, expected)


ITEM = {
    "unit": "LDGX", "jurisdiction": "359900", "level": "city", "reach": "own", "category": "1",
    "name": "对特殊工时的监督检查", "item_class": "general", "inspector_class": "enforcement",
    "methods": ["on_site"], "contents": "考勤管理制度", "subject_tags": ["labour_dispatch"], "times": "1",
    "ratio_kind": "ratio", "ratio_percent": "10", "basis_1": builders.LAW, "article_1": "第八十五条",
    "evaluation_method": "评价办法", "reason": "对照清单和法律调整",
}  # fmt: skip


@pytest.mark.clause("PD-08")
def test_a_section_adjusts_its_own_list_and_no_other_sections(cast: Cast, desk: Desk) -> None:
    """一(二): 各科室、单位对照抽查事项清单和法律法规规章，动态调整本科室、单位的清单."""
    builders.law(cast, title="劳动法")
    builders.item(cast, "JY-01", unit="JYC")
    head, step = cast.business_unit_head, {"passed": "yes", "opinion": "同意"}
    assert desk(head, "items/new/", {**ITEM, "code": "LD-01"}).status_code == 303
    for version, changed in ((1, {}), (2, {"contents": "考勤管理制度\n工资支付情况", "reason": "法律修订"})):
        here = f"items/LD-01/{version}"
        if changed:
            assert desk(head, "items/LD-01/edit/", {**ITEM, **changed}).status_code == 303
        assert desk(head, f"{here}/submit/", {}).status_code == 303
        assert desk(cast.legal_office, f"{here}/review/", step).status_code == 303
        assert desk(cast.bureau_leader, f"{here}/approve/", {}).status_code == 303
        day = {"effective_on": date(2026, 1, 4 + version).isoformat(), "typed": "公布"}
        assert desk(cast.legal_office, f"{here}/publish/", day).status_code == 303
    assert "<ins>" in web.text_of(desk(head, "items/LD-01/2/"))
    assert desk(head, "items/LD-01/1/").status_code == 200

    other = desk(head, "items/JY-01/edit/", {**ITEM, "unit": "JYC"})
    assert other.status_code == 422
    assert "由“就业处”负责" in web.refusal_of(other)
    assert "平顶山 四(一)" in web.refusal_of(other)
    text = "事项编码,抽查事项,检查依据,检查内容\nJY-01,对劳务派遣企业的检查,《劳动法》第八十五条,改过的内容"
    here, _ = previewed(cast, desk, head, text, "LDGX")
    brought = desk(head, here, {})
    assert brought.status_code == 422
    assert "平顶山 四(一)" in web.refusal_of(brought)
    assert ItemVersion.objects.filter(item__code="JY-01").count() == 1
    assert [(kind, who) for kind, who, _ in acts_of_a_day(cast, thing="item:LD-01") if kind in ("item.drafted", "item.published")] == [
        ("item.drafted", head.code), ("item.published", cast.legal_office.code),
    ] * 2  # fmt: skip


@pytest.mark.clause("PD-14")
def test_two_sources_meet_by_code_each_keeps_its_word_and_what_they_disagree_on_is_listed(
    cast: Cast,
    desk: Desk,
    program: Any,  # noqa: F811
) -> None:
    """二(二): 以参保企业信息系统和本部门批准的单位为基础建立名录库."""
    legal, head = cast.legal_office, "统一社会信用代码,单位名称,法定代表人,地址\n"
    one, two, odd = builders.uscc(71), builders.uscc(72), builders.uscc(73)
    insured = (
        f"{head}{one},沧浦甲商行,洪某,滨海路9号\n{odd[:17]}{'1' if odd[17] != '1' else '2'},沧浦错码,洪某,x"
    )
    here, preview = previewed(cast, desk, legal, insured, source="insured")
    assert "第18位校验码" in preview, "a code that cannot be is refused with its place"
    assert desk(cast.draw_operator, here, {}).status_code in (403, 404, 422)
    assert desk(legal, here, {}).status_code == 303
    licence = f"{head}{one},沧浦甲商行,洪某,海岭路1号\n{two},沧浦乙商行,方某,海岭路2号"
    here, preview = previewed(cast, desk, legal, licence, source="licence")
    assert "海岭路1号" in preview
    assert desk(legal, here, {}).status_code == 303
    assert Subject.objects.filter(number__in=(one, two, odd)).count() == 2
    api = program(legal)
    assert api.get(f"/api/v1/subjects/USCC:{two}").json()["name"] == "沧浦乙商行"
    told = web.text_of(desk(legal, "imports/conflicts/"))
    assert all(word in told for word in ("沧浦甲商行", "滨海路9号", "海岭路1号"))
    assert "沧浦甲商行" not in web.text_of(desk(cast.second_district, "imports/conflicts/"))
    assert "参保单位信息" in told and "行政许可名单" in told
    assert [who for _, who, _ in acts_of_a_day(cast, kind="registry.imported")] == [legal.code] * 2


@pytest.mark.clause("PD-35")
def test_the_table_goes_in_and_comes_out_with_its_eleven_columns(cast: Cast, desk: Desk) -> None:
    """附件 随机抽查事项清单, 9 × 11, cell by cell; between the contents of one cell stands ；."""
    legal = cast.legal_office
    with (loader.PACKS / "pingdingshan-2020" / "items.csv").open(encoding="utf-8", newline="") as file:
        printed = [list(row.items())[1:12] for row in csv.DictReader(file)]
    out = io.StringIO()
    csv.writer(out).writerows(
        [[name for name, _ in printed[0]], *([cell for _, cell in row] for row in printed)]
    )
    nameless = (
        ",10,,《劳动法》第八十五条,企业,考勤,一般检查事项,现场检查,5%,1次/年,市,劳动关系科".removeprefix(",")
    )
    here, preview = previewed(cast, desk, legal, f"{out.getvalue()}{nameless}\n")
    assert "抽查事项" in preview and "第11行" in preview.replace(" ", "")
    assert desk(legal, here, {}).status_code == 303
    assert desk(cast.draw_operator, here, {}).status_code in (403, 404, 422)

    answer = desk(legal, "items/?export=csv")
    table = list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    columns = [name for name, _ in printed[0]]
    assert list(table[0]) == ["事项编码", *columns]
    for row, line in zip(printed, table, strict=True):
        cells = {**dict(row), "检查内容": re.sub("; ?", "；", dict(row)["检查内容"])}
        assert {name: line[name] for name in columns} == cells
    assert {who for _, who, _ in acts_of_a_day(cast, kind="item.drafted")} == {legal.code}


@pytest.mark.clause("FL-37")
def test_a_bureau_whose_annex_is_missing_begins_with_an_empty_list_and_plans_nothing(
    cast: Cast,
    desk: Desk,
    program: Any,  # noqa: F811
) -> None:
    """附件《随机抽查事项清单》未收录: the list is empty and says so; planning waits for items with a basis."""
    adopted(cast, "fuling-2024")
    legal, plan = cast.legal_office, f"plans/{cast.bureau}/2026/1/"
    api = program(legal, "planning:read", "planning:write")
    given = desk(
        legal, "items/from-pack/", {"unit": cast.bureau, "level": "city", "evaluation_method": "办法"}
    )
    assert given.status_code == 422
    assert "未收录" in web.text_of(given)
    new = {"unit": cast.bureau, "year": 2026, "title": "2026年度抽查计划", "pack": "fuling-2024"}
    assert desk(legal, "plans/new/", new).status_code == 303
    page = desk(legal, f"{plan}submit/", {})
    told = api.post(f"/api/v1/plans/{cast.bureau}/2026/1/submit", {}, content_type="application/json")
    assert (page.status_code, told.status_code) == (409, 409)
    for said in (web.refusal_of(page), told.json()):
        assert "未收录" in str(said), said
        assert "涪陵" in str(said), said
    builders.item(cast, "FL-01", unit=cast.bureau)
    line = {
        "rounds": "3月 R1", "responsible_unit": cast.bureau, "duties": "监察大队承办", "methods": ["on_site"],
        "mode": "open", "sampling_method": "plain", "own_ppm": "10%", "own_reason": "户数少",
        "own_approver": cast.bureau_leader.code,
    }  # fmt: skip
    assert desk(legal, f"{plan}lines/FL-01/", line).status_code == 303
    assert desk(legal, f"{plan}submit/", {}).status_code == 303
    assert acts_of_a_day(cast, thing=f"annual_plan:{cast.bureau}/2026/1")[-1] == (
        "annual_plan.submitted", legal.code, "2026-01-05",
    )  # fmt: skip
