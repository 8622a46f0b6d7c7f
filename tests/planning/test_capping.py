"""The annual visit cap: once is enough, unless somebody complained or the firm was penalised."""

from dataclasses import replace
from datetime import date

from tests.planning.facts import RULES, history, rules

from mingqian.core.frequency import Cap, Visit
from mingqian.planning.capping import may_visit

ONCE = history(visits=(Visit(date(2026, 4, 2)),))
assert RULES.visit_cap is not None
CAP = RULES.visit_cap
SEPTEMBER = date(2026, 9, 15)


def test_a_firm_visited_once_this_year_is_capped_and_the_clause_is_named() -> None:
    answer = may_visit(ONCE, SEPTEMBER, RULES)
    assert (answer.ok, answer.code, answer.clause) == (False, "cap.reached", "国办发〔2024〕54号")
    assert "示例企业" in answer.reason
    assert answer.remedy


def test_last_years_visit_does_not_count() -> None:
    assert may_visit(ONCE, date(2027, 1, 1), RULES).ok


def test_written_and_network_checks_fill_no_cap() -> None:
    quiet = history(visits=(Visit(date(2026, 4, 2), "written"), Visit(date(2026, 5, 2), "network")))
    assert may_visit(quiet, SEPTEMBER, RULES).ok


def test_a_penalty_lifts_the_cap_where_the_pack_says_so() -> None:
    penalised = history(visits=ONCE.visits, penalised=True)
    strict = rules(visit_cap=replace(CAP, unpenalised_only=False))
    assert may_visit(penalised, SEPTEMBER, RULES).ok
    assert not may_visit(penalised, SEPTEMBER, strict).ok


def test_a_coded_lead_passes_the_cap_and_is_counted() -> None:
    answer = may_visit(ONCE, SEPTEMBER, RULES, lead_code="TS-2026-017")
    assert answer.ok
    assert "TS-2026-017" in answer.reason
    by_lead = history(visits=(Visit(date(2026, 4, 2), lead=True),))
    told = may_visit(by_lead, SEPTEMBER, RULES)
    assert not told.ok
    assert "共1次" in told.reason


def test_a_lead_does_not_pass_a_cap_without_that_exception() -> None:
    strict = rules(leads_pass_cap=False)
    assert not may_visit(ONCE, SEPTEMBER, strict, lead_code="TS-2026-017").ok


def test_once_in_two_years_looks_back_to_the_day() -> None:
    two = rules(visit_cap=Cap(1, months=24, clause="某规定"))
    assert not may_visit(ONCE, date(2028, 4, 2), two).ok
    assert may_visit(ONCE, date(2028, 4, 3), two).ok


def test_without_a_cap_every_visit_is_allowed() -> None:
    assert may_visit(ONCE, SEPTEMBER, rules(visit_cap=None)).code == "cap.none"


def test_the_cap_protects_enterprises_and_nobody_else() -> None:
    office = history(visits=ONCE.visits, protected=False)
    answer = may_visit(office, SEPTEMBER, RULES)
    assert (answer.ok, answer.code) == (True, "cap.not_enterprise")
