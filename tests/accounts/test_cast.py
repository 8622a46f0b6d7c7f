"""The cast is what the other tests believe it is, the first time and every time after."""

from dataclasses import replace

import pytest
from django.db import transaction
from tests import cast as casting
from tests import standing

from mingqian.accounts.enums import Role
from mingqian.accounts.models import Post
from mingqian.accounts.selectors import actor
from mingqian.audit import selectors as journal
from mingqian.core.canonical import Suite


def test_every_role_is_played_by_somebody_who_holds_only_it(cast):
    for role in Role:
        assert cast[role].roles == {role}


@pytest.mark.parametrize("key", ["legal_office", "second_witness", "system_admin", "district_bureau"])
def test_the_cast_acts_as_the_database_says(cast, key):
    assert actor(cast.people[key].code, on=cast.today) == cast.people[key]


def test_the_cast_laid_out_again_equals_the_cast_that_went_through_the_services(db):
    standing.forget(("cast", Suite.SHA256))
    with transaction.atomic():
        first = casting.assemble()
        posts, report = _posts(), journal.check()
        transaction.set_rollback(True)

    again = casting.assemble()

    assert _posts() == posts
    assert journal.check() == report
    assert report.fault is None
    assert {key: _without_keys(person) for key, person in again.people.items()} == {
        key: _without_keys(person) for key, person in first.people.items()
    }


def _posts():
    return sorted(Post.objects.values_list("person__code", "unit__path", "role", "from_on", "until_on"))


def _without_keys(person):
    return replace(person, person_id=None, unit_id=None)
