"""Errors come back in the reader's own layout: bad cells red with a comment, and a copy of the bad rows."""

import csv

import openpyxl
import pytest
from openpyxl.styles import Font
from tests import cast as casting
from tests.registry.importing import firms

from mingqian.core.decision import Refused
from mingqian.registry.importing import healing, workbook
from mingqian.registry.services import imports

pytestmark = pytest.mark.django_db
RED, YELLOW = "FFC7CE", "FFEB9C"
ROWS = [
    firms.firm(1),
    firms.firm(2, 统一社会信用代码="320404000073274"),
    firms.firm(3, 单位名称="鹭湾甲公司 鹭湾乙公司", 成立日期="2020年2月30日"),
    firms.firm(4, 经营范围="=HYPERLINK(1)", 统一社会信用代码=""),
]


def marks(path) -> dict[str, tuple[str, str]]:
    """cell → (fill, comment) of every marked cell."""
    sheet = openpyxl.load_workbook(path).active
    return {
        cell.coordinate: (cell.fill.fgColor.rgb[-6:], cell.comment.text)
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


@pytest.fixture
def csv_list(cast, tmp_path):
    with imports.preview(firms.write(tmp_path / "名单.csv", ROWS), by=cast.legal_office) as pending:
        yield pending


@pytest.fixture
def xlsx_list(cast, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名录"
    sheet.append(["鹭湾市名录"])
    sheet["A1"].font = Font(bold=True, size=20)
    sheet.append(firms.HEADER)
    for row in ROWS:
        sheet.append([row[name] for name in firms.HEADER])
    book.save(tmp_path / "名单.xlsx")
    with imports.preview(tmp_path / "名单.xlsx", by=cast.legal_office) as pending:
        yield pending


def test_a_text_list_comes_back_as_a_workbook_of_the_same_layout(csv_list, tmp_path):
    assert imports.write_errors(csv_list, tmp_path / "错误.xlsx") == 5
    sheet = openpyxl.load_workbook(tmp_path / "错误.xlsx").active
    assert [cell.value for cell in sheet[1]] == firms.HEADER
    assert sheet["B2"].value == "鹭湾第1商贸有限公司"
    found = marks(tmp_path / "错误.xlsx")
    assert found["A3"] == (RED, "错误：15位工商注册号，请补18位统一社会信用代码")
    assert found["B4"][0] == YELLOW
    assert "看不出是哪一天" in found["H4"][1]
    assert found["A5"] == (RED, "错误：没有统一社会信用代码")
    assert sheet["I5"].data_type == "s"


def test_a_workbook_comes_back_as_itself_with_marks(xlsx_list, tmp_path):
    # The formula is one in the workbook: its cell reads empty, so four remarks where the text list has five.
    assert imports.write_errors(xlsx_list, tmp_path / "错误.xlsx") == 4
    sheet = openpyxl.load_workbook(tmp_path / "错误.xlsx")["名录"]
    assert (sheet["A1"].value, sheet["A1"].font.size) == ("鹭湾市名录", 20)
    found = marks(tmp_path / "错误.xlsx")
    assert found["A4"] == (RED, "错误：15位工商注册号，请补18位统一社会信用代码")
    assert set(found) == {"A4", "B5", "H5", "A6"}


@pytest.mark.parametrize("name", ["待更正.csv", "待更正.xlsx"])
def test_the_bad_rows_come_alone_and_can_be_corrected_and_imported(csv_list, cast, tmp_path, name):
    out = tmp_path / name
    assert imports.write_bad_rows(csv_list, out) == 2
    with imports.preview(out, by=cast.legal_office) as again:
        assert again.table.layout.header[-1] == workbook.EXPLANATION
        assert (again.preview.rows, again.preview.refused) == (2, 2)
        cells = [cells for _, cells in again.table.rows()]
    assert [row[1] for row in cells] == ["鹭湾第2商贸有限公司", "鹭湾第4商贸有限公司"]
    assert "15位工商注册号" in cells[0][-1]


def test_a_text_that_looks_like_a_formula_is_disarmed_in_the_copy(csv_list, tmp_path):
    imports.write_bad_rows(csv_list, tmp_path / "待更正.csv")
    with (tmp_path / "待更正.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[2][8] == "'=HYPERLINK(1)"
    assert healing.text(rows[2][8]).value == "=HYPERLINK(1)"


def test_the_list_itself_is_never_overwritten(csv_list, xlsx_list):
    with pytest.raises(Refused, match="不能覆盖"):
        imports.write_bad_rows(csv_list, csv_list.table.path)
    with pytest.raises(Refused, match="不能覆盖"):
        imports.write_errors(xlsx_list, xlsx_list.table.path)


@pytest.mark.parametrize("name", ["错误.csv", "没有的文件夹/错误.xlsx"])
def test_a_place_that_cannot_be_written_is_refused_in_words(csv_list, tmp_path, name):
    with pytest.raises(Refused):
        imports.write_errors(csv_list, tmp_path / name)


def test_errors_that_only_the_whole_file_shows_are_marked_too(cast, tmp_path):
    path = firms.write(tmp_path / "a.csv", [firms.firm(1), firms.firm(1, 地址="别处"), firms.firm(2)])
    with imports.preview(path, by=cast.legal_office) as pending:
        imports.write_errors(pending, tmp_path / "错误.xlsx")
        imports.confirm(pending, by=cast.legal_office, now=casting.NOW)
    found = marks(tmp_path / "错误.xlsx")
    assert set(found) == {"A2", "A3"}
    assert "第2、3行重复" in found["A2"][1]
