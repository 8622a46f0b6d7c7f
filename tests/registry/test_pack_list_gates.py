"""Loading an item list: who may, what is held back, what a second load does."""

import pytest
from tests.registry import builders

from mingqian.audit import selectors as audit
from mingqian.core.decision import Refused
from mingqian.registry import selectors
from mingqian.registry.enums import ItemCategory
from mingqian.registry.models import ItemVersion, RuleDocument
from mingqian.registry.services.item_lists import Desk, Supplement

# What lists say; loading them is test_item_lists.py on both.
pytestmark = [pytest.mark.slow, pytest.mark.sqlite]

load = builders.load


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


@pytest.mark.clause("FL-37")
def test_a_document_without_its_list_gives_an_empty_list_and_says_so(cast):
    loaded = load(cast, "fuling-2024", None)
    assert loaded.published == ()
    assert "附件" in loaded.gap


@pytest.mark.clause("XM-10", "XM-30")
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
