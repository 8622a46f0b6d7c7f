"""Decisions: a denial is a value with a reason, and only a demand turns it into a stop."""

import dataclasses

import pytest

from mingqian.core import decision as decisions
from mingqian.core.decision import Decision, Refused


def test_a_decision_that_allows_is_true_and_one_that_denies_is_false() -> None:
    assert decisions.allowed()
    assert not decisions.denied("plan.late", "计划已过期")


def test_a_denial_without_a_reason_is_not_possible() -> None:
    with pytest.raises(ValueError, match="reason"):
        decisions.denied("plan.late", "")


def test_a_denial_reads_as_what_why_and_what_to_do() -> None:
    answer = decisions.denied(
        "item.unpublished", "事项尚未公布，不得实施检查", "国办发〔2024〕54号", "先公布事项清单"
    )
    assert str(answer) == "事项尚未公布，不得实施检查。依据：国办发〔2024〕54号。处理办法：先公布事项清单。"


def test_a_bare_permission_reads_as_its_code() -> None:
    assert str(decisions.allowed()) == "allowed"


def test_a_decision_cannot_be_changed_after_it_was_given() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        decisions.allowed().ok = False  # type: ignore[misc]


def test_a_demand_lets_permissions_pass_and_stops_denials() -> None:
    decisions.demand(decisions.allowed())
    denial = decisions.denied("who", "您不是本单位人员")
    with pytest.raises(Refused) as caught:
        decisions.demand(denial)
    assert caught.value.decisions == (denial,)


def test_all_denials_are_reported_at_once_one_line_each() -> None:
    answers = [decisions.denied("a", "甲有误"), decisions.allowed(), decisions.denied("b", "乙有误", "第3条")]
    with pytest.raises(Refused) as caught:
        decisions.demand_all(answers)
    assert [d.code for d in caught.value.decisions] == ["a", "b"]
    assert str(caught.value) == "甲有误。\n乙有误。依据：第3条。"
    decisions.demand_all([decisions.allowed()])


def test_a_refusal_without_a_decision_is_not_possible() -> None:
    with pytest.raises(ValueError, match="at least one"):
        Refused()


def test_decisions_are_equal_by_content() -> None:
    assert Decision(True, "x", "y") == Decision(True, "x", "y")
