"""Identifiers: check digits with their position, healing without guessing, protocol ids."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric as stdnum_ric
from stdnum.cn import uscc as stdnum_uscc

from mingqian.core import identifiers

GOOD = "91230500MA1B3N1N2M"
bodies = st.builds(
    lambda a, b, c: a + b + c,
    st.text(identifiers.USCC_ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(identifiers.USCC_ALPHABET, min_size=9, max_size=9),
)
codes = bodies.map(lambda body: body + identifiers.uscc_check(body))


def test_two_hundred_valid_codes_are_read_as_they_stand(shared: Path) -> None:
    lines = (shared / "data/vectors/uscc_valid_stdnum.txt").read_text().split()
    assert len(lines) == 200
    assert [identifiers.read_uscc(line).value for line in lines if identifiers.read_uscc(line).ok] == lines


def test_the_shared_vectors_of_valid_and_invalid_numbers_are_told_apart(shared: Path) -> None:
    vectors = json.loads((shared / "data/vectors/domain_vectors.json").read_text())
    assert all(identifiers.read_uscc(code).ok for code in vectors["uscc"]["valid"])
    assert not any(identifiers.read_uscc(code).ok for code in vectors["uscc"]["invalid"])
    assert all(identifiers.org_check(body) == check for body, check in vectors["org_code"].items())
    assert all(identifiers.read_citizen_id(number).ok for number in vectors["citizen_id"]["valid"])
    assert not any(identifiers.read_citizen_id(number).ok for number in vectors["citizen_id"]["invalid"])


@given(codes)
def test_every_code_with_a_right_check_digit_is_accepted_like_the_oracle_does(code: str) -> None:
    assert identifiers.read_uscc(code).ok
    assert stdnum_uscc.is_valid(code) == code[:2].isdecimal()  # the oracle knows no lettered departments


@given(codes, st.integers(0, 17), st.sampled_from(identifiers.USCC_ALPHABET))
def test_any_single_wrong_character_is_noticed(code: str, place: int, letter: str) -> None:
    wrong = code[:place] + letter + code[place + 1 :]
    assert identifiers.read_uscc(wrong).ok == (wrong == code)


@given(st.text(max_size=40))
def test_whatever_a_cell_holds_reading_it_never_fails(text: str) -> None:
    for read in (
        identifiers.read_uscc,
        identifiers.read_citizen_id,
        identifiers.read_organisation_code,
    ):
        reading = read(text)
        assert reading.ok or reading.message


@pytest.mark.parametrize(
    ("cell", "healed"),
    [
        (GOOD.lower(), ("小写转大写",)),
        (f" {GOOD} ", ("去除空白和不可见字符",)),
        ("\ufeff" + GOOD + "\u200b", ("去除空白和不可见字符",)),
        ("９１２３０５００ＭＡ１Ｂ３Ｎ１Ｎ２Ｍ", ("全角转半角",)),
        ("ｍa".join(["91230500", "1B3N1N2M"]), ("全角转半角", "小写转大写")),
        ("'" + GOOD, ("去除引号",)),
        ("912305-00MA1B3N1N-2M", ("去除连字符",)),
        ("91230500　MA1B3N1N2M", ("去除空白和不可见字符",)),
    ],
)
def test_unambiguous_dirt_is_healed_and_reported(cell: str, healed: tuple[str, ...]) -> None:
    reading = identifiers.read_uscc(cell)
    assert (reading.ok, reading.value, reading.healed) == (True, GOOD, healed)


@pytest.mark.parametrize(
    ("cell", "code", "position", "says"),
    [
        ("", "empty", 0, "为空"),
        ("91230500MA1B3N1N2N", "check", 18, "应为“M”"),
        ("91230500MA1B3N1V2M", "character", 16, "“V”"),
        ("91A30500MA1B3N1N2M", "character", 3, "应为数字"),
        ("320404000073274", "registration", 0, "15位工商注册号"),
        ("3209231100626", "registration", 0, "13位工商注册号"),
        ("13497257-7", "organisation", 0, "组织机构代码"),
        ("9123050", "length", 0, "实为7位"),
        ("无", "format", 0, "无"),
        ("①1230500MA1B3N1N2M", "character", 1, "①"),
    ],
)
def test_a_wrong_code_is_refused_with_its_position_and_reason(
    cell: str, code: str, position: int, says: str
) -> None:
    reading = identifiers.read_uscc(cell)
    assert not reading.ok
    assert (reading.code, reading.position) == (code, position)
    assert says in reading.message


def test_the_letter_o_for_zero_is_suggested_and_not_healed() -> None:
    reading = identifiers.read_uscc("9123O500MA1B3N1N2M")
    assert (reading.ok, reading.position, reading.suggestion) == (False, 5, GOOD)
    assert GOOD in reading.message


def test_a_suggestion_is_made_only_if_it_would_be_valid() -> None:
    assert identifiers.read_uscc("9123O500MA1B3N1N2N").suggestion == ""


def test_an_odd_inner_organisation_code_or_department_only_warns() -> None:
    body = "Z1230500MA1B3N1N3".replace("Z", "W")
    reading = identifiers.read_uscc(body + identifiers.uscc_check(body))
    assert reading.ok
    assert len(reading.warnings) == 2
    assert identifiers.read_uscc(GOOD).warnings == ()


def test_the_nine_digit_code_is_positions_nine_to_seventeen() -> None:
    assert identifiers.organisation_code(GOOD) == "MA1B3N1N2"
    assert identifiers.read_organisation_code("MA1B3N1N-2").value == "MA1B3N1N2"
    assert identifiers.division_code(GOOD) == "230500"


def test_a_wrong_organisation_code_is_refused() -> None:
    assert identifiers.read_organisation_code("MA1B3N1N3").code == "check"
    assert identifiers.read_organisation_code("MA1B3N").code == "format"


def test_real_registers_hold_no_code_that_we_refuse_and_the_oracle_accepts(shared: Path) -> None:
    text = (shared / "data/registry/fuling.csv").read_text(encoding="utf-8-sig")
    found = set(re.findall(r"(?<![0-9A-Z])[0-9][0-9A-Z]{17}(?![0-9A-Z])", text))
    assert len(found) > 1000
    assert {c for c in found if stdnum_uscc.is_valid(c)} == {c for c in found if identifiers.is_uscc(c)}


@given(st.dates(), st.integers(0, 999))
def test_citizen_ids_with_a_true_date_and_check_digit_are_accepted(day: object, serial: int) -> None:
    body = f"359901{str(day).replace('-', '')}{serial:03d}"
    number = body + identifiers.citizen_check(body)
    assert identifiers.read_citizen_id(number).ok
    assert stdnum_ric.calc_check_digit(number) == number[17]


def test_a_citizen_id_is_never_rejected_on_its_region_and_never_repeated_in_a_message() -> None:
    for number in ("810000199408230021", "359901199001010017"):
        right = number[:17] + identifiers.citizen_check(number[:17])
        assert identifiers.read_citizen_id(right).ok
    for wrong in ("110105194912310020", "11010519490230002X", "110105491231002", "1101"):
        reading = identifiers.read_citizen_id(wrong)
        assert not reading.ok
        assert wrong not in reading.message


def test_a_protocol_id_is_made_from_valid_codes_only() -> None:
    assert identifiers.protocol_id("USCC", GOOD) == f"USCC:{GOOD}"
    assert identifiers.protocol_id("ZFZ", "3599010001") == "ZFZ:3599010001"
    for scheme, number in (
        ("USCC", GOOD[:-1] + "N"),
        ("ZFZ", ""),
        ("zfz", "1"),
        ("ZFZ", "甲1"),
        ("ZFZ", "1" * 52),
    ):
        with pytest.raises(ValueError, match=r"USCC ids|protocol id"):
            identifiers.protocol_id(scheme, number)


def test_a_natural_person_never_gets_the_citizen_id_as_protocol_id() -> None:
    with pytest.raises(ValueError, match="random"):
        identifiers.protocol_id("PID", "11010519491231002X")
    assert identifiers.protocol_id("PID", "7F3A") == "PID:7F3A"
