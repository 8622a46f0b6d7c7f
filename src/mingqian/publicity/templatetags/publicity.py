"""A filter for values that stand under a key only known at run time."""

from collections.abc import Mapping
from typing import Any

from django import template

from mingqian.accounts.enums import Role

register = template.Library()


@register.filter
def lookup(table: Mapping[str, object], key: str) -> object:
    """The value under a key, or nothing."""
    return table.get(key, "")


@register.filter
def decides(actor: Any) -> bool:  # noqa: ANN401  # whoever reads the page
    """Whether this person answers a request not to publish."""
    return bool(actor and actor.has(Role.BUREAU_LEADER))
