"""What a practice run chooses for itself: days, months, numbers, made-up codes, random letters. No database."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian.core.draw.ceremony import secret_fault
from mingqian.core.identifiers import read_uscc
from mingqian.site.complaints import Usage
from mingqian.site.management.commands import run_year
from mingqian.site.year import clockwork, summary, verifying, yearplan
from mingqian.site.year.bureau import made_up_uscc
from mingqian.site.year.itemlists import _rank


@pytest.mark.parametrize(
    ("times", "months"), [(1, (3,)), (2, (3, 9)), (4, (1, 4, 7, 10)), (12, tuple(range(1, 13)))]
)
def test_the_months_of_an_item_spread_over_the_year(times, months):
    assert yearplan.months(times) == months


@given(st.integers(1, 60))
def test_months_rise_and_never_repeat(times):
    found = yearplan.months(times)
    assert list(found) == sorted(set(found))
    assert all(1 <= month <= 12 for month in found)
    assert len(found) == min(times, 12)


@given(st.integers(2017, 2100), st.integers(1, 12))
def test_the_day_of_a_draw_is_the_third_tuesday(year, month):
    day = yearplan.draw_day(year, month)
    assert (day.weekday(), day.month) == (1, month)
    assert 15 <= day.day <= 21


def test_the_third_tuesday_of_march_2026_is_that_of_the_demo():
    assert yearplan.draw_day(2026, 3) == date(2026, 3, 17)
    assert yearplan.draw_day(2026, 9) == date(2026, 9, 15)


@pytest.mark.parametrize("division", ["350200", "500102", "359900"])
def test_the_made_up_code_of_a_bureau_is_well_formed(division):
    reading = read_uscc(made_up_uscc(division))
    assert reading.ok and reading.value[2:8] == division


def test_a_clock_moves_on_and_never_back():
    clock = clockwork.Clock(clockwork.at(date(2026, 3, 17)))
    first = clock.tick()
    clock.advance_to(first - timedelta(days=1))
    assert clock.tick() > first
    assert clock.moment.utcoffset() == timedelta(hours=8)
    assert isinstance(first, datetime)


@given(st.text(min_size=1, max_size=20))
def test_secrets_of_any_stream_are_accepted_by_the_protocol(label):
    assert secret_fault(clockwork.secret(clockwork.Fixed(label))) is None
    dice = clockwork.dice(clockwork.Fixed(label))
    assert len(dice) == 20 and dice.isdecimal()


def test_no_letter_is_favoured_by_the_bytes_beyond_the_last_multiple():
    """256 is no multiple of 10: bytes 250 to 255 would make 0 to 5 more likely, so they are thrown again."""
    stream = iter([bytes([250, 251, 255] + [7] * 17), bytes([3] * 20)])
    assert clockwork.dice(lambda size: next(stream)) == "7" * 17 + "333"


def test_a_fixed_stream_repeats_and_differs_by_label():
    assert clockwork.Fixed("a")(40) == clockwork.Fixed("a")(40)
    assert clockwork.Fixed("a")(40) != clockwork.Fixed("b")(40)
    stream = clockwork.Fixed("a")
    assert stream(32) != stream(32)


@pytest.mark.parametrize(
    ("text", "ppm"), [("5", 50_000), ("5%", 50_000), ("0.5％", 5_000), ("100", 1_000_000)]
)
def test_a_ratio_is_read_exactly(text, ppm):
    assert run_year._ratio(text) == ppm


@pytest.mark.parametrize(
    "text", ["0", "101", "五", "-1", "0.00001", "nan", "Infinity", "1e999999", "NaN", "1e-999999999"]
)
def test_what_is_no_ratio_is_wrong_usage(text):
    with pytest.raises(Usage, match="--ratio"):
        run_year._ratio(text)


def test_items_are_codes_in_any_separator_or_a_file(tmp_path: Path):
    assert run_year._items("1，5、LW-06") == (frozenset({"1", "5", "LW-06"}), None)
    file = tmp_path / "清单.xlsx"
    file.write_bytes(b"x")
    assert run_year._items(str(file)) == (frozenset(), file)
    with pytest.raises(Usage, match="没有这个事项清单文件"):
        run_year._items(str(tmp_path / "没有.xlsx"))


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("中华人民共和国劳动合同法", "law"),
        ("劳动保障监察条例", "regulation"),
        ("劳务派遣行政许可实施办法（试行）", "rule"),
        ("关于加强管理的通知", "normative_doc"),
    ],
)
def test_the_rank_of_a_document_is_guessed_from_its_name(title, rank):
    assert _rank(title).value == rank


def test_reasons_are_told_once_with_the_items_they_hold_for():
    listed = {f"A{number}": "没有对象" for number in range(15)} | {"B1": "没有依据"}
    told = list(summary.reasons("不抽取的事项", listed, {"A0": "甲", "B1": "乙"}))
    assert told[0] == "不抽取的事项（16 个）："
    assert told[1].startswith("  没有对象：A0 甲、A1、") and told[1].endswith("A11……共 15 个")
    assert told[2] == "  没有依据：B1 乙"
    assert list(summary.reasons("不抽取的事项", {}, {})) == []


def test_the_command_for_verifying_survives_blanks_in_a_path():
    assert verifying.command(Path("/a b/c")) == (
        "python3 '/a b/c/mingqian_verify.py' '/a b/c/transcript.json'"
    )


def test_a_verifier_that_refuses_is_heard_word_for_word(tmp_path):
    (tmp_path / "mingqian_verify.py").write_text(
        "import sys; print('结论：不接受'); sys.exit(1)", encoding="utf-8"
    )
    verdict = verifying.run(tmp_path)
    assert not verdict.ok
    assert verdict.last == "结论：不接受"


@pytest.mark.parametrize("text", [",", "，、,", " "])
def test_a_list_of_items_without_an_item_is_not_taken_for_all_items(text):
    with pytest.raises(Usage, match="没有事项代码"):
        run_year._items(text)
