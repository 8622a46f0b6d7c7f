"""Words that stand both in the rule packs and in a room of the product are the same words."""

from mingqian.accounts.enums import Role
from mingqian.policy import loader, stack
from mingqian.policy.rules import sparing
from mingqian.policy.schema.keys_people import ROLES
from mingqian.registry import screening
from mingqian.registry.enums import Cause, MarkCode

NATIONAL = stack.of("national-2026")


def test_the_roles_a_pack_may_name_are_roles_of_the_house() -> None:
    assert set(ROLES) <= {role.value for role in Role}


def test_the_status_codes_of_the_registry_are_explained_by_the_policy() -> None:
    forced, exempt = sparing.codes(NATIONAL, sparing.FORCED), sparing.codes(NATIONAL, sparing.EXEMPT)
    screened = sparing.codes(NATIONAL, sparing.SCREENED)
    assert {mark.value for mark in MarkCode if mark.forces} <= set(forced)
    assert {mark.value for mark in MarkCode if not mark.forces} <= set(exempt)
    assert {cause.value for cause in Cause} <= set(exempt) | set(screened)


def test_the_vocabulary_of_pool_rules_is_what_the_registry_can_read() -> None:
    words = sparing.vocabulary(NATIONAL)
    assert set(words) - {sparing.EXTRA} == set(screening.FIELDS)
    assert {name: words[name].text for name in screening.FIELDS} == dict(screening.FIELDS)


def test_every_pack_with_items_names_categories_that_have_a_pool() -> None:
    for name in loader.names():
        policy = stack.of(name)
        pooled = {one.category for one in policy.value("item.category_pools") or ()}  # type: ignore[union-attr]
        assert {item.category for item in policy.own.items if item.category} <= pooled, name
