"""The cast is what the other tests believe it is."""

from mingqian.accounts.enums import Role
from mingqian.accounts.selectors import actor


def test_every_role_is_played_by_somebody_who_holds_only_it(cast):
    for role in Role:
        assert cast[role].roles == {role}


def test_the_cast_acts_as_the_database_says(cast):
    assert actor(cast.legal_office.code, on=cast.today) == cast.legal_office
