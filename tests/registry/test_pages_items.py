"""The item list on the desk: from a draft to the published list, by the people whose work it is."""

import pytest
from tests import web
from tests.registry import builders

from mingqian.registry import selectors, services
from mingqian.registry.models import Item, ItemVersion, RuleDocument

# What pages say; the services behind them run on both.
pytestmark = [pytest.mark.slow, pytest.mark.sqlite]

DRAFT = {
    "code": "LW-05",
    "unit": "359900",
    "jurisdiction": "359900",
    "level": "city",
    "reach": "own",
    "name": "对劳务派遣企业的监督检查",
    "category": "1",
    "item_class": "general",
    "inspector_class": "enforcement",
    "methods": ["on_site", "written"],
    "contents": "依法申请行政许可情况\n劳动合同签订情况",
    "subject_tags": ["labour_dispatch"],
    "ratio_kind": "ratio",
    "ratio_percent": "0.5",
    "times": "1",
    "basis_1": builders.LAW,
    "article_1": "第五十七条",
    "evaluation_method": "评价办法 2026年第1版",
    "reason": "建立清单",
}


def test_an_item_goes_from_draft_to_publication_through_the_pages(cast, desk):
    builders.law(cast)
    assert desk(cast.second_legal_officer, "items/new/", DRAFT).status_code == 303
    drafted = ItemVersion.objects.get()
    assert drafted.ratio == {"kind": "ratio", "ppm": 5000} and drafted.bases.get().article == "第五十七条"
    here = "items/LW-05/1"
    assert desk(cast.second_legal_officer, f"{here}/submit/", {}).status_code == 303
    own = desk(cast.second_legal_officer, f"{here}/review/", {"passed": "yes", "opinion": "同意"})
    assert own.status_code == 422 and "提出人" in web.text_of(own)
    assert desk(cast.legal_office, f"{here}/review/", {"passed": "yes", "opinion": "同意"}).status_code == 303
    assert desk(cast.bureau_leader, f"{here}/approve/", {}).status_code == 303
    day = {"effective_on": cast.today.isoformat()}
    untyped = desk(cast.legal_office, f"{here}/publish/", {**day, "typed": "好的"})
    assert untyped.status_code == 422 and "不一致" in web.text_of(untyped)
    assert desk(cast.legal_office, f"{here}/publish/", {**day, "typed": "公布"}).status_code == 303
    assert selectors.items.facts(cast.legal_office, "LW-05", cast.today).name == DRAFT["name"]


def test_a_returned_draft_is_reworded_and_the_next_version_shows_what_changed(cast, desk):
    published = builders.item(cast)
    page = web.text_of(desk(cast.legal_office, "items/LW-05/"))
    assert "起草新版本" in page and published.name in page
    words = {**DRAFT, "name": "对劳务派遣单位的监督检查", "reason": "用语规范"}
    assert desk(cast.legal_office, "items/LW-05/edit/", words).status_code == 303
    again = {**words, "contents": "只查一条"}
    assert desk(cast.legal_office, "items/LW-05/edit/", again).status_code == 303
    assert ItemVersion.objects.count() == 2
    shown = web.text_of(desk(cast.legal_office, "items/LW-05/2/"))
    assert "<del>对劳务派遣企业的监督检查</del>" in shown and "<ins>只查一条</ins>" in shown


def test_a_form_that_was_refused_keeps_what_was_typed_and_saves_nothing(cast, desk):
    answer = desk(cast.legal_office, "items/new/", {**DRAFT, "code": "有空 格", "basis_1": ""})
    assert answer.status_code == 422
    assert "代码“有空 格”不合规" in web.text_of(answer) and DRAFT["name"] in web.text_of(answer)
    assert not Item.objects.exists()


def test_a_draft_is_not_there_for_whoever_is_outside_its_unit(cast, desk):
    builders.law(cast)
    builders.draft(cast)
    assert desk(cast.district_bureau, "items/LW-05/").status_code == 404
    assert "LW-05" not in web.text_of(desk(cast.district_bureau, "items/"))
    assert "LW-05" in web.text_of(desk(cast.legal_office, "items/"))


def test_the_list_is_filtered_by_the_url_and_exported_as_seen(cast, desk):
    builders.item(cast)
    builders.item(cast, "LW-06", name="对职业培训机构的监督检查")
    assert "LW-06" not in web.text_of(desk(cast.legal_office, "items/?q=派遣"))
    sheet = b"".join(desk(cast.legal_office, "items/?q=培训&export=csv").streaming_content).decode(
        "utf-8-sig"
    )
    assert "LW-06" in sheet and "LW-05" not in sheet and "<" not in sheet


def test_a_bureau_founded_today_drafts_its_first_list_from_its_pack(cast, desk):
    page = desk(cast.legal_office, "items/from-pack/", {"unit": cast.bureau, "level": "city"})
    assert page.status_code == 422 and "没有启用规则包" in web.text_of(page)
    services.packs.adopt(
        unit=cast.bureau,
        pack="pingdingshan-2020",
        from_on=cast.today,
        reason="局务会",
        by=cast.legal_office,
        now=cast.now,
    )
    words = {"unit": cast.bureau, "level": "city", "evaluation_method": "评价办法第1版"}
    assert desk(cast.legal_office, "items/from-pack/", words).status_code == 303
    assert ItemVersion.objects.filter(state="in_review").count() == 9
    assert desk(cast.legal_office, "items/from-pack/", words).status_code == 303
    assert Item.objects.count() == 9


def test_the_report_names_idle_items_and_stale_bases(cast, desk):
    builders.item(cast)
    services.rule_documents.repeal(
        code=builders.LAW, on=cast.today, ground="新法施行", by=cast.legal_office, now=cast.now
    )
    page = web.text_of(desk(cast.legal_office, "items/report/"))
    assert "依据已失效（1）" in page and "一年没有检查过的事项（0）" in page


def test_a_document_is_registered_and_repealed_on_the_page_with_what_rests_on_it(cast, desk):
    words = {"code": "X-1", "title": "某办法", "level": "rule", "unit": cast.bureau, "disclosure": "public"}
    assert desk(cast.legal_office, "rule-documents/new/", words).status_code == 303
    assert "某办法" in web.text_of(desk(cast.legal_office, "rule-documents/X-1/"))
    builders.item(cast)
    assert "对劳务派遣企业的监督检查" in web.text_of(
        desk(cast.legal_office, f"rule-documents/{builders.LAW}/repeal/")
    )
    done = {"typed": "废止", "on": cast.today.isoformat(), "ground": "新法施行"}
    assert desk(cast.legal_office, f"rule-documents/{builders.LAW}/repeal/", done).status_code == 303
    assert RuleDocument.objects.get(code=builders.LAW).repealed_on == cast.today
