"""The header is found below titles, by many names; what is missing or unknown is said."""

import pytest

from mingqian.core.decision import Refused
from mingqian.registry.importing import columns, layout
from mingqian.registry.importing.columns import Kind


def rows(*lines: str) -> list[tuple[int, list[str]]]:
    return [(number, line.split("|")) for number, line in enumerate(lines, 1)]


def fields(found: layout.Layout) -> list[str]:
    return [column.name for column, _ in found.fields]


def test_the_header_is_found_below_titles_and_blank_rows():
    found = layout.find(
        Kind.SUBJECTS,
        rows(
            "鹭湾市检查对象名录",
            "",
            "填报单位：法规处|日期：2026年1月",
            "序号|统一社会信用代码|单位名称|住所",
        ),
    )
    assert found.line == 4
    assert fields(found) == ["number", "name", "address"]
    assert found.unknown == ("序号",)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("uscc", "number"),
        ("统一社会信用代码*", "number"),
        ("＊统一社会信用代码（必填）", "number"),
        (" 社会 信用 代码 ", "number"),
        ("统一社会信用代码/注册号", "number"),
        ("组织机构代码", "number"),
        ("社会信用代码/组织机构代码", "number"),
        ("组织机构代码或统一社会信用代码", "number"),
        ("NAME", "name"),
        ("\ufeff\ufeff单位名称\u200b", "name"),
        ("企业名称", "name"),
        ("用人单位名称", "name"),
        ("法定代表人（负责人）", "legal_representative"),
        ("legal_rep", "legal_representative"),
        ("联系电话", "contact_phone"),
        ("注册资本（万元）", "capital"),
        ("成立日期", "registered_on"),
        ("业务责任处室", "responsible_unit"),
    ],
)
def test_headings_are_recognised_by_their_many_names(heading, field):
    found = layout._match(Kind.SUBJECTS, 1, [heading], {})
    assert fields(found) == [field]


def test_a_heading_that_names_two_fields_is_taken_for_neither():
    assert layout._match(Kind.SUBJECTS, 1, ["单位名称/统一社会信用代码"], {}).unknown


def test_a_heading_of_two_old_names_gives_way_to_the_columns_own():
    old, own = "组织机构代码/注册号", "统一社会信用代码"
    for header in ([old, own], [own, old]):
        found = layout._match(Kind.SUBJECTS, 1, header, {})
        assert (found.header[found.position("number")], found.unknown) == (own, (old,))


def test_no_heading_means_two_fields_of_one_kind():
    for kind in Kind:
        seen: dict[str, str] = {}
        for column in columns.COLUMNS[kind]:
            for name in column.names:
                owner = seen.setdefault(layout.simplified(name), column.name)
                assert owner == column.name, f"{kind}: {name} is claimed by {owner} and {column.name}"


def test_a_missing_required_column_is_named_with_what_was_found():
    with pytest.raises(Refused) as refusal:
        layout.find(Kind.SUBJECTS, rows("单位名称|地址|联系人"))
    words = str(refusal.value)
    assert "缺少必需的列“统一社会信用代码”" in words
    assert "单位名称、地址、联系人" in words
    assert "--map" in words


def test_a_table_without_header_is_refused_showing_its_first_row():
    with pytest.raises(Refused) as refusal:
        layout.find(Kind.SUBJECTS, rows("", "91359901MA99X001X6|鹭湾甲公司"))
    assert "第2行是：91359901MA99X001X6、鹭湾甲公司" in str(refusal.value)


def test_a_wish_maps_a_column_by_heading_or_number():
    header = rows("甲|乙|丙")
    found = layout.find(Kind.SUBJECTS, header, {"甲": "统一社会信用代码", "2": "name", "丙": "附加:等级"})
    assert fields(found) == ["number", "name"]
    assert found.kept == (("等级", 2),)


@pytest.mark.parametrize(
    ("wish", "words"),
    [({"丁": "name"}, "“丁”不在表头中"), ({"地址": "颜色"}, "“颜色”不存在")],
)
def test_a_wish_for_what_is_not_there_is_refused(wish, words):
    with pytest.raises(Refused, match=words):
        layout.find(Kind.SUBJECTS, rows("统一社会信用代码|单位名称|地址"), wish)


def test_the_kind_of_list_shows_in_its_header():
    assert layout.find(None, rows("统一社会信用代码|单位名称|地址")).kind is Kind.SUBJECTS
    assert layout.find(None, rows("序号|抽查事项|检查依据|检查对象|抽查比例|抽查频次")).kind is Kind.ITEMS
    assert layout.find(None, rows("姓名|所在单位|职务|执法证号|人员类别")).kind is Kind.INSPECTORS


def test_a_repeated_heading_is_used_once_and_reported():
    found = layout.find(Kind.SUBJECTS, rows("统一社会信用代码|单位名称|单位名称"))
    assert found.position("name") == 1
    assert found.repeated == ("单位名称",)


def test_a_header_of_two_rows_is_read_as_one():
    printed = rows(
        "鹭湾市检查对象名录",
        "序号|单位名称|统一社会信用代码|联系人||备注",
        "|||姓名|电话|",
        "1|鹭湾甲公司|待核|屿某|1|",
    )
    found = layout.find(Kind.SUBJECTS, printed)
    assert (found.line, fields(found)) == (3, ["name", "number", "contact_person", "contact_phone"])
    assert found.header == ("序号", "单位名称", "统一社会信用代码", "联系人姓名", "联系人电话", "备注")
    assert found.written == (tuple(printed[1][1]), tuple(printed[2][1]))
    merged_down = [
        *printed[:2],
        (3, ["序号", "单位名称", "统一社会信用代码", "姓名", "电话", "备注"]),
        printed[3],
    ]
    assert layout.find(Kind.SUBJECTS, merged_down).header == found.header


def test_the_first_record_is_no_second_row_of_the_header():
    found = layout.find(
        Kind.SUBJECTS, rows("单位名称|统一社会信用代码||备注", "电话|待核|电话|地址", "||地址|")
    )
    assert (found.line, fields(found)) == (1, ["name", "number"])


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "单位名称，统一社会信用代码，地址",
            "第1行的各栏都挤在一格里，看来是用“，”分开的。处理办法：请在 Excel 或 WPS 里用“分列”",
        ),
        ("單位�W�|�Τ@", "第1行是乱码"),
    ],
)
def test_why_no_header_is_found_is_said_where_it_shows(line, words):
    with pytest.raises(Refused) as refusal:
        layout.find(Kind.SUBJECTS, rows(line))
    assert words in str(refusal.value)
