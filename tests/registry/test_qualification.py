"""Who may be drawn to inspect: papers, state and absence on the day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mingqian.registry import qualification
from mingqian.registry.enums import InspectorClass
from mingqian.registry.qualification import Papers
from mingqian.registry.types import InspectorRow

ON = date(2026, 3, 16)
FIT = Papers(InspectorClass.ENFORCEMENT, "35020001", date(2023, 1, 1), date(2026, 12, 31), "active")


@pytest.mark.parametrize(
    ("change", "status", "cause"),
    [
        ({}, "E", ""),
        ({"valid_until": ON}, "E", ""),  # the last day still counts
        ({"valid_until": ON - timedelta(days=1)}, "X:NA", "expired"),
        ({"valid_from": ON + timedelta(days=1)}, "X:NA", "not_yet"),
        ({"valid_from": ON}, "E", ""),
        ({"state": "suspended", "state_reason": "接受调查"}, "X:NA", "suspended"),
        ({"state": "pending"}, "X:NA", "pending"),
        ({"delegated": True}, "X:NA", "delegated"),
        ({"absence": "NA", "absence_reason": "出庭"}, "X:NA", "absent"),
        ({"absence": "AP", "absence_reason": "分管领导"}, "X:AP", "appointed"),
        ({"valid_from": None, "valid_until": None}, "E", ""),
    ],
)
def test_an_inspector_stands_in_the_roll_or_out_of_it_with_a_cause(change, status, cause):
    found = qualification.fitness(replace(FIT, **change), ON, delegated_may=False)
    assert (found.status, found.cause) == (status, cause)
    assert bool(found.reason) == (status != "E")


def test_the_day_after_expiry_puts_an_inspector_out_with_the_reason():
    papers = replace(FIT, valid_until=date(2026, 3, 15))
    found = qualification.fitness(papers, ON, delegated_may=False)
    assert found.reason == "证件有效期至 2026年3月15日，已过期"
    assert "第四十二条" in found.clause


def test_staff_of_delegated_bodies_may_stand_in_the_roll_where_the_pack_allows_it():
    papers = replace(FIT, delegated=True)
    assert qualification.fitness(papers, ON, delegated_may=True).status == "E"


def test_an_expired_paper_outweighs_an_appointment():
    papers = replace(FIT, valid_until=date(2026, 1, 1), absence="AP", absence_reason="分管领导")
    assert qualification.fitness(papers, ON, delegated_may=False).cause == "expired"


def test_the_codes_of_a_holder_are_ascending_and_carry_the_class():
    assert qualification.quals(InspectorClass.ENFORCEMENT, ["SB"]) == ["SB", "ZF"]
    assert qualification.quals(InspectorClass.BUSINESS, ["ZZ", "AA"]) == ["AA", "YW", "ZZ"]


@pytest.mark.parametrize(
    ("since", "years"),
    [
        (date(2016, 3, 16), 10),
        (date(2016, 3, 17), 9),
        (date(2026, 3, 16), 0),
        (date(2026, 3, 17), None),
        (None, None),
    ],
)
def test_years_of_service_are_full_years_on_the_day(since, years):
    assert qualification.years_of_service(since, ON) == years


def row(cause: str = "") -> InspectorRow:
    return InspectorRow("ZFZ:1", "示例", "ZF", "X:NA" if cause else "E", {}, cause)


def test_the_pool_of_inspectors_is_told_in_words():
    rows = [row()] * 70 + [row("expired")] * 3 + [row("suspended")]
    assert qualification.in_words(rows) == "在库 74 − 执法证到期 3 − 暂停 1 = 70"
