"""Filter rules as data: what they may say, how they compare, how they read."""

from dataclasses import replace
from datetime import date

import pytest

from mingqian.registry import screening
from mingqian.registry.types import Condition, SubjectFacts

HOLDER = SubjectFacts(
    pk=1,
    id="PID:1",
    name="林",
    kind="natural_person",
    status="active",
    tags=("housing",),
    employees=30,
    registered_on=date(2020, 5, 1),
    facts={"amount": 60000, "house": "自购"},
)


@pytest.mark.parametrize(
    ("condition", "stays"),
    [
        (Condition("facts.amount", "ge", (60000,), "补贴金额"), True),
        (Condition("facts.amount", "gt", (60000,), "补贴金额"), False),
        (Condition("facts.amount", "le", (60000,), "补贴金额"), True),
        (Condition("facts.amount", "lt", (60000,), "补贴金额"), False),
        (Condition("facts.missing", "ge", (0,), "缺"), False),
        (Condition("facts.house", "eq", ("自购",), "住房"), True),
        (Condition("facts.house", "ge", (5,), "住房"), False),
        (Condition("tag", "in", ("housing", "x")), True),
        (Condition("tag", "not_in", ("housing",)), False),
        (Condition("tag", "ne", ("x",)), True),
        (Condition("employees", "in", (30, 40)), True),
        (Condition("registered_on", "ge", ("2020-05-01",)), True),
        (Condition("registered_on", "lt", ("2020-05-01",)), False),
        (Condition("last_check", "absent"), True),
        (Condition("last_check", "present"), False),
        (Condition("risk", "not_in", ("A",)), True),
    ],
)
def test_a_condition_keeps_or_screens_out(condition, stays):
    assert (screening.first_failed((condition,), HOLDER) is None) is stays


def test_every_condition_must_hold_and_the_first_that_fails_is_named():
    rule = (Condition("employees", "ge", (10,)), Condition("facts.amount", "ge", (90000,), "补贴金额"))
    assert screening.first_failed(rule, HOLDER) == rule[1]
    assert screening.first_failed(rule, replace(HOLDER, facts={"amount": 90000})) is None


def test_a_rule_reads_as_a_sentence():
    rule = (
        Condition("facts.amount", "ge", (50000,), "补贴金额（元）"),
        Condition("risk", "in", ("B", "C")),
        Condition("last_check", "absent"),
    )
    assert screening.words(rule) == (
        "同时满足：补贴金额（元）不小于 50000；守法诚信等级属于 守法诚信B级、守法诚信C级；最近检查日期无记载"
    )


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        (Condition("colour", "eq", ("red",)), "screen.field"),
        (Condition("facts.amount", "ge", (1,)), "screen.label"),
        (Condition("employees", "like", ("1",)), "screen.op"),
        (Condition("employees", "ge", ()), "screen.values"),
        (Condition("employees", "ge", (1, 2)), "screen.values"),
        (Condition("tag", "in", ()), "screen.values"),
        (Condition("tag", "present", ("x",)), "screen.values"),
    ],
)
def test_a_rule_that_cannot_be_read_is_refused(condition, code):
    assert [fault.code for fault in screening.faults((condition,))] == [code]


def test_every_fault_is_reported_at_once_with_its_line():
    wrong = (Condition("colour", "eq", ("red",)), Condition("employees", "like", ("1",)))
    faults = screening.faults(wrong)
    assert [fault.reason[:5] for fault in faults] == ["第1条条件", "第2条条件"]


def test_an_empty_rule_is_refused():
    assert [fault.code for fault in screening.faults(())] == ["screen.empty"]


def test_conditions_survive_storage():
    rule = (Condition("facts.amount", "ge", (50000,), "补贴金额"), Condition("tag", "in", ("a", "b")))
    assert screening.parse(screening.stored(rule)) == rule
