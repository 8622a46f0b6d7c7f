"""The annual visit cap: once is enough, unless somebody complained or the firm was penalised."""

from datetime import date

from tests.planning.facts import RULES, history, rules

from mingqian.planning.capping import is_capped, may_visit, visits_in
from mingqian.planning.types import Said
from mingqian.policy.schema.values import VisitCap

ONCE = history(visits_on=(date(2026, 4, 2),))


def test_a_firm_visited_once_this_year_is_capped() -> None:
    assert is_capped(ONCE, 2026, RULES)
    answer = may_visit(ONCE, 2026, RULES)
    assert (answer.ok, answer.code, answer.clause) == (False, "cap.reached", "国办发〔2024〕54号")
    assert "1次" in answer.reason


def test_last_years_visit_does_not_count() -> None:
    assert not is_capped(ONCE, 2027, RULES)
    assert may_visit(ONCE, 2027, RULES).ok


def test_a_penalty_lifts_the_cap() -> None:
    assert not is_capped(history(visits_on=ONCE.visits_on, penalised_in_window=True), 2026, RULES)


def test_a_cap_that_spares_nobody_holds_for_the_penalised_as_well() -> None:
    strict = rules(visit_cap=Said(VisitCap(1, 1, False, True), "河南省劳动保障监察条例 11"))
    assert is_capped(history(visits_on=ONCE.visits_on, penalised_in_window=True), 2026, strict)


def test_a_coded_lead_passes_the_cap_and_is_counted() -> None:
    answer = may_visit(ONCE, 2026, RULES, lead_code="TS-2026-017")
    assert answer.ok
    assert "第2次" in answer.reason
    assert visits_in(history(visits_on=(*ONCE.visits_on, date(2026, 6, 1))), 2026) == 2


def test_a_lead_does_not_pass_a_cap_without_that_exception() -> None:
    strict = rules(visit_cap=Said(VisitCap(1, 1, True, False), "某规定"))
    assert not may_visit(ONCE, 2026, strict, lead_code="TS-2026-017").ok


def test_twice_in_two_years_looks_back_two_calendar_years() -> None:
    two = rules(visit_cap=Said(VisitCap(1, 2, True, True), "某规定"))
    assert is_capped(ONCE, 2027, two)
    assert not is_capped(ONCE, 2028, two)


def test_without_a_cap_every_visit_is_allowed() -> None:
    assert may_visit(ONCE, 2026, rules(visit_cap=None)).code == "cap.none"
