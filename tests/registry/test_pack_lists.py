"""The item lists of Xiamen and Pingdingshan in the registry: bases, documents, ratios, what is held back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from tests.registry import builders

from mingqian.registry import selectors
from mingqian.registry.models import ItemVersion, RuleDocument, RuleUse
from mingqian.registry.services.item_lists import Loaded

# What lists say; loading them is test_item_lists.py on both.
pytestmark = [pytest.mark.slow, pytest.mark.sqlite]


@dataclass(frozen=True)
class Library:
    cast: Any
    lists: Mapping[str, Loaded]


@pytest.fixture(scope="module")
def loaded_library(standing_cast: Any) -> Library:
    names = ("xiamen-2017", "pingdingshan-2020")
    return Library(standing_cast, {name: builders.load(standing_cast, name) for name in names})


@pytest.fixture
def library(loaded_library: Library, db: None) -> Library:
    return loaded_library


@pytest.mark.clause("XM-20")
def test_items_without_a_necessity_ground_wait_with_the_reason(library):
    waiting = dict(library.lists["xiamen-2017"].waiting)
    assert set(waiting) == {"XM-I15", "XM-I17", "XM-I18", "XM-I21", "XM-I22", "XM-I23"}
    assert "item.no_necessity" in [denial.code for denial in waiting["XM-I15"]]
    assert ItemVersion.objects.get(item__code="XM-I15").state == "draft"


@pytest.mark.clause("PD-35")
def test_the_nine_items_of_pingdingshan_keep_their_own_ratio_and_words(library):
    loaded = library.lists["pingdingshan-2020"]
    ratios = [item.ratio for item in loaded.published]
    assert [r["ppm"] // 10_000 for r in ratios if r and r["kind"] == "ratio"] == [5, 30, 20, 20, 5, 10, 5, 16]
    assert ratios[7] == {"kind": "min_count", "count": 200, "unit": "人"}
    assert loaded.published[4].frequency == {"kind": "as_needed_or_per_year", "times": 1}
    assert [len(item.contents) for item in loaded.published] == [3, 3, 3, 2, 5, 4, 8, 1, 1]
    assert loaded.published[7].ratio_text == "至少200人"
    assert loaded.published[4].notes  # 依据与事项不符: shown beside the item, not repaired


@pytest.mark.clause("XM-02")
def test_every_parameter_of_a_pack_rests_on_a_registered_document(library):
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
    resting = selectors.rule_documents.resting_on(library.cast.legal_office, own.code)
    assert ("xiamen-2017 ratio.tiers", "抽查比例分档") in {(found.thing, found.name) for found in resting}


@pytest.mark.clause("XM-19")
def test_bases_are_rows_that_many_items_share(library):
    law = RuleDocument.objects.get(title="劳动法")
    found = selectors.items.resting_on_law(library.cast.legal_office, law.code, library.cast.today)
    assert len(found) == 14  # six of the first category, eight of the second
    first = selectors.items.facts(library.cast.legal_office, "XM-I01", library.cast.today)
    second = selectors.items.facts(library.cast.legal_office, "XM-I07", library.cast.today)
    assert (len(first.bases), len(second.bases)) == (9, 14)


def test_two_packs_share_the_documents_both_rest_on(library):
    assert RuleDocument.objects.filter(number="国办发〔2015〕58号").count() == 1
    assert RuleDocument.objects.filter(code__startswith="pingdingshan-2020:").exists()
