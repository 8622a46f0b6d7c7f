"""The register of rule documents: fields, binding force, what rests on one, repeal and deletion."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import ProtectedError
from tests.registry import builders
from tests.web import lived, signed_in, text_of

from mingqian.audit import selectors as audit
from mingqian.core.decision import Refused
from mingqian.registry import selectors, services
from mingqian.registry.enums import BasisLevel, Binding, Disclosure, Level, UseKind
from mingqian.registry.models import RuleDocument

POSTED = datetime(2026, 1, 5, 7, 49, tzinfo=UTC)
documents = services.rule_documents


def notice(cast, code: str = "LW-2026-1", **more):
    fields = {
        "title": "鹭湾市双随机监管工作方案",
        "number": "鹭湾人社〔2026〕1号",
        "level": BasisLevel.NORMATIVE,
        "adopting_body": "鹭湾市人力资源和社会保障局",
        "adopted_how": "局务会议研究通过",
        "signed_on": date(2026, 1, 4),
        "posted_at": POSTED,
        "column": "信用公开 › 制度规范",
        "bindings": {Level.CITY: Binding.BINDING, Level.DISTRICT: Binding.REFERENCE},
        "annexes": {"监管事项清单": False},
        "unit": cast.bureau,
        "by": cast.legal_office,
        "now": cast.now,
    }
    return documents.register(code=code, **{**fields, **more})


@pytest.mark.clause("XM-01")
def test_a_notice_binds_a_section_and_guides_a_district(cast):
    notice(cast)
    found = selectors.rule_documents
    assert found.binding_for(cast.business_unit_head, "LW-2026-1") == "遵照执行"
    assert found.binding_for(cast.district_bureau, "LW-2026-1") == "参照执行"


@pytest.mark.clause("XM-01")
def test_a_district_files_its_own_variant(cast):
    notice(cast)
    own = notice(
        cast,
        "HB-2026-1",
        unit="359901",
        variant_of="LW-2026-1",
        bindings={},
        annexes={},
        by=cast.district_bureau,
    )
    assert own.variant_of.code == "LW-2026-1"


@pytest.mark.clause("XM-01")
def test_a_document_no_longer_public_leaves_the_public_list_at_once(cast):
    notice(cast)
    assert [d.code for d in selectors.rule_documents.public()] == ["LW-2026-1"]
    documents.set_disclosure(
        code="LW-2026-1",
        disclosure=Disclosure.ON_REQUEST,
        reason="含内部流程",
        by=cast.legal_office,
        now=cast.now,
    )
    assert not selectors.rule_documents.public()
    (entry,) = audit.entries(cast.audit_admin, kind="document.disclosure_changed")
    assert '"after":"on_request"' in entry.body and '"before":"public"' in entry.body


@pytest.mark.parametrize("disclosure", [Disclosure.ON_REQUEST, Disclosure.WITHHELD])
def test_a_document_not_public_is_read_inside_its_unit_only(cast, disclosure):
    notice(cast, disclosure=disclosure)
    assert selectors.rule_documents.get(cast.legal_office, "LW-2026-1")
    with pytest.raises(Refused, match="无权查看"):
        selectors.rule_documents.get(cast.district_bureau, "LW-2026-1")
    with pytest.raises(Refused, match="无权查看"):
        selectors.rule_documents.get(cast.audit_admin, "LW-2026-1")


def test_a_public_document_tells_no_title_of_one_kept_inside_another_unit(cast):
    notice(cast, disclosure=Disclosure.WITHHELD)
    kept = RuleDocument.objects.get(code="LW-2026-1")
    notice(cast, code="LW-2026-2", title="公开的通知", number="鹭湾人社〔2026〕2号")
    RuleDocument.objects.filter(code="LW-2026-2").update(replaces=kept, variant_of=kept)
    shown = RuleDocument.objects.get(code="LW-2026-2")
    shown.cites.create(cited=kept)
    for who, told in ((cast.legal_office, True), (cast.district_bureau, False)):
        with lived(cast.now):
            page = text_of(signed_in(who, now=cast.now).get("/desk/rule-documents/LW-2026-2/"))
        assert "公开的通知" in page
        assert (kept.title in page) is told


def test_a_public_document_not_yet_posted_is_not_in_the_public_list(cast):
    notice(cast, posted_at=None)
    assert not selectors.rule_documents.public()


def test_an_annex_that_is_not_at_hand_is_listed(cast):
    notice(cast)
    assert selectors.rule_documents.missing_annexes(cast.legal_office) == [("LW-2026-1", "监管事项清单")]


@pytest.mark.clause("XM-02")
def test_repealing_a_document_lists_everything_that_rests_on_it(cast):
    builders.item(cast)
    notice(cast, cites=[builders.LAW])
    documents.cite(
        code=builders.LAW,
        kind=UseKind.PACK,
        thing="xiamen-2017 ratio.tiers",
        clause="三(五)6(1)",
        by=cast.legal_office,
        now=cast.now,
    )
    resting = documents.repeal(
        code=builders.LAW, on=cast.today, ground="已废止", by=cast.legal_office, now=cast.now
    )
    assert [(found.kind, found.thing, found.clause) for found in resting] == [
        ("item", "LW-05 v1", "第五十七条"),
        ("pack", "xiamen-2017 ratio.tiers", "三(五)6(1)"),
        ("document", "LW-2026-1", ""),
    ]
    (entry,) = audit.entries(cast.audit_admin, kind="document.repealed")
    assert "xiamen-2017 ratio.tiers" in entry.body


@pytest.mark.clause("XM-19")
def test_an_item_that_rests_on_a_repealed_document_alone_is_stale(cast):
    item = builders.item(cast)
    after = cast.today + timedelta(days=10)
    documents.repeal(code=builders.LAW, on=after, ground="已废止", by=cast.legal_office, now=cast.now)
    assert selectors.items.stale(cast.legal_office, cast.today) == []
    ((stale, bases),) = selectors.items.stale(cast.legal_office, after)
    assert (stale.code, [basis.document for basis in bases]) == (item.code, [builders.LAW])
    assert "item.stale_basis" in [
        d.code for d in selectors.items.obstacles(stale, after, national_layer=False)
    ]


def test_a_document_is_repealed_once(cast):
    notice(cast)
    act = {"code": "LW-2026-1", "on": cast.today, "ground": "修订", "by": cast.legal_office, "now": cast.now}
    for slip in (date(1, 1, 1), date(1950, 1, 1)):
        with pytest.raises(Refused, match=r"不在 1949|在它之前"):
            documents.repeal(**{**act, "on": slip})
    documents.repeal(**act)
    assert [d.code for d in selectors.rule_documents.repealed(cast.legal_office)] == ["LW-2026-1"]
    with pytest.raises(Refused, match="已于"):
        documents.repeal(**act)


@pytest.mark.clause("XM-16")
def test_a_basis_in_use_cannot_be_deleted_by_anybody(cast):
    builders.item(cast)
    with pytest.raises(Refused, match=r"正被引用，不能删除.*LW-05"):
        documents.remove(code=builders.LAW, reason="误录", by=cast.legal_office, now=cast.now)
    with pytest.raises(ProtectedError):
        RuleDocument.objects.get(code=builders.LAW).delete()
    assert RuleDocument.objects.filter(code=builders.LAW).exists()


def test_an_entry_made_by_mistake_can_be_removed_with_a_trace(cast):
    notice(cast)
    documents.remove(code="LW-2026-1", reason="重复登记", by=cast.legal_office, now=cast.now)
    assert not RuleDocument.objects.exists()
    assert len(list(audit.entries(cast.audit_admin, kind="document.removed"))) == 1


@pytest.mark.clause("XM-83")
def test_a_revision_keeps_the_old_text(cast):
    notice(cast, text="旧文")
    revised = notice(cast, "LW-2026-9", text="新文", replaces="LW-2026-1", annexes={}, bindings={})
    assert revised.replaces.text == "旧文"
    with pytest.raises(Refused, match="已被使用"):
        notice(cast)


@pytest.mark.parametrize("who", ["business_unit_head", "draw_operator", "bureau_leader"])
def test_the_register_is_kept_by_the_legal_office(cast, who):
    with pytest.raises(Refused):
        notice(cast, by=cast.people[who])
    assert not RuleDocument.objects.exists()


@pytest.mark.parametrize(("field", "limit"), [("title", 200), ("number", 60), ("note", 300)])
def test_a_text_too_long_is_refused_and_never_cut(cast, field, limit):
    with pytest.raises(Refused, match=f"上限 {limit} 字"):
        notice(cast, **{field: "长" * (limit + 1)})


def test_line_breaks_in_what_a_person_typed_become_spaces(cast):
    assert notice(cast, title="鹭湾市\n工作方案").title == "鹭湾市 工作方案"
