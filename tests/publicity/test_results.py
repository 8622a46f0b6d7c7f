"""Inspection results on their way out: what is shown, what is counted, and what the tasks learn of it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from tests.publicity.office import Office
from tests.web import text_of

from mingqian.inspection import services as inspections
from mingqian.inspection.models import Task
from mingqian.publicity import content as contents
from mingqian.publicity import selectors, services
from mingqian.publicity.enums import NoticeKind, WithdrawGround

if TYPE_CHECKING:
    from tests.inspection.field import Field


@pytest.fixture(scope="module")
def opened(tmp_path_factory: Any, django_db_setup: None, django_db_blocker: Any) -> "Iterator[Field]":
    """A batch of 鹭湾市 with its teams, once for this module."""
    from tests.inspection.field import standing_field

    before, settings.HOME = settings.HOME, tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), transaction.atomic():
        yield standing_field()
        transaction.set_rollback(True)
    settings.HOME = before


@pytest.fixture
def field(opened: "Field", db: None) -> "Field":
    return replace(opened)


def confirmed(field: "Field", count: int = 3) -> list[Task]:
    tasks = field.tasks(count)
    field.approved(tasks)
    field.recorded(tasks)
    field.confirmed(tasks)
    return tasks


def taken(office: Office) -> Any:
    waiting = selectors.candidates.waiting(office.cast.legal_office, now=office.at)
    found = next(one for one in waiting if one.kind is NoticeKind.RESULTS)
    made = services.taking.take(
        kind=found.kind, thing=found.candidate.thing, policy=selectors.policy.in_force(office.cast.legal_office),
        by=office.cast.legal_office, now=office.tick(),
    )  # fmt: skip
    office.code = made.code
    return made


def test_what_one_notice_counted_as_kept_back_the_next_of_the_batch_does_not_count_again(
    field: "Field",
) -> None:
    office = Office(field.cast)
    kept = confirmed(field)[0]
    inspections.publication.withheld(
        tasks=[kept.code], code="privacy", reason="个人隐私", by=field.cast.legal_office, now=office.tick()
    )
    taken(office)
    assert contents.read(office.row.head).detail["total"] == 3
    office.review()
    office.release()
    confirmed(field, 2)
    taken(office)
    head = contents.read(office.row.head)
    assert (head.detail["total"], head.withheld) == (2, ())


@pytest.mark.clause("XM-69")
def test_confirmed_results_go_out_and_the_tasks_know(field: "Field") -> None:
    office = Office(field.cast)
    tasks = confirmed(field)
    made = taken(office)
    assert made.row_count == 3
    assert made.due_on is not None
    office.review()
    office.release(policy=selectors.policy.in_force(field.cast.publisher))
    states = Task.objects.filter(code__in=[one.code for one in tasks])
    assert {one.notice_code for one in states} == {office.code}
    assert selectors.public.firm(tasks[0].subject.number)
    page = text_of(Client().get(f"/notices/{office.code}/"))
    assert "2026年3月26日" in page  # when it was checked
    assert "2026年4月29日" in page  # when it was published
    assert not [
        one for one in selectors.candidates.waiting(field.cast.legal_office, now=office.at)
        if one.kind is NoticeKind.RESULTS
    ]  # fmt: skip


def test_nothing_public_names_a_task(field: "Field") -> None:
    office = Office(field.cast)
    tasks = confirmed(field)
    taken(office)
    office.review()
    office.release(policy=selectors.policy.in_force(field.cast.publisher))
    shown = selectors.public.one(office.code)
    assert shown is not None
    assert tasks[0].code not in str(selectors.public.document(shown, on=office.at.date()))


def test_a_correction_keeps_the_rows_that_are_out(field: "Field") -> None:
    office = Office(field.cast)
    confirmed(field)
    made = taken(office)
    office.review()
    office.release(policy=selectors.policy.in_force(field.cast.publisher))
    again = services.taking.correct(
        code=office.code, kind=NoticeKind.RESULTS, thing=made.thing, reason="核对后重新公示",
        policy=None, by=field.cast.legal_office, now=office.tick(),
    )  # fmt: skip
    assert again.row_count == 3
    office.review()
    office.release(policy=selectors.policy.in_force(field.cast.publisher))


def test_withdrawn_results_are_no_longer_out(field: "Field") -> None:
    office = Office(field.cast)
    tasks = confirmed(field)
    taken(office)
    office.review()
    office.release(policy=selectors.policy.in_force(field.cast.publisher))
    services.withdrawing.withdraw(
        code=office.code, ground=WithdrawGround.MISTAKE, reason="结果有误，重新核对", policy=None,
        by=field.cast.publisher, now=office.tick(),
    )  # fmt: skip
    assert {one.state for one in Task.objects.filter(code__in=[one.code for one in tasks])} == {"confirmed"}


@pytest.mark.clause("XM-71")
def test_natural_persons_are_counted_and_never_named(field: "Field") -> None:
    office = Office(field.cast)
    tasks = confirmed(field)
    Task.objects.filter(pk=tasks[0].pk).update(natural_person=True)
    made = taken(office)
    assert made.row_count == 2
    assert tasks[0].subject_name not in made.head
    assert '"count":1' in made.head
