"""Clauses on documents and what rests on them: page, program, journal, rows behind a figure."""

import re
from datetime import timedelta
from typing import Any

import pytest
from tests import programs, web
from tests.api.conftest import program  # noqa: F401 — a fixture
from tests.cast import Cast
from tests.programs import acts_of_a_day
from tests.registry import builders

from mingqian.policy import loader
from mingqian.registry.enums import BasisLevel
from mingqian.registry.models import RuleDocument, Subject, SubjectTag
from mingqian.registry.types import BasisRef

# Clauses as somebody sees them from outside; the services behind them run on both.
pytestmark = pytest.mark.sqlite

ALONE = "厦门市城镇职工基本医疗保险规定"


def codes(desk: Any, who: Any, query: str) -> set[str]:
    """The items a search above the list finds."""
    page = web.text_of(desk(who, f"items/?{query}"))
    return set(re.findall(r'href="/desk/items/([A-Z]+-[A-Z0-9]+)/"', page))


@pytest.mark.clause("XM-16", "XM-19")
def test_from_a_law_one_sees_its_items_from_an_item_its_articles_and_no_used_law_is_deleted(
    cast: Cast,
    desk: Any,
    program: Any,  # noqa: F811
) -> None:
    """三(一)第一类、第二类: nine and fourteen named bases; here an examiner's own two on three items."""
    legal = cast.legal_office
    builders.law(cast, "LDFA", title="劳动法")
    builders.law(cast, "YBGD", level=BasisLevel.RULE, title=ALONE)
    both = (BasisRef("LDFA", "第八十五条"), BasisRef("YBGD", "第六十条"))
    builders.publish(cast, builders.draft(cast, "JC-01", category=1, bases=both[:1]))
    builders.publish(cast, builders.draft(cast, "JC-07", category=2, bases=both))
    builders.publish(cast, builders.draft(cast, "JC-08", category=2, bases=both[1:]))
    assert codes(desk, legal, "q=劳动法") == {"JC-01", "JC-07"}
    assert codes(desk, legal, f"q={ALONE}") == {"JC-07", "JC-08"}
    assert codes(desk, legal, "category=2") == {"JC-07", "JC-08"}
    assert "共 <b>2</b>" in web.text_of(desk(legal, "items/?category=2"))
    item, law = (web.text_of(desk(legal, path)) for path in ("items/JC-07/", "rule-documents/YBGD/"))
    assert all(words in item for words in ("第八十五条", "第六十条", ALONE, "检查依据（2）"))
    assert "哪些规定以它为依据（2）" in law and "JC-07 v1" in law and "第六十条" in law

    said = {"reason": "登记重复", "typed": "删除"}
    for answer in (
        desk(legal, "rule-documents/YBGD/remove/", said),
        programs.post(program(legal), "/rule-documents/YBGD/remove", {"reason": "登记重复"}),
    ):
        assert answer.status_code in (409, 422)
        assert "正被引用，不能删除" in web.text_of(answer) and "被引用的依据不得删除" in web.text_of(answer)
    assert desk(cast.draw_operator, "rule-documents/YBGD/remove/", said).status_code == 403
    builders.law(cast, "CUO", title="登记错的文件")
    assert desk(legal, "rule-documents/CUO/remove/", {**said, "typed": ""}).status_code == 422
    assert desk(legal, "rule-documents/CUO/remove/", said).status_code == 303
    assert not RuleDocument.objects.filter(code="CUO").exists()
    assert acts_of_a_day(cast, kind="document.removed")[0][1] == legal.code

    gone = {"on": cast.today.isoformat(), "ground": "机构改革后废止", "typed": "废止"}
    assert desk(legal, "rule-documents/YBGD/repeal/", gone).status_code == 303
    report = web.text_of(desk(legal, "items/report/"))
    stale = report[report.index("依据已失效") : report.index("一年没有检查过")]
    alone = [row for row in stale.split("<tr>") if "再无依据" in row]
    assert ("依据已失效（2）" in stale, len(alone), "JC-08" in alone[0]) == (True, 1, True)


@pytest.mark.clause("PD-01", "FL-01")
def test_a_document_is_sent_to_named_units_and_what_is_not_public_is_read_by_these_alone(
    cast: Cast,
    desk: Any,
    program: Any,  # noqa: F811
) -> None:
    """平顶山 文头、文尾: 各县区人社局……；办公室 2020-04-27 印发."""
    words = {
        "code": "PD-47", "title": "抽查工作方案", "number": "鹭人社办〔2026〕47号", "level": "normative_doc",
        "unit": cast.bureau, "disclosure": "on_request", "city": "", "district": "", "addressees": "359901\nJCZD",
        "printed_by": "办公室", "printed_on": "2026-01-04", "text": "第一条 抽查。",
    }  # fmt: skip
    legal, sent, other = cast.legal_office, cast.district_bureau, cast.second_district
    assert desk(legal, "rule-documents/new/", {**words, "addressees": "NIRGENDS"}).status_code == 422
    refused = programs.post(
        program(legal), "/rule-documents",
        {**{k: v for k, v in words.items() if k not in ("city", "district")}, "addressees": ["NIRGENDS"]},
    )  # fmt: skip
    assert (refused.status_code, "没有代码为“NIRGENDS”的单位" in refused.content.decode()) == (409, True)
    assert desk(legal, "rule-documents/new/", words).status_code == 303
    page = web.text_of(desk(sent, "rule-documents/PD-47/"))
    for told in (
        "湖滨区人力资源和社会保障局",
        "劳动保障监察支队",
        "办公室",
        "2026年1月4日",
        "鹭人社办〔2026〕47号",
    ):
        assert told in page, told
    assert "抽查工作方案" in web.text_of(desk(sent, "rule-documents/?sent=own"))
    assert len(program(sent).get("/api/v1/rule-documents/PD-47").json()["addressees"]) == 2
    assert desk(other, "rule-documents/PD-47/").status_code in (403, 404)
    assert program(other).get("/api/v1/rule-documents/PD-47").status_code == 404
    assert "抽查工作方案" not in web.text_of(desk(other, "rule-documents/"))
    assert acts_of_a_day(cast, thing="document:PD-47")[0][:2] == ("document.registered", legal.code)


@pytest.mark.clause("XM-82")
def test_what_the_source_did_not_carry_is_shown_until_the_bureau_enters_it(cast: Cast, desk: Any) -> None:
    """附件《事中事后监管事项清单》: 未收录; 抽取公告上的缺项见 tests/publicity/test_draws.py."""
    builders.item(cast, "FJ-01", departments=(), contents=())
    gap = ("检查内容：附件未收录", "责任科室、单位：附件未收录")
    assert all(words in web.text_of(desk(cast.legal_office, "items/FJ-01/")) for words in gap)
    assert re.search(r"附件未收录：.*?FJ-01", web.text_of(desk(cast.legal_office, "items/report/")))
    builders.publish(cast, builders.draft(cast, "FJ-01", reason="补录附件", departments=("劳动关系处",)))
    page = web.text_of(desk(cast.legal_office, "items/FJ-01/"))
    assert not any(words in page for words in gap)


@pytest.mark.clause("XM-24")
def test_who_owns_a_row_keeps_it_every_change_is_told_and_what_nobody_confirmed_is_counted(
    cast: Cast,
    desk: Any,
    program: Any,  # noqa: F811
) -> None:
    """三(二)、(三): 实时更新维护; the count on the draw's notice: tests/publicity/test_draws.py."""
    ours, theirs = cast.district_bureau, cast.second_district
    firm = builders.firm(cast, 61, unit="359901", by=ours)
    SubjectTag.objects.create(subject=firm, tag="labour_dispatch")
    here, said = f"subjects/{firm.code}/", {"name": "沧浦改名商行"}
    assert desk(theirs, f"{here}edit/", said).status_code == 404
    closed = {"status": "closed", "since": "2026-01-04", "evidence": "通报"}
    assert programs.post(program(theirs), f"/{here}status", closed).status_code == 404
    assert desk(theirs, f"{here}confirm/", {}).status_code == 404
    assert desk(ours, f"{here}edit/", said).status_code == 303
    page = web.text_of(desk(ours, here))
    assert all(words in page for words in (firm.name, "沧浦改名商行", ours.name))
    Subject.objects.filter(pk=firm.pk).update(confirmed_on=cast.today - timedelta(days=367))
    assert "沧浦改名商行" in web.text_of(desk(ours, "subjects/?lack=stale"))
    assert desk(ours, f"{here}confirm/", {}).status_code == 303
    assert "沧浦改名商行" not in web.text_of(desk(ours, "subjects/?lack=stale"))
    assert [kind for kind, who, _ in acts_of_a_day(cast, thing=f"subject:{firm.code}") if who == ours.code] == [
        "subject.registered", "subject.changed", "subject.confirmed",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pack", "parameter", "bases"),
    [
        pytest.param("xiamen-2017", "ratio.tiers", 4, marks=pytest.mark.clause("XM-02")),
        pytest.param("pingdingshan-2020", "ratio.min_percent_general", 3, marks=pytest.mark.clause("PD-02")),
    ],
)
def test_from_a_tier_one_click_opens_its_document_and_a_basis_that_falls_names_what_rests_on_it(
    cast: Cast,
    desk: Any,
    program: Any,  # noqa: F811
    pack: str,
    parameter: str,
    bases: int,
) -> None:
    """厦门 引言: 四份依据; 平顶山 引言: 三份依据. 有法可依、有章可循."""
    legal, machine = cast.legal_office, program(cast.legal_office)
    own, *others = loader.load(pack).documents
    usual = {"level": "normative_doc", "unit": cast.bureau, "disclosure": "public"}
    codes = [f"YJ-{number}" for number in range(1, bases + 1)]
    for code, one in zip(codes, others, strict=False):
        said = {**usual, "code": code, "title": one.title, "number": one.number}
        assert programs.post(machine, "/rule-documents", said).status_code == 201
    page = web.text_of(desk(legal, f"packs/{pack}/"))
    assert 'href="/desk/rule-documents/OWN/"' not in page
    said = {**usual, "code": "OWN", "title": own.title, "text": "第一条 抽查。", "cites": codes}
    assert programs.post(machine, "/rule-documents", {**said, "cites": ["NIRGENDS"]}).status_code == 409
    assert programs.post(machine, "/rule-documents", said).status_code == 201
    page = web.text_of(desk(legal, f"packs/{pack}/"))
    assert f'<a href="/desk/rule-documents/OWN/">{own.short}' in page
    adopter = web.text_of(desk(cast.system_admin, f"packs/{pack}/"))
    assert own.short in adopter and "/desk/rule-documents/" not in adopter  # a door that is shut to them
    shown = web.text_of(desk(legal, "rule-documents/OWN/"))
    for code in codes:
        assert f'href="/desk/rule-documents/{code}/"' in shown

    use = {"pack": pack, "parameter": parameter, "article": "第一条"}
    assert desk(legal, "rule-documents/OWN/rules/", use).status_code == 303
    builders.publish(cast, builders.draft(cast, "YJ-01", bases=(BasisRef("OWN", "第一条"),)))
    gone = {"on": cast.today.isoformat(), "ground": "另有规定"}
    assert desk(legal, "rule-documents/OWN/repeal/", {**gone, "typed": ""}).status_code == 422
    barred = programs.post(program(cast.draw_operator), "/rule-documents/OWN/repeal", gone)
    assert barred.status_code in (403, 409)
    listed = programs.post(machine, "/rule-documents/OWN/repeal", gone)
    assert listed.status_code == 200
    assert {f"{pack} {parameter}", "YJ-01 v1"} <= {one["thing"] for one in listed.json()}
    assert desk(legal, f"rule-documents/{codes[0]}/repeal/", {**gone, "typed": "废止"}).status_code == 303
    assert own.title in web.text_of(desk(legal, f"rule-documents/{codes[0]}/"))
    assert [kind for kind, _, _ in acts_of_a_day(cast, thing="document:OWN")] == [
        "document.registered", "document.cited", "document.repealed",
    ]  # fmt: skip
