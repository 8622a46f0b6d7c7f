"""Item lists: words read as rules, children, drafts only, undo while nothing has come of them."""

from datetime import timedelta

import pytest
from tests import cast as casting
from tests.registry.importing import firms

from mingqian.core.decision import Refused
from mingqian.registry.enums import BasisLevel, ItemState
from mingqian.registry.importing import item_rows
from mingqian.registry.importing import layout as layouts
from mingqian.registry.importing.columns import Kind
from mingqian.registry.importing.fates import Fate
from mingqian.registry.models import Item, ItemVersion
from mingqian.registry.services import imports, items, rule_documents

NOW = casting.NOW
LATER = NOW + timedelta(days=40)
HEADER = [
    "序号",
    "抽查事项",
    "子项",
    "检查依据",
    "检查对象",
    "检查内容",
    "事项类别",
    "检查方式",
    "抽查比例",
    "抽查频次",
    "责任科室",
]


def item(number: int, **changes: str) -> dict[str, str]:
    row = {
        "序号": str(number),
        "抽查事项": f"鹭湾第{number}项检查",
        "检查依据": "《鹭湾市劳动用工检查办法》第三条",
        "检查对象": "用人单位",
        "检查内容": "1. 劳动合同签订情况；2. 工资支付情况。",
        "事项类别": "一般检查事项",
        "检查方式": "现场检查、书面检查",
        "抽查比例": "5%",
        "抽查频次": "1次/年",
        "责任科室": "劳动关系处、监察支队",
    }
    return row | changes


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("5%", {"kind": "ratio", "ppm": 50_000}),
        ("不低于5％", {"kind": "ratio", "ppm": 50_000}),
        ("0.5%", {"kind": "ratio", "ppm": 5_000}),
        ("3‰", {"kind": "ratio", "ppm": 3_000}),
        ("至少200人", {"kind": "min_count", "count": 200, "unit": "人"}),
        ("全部", {"kind": "all"}),
        ("100%", {"kind": "ratio", "ppm": 1_000_000}),
        ("0.05", {"kind": "ratio", "ppm": 50_000}),
        ("1", None),
        ("根据实际情况确定", None),
        ("市级5%，县级10%", None),
        ("", None),
    ],
)
def test_a_ratio_is_read_where_it_is_a_number(words, rule):
    assert item_rows.ratio(words) == rule


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("1次/年", {"kind": "per_year", "times": 1}),
        ("2次／年", {"kind": "per_year", "times": 2}),
        ("每年两次", {"kind": "per_year", "times": 2}),
        ("根据工作需要或1次/年", {"kind": "as_needed_or_per_year", "times": 1}),
        ("根据实际情况确定", None),
        ("市级局每年组织1次；县级局每月组织1次", None),
    ],
)
def test_a_frequency_is_read_where_it_is_one(words, rule):
    assert item_rows.frequency(words) == rule


@pytest.mark.parametrize(
    ("words", "points"),
    [
        ("1. 甲情况；2. 乙情况；3. 丙情况。", ("甲情况", "乙情况", "丙情况")),
        ("1检查甲情况;2.乙", ("1检查甲情况", "乙")),
        ("（1）甲（2）乙", ("甲", "乙")),
        ("甲；乙", ("甲", "乙")),
        ("养老保险待遇领取情况", ("养老保险待遇领取情况",)),
        ("", ()),
    ],
)
def test_contents_come_apart_point_by_point(words, points):
    assert item_rows.contents(words) == points


@pytest.fixture
def bring(cast, tmp_path):
    def bring(rows, *, now=NOW):
        path = firms.write(tmp_path / "清单.csv", rows, HEADER)
        return imports.load(path, by=cast.legal_office, now=now)

    return bring


@pytest.mark.django_db
def test_new_items_become_drafts_with_rules_and_contents(bring):
    _preview, batch = bring([item(1), item(2, 抽查比例="30%", 抽查频次="2次/年")])
    assert (batch.kind, batch.added) == ("items", 2)
    first, second = ItemVersion.objects.order_by("pk")
    assert first.state == ItemState.DRAFT
    assert (first.name, first.seq, first.ratio, first.methods) == (
        "鹭湾第1项检查",
        1,
        {"kind": "ratio", "ppm": 50_000},
        ["on_site", "written"],
    )
    assert [content.text for content in first.contents.all()] == ["劳动合同签订情况", "工资支付情况"]
    assert first.departments == ["劳动关系处", "监察支队"]
    assert second.frequency == {"kind": "per_year", "times": 2}
    assert first.item.code == "FGC-001"


@pytest.mark.django_db
def test_a_basis_that_is_not_registered_is_kept_in_words_and_said(bring):
    preview, _ = bring([item(1)])
    version = ItemVersion.objects.get()
    assert not version.bases.exists()
    assert version.notes == ["检查依据原文：《鹭湾市劳动用工检查办法》第三条"]
    assert any(key[1] == "basis_unregistered" for key in preview.tally.counts)


@pytest.mark.django_db
def test_a_registered_basis_becomes_a_row_with_its_article(bring, cast):
    rule_documents.register(
        code="LW-LDYG",
        title="鹭湾市劳动用工检查办法",
        level=BasisLevel.RULE,
        unit="FGC",
        by=cast.legal_office,
        now=NOW,
    )
    bring([item(1)])
    basis = ItemVersion.objects.get().bases.get()
    assert (basis.document.code, basis.article) == ("LW-LDYG", "第三条")
    assert basis.quoted == "《鹭湾市劳动用工检查办法》第三条"


@pytest.mark.django_db
def test_sub_items_hang_under_their_item(bring):
    bring(
        [item(6, 抽查事项="劳动保障监察", 子项="工资支付"), item(6, 抽查事项="劳动保障监察", 子项="工作时间")]
    )
    parent = Item.objects.get(parent__isnull=True)
    assert parent.versions.get().name == "劳动保障监察"
    assert sorted(child.versions.get().name for child in parent.children.all()) == ["工作时间", "工资支付"]


@pytest.mark.django_db
def test_the_same_list_again_drafts_nothing(bring):
    bring([item(1), item(2)])
    preview, batch = bring([item(1), item(2)], now=LATER)
    assert (preview.fates[Fate.UNCHANGED], batch.added, batch.changed) == (2, 0, 0)
    assert ItemVersion.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.clause("XM-14")
def test_a_change_is_a_next_version_and_waits_for_review(bring, cast):
    bring([item(1)])
    version = ItemVersion.objects.get()
    with pytest.raises(Refused, match="没有一行可以导入"):
        bring([item(1, 抽查比例="10%")], now=LATER)
    ItemVersion.objects.filter(pk=version.pk).update(state=ItemState.REJECTED)
    preview, batch = bring([item(1, 抽查比例="10%")], now=LATER)
    assert batch.changed == 1
    assert preview.changed[0].after["抽查比例原文"] == "10%"
    newest = ItemVersion.objects.latest("number")
    assert (newest.number, newest.state, newest.ratio) == (
        2,
        ItemState.DRAFT,
        {"kind": "ratio", "ppm": 100_000},
    )


@pytest.mark.django_db
def test_two_rows_of_one_name_are_refused(bring):
    preview, batch = bring([item(1), item(2, 抽查事项="鹭湾第1项检查")])
    assert (preview.fates[Fate.CLASH], batch.added) == (1, 1)


@pytest.mark.django_db
def test_undo_removes_drafts_and_is_refused_once_one_is_in_review(bring, cast):
    _, batch = bring([item(1), item(2)])
    imports.take_back(batch.number, by=cast.legal_office, now=LATER)
    assert not Item.objects.exists()
    _, batch = bring([item(1), item(2)])
    items.submit(code="FGC-001", number=1, by=cast.legal_office, now=NOW)
    with pytest.raises(Refused, match="已送审"):
        imports.take_back(batch.number, by=cast.legal_office, now=LATER)
    assert Item.objects.count() == 2


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.sqlite  # reading; what is loaded runs on both
def test_the_list_of_111_real_rows_is_read(cast, shared):
    preview, _batch = imports.load(shared / "data/items/check_items.csv", by=cast.legal_office, now=NOW)
    assert (preview.rows, preview.refused) == (111, 0)
    audit = ItemVersion.objects.get(name="养老保险稽核")
    assert audit.ratio == {"kind": "min_count", "count": 200, "unit": "人"}
    assert audit.methods == ["comparison"]
    school = ItemVersion.objects.get(name="技工院校监督检查")
    assert (school.ratio, school.frequency) == (
        {"kind": "ratio", "ppm": 300_000},
        {"kind": "per_year", "times": 2},
    )
    assert school.departments == ["职业能力建设科", "劳动能力鉴定中心"]
    assert ItemVersion.objects.filter(category=3).count() == 9


def test_rows_under_one_merged_name_are_one_item_with_all_their_contents():
    one = item(1) | {"检查内容": "劳动合同", "检查方式": "现场检查", "抽查比例": "0.05"}
    rows = (one, one | {"检查内容": "工资支付", "检查方式": "书面检查"}, one | {"抽查比例": "10%"})
    found = layouts.find(Kind.ITEMS, [(1, HEADER)])
    read = [
        item_rows.read(found, line, [row.get(found.header[at], "") for _, at in found.fields], {})
        for line, row in enumerate(rows, 2)
    ]
    kept, said = item_rows.joined(read)
    first = kept[0].wording
    assert (first.contents, first.methods, first.ratio_text) == (
        ("劳动合同", "工资支付"), ("on_site", "written"), "5%",
    )  # fmt: skip
    assert [row.line for row in kept] == [2, 4], (
        "another ratio is another item, to be told apart by the office"
    )
    assert str(said[0]) == "第3行：与第2行是同一事项“鹭湾第1项检查”，检查内容已并入"
    assert item_rows.joined([read[0], read[0]])[1] == [], "what is merely repeated is told as before"
