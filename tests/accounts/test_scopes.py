"""What a person sees: only through a running post, never beyond its unit, and nothing when in doubt."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingqian.accounts import selectors, services
from mingqian.accounts.enums import ADMINISTRATORS, Level, Role
from mingqian.accounts.models import Person, Unit
from mingqian.accounts.types import Actor, Grant, console
from mingqian.core.decision import Refused

DAY = timedelta(days=1)


def someone(*scope: str, grants: tuple[Grant, ...] = ()) -> Actor:
    roles = frozenset(grant.role for grant in grants)
    return Actor(1, "A", "甲", 1, "A/B/", "某处", "city", roles, scope, grants)


@pytest.mark.parametrize(
    ("scope", "unit_path", "sees"),
    [
        (["A/"], "A/", True),
        (["A/"], "A/B/", True),
        (["A/B/"], "A/", False),
        (["A/B/"], "A/BC/", False),  # a longer name is not a unit below
        (["A/B/"], "A/C/", False),
        (["A/B/", "A/C/"], "A/C/D/", True),
        ([], "A/", False),
        ([], "", False),
        (["A/"], "", False),  # an unknown unit is not the root
        ([""], "A/", False),  # an empty scope is not the whole tree
        (["A"], "A/", False),  # a path that was cut is no path
    ],
)
def test_a_scope_covers_its_unit_and_what_lies_below(scope, unit_path, sees):
    assert someone(*scope).covers(unit_path) is sees


segments = st.lists(st.sampled_from(["A", "B", "AB", "BA", "1"]), min_size=1, max_size=4)


@given(segments, segments)
def test_covering_is_being_an_ancestor_segment_by_segment(scope, unit):
    seen = someone("/".join(scope) + "/").covers("/".join(unit) + "/")
    assert seen is (unit[: len(scope)] == scope)


def test_a_role_here_and_a_scope_there_do_not_add_up():
    split = someone("A/B/", "A/C/", grants=(Grant(Role.LEGAL_OFFICE, "A/B/"), Grant(Role.ARCHIVIST, "A/C/")))
    assert split.has(Role.LEGAL_OFFICE) and split.covers("A/C/")
    assert not split.holds(Role.LEGAL_OFFICE, "A/C/")
    assert split.holds(Role.LEGAL_OFFICE, "A/B/D/")


def test_asking_for_no_role_is_answered_with_no():
    assert not someone("A/", grants=(Grant(Role.OFFICE, "A/"),)).has()


def test_somebody_without_a_post_sees_nothing_and_may_nothing(cast):
    services.create_person(code="NEW1", name="新来人", unit="FGC", by=cast.system_admin, now=cast.now)
    new = selectors.actor("NEW1", on=cast.today)
    assert (new.roles, new.scope_paths, new.grants) == (frozenset(), (), ())
    assert not selectors.units(new).exists()
    assert not selectors.people(new).exists()
    assert not selectors.posts(new).exists()


@pytest.mark.parametrize(
    ("day", "in_office"),
    [(-1, False), (0, True), (9, True), (10, False)],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_a_post_counts_from_its_first_day_to_its_last(cast, day, in_office):
    services.create_person(code="NEW1", name="新来人", unit="FGC", by=cast.system_admin, now=cast.now)
    services.appoint(
        person="NEW1",
        unit="FGC",
        role=Role.REVIEWER,
        from_on=cast.today,
        until_on=cast.today + 9 * DAY,
        by=cast.security_admin,
        now=cast.now,
    )
    actor = selectors.actor("NEW1", on=cast.today + day * DAY)
    assert actor.has(Role.REVIEWER) is in_office
    assert actor.covers("359900/FGC/") is in_office


def test_an_unknown_person_is_refused_with_a_remedy(cast):
    with pytest.raises(Refused, match=r"没有工号为“NOBODY”的人员.*核对工号"):
        selectors.actor("NOBODY", on=cast.today)


def test_a_district_sees_its_own_people_only(cast):
    assert {unit.code for unit in selectors.units(cast.district_bureau)} == {"359901"}
    assert {person.code for person in selectors.people(cast.district_bureau)} == {cast.district_bureau.code}


def test_a_post_at_the_root_sees_the_whole_tree(cast):
    assert selectors.units(cast.legal_office).count() == Unit.objects.count()
    assert selectors.people(cast.legal_office).count() == Person.objects.count()


def test_units_are_told_apart_by_case_and_whole_segments(cast):
    system = cast.system_admin
    for code in ("35990", "3599010"):
        services.create_unit(
            code=code,
            name=f"某所{code}",
            level=Level.DISTRICT,
            division_code="359901",
            parent=cast.bureau,
            by=system,
            now=cast.now,
        )
    assert {unit.code for unit in selectors.units(cast.district_bureau)} == {"359901"}


def test_administrators_hold_their_office_but_no_data(cast):
    for role in ADMINISTRATORS:
        assert cast[role].scope_paths == ()
        assert not cast[role].covers(cast.bureau_path)
        assert cast[role].holds(role, cast.bureau_path)


def test_the_three_administrators_see_everybody_and_no_business(cast):
    """The auditor looks through people's eyes to check their rights, so has to find them."""
    for admin in (cast.system_admin, cast.security_admin, cast.audit_admin):
        assert selectors.people(admin).count() == Person.objects.count()
        assert admin.scope_paths == ()


def test_the_console_reads_the_journal_and_nothing_else(cast):
    assert console().has(Role.AUDIT_ADMIN)
    assert not selectors.units(console()).exists()


def test_posts_can_be_listed_as_of_a_day(cast):
    services.dismiss(
        person=cast.archivist.code,
        unit=cast.bureau,
        role=Role.ARCHIVIST,
        until_on=date(2026, 6, 30),
        by=cast.security_admin,
        now=cast.now,
    )

    def archivists(day):
        return selectors.posts(cast.bureau_leader, on=day).filter(role=Role.ARCHIVIST).count()

    assert [archivists(date(2026, 6, 30)), archivists(date(2026, 7, 1))] == [1, 0]
