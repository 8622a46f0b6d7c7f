"""行政执法监督码: found when it is fresh, gone when it is old, never guessed from another one."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian.core import supervision_code as codes

KEY, OTHER = b"the key of the bureau", b"the key of another bureau"
AT = datetime(2026, 3, 26, 1, 12, tzinfo=UTC)
PEOPLE = ("ZFZ:35990001", "ZFZ:35990002")


@pytest.mark.parametrize(
    ("later", "found"), [(0, True), (4 * 60, True), (7 * 60, True), (10 * 60, False), (-5 * 60, False)]
)
def test_a_rotating_code_names_its_person_in_its_window_and_the_next_and_nobody_after(
    later: int, found: bool
) -> None:
    code = codes.rotating(KEY, PEOPLE[1], codes.window(AT))
    assert len(code) == 8
    asked = codes.holder(KEY, f" {code[:4].lower()}-{code[4:]}", PEOPLE, AT + timedelta(seconds=later))
    assert asked == (PEOPLE[1] if found else None)


def test_another_bureaus_code_and_a_wrong_one_name_nobody() -> None:
    assert codes.holder(OTHER, codes.rotating(KEY, PEOPLE[0], codes.window(AT)), PEOPLE, AT) is None
    assert codes.holder(KEY, "", PEOPLE, AT) is None


@given(st.integers(min_value=0, max_value=2**40), st.sampled_from("AT"))
def test_a_standing_code_gives_back_the_paper_it_was_printed_on(number: int, kind: str) -> None:
    code = codes.standing(KEY, kind, number)
    assert codes.paper(KEY, code.replace("-", " ").lower()) == (kind, number)
    assert codes.paper(OTHER, code) is None


def test_a_standing_code_with_one_letter_changed_is_no_code() -> None:
    code = codes.plain(codes.standing(KEY, "A", 17))
    for place in range(len(code)):
        other = codes.LETTERS[(codes.LETTERS.index(code[place]) + 1) % 32]
        assert codes.paper(KEY, code[:place] + other + code[place + 1 :]) is None


def test_a_code_says_how_long_it_stands() -> None:
    assert codes.ends(AT) == 180


def test_letters_without_end_are_no_code_and_are_not_reckoned_with() -> None:
    """Sixty thousand of them in an address took nine seconds, for anybody."""
    longest = codes.standing(KEY, "A", 32**12 - 1)
    assert codes.paper(KEY, longest) == ("A", 32**12 - 1) and codes.shaped(codes.plain(longest))
    assert codes.paper(KEY, codes.standing(KEY, "A", 32**12)) is None
    assert codes.paper(KEY, "A" * 60_000) is None and not codes.shaped("A" * 60_000)
