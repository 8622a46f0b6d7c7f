"""Entering many natural persons at once: all or none, one entry, and never a citizen's number."""

import pytest

from mingqian.audit import selectors as journal
from mingqian.core.decision import Refused
from mingqian.core.identifiers import citizen_check
from mingqian.registry import services
from mingqian.registry.models import Subject, SubjectTag
from mingqian.registry.services.person_lists import PersonRow

ROWS = [
    PersonRow(f"BT{number:06d}", f"领取人{number}", {"amount": number * 1_000}) for number in range(1, 41)
]


def enter(cast, persons=ROWS, **changes):
    fields = {"unit": cast.bureau, "tag": "LW-23", "source": "台账", "by": cast.legal_office, "now": cast.now}
    return services.person_lists.enter(persons=persons, **{**fields, **changes})


def refusal(call) -> str:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.decisions[0].code


def test_everybody_is_entered_with_category_and_facts_in_one_journal_entry(cast):
    before = journal.check().count
    assert enter(cast) == 40
    assert Subject.objects.filter(kind="natural_person", tags__tag="LW-23").count() == 40
    assert Subject.objects.get(code="PID:BT000007").facts == {"amount": 7_000}
    assert journal.check().count == before + 1
    assert journal.verify() is None


@pytest.mark.parametrize(
    ("number", "code"),
    [("bt 1", "person_list.number"), ("", "person_list.number"), ("BT000001", "person_list.twice")],
)
def test_a_list_with_one_bad_number_is_refused_as_a_whole(cast, number, code):
    persons = [*ROWS, PersonRow(number, "又一人")]
    assert refusal(lambda: enter(cast, persons)) == code
    assert not Subject.objects.exists()
    assert not SubjectTag.objects.exists()


def test_a_citizens_own_number_never_becomes_a_registry_number(cast):
    body = "35990119900101001"
    number = body + citizen_check(body)
    assert refusal(lambda: enter(cast, [PersonRow(number, "某人")])) == "person_list.number"


def test_a_person_already_registered_is_named(cast):
    enter(cast)
    with pytest.raises(Refused) as refused:
        enter(cast, [PersonRow("NEW1", "新人"), ROWS[3]])
    assert "PID:BT000004" in str(refused.value)
    assert Subject.objects.count() == 40


@pytest.mark.parametrize("role", ["draw_operator", "discipline_witness", "publisher", "bureau_leader"])
def test_who_does_not_keep_the_registry_enters_nobody(cast, role):
    assert refusal(lambda: enter(cast, by=getattr(cast, role))) == "registry.not_yours"


def test_a_person_without_a_name_is_refused(cast):
    assert refusal(lambda: enter(cast, [PersonRow("X1", "  ")])) == "registry.empty"
