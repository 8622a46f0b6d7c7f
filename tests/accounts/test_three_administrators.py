"""三员分立: no person is two of the three administrators, nor one of them and anything else."""

import threading
from datetime import date, timedelta
from itertools import product

import pytest
from django.db import IntegrityError, connection, transaction
from tests import cast as casting

from mingqian.accounts import services
from mingqian.accounts.enums import ADMINISTRATORS, Role
from mingqian.accounts.models import Person, Post, Unit
from mingqian.accounts.policies import Term, apart
from mingqian.core.decision import Refused

START = date(2026, 1, 5)
DAY = timedelta(days=1)


def appoint(cast, person, role, *, from_on=START, until_on=None):
    return services.appoint(
        person=person,
        unit=cast.bureau,
        role=role,
        from_on=from_on,
        until_on=until_on,
        by=cast.security_admin,
        now=cast.now,
    )


@pytest.mark.parametrize("held", Role)
def test_every_pair_of_roles_is_compatible_unless_one_administers(held):
    for wanted in Role:
        verdict = apart([Term(held, START, None)], Term(wanted, START, None))
        clash = held != wanted and (held in ADMINISTRATORS or wanted in ADMINISTRATORS)
        assert verdict.ok is not clash, wanted


@pytest.mark.parametrize(
    ("first", "second", "shares_a_day"),
    [
        ((0, None), (0, None), True),
        ((0, 9), (10, None), False),
        ((0, 10), (10, None), True),
        ((10, None), (0, 9), False),
        ((10, None), (0, 10), True),
        ((0, None), (50, 60), True),
        ((5, 5), (0, None), True),
    ],
)
def test_terms_overlap_when_they_share_a_day(first, second, shares_a_day):
    one, two = (
        Term(Role.OFFICE, START + a * DAY, None if b is None else START + b * DAY) for a, b in (first, second)
    )
    assert one.overlaps(two) is two.overlaps(one) is shares_a_day


SECOND_ROLES = (*ADMINISTRATORS, Role.DRAW_OPERATOR, Role.INSPECTOR)


@pytest.mark.parametrize(
    ("role", "other"), [pair for pair in product(ADMINISTRATORS, SECOND_ROLES) if pair[0] != pair[1]]
)
def test_an_administrator_is_refused_any_second_role(cast, role, other):
    with pytest.raises(Refused) as refusal:
        appoint(cast, cast[role].code, other)
    (decision,) = refusal.value.decisions
    assert decision.code == "accounts.administrators_apart"
    assert role.label in decision.reason and other.label in decision.reason
    assert "三员分立" in decision.clause and decision.remedy
    assert Post.objects.filter(person__code=cast[role].code).count() == 1


def test_an_officer_cannot_become_an_administrator_while_in_office(cast):
    with pytest.raises(Refused, match="同一个人不能既是"):
        appoint(cast, cast.archivist.code, Role.AUDIT_ADMIN)


def test_an_officer_may_become_one_on_the_day_after(cast):
    last = date(2026, 3, 31)
    services.dismiss(
        person=cast.archivist.code,
        unit=cast.bureau,
        role=Role.ARCHIVIST,
        until_on=last,
        by=cast.security_admin,
        now=cast.now,
    )
    with pytest.raises(Refused):
        appoint(cast, cast.archivist.code, Role.AUDIT_ADMIN, from_on=last)
    assert appoint(cast, cast.archivist.code, Role.AUDIT_ADMIN, from_on=last + DAY).pk


def test_the_last_administrator_stays_until_a_successor_is_in_office(cast):
    def leave():
        return services.dismiss(
            person=cast.audit_admin.code,
            unit=cast.bureau,
            role=Role.AUDIT_ADMIN,
            until_on=date(2026, 3, 31),
            by=cast.security_admin,
            now=cast.now,
        )

    with pytest.raises(Refused, match="2026-04-01 起将没有审计管理员"):
        leave()
    services.create_person(code="NEXT", name="接任人", unit="JJZ", by=cast.system_admin, now=cast.now)
    appoint(cast, "NEXT", Role.AUDIT_ADMIN, from_on=date(2026, 4, 2))
    with pytest.raises(Refused, match="将没有审计管理员"):
        leave()
    services.create_person(code="NEXT2", name="接任二", unit="JJZ", by=cast.system_admin, now=cast.now)
    appoint(cast, "NEXT2", Role.AUDIT_ADMIN, from_on=date(2026, 4, 1))
    assert leave().until_on == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("first", "second"), [(Role.SYSTEM_ADMIN, Role.OFFICE), (Role.OFFICE, Role.AUDIT_ADMIN)]
)
def test_the_database_refuses_the_pair_even_past_the_services(cast, first, second):
    person = Person.objects.create(code="RAW", name="直写", unit=Unit.objects.get(code="FGC"))
    Post.objects.create(person=person, unit=person.unit, role=first, from_on=START)
    with pytest.raises(IntegrityError, match="互斥"), transaction.atomic():
        Post.objects.create(person=person, unit=person.unit, role=second, from_on=START + DAY)


def test_the_database_refuses_to_turn_one_role_into_a_clashing_one(cast):
    post = Post.objects.get(person__code=cast.second_witness.code)
    Post.objects.create(person=post.person, unit=post.unit, role=Role.OFFICE, from_on=START)
    with pytest.raises(IntegrityError, match="互斥"), transaction.atomic():
        Post.objects.filter(pk=post.pk).update(role=Role.SYSTEM_ADMIN)


def test_the_database_allows_the_pair_one_after_the_other(cast):
    person = Person.objects.create(code="RAW", name="直写", unit=Unit.objects.get(code="FGC"))
    Post.objects.create(person=person, unit=person.unit, role=Role.OFFICE, from_on=START, until_on=START)
    Post.objects.create(person=person, unit=person.unit, role=Role.AUDIT_ADMIN, from_on=START + DAY)


def test_a_post_is_ended_and_never_deleted(cast):
    with pytest.raises(IntegrityError, match="不能删除"), transaction.atomic():
        Post.objects.filter(person__code=cast.archivist.code).delete()


@pytest.mark.django_db(transaction=True)
def test_two_appointments_at_the_same_moment_cannot_both_slip_through():
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time; its in-memory test database has one connection")
    cast = casting.assemble()
    services.create_person(code="BUSY", name="抢手人", unit="FGC", by=cast.system_admin, now=cast.now)
    gate, outcomes = threading.Barrier(2), []

    def one(role):
        gate.wait()
        try:
            appoint(cast, "BUSY", role)
            outcomes.append("appointed")
        except Refused as refusal:
            outcomes.append(refusal.decisions[0].code)
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[role]) for role in (Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["accounts.administrators_apart", "appointed"]
