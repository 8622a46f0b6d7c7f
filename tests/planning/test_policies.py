"""Who may do what in planning: the whole table, role by role."""

import pytest
from tests.cast import BUREAU
from tests.planning.desk import Desk

from mingqian.accounts.enums import Role
from mingqian.planning.policies import Verb, may

pytestmark = pytest.mark.django_db
BUREAU_PATH = f"{BUREAU}/"

# For the whole bureau, by people whose post reaches the whole bureau.
MAY: dict[Verb, set[Role]] = {
    Verb.PROPOSE_DEMAND: {Role.LEGAL_OFFICE},
    Verb.HANDLE_DEMAND: {Role.LEGAL_OFFICE},
    Verb.DRAFT_ANNUAL: {Role.LEGAL_OFFICE},
    Verb.APPROVE_ANNUAL: {Role.BUREAU_LEADER},
    Verb.PUBLISH: {Role.LEGAL_OFFICE, Role.PUBLISHER},
    Verb.SEND: {Role.LEGAL_OFFICE, Role.OFFICE},
    Verb.DRAFT_IMPLEMENTATION: {Role.LEGAL_OFFICE},
    Verb.APPROVE_IMPLEMENTATION: {Role.BUREAU_LEADER},
    Verb.ANSWER_INVITATION: {Role.LEGAL_OFFICE},
    Verb.START: {Role.LEGAL_OFFICE},
    Verb.REQUEST_EXEMPTION: {Role.LEGAL_OFFICE},
    Verb.DECIDE_EXEMPTION: {Role.BUREAU_LEADER},
    Verb.MERGE: {Role.LEGAL_OFFICE},
    Verb.WRITE_PAPER: {Role.LEGAL_OFFICE},
    Verb.APPROVE_PAPER: {Role.BUREAU_LEADER},
    Verb.ISSUE_PAPER: {Role.LEGAL_OFFICE, Role.PUBLISHER},
    Verb.READ_PAPER: {Role.LEGAL_OFFICE},
}


def test_every_verb_stands_in_the_table() -> None:
    assert set(MAY) == set(Verb)


@pytest.mark.parametrize("verb", list(Verb))
def test_for_the_whole_bureau_only_the_named_roles_may(desk: Desk, verb: Verb) -> None:
    allowed = {role for role in Role if may(desk.cast[role], verb, BUREAU_PATH).ok}
    assert allowed == MAY[verb]


@pytest.mark.parametrize("verb", list(Verb))
def test_nobody_may_anything_for_an_unknown_unit(desk: Desk, verb: Verb) -> None:
    assert not any(may(desk.cast[role], verb, "").ok for role in Role)


def test_a_section_acts_for_itself_and_a_district_for_its_district_alone(desk: Desk) -> None:
    assert may(desk.cast.business_unit_head, Verb.DRAFT_IMPLEMENTATION, "359900/LDGX/").ok
    assert not may(desk.cast.business_unit_head, Verb.DRAFT_IMPLEMENTATION, "359900/JYC/").ok
    assert may(desk.cast.district_bureau, Verb.DRAFT_ANNUAL, "359900/359901/").ok
    assert not may(desk.cast.district_bureau, Verb.DRAFT_ANNUAL, "359900/359902/").ok


def test_a_denial_names_the_person_the_act_the_clause_and_who_can(desk: Desk) -> None:
    answer = may(desk.cast.draw_operator, Verb.APPROVE_ANNUAL, BUREAU_PATH)
    assert "方抽取" in answer.reason
    assert answer.clause
    assert "局领导" in answer.remedy
