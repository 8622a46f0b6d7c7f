"""Clauses of 石嘴山 on documents: the plan with its two bases, and three rules that are named but not included."""

from typing import Any

import pytest
from tests import programs, web
from tests.api.conftest import program  # noqa: F401 — a fixture
from tests.cast import Cast

# Clauses as somebody sees them from outside; the services behind them run on both.
pytestmark = pytest.mark.sqlite


def told(machine: Any, path: str, body: dict[str, object]) -> Any:
    return programs.post(machine, f"/rule-documents{path}", body)


@pytest.mark.clause("SZ-01")
def test_a_plan_names_its_two_bases_each_opens_and_what_is_not_there_is_not_named(
    cast: Cast,
    desk: Any,
    program: Any,  # noqa: F811
) -> None:
    """文头: 根据宁政办发〔2019〕33号、石政办发〔2019〕56号制定; 2019-09-06 公开发布."""
    legal = cast.legal_office
    machine = program(legal)
    usual = {"level": "normative_doc", "unit": cast.bureau, "disclosure": "public"}
    for code, title in (("NX-33", "三项制度实施方案的通知"), ("SZS-56", "市三项制度实施方案")):
        assert told(machine, "", {**usual, "code": code, "title": title}).status_code == 201
    plan = {**usual, "code": "SZ-PLAN", "title": "三项制度实施方案（甲）", "signed_on": "2019-09-06"}
    form = {**plan, "city": "", "district": ""}
    assert desk(legal, "rule-documents/new/", {**form, "cites": "NX-33\nNIRGENDS"}).status_code == 422
    refused = told(machine, "", {**plan, "cites": ["NX-33", "NIRGENDS"]})
    assert (refused.status_code, "没有“NIRGENDS”" in web.text_of(refused)) == (409, True)
    assert desk(cast.draw_operator, "rule-documents/new/", form).status_code == 403
    assert desk(legal, "rule-documents/new/", {**form, "cites": "NX-33\nSZS-56"}).status_code == 303
    page = web.text_of(desk(legal, "rule-documents/SZ-PLAN/"))
    assert "2019年9月6日" in page and "主动公开" in page
    for code in ("NX-33", "SZS-56"):
        assert f'href="/desk/rule-documents/{code}/"' in page
        assert "三项制度实施方案（甲）" in web.text_of(desk(legal, f"rule-documents/{code}/"))
    assert programs.acts(cast, thing="document:SZ-PLAN") == [("document.registered", legal.code)]


@pytest.mark.clause("SZ-53")
def test_a_rule_that_is_missing_shows_at_the_clauses_that_rest_on_it_until_its_text_comes_and_is_linked(
    cast: Cast,
    desk: Any,
    program: Any,  # noqa: F811
) -> None:
    """1(1)、5(1)、10(1): three municipal rules are cited, the attachments are empty."""
    legal = cast.legal_office
    machine = program(legal)
    title = "石嘴山市全面推行行政执法公示办法"
    gap = "以它为据的条款：SZ-53、SZ-06"
    assert gap in web.text_of(desk(legal, "packs/shizuishan-2019/"))
    stub = {
        "code": "SZS-GS",
        "title": title,
        "level": "normative_doc",
        "unit": cast.bureau,
        "disclosure": "public",
    }
    assert told(machine, "", stub).status_code == 201
    assert gap in web.text_of(desk(legal, "packs/shizuishan-2019/"))
    use = {"pack": "shizuishan-2019", "parameter": "framework_name", "article": "第三条"}
    early = (desk(legal, "rule-documents/SZS-GS/rules/", use), told(machine, "/SZS-GS/rules", use))
    assert [one.status_code for one in early] == [422, 409]
    assert all("未收录正文，条文无从核对" in web.text_of(one) for one in early)
    text = {"text": "第一条 目的。\n第三条 公示的范围。"}
    assert desk(cast.draw_operator, "rule-documents/SZS-GS/text/", text).status_code == 403
    assert desk(legal, "rule-documents/SZS-GS/text/", text).status_code == 303
    again = told(machine, "/SZS-GS/text", text)
    assert (again.status_code, "正文已收录" in web.text_of(again)) == (409, True)
    page = web.text_of(desk(legal, "packs/shizuishan-2019/"))
    assert gap not in page and 'href="/desk/rule-documents/SZS-GS/"' in page
    assert "以它为据的条款：SZ-53、SZ-25" in page
    wrong = told(machine, "/SZS-GS/rules", {**use, "article": "第九条"})
    assert (wrong.status_code, "没有“第九条”" in web.text_of(wrong)) == (409, True)
    nothing = told(machine, "/SZS-GS/rules", {**use, "parameter": "nirgends"})
    assert (nothing.status_code, "没有参数“nirgends”" in web.text_of(nothing)) == (409, True)
    assert desk(legal, "rule-documents/SZS-GS/rules/", use).status_code == 303
    rests = web.text_of(desk(legal, "rule-documents/SZS-GS/"))
    assert "shizuishan-2019 framework_name" in rests and "第三条" in rests
    kinds = [kind for kind, who in programs.acts(cast, thing="document:SZS-GS") if who == legal.code]
    assert kinds == ["document.registered", "document.text_supplied", "document.cited"]
