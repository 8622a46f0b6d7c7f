"""A record as a whole: slipped columns, gaps, limits; and what is said of the real dirty rows."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.registry.importing import firms

from mingqian.registry.importing import healing, layout, reading
from mingqian.registry.importing.checking import Checked, Checker, _tidy
from mingqian.registry.importing.columns import Kind
from mingqian.registry.importing.findings import Level

HEADER = ["统一社会信用代码", "单位名称", "地址", "联系人", "备注"]


def checker() -> Checker:
    return Checker(layout.find(Kind.SUBJECTS, [(1, HEADER)]))


def check(*cells: str) -> Checked:
    found = checker().check(2, list(cells))
    assert found is not None
    return found


def test_a_tidy_row_has_its_values_and_nothing_to_say():
    found = check(firms.code(1), "鹭湾甲公司", "湖滨路1号", "某联系人", "")
    assert list(found.values) == [firms.code(1), "鹭湾甲公司", "湖滨路1号", "某联系人"]
    assert not found.findings
    assert found.ok


def test_a_wrong_code_keeps_its_row_out_and_names_cell_and_line():
    found = check("320404000073274", "鹭湾甲公司", "", "", "")
    assert not found.ok
    [error] = [f for f in found.findings if f.level is Level.ERROR]
    assert (error.line, error.column, error.field) == (2, 0, "统一社会信用代码")
    assert str(error).startswith("第2行“统一社会信用代码”：15位")


def test_more_cells_than_headings_is_an_error_not_a_guess():
    found = check(firms.code(1), "鹭湾甲公司", "湖滨路1号", "二楼", "", "某联系人")
    assert {f.code for f in found.findings} == {"too_many_cells"}
    assert not found.ok


def test_empty_cells_beyond_the_header_do_no_harm():
    assert check(firms.code(1), "鹭湾甲公司", "", "", "", "", " ").ok


def test_no_control_character_of_the_file_reaches_a_message():
    one = Checker(layout.find(Kind.SUBJECTS, [(1, ["统一社会信用代码", "单位名称", "成立日期"])]))
    found = one.check(2, ["9\x1b[2J1", "鹭湾甲公司", "2020\x1b[31m"])
    assert found is not None
    assert len(found.findings) >= 2
    assert all(finding.message.isprintable() for finding in found.findings)


def test_a_short_row_reads_as_empty_cells():
    found = check(firms.code(1), "鹭湾甲公司")
    assert found.ok
    assert list(found.values[2:]) == ["", ""]


def test_blank_rows_and_repeated_headers_are_passed_over_and_counted():
    one = checker()
    assert one.check(2, ["", " ", "", "", ""]) is None
    assert one.check(3, []) is None
    assert one.check(4, HEADER) is None
    assert (one.rows, one.blank) == (0, 3)
    assert one.gaps == {}


def test_sums_and_notes_under_a_printed_list_are_named_and_not_read():
    one = checker()
    beside = (
        ["合计", "5 户"], ["本页小计", "4家"], ["小计：3户"], ["注：本表数据截至10月31日"], ["", " 制表人：屿某", "", "审核人：礁某"],
        ["填报单位（盖章）：鹭湾市人社局"],
    )  # fmt: skip
    for line, cells in enumerate(beside, 9):
        assert one.check(line, cells) is None
    [(code, _, number, firsts)] = one.tally.of(Level.HEALED)
    assert (code, number, one.rows, one.gaps) == ("aside", 6, 0, {})
    assert str(firsts[0]) == "第9行：“合计”是合计或附注，不是检查对象名录的内容，未读"
    records = (
        [firms.code(1), "合计"], ["注册中", "鹭湾甲公司"], ["备注：已迁址", "鹭湾甲公司"], ["说明：待核", "", firms.code(1)],
        ["合计", "", "359900100012345"],
    )  # fmt: skip
    for cells in records:  # with a mistake, but of a firm: nobody is passed over for the remark in front
        assert one.check(20, cells) is not None


@pytest.mark.clause("XM-23")
def test_each_of_the_seven_fields_that_is_missing_is_a_named_gap_and_keeps_no_row_out():
    one = checker()
    first = one.check(2, [firms.code(1), "鹭湾甲公司", "", "某联系人", ""])
    second = one.check(3, [firms.code(2), "鹭湾乙公司", "湖滨路2号", "N/A", ""])
    assert first is not None and first.ok
    assert second is not None and second.ok
    assert one.gaps == {"地址": 1, "联系人": 1, "法定代表人": 2, "联系方式": 2, "业务责任处室": 2}


def test_a_row_that_stays_out_is_no_gap():
    one = checker()
    one.check(2, ["1", "鹭湾甲公司", "", "", ""])
    assert "地址" not in one.gaps


def test_a_name_is_required_and_limited():
    assert {f.code for f in check(firms.code(1), "", "", "", "").findings} == {"empty"}
    assert "too_long" in {f.code for f in check(firms.code(1), "鹭" * 201, "", "", "").findings}


@given(st.lists(st.text(max_size=12), min_size=5, max_size=5))
def test_the_quick_look_at_a_row_never_overlooks_what_the_close_look_heals(cells):
    if _tidy(cells):
        for cell in cells:
            assert healing.text(cell).value in (cell, "")
            assert not healing.text(cell).remarks or cell in healing.DASHES  # dashes are looked up


SAYS = {
    "18位代码含小写x": {"code_healed"},
    "15位注册号": {"registration", "length"},
    "13位注册号": {"registration"},
    "18位代码校验不过": {"check", "character"},
    "名称首尾空白": {"blanks"},
    "名称全角字母数字": {"full_width"},
    "列错位或省份不符": {"region"},
    "私用区字符": {"private_use"},
    "公式注入样开头": {"dash", "formula_like"},
    "其他代码格式": {"length", "format", "empty", "organisation", "character"},
    "名称超40字": {"long_name"},
    "HTML实体": {"entity"},
    "名称内空白": {"inner_gap", "inner_blanks"},
}
# The names of legal representatives were masked after the reasons were written: where the dirt stood there
# and nowhere else, it is gone from the file and nobody can find it.
GONE = {"私用区字符": re.compile("[\ue000-\uf8ff]"), "HTML实体": re.compile("&[a-z#0-9]+;")}


def test_what_is_said_of_each_real_dirty_row_agrees_with_its_reason(shared):
    agreed: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    with reading.open_table(shared / "data/registry/dirty_rows.csv") as table:
        one = Checker(table.layout)
        for line, cells in table.rows():
            found = one.check(line, cells)
            assert found is not None
            said = {finding.code for finding in found.findings}
            for reason in cells[0].split("；"):
                if reason.startswith("代码重复"):
                    continue  # the earlier row is not in this file; see test_subjects
                kind = next(name for name in SAYS if reason.startswith(name))
                if kind in GONE and not GONE[kind].search("".join(cells[1:])):
                    gone[kind] += 1
                    continue
                assert said & SAYS[kind], f"line {line}: {reason}: said {said}"
                agreed[kind] += 1
    assert one.rows == 1759
    assert agreed["15位注册号"] == 391
    assert agreed["18位代码含小写x"] == 134
    assert sum(agreed.values()) == 1612
    assert gone == {"私用区字符": 38, "HTML实体": 32}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "rows", "wrong"),
    [
        ("fuling", 1866, 0),
        ("pingdingshan", 6787, 0),
        ("labour_dispatch_in_name", 1545, 8),
        ("training_school_in_name", 2442, 0),
        ("dirty_rows", 1759, 1099),
    ],
)
def test_every_real_registry_file_is_read(shared, name, rows, wrong):
    with reading.open_table(shared / f"data/registry/{name}.csv") as table:
        one = Checker(table.layout)
        checked = [found for line, cells in table.rows() if (found := one.check(line, cells))]
    assert len(checked) == rows
    assert sum(not found.ok for found in checked) == wrong


def test_five_encodings_of_one_list_read_the_same(shared):
    def values(path):
        with reading.open_table(path) as table:
            one = Checker(table.layout)
            return [tuple(found.values) for line, cells in table.rows() if (found := one.check(line, cells))]

    plain = values(shared / "data/registry/fuling.csv")
    assert len(plain) == 1866
    for path in sorted((shared / "data/encodings").iterdir()):
        found = values(path)
        if "gbk" in path.name and "utf8" not in path.name:
            # GBK has no place for self-made characters: the file holds a question mark for the only one.
            found = [tuple(value.replace("五组?", "五组\ue235") for value in row) for row in found]
        if path.suffix == ".txt":
            # Its maker turned the commas inside cells into tabs as well, which read as blanks.
            assert [re.sub("[, ]", "", "|".join(row)) for row in found] == [
                re.sub("[, ]", "", "|".join(row)) for row in plain
            ]
            continue
        assert found == plain, path.name
