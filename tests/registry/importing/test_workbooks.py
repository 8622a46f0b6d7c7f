"""Workbooks: read in a process with limits, or refused in words. Nothing they do reaches us."""

import resource
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from tests.registry.importing import firms

from mingqian.core.decision import Refused
from mingqian.registry.importing import reading, workbooks
from mingqian.registry.importing.caps import Caps
from mingqian.registry.importing.columns import Kind


def book(path: Path, *sheets: tuple[str, list[list[object]]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as out:
        for name, rows in sheets:
            sheet = out.add_worksheet(name)
            for line, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(line, column, value)
    return path


LIST = [["统一社会信用代码", "单位名称"], [firms.code(1), "鹭湾甲公司"], [firms.code(2), "鹭湾乙公司"]]


def test_the_first_sheet_with_a_known_header_is_read_and_the_others_are_named(tmp_path):
    path = book(tmp_path / "a.xlsx", ("说明", [["填表说明"]]), ("名录", LIST), ("备份", LIST))
    with reading.open_table(path) as table:
        assert table.sheet == "名录"
        assert set(table.other_sheets) == {"说明", "备份"}
        assert table.like_sheets == ("备份",)
        assert [cells for _, cells in table.rows()] == LIST[1:]


@pytest.mark.parametrize("wanted", ["备份", "3"])
def test_a_sheet_can_be_asked_for_by_name_or_number(tmp_path, wanted):
    path = book(tmp_path / "a.xlsx", ("说明", [["填表说明"]]), ("名录", LIST), ("备份", LIST[:2]))
    with reading.open_table(path, sheet=wanted) as table:
        assert len(list(table.rows())) == 1


def test_a_sheet_that_is_not_there_is_refused_naming_those_that_are(tmp_path):
    path = book(tmp_path / "a.xlsx", ("名录", LIST))
    with pytest.raises(Refused, match="1 名录"):
        reading.open_table(path, sheet="二")


def test_line_numbers_are_those_of_the_sheet(tmp_path):
    path = book(tmp_path / "a.xlsx", ("名录", [["", "鹭湾市名录"], [], ["", *LIST[0]], ["", *LIST[1]]]))
    with reading.open_table(path) as table:
        assert table.layout.line == 3
        assert [line for line, _ in table.rows()] == [4]
        assert table.layout.position("number") == 1


def test_an_extension_that_lies_changes_nothing(tmp_path):
    path = book(tmp_path / "a.csv", ("名录", LIST))
    with reading.open_table(path) as table:
        assert table.kind == "xlsx"
    text = firms.write(tmp_path / "b.xls", [firms.firm(1)])
    with reading.open_table(text) as table:
        assert table.kind == "text"


def test_numbers_days_and_truths_become_text(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as out:
        sheet = out.add_worksheet()
        day = out.add_format({"num_format": "yyyy-mm-dd"})
        for column, name in enumerate(["统一社会信用代码", "单位名称", "成立日期", "职工人数", "联系方式"]):
            sheet.write(0, column, name)
        sheet.write_number(1, 0, 913502031551027062)
        sheet.write_string(1, 1, "鹭湾甲公司")
        sheet.write_number(1, 2, 43832, day)
        sheet.write_number(1, 3, 12)
        sheet.write_boolean(1, 4, True)
    with reading.open_table(path) as table:
        [(_, cells)] = table.rows()
    assert cells == ["9.13502031551027E+17", "鹭湾甲公司", "2020-01-02", "12", "是"]


def test_a_process_that_asks_for_too_much_memory_is_an_answer_in_words(tmp_path):
    rows = [["统一社会信用代码", "单位名称"], *[[f"{n}", f"{n}鹭" * 100] for n in range(8000)]]
    path = book(tmp_path / "a.xlsx", ("名录", rows))
    with pytest.raises(Refused, match="内存或时间"):
        reading.open_table(path, caps=Caps(memory_bytes=24 << 20))
    assert resource.getrlimit(resource.RLIMIT_AS)[0] != 24 << 20


@pytest.mark.slow
def test_a_cell_in_the_last_corner_of_the_sheet_does_not_take_the_machine(tmp_path):
    path = tmp_path / "corner.xlsx"
    with xlsxwriter.Workbook(str(path)) as out:
        sheet = out.add_worksheet("名录")
        sheet.write(0, 0, "统一社会信用代码")
        sheet.write(1_048_575, 16_383, "x")
    with pytest.raises(Refused):
        reading.open_table(path)


@pytest.mark.parametrize(
    ("caps", "words"),
    [(Caps(rows=1), "超过上限 1 行"), (Caps(columns=1), "列"), (Caps(workbook_bytes=100), "超过上限")],
)
def test_caps_are_said_with_their_number(tmp_path, caps, words):
    path = book(tmp_path / "a.xlsx", ("名录", LIST))
    with pytest.raises(Refused, match=words), reading.open_table(path, caps=caps) as table:
        list(table.rows())


def test_a_damaged_workbook_is_refused_in_words(tmp_path):
    path = book(tmp_path / "a.xlsx", ("名录", LIST))
    data = bytearray(path.read_bytes())
    middle = len(data) // 3
    data[middle : middle + 400] = b"\x00" * 400
    path.write_bytes(bytes(data))
    with pytest.raises(Refused, match=r"损坏|读不出来|没有内容"):
        reading.open_table(path)


def test_the_reading_process_ends_with_the_table(tmp_path):
    path = book(tmp_path / "a.xlsx", ("名录", LIST))
    with path.open("rb") as file:
        opened = workbooks.Workbook(file, Caps())
        child = opened._child
        opened.close()
    assert child is not None and child.returncode is not None


def test_a_workbook_with_styles_from_openpyxl_reads_too(tmp_path):
    made = openpyxl.Workbook()
    for row in LIST:
        made.active.append(row)
    made.save(tmp_path / "a.xlsx")
    with reading.open_table(tmp_path / "a.xlsx") as table:
        assert len(list(table.rows())) == 2


def awkward(shared: Path) -> list[Path]:
    return sorted(shared.glob("data/excel/*/*"))


@pytest.mark.slow
def test_every_awkward_workbook_is_read_or_refused_in_words(shared):
    files = awkward(shared)
    assert len(files) == 49
    for path in files:
        with pytest.raises(Refused) as refusal:
            reading.open_table(path, kind=Kind.SUBJECTS).close()
        words = str(refusal.value)
        assert "处理办法" in words, path.name
        assert "Traceback" not in words
        assert any("\u4e00" <= letter <= "\u9fff" for letter in words)


@pytest.mark.slow
def test_every_awkward_workbook_gives_its_rows_or_words(shared):
    """Below the question of headers: the cells of each sheet come out, or one sheet says why not."""
    read = broken = 0
    for path in awkward(shared):
        with path.open("rb") as file:
            try:
                opened = workbooks.Workbook(file, Caps())
            except Refused:
                broken += 1
                continue
            with opened:
                assert all(sheet.error == "" or isinstance(sheet.error, str) for sheet in opened.sheets)
                read += 1
    assert (read, broken) == (49, 0)


def test_a_cell_merged_down_stands_for_every_row_it_covers(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as out:
        sheet = out.add_worksheet()
        for column, name in enumerate(["责任处室", *LIST[0]]):
            sheet.merge_range(0, column, 1, column, name)
        sheet.merge_range(2, 0, 4, 0, "劳动关系处")
        for line, firm in ((2, LIST[1]), (3, LIST[2])):
            sheet.write_row(line, 1, firm)
        sheet.merge_range(6, 0, 8, 2, "注：只有一个合并格的行不是记录")
    with reading.open_table(path) as table:
        found = list(table.rows())
        assert [cells[0] for _, cells in found[:4]] == ["", "劳动关系处", "劳动关系处", ""]
        assert [line for line, cells in found if cells[0].startswith("注")] == [7]
        assert table.filled == [4]


def test_a_hidden_sheet_is_named_where_the_others_hold_no_list(tmp_path):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as out:
        out.add_worksheet("封面").write(0, 0, "请勿改动")
        hidden = out.add_worksheet("数据")
        hidden.hide()
        for line, row in enumerate(LIST):
            hidden.write_row(line, 0, row)
    with pytest.raises(Refused, match="另有隐藏的工作表没有看：数据"):
        reading.open_table(path)
    with reading.open_table(path, sheet="数据") as table:
        assert len(list(table.rows())) == 2


def test_a_cell_or_row_over_the_caps_is_named_by_its_place(tmp_path):
    path = book(tmp_path / "a.xlsx", ("名录", [*LIST, ["", "鹭" * 50]]))
    with pytest.raises(Refused, match="第4行第2列的单元格超过 40 字"):
        reading.open_table(path, caps=Caps(cell_chars=40))
    with pytest.raises(Refused, match="第1行有 2 列，超过上限 1 列"):
        reading.open_table(path, caps=Caps(columns=1))
