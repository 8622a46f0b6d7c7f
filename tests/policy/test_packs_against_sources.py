"""Packs against the documents themselves: quotations and item lists, character by character."""

import csv
import json
import re
from pathlib import Path

import pytest

from mingqian.policy import loader
from mingqian.policy.schema.item import QuotaKind
from mingqian.policy.schema.pack import ClauseStatus

BUREAUS = ("xiamen-2017", "fuling-2024", "pingdingshan-2020", "shizuishan-2019", "ezhou-2016")
# Documents were copied with half-width and full-width punctuation mixed; only the words must agree.
PUNCTUATION = str.maketrans("，：；（）〔〕", ",:;()[]")


def words(text: str) -> str:
    return re.sub(r"\s+", "", text).translate(PUNCTUATION)


def source(shared: Path, name: str) -> str:
    return (shared / "sources" / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", BUREAUS)
def test_every_quotation_stands_in_the_document(shared: Path, name: str) -> None:
    document = words(source(shared, name))
    quotes = {key: one.quote for key, one in loader.load(name).parameters.items() if one.quote}
    assert len(quotes) > 15
    assert [key for key, quote in quotes.items() if words(quote) not in document] == []


def test_the_quotation_check_can_fail(shared: Path) -> None:
    document = words(source(shared, "xiamen-2017"))
    assert words("不低于监管对象数量的15%") in document
    assert words("不低于监管对象数量的16%") not in document


@pytest.mark.clause("PD-35")
def test_the_nine_items_and_their_eleven_cells_are_verbatim(shared: Path) -> None:
    lines = [line.split("\t") for line in source(shared, "pingdingshan-2020").splitlines()]
    printed = [tuple(cells) for cells in lines if len(cells) == 11 and cells[0].isdigit()]
    with (loader.PACKS / "pingdingshan-2020" / "items.csv").open(encoding="utf-8", newline="") as file:
        kept = [tuple(row.values())[1:12] for row in csv.DictReader(file)]
    assert len(printed) == 9
    assert kept == printed


def test_the_structure_of_the_nine_items_equals_the_checked_list(shared: Path) -> None:
    listed = json.loads((shared / "data/items/items_pingdingshan.json").read_text(encoding="utf-8"))
    methods = {"on_site": "现场检查", "written": "书面检查", "network": "网上信息技术比对"}
    pack = loader.load("pingdingshan-2020")
    for item, known in zip(pack.items, listed, strict=True):
        quota = known["quota"]
        count = item.quota.kind is QuotaKind.MIN_COUNT
        assert item.name == known["name"]
        assert list(item.subjects) == known["subjects"]
        assert list(item.contents) == known["contents"]
        assert [methods[method] for method in item.methods] == known["methods"]
        assert list(item.departments) == known["departments"]
        assert (item.level, item.frequency.kind.value) == (known["level"], known["frequency"]["kind"])
        assert item.frequency.times == known["frequency"]["times"]
        ppm = item.quota.rate.ppm if item.quota.rate else 0
        assert (ppm if not count else item.quota.count) == (
            quota["percent"] * 10_000 if not count else quota["count"]
        )


def test_every_basis_of_the_nine_items_stands_in_its_cell() -> None:
    pack = loader.load("pingdingshan-2020")
    assert len(pack.bases) == 22
    for basis in pack.bases:
        assert all(basis.verbatim in pack.item(code).cells.basis for code in basis.items)
    assert all(pack.bases_of(item.code) for item in pack.items)


@pytest.mark.clause("XM-15")
def test_the_names_of_the_twenty_three_items_are_verbatim(shared: Path) -> None:
    printed = re.findall(r"^\s*(\d+)\.(.+?)[;。]\s*$", source(shared, "xiamen-2017"), re.MULTILINE)
    listed = [name for number, name in printed if int(number) <= 23][:23]
    pack = loader.load("xiamen-2017")
    assert [item.name for item in pack.items] == listed
    counts = [sum(item.category == category for item in pack.items) for category in (1, 2, 3)]
    assert counts == [6, 8, 9]
    assert sum(item.plannable for item in pack.items) == 20


@pytest.mark.clause("XM-16")
@pytest.mark.clause("XM-19")
def test_nine_and_fourteen_named_bases_are_verbatim_and_mapped_by_category(shared: Path) -> None:
    document = source(shared, "xiamen-2017")
    pack = loader.load("xiamen-2017")
    named = {
        category: [basis for basis in pack.bases if basis.id.startswith(f"XM-B{category}")]
        for category in (1, 2)
    }
    assert [len(named[category]) for category in (1, 2)] == [9, 14]
    assert all(basis.verbatim in document for bases in named.values() for basis in bases)
    assert {basis.mapping for basis in pack.bases} == {"category"}
    assert pack.item("XM-I06").sub_items == 7
    assert "7个子项名称" in pack.item("XM-I06").gaps


@pytest.mark.parametrize("name", ("fuling-2024", "shizuishan-2019", "ezhou-2016"))
def test_a_document_without_item_list_has_an_empty_one_and_says_why(name: str) -> None:
    pack = loader.load(name)
    assert pack.items == ()
    assert pack.items_gap


def test_every_clause_of_the_inventory_stands_in_one_ledger_with_its_words(shared: Path) -> None:
    with (shared / "domain/clauses.csv").open(encoding="utf-8", newline="") as file:
        known = {row["id"]: (row["kind"], row["clause"].replace("**", "")) for row in csv.DictReader(file)}
    kept = {row.id: (row.kind, row.clause) for name in BUREAUS for row in loader.load(name).clauses}
    assert kept == known


def test_only_clauses_without_any_software_are_called_organisational() -> None:
    rows = [row for name in BUREAUS for row in loader.load(name).clauses]
    assert {row.id for row in rows if row.status is ClauseStatus.ORGANISATIONAL} == {
        "SZ-02",
        "EZ-04",
        "EZ-11",
    }


@pytest.mark.parametrize("name", BUREAUS)
def test_anomalies_are_kept_with_their_clauses(name: str) -> None:
    pack = loader.load(name)
    assert pack.anomalies
    assert all(one.ids and one.what and one.treatment for one in pack.anomalies)


@pytest.mark.clause("SZ-53")
def test_names_of_the_documents_that_are_missing_are_kept() -> None:
    missing = {one.title for one in loader.load("shizuishan-2019").documents if not one.included}
    assert {"石嘴山市全面推行行政执法公示办法", "石嘴山市行政执法全过程记录办法（试行）",
            "石嘴山市重大行政执法决定法制审核办法（试行）"} <= missing  # fmt: skip
