"""What a cell means: healed where one reading fits, remarked otherwise."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.registry.importing import firms

from mingqian.registry.importing import healing
from mingqian.registry.importing.findings import Level

GOOD = firms.code(7)


def codes(cell: healing.Cell) -> set[str]:
    return {code for _, code, _ in cell.remarks}


@pytest.mark.parametrize(
    ("raw", "value", "code"),
    [
        ("  鹭湾甲公司 ", "鹭湾甲公司", "blanks"),
        ("鹭湾甲公司\u3000", "鹭湾甲公司", "blanks"),
        ("\ufeff鹭湾\u200b甲公司", "鹭湾甲公司", "invisible"),
        ("第０５９８号Ａ座", "第0598号A座", "full_width"),
        ("鹭湾  路", "鹭湾 路", "inner_blanks"),
        ("鹭湾\n路", "鹭湾 路", "inner_blanks"),
        ("'00123", "00123", "quotes"),
        ('="0599"', "0599", "quotes"),
        ('"鹭湾甲公司"', "鹭湾甲公司", "quotes"),
        ('鹭湾甲公司"', "鹭湾甲公司", "quotes"),
        ("甲&amp;乙", "甲&乙", "entity"),
        ("水岸&ensp;4栋", "水岸 4栋", "entity"),
        ("——", "", "dash"),
    ],
)
def test_unambiguous_dirt_is_healed_and_said(raw, value, code):
    found = healing.text(raw)
    assert found.value == value
    assert code in codes(found)
    assert all(level is Level.HEALED for level, _, _ in found.remarks)


@pytest.mark.parametrize("raw", ["N/A", "n/a", "NULL", "无", "#N/A", ""])
def test_words_for_nothing_are_nothing(raw):
    assert healing.text(raw) == healing.Cell("")


@pytest.mark.parametrize(
    "raw", ["鹭湾甲（集团）公司", "A&B Co., Ltd", 'He said "no" twice', "1号楼-2室", "50%"]
)
def test_honest_text_is_left_alone(raw):
    assert healing.text(raw).value == raw


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("大\ue000镇", "private_use"),
        ("鹭湾\ufffd公司", "garbled"),
        ("=1+1", "formula_like"),
        ("@SUM(A1)", "formula_like"),
        ("-*", "formula_like"),
    ],
)
def test_what_nobody_can_heal_is_kept_and_warned_of(raw, code):
    found = healing.text(raw)
    assert found.value == raw
    assert code in codes(found)
    assert all(level is Level.WARNING for level, _, _ in found.remarks)


def test_a_blank_inside_a_name_is_warned_of_and_kept():
    found = healing.name("鹭湾甲公司 鹭湾乙公司")
    assert found.value == "鹭湾甲公司 鹭湾乙公司"
    assert codes(found) == {"inner_gap"}


def test_a_name_over_forty_characters_is_warned_of():
    assert codes(healing.name("鹭" * 40)) == set()
    assert codes(healing.name("1001")) == {"no_han"}
    assert codes(healing.name("鹭" * 41)) == {"long_name"}


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("2020-01-02", "2020-01-02"),
        ("2020/1/2", "2020-01-02"),
        ("2020.1.2", "2020-01-02"),
        ("20200102", "2020-01-02"),
        ("2020年1月2日", "2020-01-02"),
        ("２０２０年１月２日", "2020-01-02"),
        ("二〇二〇年一月二日", "2020-01-02"),
        ("二○二○年十二月三十一日", "2020-12-31"),
        ("二〇二〇年十月二十日", "2020-10-20"),
        ("2020-01-02 00:00:00", "2020-01-02"),
        ("2020年1月2号", "2020-01-02"),
        ('="2020/1/2"', "2020-01-02"),
        ("2020-01-02T00:00:00+08:00", "2020-01-02"),
        ("2020-01-02T08:30", "2020-01-02"),
        ("2020 - 1 - 2", "2020-01-02"),
        ("43832", "2020-01-02"),
        ("43832.0", "2020-01-02"),
        ("'2020-01-02", "2020-01-02"),
    ],
)
def test_a_day_is_read_however_it_is_written(raw, value):
    assert healing.day(raw).value == value


@pytest.mark.parametrize(
    "raw", ["01/02/2020", "98-5-1", "2020-02-30", "2020年1月", "长期", "1", "99999", "9999-99-99"]
)
def test_a_day_that_reads_two_ways_or_none_is_left_empty_with_a_warning(raw):
    found = healing.day(raw)
    assert found.value == ""
    assert codes(found) == {"bad_day"}


@pytest.mark.parametrize(
    ("raw", "value", "code"),
    [
        ("2021-03-05至2026-03-04", "2026-03-04", "day"),
        ("2024.03.05-2027.03.04", "2027-03-04", "day"),
        ("自2021年3月5日起至2026年3月4日止", "2026-03-04", "day"),
        ("20210305 ～ 20260304", "2026-03-04", "day"),
        ("2026/3/4", "2026-03-04", "day"),
        ("2026-03-04至2021-03-05", "", "bad_day"),
        ("2021-03-05、2026-03-04", "", "bad_day"),
    ],
)
def test_a_validity_written_as_a_span_ends_on_its_second_day(raw, value, code):
    found = healing.until(raw)
    assert (found.value, codes(found)) == (value, {code})


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_survives_every_writing(day):
    serial = (day - date(1899, 12, 30)).days
    for raw in (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    ):
        assert healing.day(raw).value == day.isoformat()
    if serial >= 10_000:
        assert (
            healing.day(str(serial)).value == day.isoformat() == str(date(1899, 12, 30) + timedelta(serial))
        )


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (GOOD.lower() + " ", "code_healed"),
        (f"'{GOOD}", "code_healed"),
        (f'="{GOOD.lower()}"', "code_healed"),
        (f"{GOOD[:8]}-{GOOD[8:17]}-{GOOD[17]}", "code_healed"),
    ],
)
def test_a_code_is_healed_where_one_reading_fits(raw, code):
    found = healing.uscc(raw)
    if GOOD.lower() != GOOD or raw.strip() != GOOD:
        assert code in codes(found)
    assert found.value == GOOD


@pytest.mark.parametrize(
    ("raw", "code", "words"),
    [
        ("", "empty", "没有统一社会信用代码"),
        ("无", "empty", "没有统一社会信用代码"),
        ("320404000073274", "registration", "15位"),
        ("3209231100626", "registration", "13位"),
        ("13497257-7", "organisation", "9位组织机构代码"),
        ("企合苏宁总字第0002", "format", "不是统一社会信用代码"),
        (GOOD[:17], "length", "实为17位"),
        (GOOD[:17] + ("0" if GOOD[17] != "0" else "1"), "check", "第18位校验码应为"),
        (GOOD[:4] + "I" + GOOD[5:], "character", "第5位"),
        ("9.13502031551027E+17", "precision", "科学计数"),
    ],
)
def test_a_wrong_code_is_an_error_that_names_the_place(raw, code, words):
    found = healing.uscc(raw)
    assert found.value == ""
    [(level, name, message)] = [remark for remark in found.remarks if remark[0] is Level.ERROR]
    assert (level, name) == (Level.ERROR, code)
    assert words in message


def test_region_and_inner_organisation_code_only_warn():
    body = firms.code(7)[:16] + ("1" if firms.code(7)[16] != "1" else "2")
    from mingqian.core import identifiers

    found = healing.uscc(body + identifiers.uscc_check(body))
    assert found.value
    assert {level for level, _, _ in found.remarks} == {Level.WARNING}
    assert healing.division("999999").value == "999999"
    assert healing.province("鹭湾").remarks[0][0] is Level.WARNING


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("存续（在营、开业、在册）", "active"),
        ("开业", "active"),
        ("吊销，未注销", "revoked"),
        ("已注销", "closed"),
        ("迁往市外", "moved"),
        ("停业", "suspended"),
    ],
)
def test_a_status_is_read_by_its_words(raw, value):
    assert healing.status(raw).value == value


def test_an_unknown_status_changes_nothing_and_warns():
    assert healing.status("观望") == healing.Cell("", healing.status("观望").remarks)
    assert codes(healing.status("观望")) == {"bad_status"}


@pytest.mark.parametrize(("raw", "value"), [("1,200人", "1200"), ("１２", "12"), ("12.0", "12"), ("N/A", "")])
def test_a_count_is_read(raw, value):
    assert healing.count(raw).value == value


def test_messages_about_a_citizen_id_never_repeat_it():
    number = "11010119900307877X"
    wrong = number[:17] + "1"
    for raw in (wrong, number[:15], number[:6] + "19901399" + number[14:]):
        assert all(
            raw not in message and raw[:10] not in message for _, _, message in healing.citizen(raw).remarks
        )


@given(st.text(max_size=40))
def test_reading_twice_changes_nothing_more(raw):
    once = healing.text(raw)
    assert healing.text(once.value).value == once.value


@given(st.text(max_size=60))
def test_no_cell_makes_a_reader_fall_over(raw):
    for read in healing.READERS.values():
        assert isinstance(read(raw), healing.Cell)
    healing.name(raw)
