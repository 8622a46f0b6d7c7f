"""Files made to hurt: answered in words, in bounded memory, and nothing of theirs reaches the terminal raw."""

import io
import os
import tracemalloc
import zipfile

import pytest
from tests.registry.importing import firms
from tests.registry.importing.test_workbooks import LIST, book

from mingqian.core.decision import Refused
from mingqian.registry.importing import reading, report, sniffing, workbook, workbook_child
from mingqian.registry.importing.caps import Caps

pytestmark = pytest.mark.django_db


def test_an_entry_named_mimetype_is_not_unfolded():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", b"A" * 60_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(Refused, match="压缩包"):
            sniffing.kind_of(out, out.tell(), Caps())
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_a_broken_mimetype_is_a_damaged_file():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", os.urandom(2000))
    data = bytearray(out.getvalue())
    data[60:400] = b"\xff" * 340
    with pytest.raises(Refused, match="已损坏"):
        sniffing.kind_of(io.BytesIO(data), len(data), Caps())


def test_a_pipe_is_refused_instead_of_waited_for(tmp_path):
    os.mkfifo(tmp_path / "管道")
    with pytest.raises(Refused, match="不是普通文件"):
        reading.open_table(tmp_path / "管道")


def test_a_circle_of_links_is_refused_in_chinese(tmp_path):
    (tmp_path / "名录.csv").symlink_to("名录.csv")
    with pytest.raises(Refused, match="打不开：路径有误") as refused:
        reading.open_table(tmp_path / "名录.csv")
    assert "symbolic" not in str(refused.value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_cell_that_is_no_number_is_read_as_text(value):
    assert workbook_child.cell(value) == repr(value)


def test_names_of_sheets_columns_and_files_cannot_steer_the_terminal(tmp_path):
    path = tmp_path / "名录\x1b[31m.csv"
    header = "统一社会信用代码,单位名称,单位名称,备\x1b注"
    path.write_text(f"{header}\n{firms.code(1)},鹭湾甲公司,乙,丙\n", encoding="utf-8")
    with reading.open_table(path, mapping={"备\x1b注": "附加:备\x1b注"}) as table:
        words = "\n".join(report.opening(table))
    assert "\x1b" not in words and "备\ufffd注" in words


def test_a_sheet_name_is_shown_printable_and_cut(tmp_path):
    plain = book(tmp_path / "a.xlsx", ("名录", LIST))
    hostile = tmp_path / "b.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(hostile, "w") as new:
        for entry in old.namelist():
            data = old.read(entry)
            if entry == "xl/workbook.xml":
                data = data.replace("名录".encode(), ("\u202e&#9;" + "长" * 500).encode())
            new.writestr(entry, data)
    with reading.open_table(hostile) as table:
        words = "\n".join(report.opening(table))
    assert "\u202e" not in words and "长" * 40 not in words


def test_a_small_workbook_that_unfolds_wide_is_rebuilt_not_annotated(tmp_path, monkeypatch):
    plain = book(tmp_path / "a.xlsx", ("名录", LIST))
    monkeypatch.setattr(workbook, "ANNOTATED_BYTES", 100_000)
    monkeypatch.setattr(workbook, "_annotate", lambda *_: pytest.fail("held the whole workbook in memory"))
    padded = tmp_path / "b.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(padded, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            new.writestr(entry, old.read(entry))
        new.writestr("xl/media/x.png", b"\x00" * 200_000)
    assert padded.stat().st_size < 100_000
    with reading.open_table(padded) as table:
        assert workbook.errors(table, iter(()), tmp_path / "错误.xlsx") == 0


@pytest.mark.parametrize("write", [workbook.errors, workbook.bad_rows])
def test_a_place_that_cannot_be_written_is_named(tmp_path, write):
    path = firms.write(tmp_path / "名单.csv", [firms.firm(1)])
    (tmp_path / "占位.xlsx").mkdir()
    with reading.open_table(path) as table, pytest.raises(Refused, match="写不出文件“占位"):
        write(table, iter(()), tmp_path / "占位.xlsx")


def test_a_wish_for_an_unknown_field_is_told_even_when_a_column_lacks(tmp_path):
    path = firms.write(tmp_path / "名单.csv", [firms.firm(1)])
    with pytest.raises(Refused, match="字段“名字”不存在"):
        reading.open_table(path, mapping={"单位名称": "名字"})
