"""Two lists laid side by side: what agrees, what does not, what nobody can tell."""

import pytest

from mingqian.core import comparing
from mingqian.core.comparing import Verdict

A, B, C = "91359901MA99X001X6", "91359902MA99X0028L", "91359903MA99X0036X"
STRANGER, TYPO = "91359904MA99X00447", "91359901MA99X001X7"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("鹭湾（集团）有限公司", "鹭湾(集团)有限公司 "),
        ("１２", "12.0"),
        ("1,286,400", "1286400.00"),
        ("2026-3-1", "2026年03月01日"),
        ("abc", "ＡＢＣ"),
        ("0.10", "0.1"),
        ("100", "100.00"),
        ("-0.0", "0"),
        ("+007", "7"),
    ],
)
def test_the_same_thing_written_otherwise_is_the_same(one: str, other: str) -> None:
    assert comparing.normal(one) == comparing.normal(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12", "13"),
        ("007", "7a"),
        ("2026-02-30", "2026-03-02"),
        ("", "0"),
        ("1,2", "12"),
        ("-3", "3"),
        (f"{'1' * 31}1", f"{'1' * 31}2"),
    ],
)
def test_what_differs_stays_different(one: str, other: str) -> None:
    assert comparing.normal(one) != comparing.normal(other)


def side(name: str, *rows: tuple[str, ...]) -> comparing.Side:
    return comparing.side(name, list(enumerate(rows, 2)), 0, [1], [A, B, C])


def test_every_firm_gets_one_answer_and_nobody_elses_data_are_kept() -> None:
    left = side(
        "申报", (A.lower(), "3"), (f"USCC:{B}", "8"), (C, "1"), (C, "1"), (STRANGER, "5"), (TYPO, "3"), ("",)
    )
    right = side("参保", (A, "3.0"), (B, "5"), (C, "1"))
    answers = comparing.compare([A, B, C], left, right, ["人数"])
    assert [(one.verdict, one.why) for one in answers] == [
        (Verdict.SAME, "人数一致"),
        (Verdict.DIFFERENT, "人数不一致"),
        (Verdict.UNCLEAR, "“申报”里重复2次"),
    ]
    assert (answers[1].left, answers[1].right) == (("8",), ("5",))
    assert (left.rows, left.outside, left.bad) == (7, 1, [7, 8])
    assert STRANGER not in left.found
    assert comparing.counted(answers) == {Verdict.SAME: 1, Verdict.DIFFERENT: 1, Verdict.UNCLEAR: 1}


def test_a_firm_that_one_list_does_not_know_is_neither_right_nor_wrong() -> None:
    (one,) = comparing.compare([A], side("申报", (A, "3")), side("参保"), ["人数"])
    assert (one.verdict, one.why, one.left, one.right) == (Verdict.UNCLEAR, "“参保”里没有", ("3",), ())
