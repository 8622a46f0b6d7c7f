"""Which rule packs are in force for the bureau: those its newest annual plan was made under."""

from functools import cache

from mingqian.accounts.types import Actor
from mingqian.planning.selectors import rows
from mingqian.policy import loader, stack
from mingqian.policy.layers import Effective


def in_force(by: Actor) -> Effective | None:
    """None before the first plan: then the matrix speaks for itself."""
    names = rows.annual_plans(by).order_by("-year", "-version").values_list("pack_name", flat=True)
    newest = names.first()
    return _stacked(newest.rpartition("+")[2]) if newest else None


@cache
def _stacked(name: str) -> Effective | None:
    # A pack that was taken out of the house must not take the portal with it.
    return stack.of(name) if name in loader.names() else None
