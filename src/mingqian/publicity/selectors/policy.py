"""Which rule packs are in force for the bureau: those its newest annual plan was made under."""

from functools import cache

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.planning.selectors import rows
from mingqian.policy import loader, stack
from mingqian.policy.layers import Effective
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.selectors import public
from mingqian.registry.selectors import packs
from mingqian.ui import remember

NATIONAL = "national-2026"


@remember.for_this_page
def in_force(by: Actor) -> Effective:
    """Before the first plan the pack the bureau has adopted; before that the law of the country alone."""
    names = rows.annual_plans(by).order_by("-year", "-version").values_list("pack_name", flat=True)
    return named(names.first() or _adopted() or NATIONAL)


def shown() -> Effective:
    """The packs the public plan was made under; the law of the country before there is one."""
    plan = public.current(NoticeKind.ANNUAL_PLAN)
    return named(str(public.content(plan).detail.get("pack", "")) if plan else NATIONAL)


def _adopted() -> str:
    bureau = accounts.bureau()
    adoptions = packs.history(bureau.path) if bureau else []
    return adoptions[0].pack if adoptions else ""


@cache
def named(name: str) -> Effective:
    """The layers under a pack named as in a plan: "national-2026+luwan-2026"."""
    own = name.rpartition("+")[2]
    # A pack that was taken out of the house must not take the portal with it.
    return stack.of(own if own in loader.names() else NATIONAL)
