"""The factories make what they say."""

from tests import factories
from tests.cast import TODAY

from mingqian.accounts import selectors
from mingqian.accounts.enums import Role


def test_a_made_actor_holds_its_roles_where_it_stands():
    actor = factories.actor(Role.OFFICE, path="A/B/")
    assert actor.has(Role.OFFICE) and actor.holds(Role.OFFICE, "A/B/C/") and actor.covers("A/B/")
    assert not factories.actor().covers("359900/")


def test_a_made_unit_hangs_below_its_parent_and_a_made_person_sees_nothing(db):
    root = factories.unit()
    child = factories.unit(root, name="下级")
    assert child.path == f"{root.path}{child.code}/"
    someone = factories.person(child)
    assert selectors.actor_of(someone, on=TODAY).scope_paths == ()
