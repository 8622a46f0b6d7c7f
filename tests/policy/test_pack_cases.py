"""The worked cases of every pack, each as a test of its own."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from mingqian.policy import calendar, cases, loader, stack
from mingqian.policy.cases import Outcome
from mingqian.policy.reading.ledger import CASE_KINDS

NAMES = loader.names()


@cache
def outcomes(name: str) -> dict[str, Outcome]:
    return {one.case.id: one for one in cases.run(stack.of(name), calendar.load("national"))}


ALL = [(name, case.id) for name in NAMES for case in loader.load(name).cases]


@pytest.mark.parametrize(("name", "case"), ALL, ids=[f"{name}:{case}" for name, case in ALL])
def test_a_worked_case_of_a_pack_holds(name: str, case: str) -> None:
    outcome = outcomes(name)[case]
    assert outcome.holds, f"应为{outcome.case.expect}，算得{outcome.got}（{outcome.case.clause}）"


def test_every_pack_brings_worked_cases_and_every_kind_is_used() -> None:
    assert all(loader.load(name).cases for name in NAMES)
    assert {case.kind for name in NAMES for case in loader.load(name).cases} == set(CASE_KINDS)
    assert set(cases.KINDS) == set(CASE_KINDS)


def test_a_wrong_expectation_does_not_hold() -> None:
    outcome = outcomes("xiamen-2017")["tier-100"]
    assert not replace(outcome, case=replace(outcome.case, expect=14)).holds
    assert not replace(outcome, got=True, case=replace(outcome.case, expect=1)).holds


def test_changing_a_tier_makes_the_documents_own_example_fail(spoiled: Callable[..., Path]) -> None:
    policy = stack.of(
        spoiled("xiamen-2017", "pack.toml", "upto = 100, percent = 15", "upto = 99, percent = 15")
    )
    failed = [one.case.id for one in cases.run(policy, calendar.load("national")) if not one.holds]
    assert failed == ["tier-100"]


def test_the_cases_of_the_demo_year_add_up() -> None:
    """19 items draw 838, the secondary pool 50: 888 pairs (演示年 6.2)."""
    cases_ = loader.load("luwan-2026").cases
    drawn = sum(int(case.expect) for case in cases_ if case.kind == "item_quota")
    persons = sum(int(case.expect) for case in cases_ if case.kind == "secondary_quota")
    assert (drawn, persons, drawn + persons) == (838, 50, 888)
