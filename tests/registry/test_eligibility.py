"""The status of a subject in a roll: each rule alone, which rule wins, and the pool told in words."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian.core import frequency
from mingqian.core.frequency import Cap, Visit, Window
from mingqian.registry import eligibility
from mingqian.registry.types import Condition, Mark, RollRules, Screen, Strata, SubjectFacts

ON = date(2026, 3, 16)
FIRM = SubjectFacts(pk=1, id="USCC:X", name="鹭湾示例有限公司", kind="enterprise", status="active")
RULES = RollRules(on=ON)
BEFORE_FREEZE = RollRules(on=ON, recent_months=3, recent_clause="三(五)6(2)")
YEARLY = Cap(
    1,
    window=Window.YEAR,
    kinds=frozenset({"on_site"}),
    counts_leads=True,
    unpenalised_only=True,
    clause="国办发〔2024〕54号",
)
CAP = RollRules(on=ON, cap=YEARLY)
VISITED = (Visit(date(2026, 2, 2)),)
LARGE = Screen("BT", 1, (Condition("employees", "ge", (100,)),), "从业人数不小于 100", "三(二)")
MARKED = {code: (Mark(code, "示例理由", "条款"),) for code in ("TS", "HM", "ZF", "XK", "HB", "MJ")}


def status(rules: RollRules = RULES, **facts: object) -> str:
    return eligibility.standing(replace(FIRM, **facts), rules).status


@pytest.mark.parametrize(
    ("facts", "rules", "expected"),
    [
        ({}, RULES, "E"),
        ({"status": "closed"}, RULES, "X:ZX"),
        ({"status": "revoked"}, RULES, "X:DX"),
        ({"status": "moved"}, RULES, "X:QC"),
        ({"status": "suspended"}, RULES, "E"),
        ({"status": "suspended"}, replace(RULES, exclude_suspended=True), "X:TY"),
        ({"marks": MARKED["TS"]}, RULES, "F:TS"),
        ({"marks": MARKED["HM"]}, RULES, "F:HM"),
        ({"marks": MARKED["ZF"]}, RULES, "F:ZF"),
        ({"marks": MARKED["HB"]}, RULES, "X:HB"),
        ({"marks": MARKED["MJ"]}, RULES, "X:MJ"),
        ({"last_check": date(2026, 3, 1)}, BEFORE_FREEZE, "X:3M"),
        ({"visits": VISITED}, CAP, "X:CAP"),
        ({"employees": 99}, replace(RULES, screen=LARGE), "S:EZ"),
        ({"employees": 100}, replace(RULES, screen=LARGE), "E"),
    ],
)
def test_each_rule_gives_its_own_status(facts, rules, expected):
    assert status(rules, **facts) == expected


@pytest.mark.parametrize(
    ("facts", "rules", "winner"),
    [
        ({"status": "closed", "marks": MARKED["TS"]}, RULES, "X:ZX"),
        ({"marks": MARKED["HB"] + MARKED["TS"]}, RULES, "X:HB"),
        ({"marks": MARKED["TS"], "last_check": ON}, BEFORE_FREEZE, "F:TS"),
        ({"marks": MARKED["TS"], "visits": VISITED * 3}, CAP, "F:TS"),
        ({"marks": MARKED["MJ"] + MARKED["TS"]}, RULES, "F:TS"),
        ({"marks": MARKED["ZF"] + MARKED["TS"]}, RULES, "F:TS"),
        ({"employees": 1, "last_check": ON}, replace(BEFORE_FREEZE, screen=LARGE), "X:3M"),
    ],
)
def test_when_two_rules_speak_the_weightier_decides(facts, rules, winner):
    assert status(rules, **facts) == winner


def test_a_new_licence_forces_only_where_the_pack_says_so():
    assert status(marks=MARKED["XK"]) == "E"
    assert status(replace(RULES, forced=frozenset({"XK"})), marks=MARKED["XK"]) == "F:XK"


LICENSED = (("labour_dispatch", date(2026, 1, 20)),)
CYCLE = RollRules(on=ON, new_licence_months=12, new_licence_clause="三(五)4", recent_months=3)


@pytest.mark.parametrize(
    ("facts", "rules", "expected"),
    [
        ({"licences": LICENSED}, CYCLE, "F:XK"),
        ({"licences": LICENSED}, RULES, "E"),
        ({"licences": LICENSED, "last_check": date(2026, 1, 19)}, CYCLE, "F:XK"),  # before it was licensed
        ({"licences": LICENSED, "last_check": date(2026, 1, 20)}, CYCLE, "X:3M"),
        ({"licences": (("labour_dispatch", date(2025, 3, 16)),)}, CYCLE, "F:XK"),
        ({"licences": (("labour_dispatch", date(2025, 3, 15)),)}, CYCLE, "E"),  # the cycle is over
        ({"licences": (("labour_dispatch", date(2026, 3, 17)),)}, CYCLE, "E"),  # not yet in force
        ({"licences": LICENSED, "status": "closed"}, CYCLE, "X:ZX"),
    ],
)
def test_a_new_licensee_is_forced_until_checked_or_until_its_cycle_ends(facts, rules, expected):
    assert status(rules, **facts) == expected


def test_a_licence_for_another_trade_does_not_force():
    licensed = replace(FIRM, licences=LICENSED)
    assert eligibility.of_item(licensed, "LW-01", ("hr_service",)).licences == ()
    assert eligibility.of_item(licensed, "LW-05", ("labour_dispatch",)).licences == LICENSED


@pytest.mark.parametrize(
    ("last_check", "expected"),
    [
        (date(2025, 12, 15), "E"),
        (date(2025, 12, 16), "X:3M"),  # three months to the day
        (date(2026, 3, 16), "X:3M"),
        (None, "E"),
    ],
)
def test_the_recent_check_window_ends_at_three_months(last_check, expected):
    """XM-58: the flag is absent at three months and one day."""
    assert status(BEFORE_FREEZE, last_check=last_check) == expected


def test_an_abnormal_subject_is_never_spared():
    assert status(BEFORE_FREEZE, last_check=ON, abnormal=("complaints",)) == "E"
    assert status(marks=MARKED["MJ"], abnormal=("complaints",)) == "E"


def test_an_exemption_after_the_draw_leaves_the_roll_alone():
    assert status(RULES, last_check=ON) == "E"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"visits": VISITED}, "X:CAP"),
        ({"visits": VISITED, "penalised_last_year": True}, "E"),
        ({"visits": VISITED, "kind": "individual_business"}, "X:CAP"),
        ({"visits": VISITED, "kind": "institution"}, "E"),
        ({"visits": ()}, "E"),
        ({"visits": (Visit(date(2025, 12, 31)),)}, "E"),
        ({"visits": (Visit(date(2026, 2, 2), "written"),)}, "E"),
        ({"visits": (Visit(date(2026, 2, 2), lead=True),)}, "X:CAP"),
    ],
)
def test_the_annual_cap_protects_enterprises_without_a_penalty(facts, expected):
    assert status(CAP, **facts) == expected


def test_a_status_carries_its_reason_and_clause():
    spared = eligibility.standing(replace(FIRM, last_check=date(2026, 2, 2)), BEFORE_FREEZE)
    assert spared.reason == "3个月内已查（2026年2月2日）"
    assert spared.clause == "三(五)6(2)"
    screened = eligibility.standing(replace(FIRM, employees=5), replace(RULES, screen=LARGE))
    assert screened.reason == "不符合筛选规则（BT 第1版）：从业人数不小于 100"


@pytest.mark.parametrize(("risk", "slips"), [("A", 1), ("B", 2), ("C", 4), ("", 2)])
def test_a_grade_gives_slips_and_an_unrated_firm_counts_as_the_pack_says(risk, slips):
    rules = replace(RULES, weights={"A": 1, "B": 2, "C": 4, "": 2})
    assert eligibility.standing(replace(FIRM, risk=risk), rules).weight == slips


def test_only_eligible_rows_carry_weight():
    rules = replace(RULES, weights={"C": 4})
    assert eligibility.standing(replace(FIRM, risk="C", marks=MARKED["TS"]), rules).weight == 1


FACTS = st.builds(
    lambda **kw: replace(FIRM, **kw),
    status=st.sampled_from(["active", "suspended", "closed", "revoked", "moved"]),
    kind=st.sampled_from(["enterprise", "institution", "natural_person"]),
    marks=st.lists(st.sampled_from(sorted(MARKED)), max_size=3).map(
        lambda codes: tuple(mark for code in codes for mark in MARKED[code])
    ),
    abnormal=st.sampled_from([(), ("complaints",)]),
    licences=st.sampled_from([(), LICENSED]),
    last_check=st.none() | st.dates(date(2025, 1, 1), ON),
    visits=st.lists(st.builds(Visit, st.dates(date(2025, 1, 1), ON)), max_size=3).map(tuple),
    penalised_last_year=st.booleans(),
    employees=st.none() | st.integers(0, 500),
    risk=st.sampled_from(["", "A", "B", "C"]),
)
FULL = RollRules(
    on=ON,
    forced=frozenset({"TS", "HM", "ZF", "XK"}),
    new_licence_months=12,
    recent_months=3,
    cap=YEARLY,
    weights={"A": 1, "B": 2, "C": 4},
    screen=LARGE,
)


@given(FACTS)
def test_every_subject_has_one_status_and_every_exclusion_a_reason(facts):
    found = eligibility.standing(facts, FULL)
    assert found.letter in "EFXS"
    assert (found.letter == "E") == (not found.reason)
    assert found.letter == "E" or found.code in eligibility.CODE_TEXT
    assert found.weight == 1 or found.letter == "E"


@given(FACTS)
def test_an_abnormal_subject_stands_no_better_than_the_same_one_without_the_entry(facts):
    normal = eligibility.standing(replace(facts, abnormal=()), FULL)
    abnormal = eligibility.standing(replace(facts, abnormal=("complaints",)), FULL)
    assert abnormal.status not in ("X:3M", "X:MJ")
    assert abnormal == normal or normal.status in ("X:3M", "X:MJ")


@pytest.mark.parametrize(
    ("strata", "facts", "expected"),
    [
        (Strata(), {}, "ALL"),
        (Strata("tag", ("ftz", "plain")), {"tags": ("ftz",)}, "ftz"),
        (Strata("tag", ("ftz",)), {"tags": ("labour_dispatch",)}, "OTHER"),
        (Strata("division", ("359901", "359902")), {"division": "359902"}, "359902"),
        (Strata("division", ("359901",)), {"division": "359901005000"}, "359901"),
        (Strata("risk", ("A", "B", "C")), {"risk": ""}, "B"),
        (Strata("kind", ("enterprise",)), {}, "enterprise"),
    ],
)
def test_a_subject_falls_into_the_first_stratum_that_fits(strata, facts, expected):
    assert eligibility.stratum(replace(FIRM, **facts), strata) == expected


@pytest.mark.parametrize(
    ("kinds", "tags", "facts", "expected"),
    [
        ((), (), {}, True),
        ((), (), {"kind": "natural_person"}, False),
        (("natural_person",), (), {"kind": "natural_person"}, True),
        ((), ("labour_dispatch",), {}, False),
        ((), ("labour_dispatch", "host_employer"), {"tags": ("host_employer",)}, True),
        (("institution",), (), {}, False),
    ],
)
def test_an_item_has_the_subjects_of_its_kinds_and_categories(kinds, tags, facts, expected):
    assert eligibility.belongs(replace(FIRM, **facts), kinds, tags) is expected


def test_a_mark_of_another_item_does_not_count():
    marked = replace(FIRM, marks=(Mark("TS", "投诉", item="LW-06"),))
    assert eligibility.of_item(marked, "LW-05").marks == ()
    assert eligibility.of_item(marked, "LW-06") == marked


def counted(**by_status: int) -> eligibility.Tally:
    tally = eligibility.Tally()
    for status_, n in by_status.items():
        for _ in range(n):
            tally.add(eligibility.Standing(status_.replace("_", ":")))
    return tally


def test_the_pool_is_told_in_words_with_every_reason_and_its_count():
    tally = counted(E=768, X_3M=37, X_ZX=5, X_HB=2)
    assert eligibility.in_words(tally, recent_months=3) == "在册 812 − 3个月内已查 37 − 注销 5 − 回避 2 = 768"


def test_forced_subjects_are_told_apart_from_the_random_pool():
    words = eligibility.in_words(counted(E=10, F_TS=2, X_ZX=1))
    assert words == "在册 13 − 注销 1 = 12，其中投诉举报必查 2，单列不占随机名额，参加随机抽取 10"


def test_an_empty_registry_is_told_as_zero():
    assert eligibility.in_words(eligibility.Tally()) == "在册 0 = 0"


@given(st.dates(date(2023, 1, 1), date(2027, 1, 1)), st.integers(0, 400), st.integers(1, 14))
def test_a_roll_and_a_decision_after_the_draw_count_months_alike(on, days, months):
    """Checked on 28 February, drawn on 31 May: three months and three days, in the roll as after the draw."""
    last = on - timedelta(days=days)
    rules = replace(BEFORE_FREEZE, on=on, recent_months=months)
    assert (status(rules, last_check=last) == "X:3M") is frequency.is_recent(last, on, months)


def test_once_in_two_years_keeps_a_firm_out_of_the_roll_for_two_years():
    two = replace(CAP, cap=Cap(1, months=24, clause="某规定"))
    assert status(two, visits=(Visit(date(2024, 3, 16)),)) == "X:CAP"
    assert status(two, visits=(Visit(date(2024, 3, 15)),)) == "E"


def test_a_record_holds_what_the_status_rests_on_and_nothing_empty():
    facts = replace(FIRM, tags=("b", "a"), last_check=date(2026, 1, 2), marks=MARKED["TS"], visits=VISITED)
    assert eligibility.record(facts, ON) == {
        "name": "鹭湾示例有限公司",
        "kind": "enterprise",
        "status": "active",
        "tags": ["a", "b"],
        "marks": ["TS"],
        "last_check": "2026-01-02",
        "visits_this_year": 1,
    }
