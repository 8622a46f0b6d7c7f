"""Reading text files: encodings, broken lines, delimiters, stray quotes; memory stays flat."""

import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian.core.decision import Refused
from mingqian.registry.importing.caps import Caps
from mingqian.registry.importing.texts import RUNAWAY_LINES, Text

CAPS = Caps()
LINES = [
    "统一社会信用代码,单位名称,地址",
    "91359901MA99X001X6,鹭湾甲公司,湖滨路1号",
    "91359902MA99X0028L,海岭乙公司,海岭路2号",
]
BODY = "\n".join(LINES) + "\n"


def read(data: bytes, caps: Caps = CAPS) -> tuple[Text, list[tuple[int, list[str]]]]:
    text = Text(io.BytesIO(data), caps)
    return text, list(text.rows())


@pytest.mark.parametrize(
    ("encoding", "mark", "named"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8", b"\xef\xbb\xbf", "utf-8"),
        ("gbk", b"", "gb18030"),
        ("gb18030", b"\x84\x31\x95\x33", "gb18030"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
    ],
)
def test_every_usual_encoding_gives_the_same_rows(encoding, mark, named):
    text, rows = read(mark + BODY.encode(encoding))
    assert text.notes.encoding == named
    assert [cells for _, cells in rows] == [line.split(",") for line in LINES]


def test_wide_text_without_its_mark_is_recognised():
    ascii_heavy = "code,name,address\n" + "91359901MA99X001X6,ABC Ltd,1 Lake Road\n" * 30
    text, rows = read(ascii_heavy.encode("utf-16-le"))
    assert text.notes.encoding == "utf-16-le"
    assert rows[1][1] == ["91359901MA99X001X6", "ABC Ltd", "1 Lake Road"]


def test_one_line_in_another_encoding_is_read_and_named():
    data = LINES[0].encode() + b"\n" + LINES[1].encode("gbk") + b"\n" + (LINES[2].encode() + b"\n") * 5
    text, rows = read(data)
    assert rows[1] == (2, LINES[1].split(","))
    assert text.notes.other_encoding == [2]


def test_a_line_in_no_encoding_is_named_and_the_rest_is_read():
    data = BODY.encode() + b"91,\xff\xff\xff,x\n" + LINES[1].encode() + b"\n"
    text, rows = read(data)
    assert text.notes.undecodable == [4]
    assert rows[4][1] == LINES[1].split(",")


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_the_delimiter_is_found(delimiter):
    text, rows = read(BODY.replace(",", delimiter).encode())
    assert text.notes.delimiter == delimiter
    assert {len(cells) for _, cells in rows} == {3}


def test_delimiters_inside_quotation_marks_do_not_mislead():
    body = 'a,b\n"1;2;3",x\n"4;5;6",y\n'
    text, rows = read(body.encode())
    assert text.notes.delimiter == ","
    assert rows[1][1] == ["1;2;3", "x"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_a_line_ending(ending):
    _, rows = read(ending.join(LINES).encode())
    assert [number for number, _ in rows] == [1, 2, 3]


def test_a_cell_may_hold_a_line_break():
    _, rows = read(b'a,b\n"one\ntwo",x\nz,y\n')
    assert rows[1] == (2, ["one\ntwo", "x"])
    assert rows[2] == (4, ["z", "y"])


def test_an_unclosed_quotation_mark_swallows_one_cell_not_the_file():
    rows_after = "".join(f"c{n},d{n}\n" for n in range(RUNAWAY_LINES * 3))
    text, rows = read(('a,b\n"open,x\n' + rows_after).encode())
    assert rows[1] == (2, ['"open', "x"])
    assert len(rows) == 2 + RUNAWAY_LINES * 3
    assert text.notes.stray_quotes == [2]


def test_two_stray_marks_do_not_glue_their_rows_together():
    text, rows = read(b'a,b\n"one,x\n"two,y\nthree,z\n')
    assert [cells for _, cells in rows] == [["a", "b"], ['"one', "x"], ['"two', "y"], ["three", "z"]]
    assert text.notes.stray_quotes == [2, 3]


def test_an_unclosed_mark_in_the_last_line_is_still_a_row():
    _, rows = read(b'a,b\n1,2\n"3,4\n')
    assert rows[-1] == (3, ['"3', "4"])


def test_asking_again_gives_the_same_rows():
    text, rows = read(BODY.encode("gbk"))
    assert list(text.rows()) == rows


def test_a_file_without_any_line_break_is_refused_before_it_fills_memory():
    data = io.BytesIO(b"x" * (40 << 20))
    with pytest.raises(Refused, match="不是表格"):
        list(Text(data, CAPS).rows())


@pytest.mark.slow
def test_memory_stays_flat_over_a_long_file():
    data = io.BytesIO(BODY.encode() * 100_000)
    text = Text(data, CAPS)
    tracemalloc.start()
    try:
        assert sum(1 for _ in text.rows()) == 300_000
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 16 << 20


cells = st.text(
    st.characters(codec="gb18030", exclude_characters='\x00\r\n"', exclude_categories=["Cs"]),
    min_size=1,
    max_size=12,
).filter(lambda text: text.strip() == text)


@pytest.mark.slow
@given(
    st.lists(st.tuples(cells, cells, cells), min_size=3, max_size=8), st.sampled_from(["utf-8", "gb18030"])
)
def test_what_a_spreadsheet_wrote_is_what_is_read(rows, encoding):
    import csv

    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([("甲列", "乙列", "丙列"), *rows])
    text, found = read(out.getvalue().encode(encoding))
    if text.notes.encoding == encoding and text.notes.delimiter == ",":
        assert [tuple(cells) for _, cells in found[1:]] == rows
