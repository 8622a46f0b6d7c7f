"""Masking: what is shown of a person never lets the number be rebuilt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian.core import masking

USCC = "91230500MA1B3N1N2M"
CITIZEN = "11010519491231002X"


@pytest.mark.parametrize(
    ("full", "shown"),
    [
        ("张三", "张某"),
        ("张三丰", "张某某"),
        ("欧阳修", "欧阳某"),
        ("欧阳", "欧某"),
        ("诸葛孔明", "诸葛某某"),
        ("阿不都热合曼", "阿某某"),
        ("John Smith", "J***"),
        ("", ""),
    ],
)
def test_a_name_keeps_its_surname_only(full: str, shown: str) -> None:
    assert masking.name(full) == shown


def test_numbers_keep_their_ends_only() -> None:
    assert masking.citizen_id(CITIZEN) == "110105***********X"
    assert masking.citizen_id("12345") == "*****"
    assert masking.phone("13800138000") == "138****8000"
    assert masking.phone("138-0013-8000") == "138****8000"
    assert masking.phone("5123456") == "*****56"
    assert masking.phone("110") == "***"
    assert masking.tail("6222021234567890123") == "***************0123"
    assert masking.tail("1234") == "**34"


@given(st.text("0123456789X", min_size=5, max_size=25))
def test_a_masked_number_has_its_length_and_loses_at_least_half(number: str) -> None:
    shown = masking.tail(number)
    assert len(shown) == len(number)
    assert shown.count("*") * 2 >= len(number)


def test_free_text_loses_ids_phones_and_accounts_but_keeps_the_firm() -> None:
    text = (
        f"经查，{USCC}法定代表人身份证{CITIZEN}，电话138 0013 8000，"
        "卡号6222021234567890123，座机0592-5123456。"
    )
    assert [part.kind for part in masking.find(text)] == ["citizen_id", "phone", "bank_account", "landline"]
    clean = masking.redact(text)
    assert USCC in clean
    assert len(clean) == len(text)
    for secret in (CITIZEN, "138 0013 8000", "6222021234567890123", "5123456"):
        assert secret not in clean


def test_text_without_personal_numbers_stays_as_it_is() -> None:
    text = "2026年3月17日抽取60人，文号鹭湾人社〔2026〕3号，金额1286400元。"
    assert masking.redact(text) == text


@given(st.text(max_size=60))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    assert masking.redact(masking.redact(text)) == masking.redact(text)
