"""The item list of a rule pack through every gate into the registry."""

import pytest
from tests.registry import builders

from mingqian.audit import selectors as audit
from mingqian.core.decision import Refused
from mingqian.policy import loader
from mingqian.registry import selectors, services
from mingqian.registry.enums import ItemCategory, Level
from mingqian.registry.models import ItemVersion, RuleDocument, RuleUse
from mingqian.registry.services.item_lists import Desk, Loaded, Supplement

METHOD = Supplement(evaluation_method="检查评价办法 2026年第1版")


def load(cast, name: str, supplement: Supplement | None = METHOD, desk: Desk | None = None) -> Loaded:
    return services.item_lists.load_pack(
        loader.load(name),
        unit=cast.bureau,
        jurisdiction=cast.bureau,
        level=Level.CITY,
        effective_on=cast.today,
        supplement=supplement,
        desk=desk or Desk(cast.second_legal_officer, cast.legal_office, cast.bureau_leader),
        now=cast.now,
    )


@pytest.mark.clause("XM-15")
def test_the_demo_list_of_twenty_three_items_leaves_twenty_active(cast):
    loaded = load(cast, "luwan-2026")
    assert len(loaded.published) == 23
    assert loaded.retired == ("LW-16", "LW-19", "LW-20")
    active = selectors.items.listing(cast.legal_office, cast.today)
    assert len(active) == 20
    everything = selectors.items.listing(cast.legal_office, cast.today, retired=True)
    by_category = [sum(i.category == c for i in everything) for c in list(ItemCategory)[1:]]
    assert by_category == [6, 8, 9]
    assert all(not selectors.items.obstacles(i, cast.today, national_layer=True) for i in active)


@pytest.mark.clause("XM-20")
def test_items_without_a_necessity_ground_wait_with_the_reason(cast):
    waiting = dict(load(cast, "xiamen-2017").waiting)
    assert set(waiting) == {"XM-I15", "XM-I17", "XM-I18", "XM-I21", "XM-I22", "XM-I23"}
    assert "item.no_necessity" in [denial.code for denial in waiting["XM-I15"]]
    assert ItemVersion.objects.get(item__code="XM-I15").state == "draft"


@pytest.mark.clause("PD-35")
def test_the_nine_items_of_pingdingshan_keep_their_own_ratio_and_words(cast):
    loaded = load(cast, "pingdingshan-2020")
    ratios = [item.ratio for item in loaded.published]
    assert [r["ppm"] // 10_000 for r in ratios if r and r["kind"] == "ratio"] == [5, 30, 20, 20, 5, 10, 5, 16]
    assert ratios[7] == {"kind": "min_count", "count": 200, "unit": "人"}
    assert loaded.published[4].frequency == {"kind": "as_needed_or_per_year", "times": 1}
    assert [len(item.contents) for item in loaded.published] == [3, 3, 3, 2, 5, 4, 8, 1, 1]
    assert loaded.published[7].ratio_text == "至少200人"
    assert loaded.published[4].notes  # 依据与事项不符: shown beside the item, not repaired


@pytest.mark.clause("FL-37")
def test_a_document_without_its_list_gives_an_empty_list_and_says_so(cast):
    loaded = load(cast, "fuling-2024", None)
    assert loaded.published == ()
    assert "附件" in loaded.gap


@pytest.mark.clause("XM-02")
def test_every_parameter_of_a_pack_rests_on_a_registered_document(cast):
    load(cast, "xiamen-2017")
    own = RuleDocument.objects.get(code="xiamen-2017:own")
    assert own.posted_at.isoformat() == "2017-05-12T07:49:00+00:00"
    assert own.bindings.count() == 2
    assert own.column == "信用公开 › 制度规范"
    assert {c.cited.number for c in own.cites.select_related("cited")} >= {
        "国办发〔2015〕58号",
        "闽人社文〔2016〕76号",
        "闽人社文〔2017〕86号",
        "厦府办〔2016〕12号",
    }
    assert RuleUse.objects.filter(document=own, thing="xiamen-2017 ratio.tiers").exists()
    things = {found.thing for found in selectors.rule_documents.resting_on(cast.legal_office, own.code)}
    assert "xiamen-2017 ratio.tiers" in things


@pytest.mark.clause("XM-19")
def test_bases_are_rows_that_many_items_share(cast):
    load(cast, "xiamen-2017")
    law = RuleDocument.objects.get(title="劳动法")
    found = selectors.items.resting_on_law(cast.legal_office, law.code, cast.today)
    assert len(found) == 14  # six of the first category, eight of the second
    first = selectors.items.facts(cast.legal_office, "XM-I01", cast.today)
    second = selectors.items.facts(cast.legal_office, "XM-I07", cast.today)
    assert (len(first.bases), len(second.bases)) == (9, 14)


def test_two_packs_share_the_documents_both_rest_on(cast):
    load(cast, "xiamen-2017")
    count = RuleDocument.objects.filter(number="国办发〔2015〕58号").count()
    load(cast, "pingdingshan-2020")
    assert RuleDocument.objects.filter(number="国办发〔2015〕58号").count() == count == 1


def test_without_an_evaluation_method_a_published_item_cannot_be_planned(cast):
    load(cast, "pingdingshan-2020", None)
    item = selectors.items.facts(cast.legal_office, "PD-I01", cast.today)
    assert [d.code for d in selectors.items.obstacles(item, cast.today, national_layer=True)] == [
        "item.no_method"
    ]


def test_one_person_cannot_take_a_list_through_every_gate(cast):
    with pytest.raises(Refused, match="提出人"):
        load(cast, "luwan-2026", desk=Desk(cast.legal_office, cast.legal_office, cast.bureau_leader))
    assert not ItemVersion.objects.exists()
    assert not RuleDocument.objects.exists()
    assert not list(audit.entries(cast.audit_admin, kind="item.drafted"))


def test_a_list_is_not_loaded_twice(cast):
    load(cast, "pingdingshan-2020")
    before = ItemVersion.objects.count()
    again = load(cast, "pingdingshan-2020")
    assert all(item.version == 2 for item in again.published)
    assert ItemVersion.objects.count() == before + 9


def test_a_supplement_names_the_unit_of_an_item(cast):
    loaded = load(cast, "pingdingshan-2020", Supplement(units={"PD-I05": "LDGX"}))
    assert {i.code: i.unit_code for i in loaded.published}["PD-I05"] == "LDGX"
    assert builders.LAW not in {i.code for i in loaded.published}
