"""Secondary pools (二次建库): the rule in force, its versions side by side, and what a rule would keep."""

from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.registry import screening
from mingqian.registry.enums import PoolState, SubjectKind
from mingqian.registry.models import SecondaryPool, SecondaryPoolRule, Subject
from mingqian.registry.selectors import universe
from mingqian.registry.types import RollRules, Screen, UniverseRow
from mingqian.ui.remember import for_this_page

#: Larger pools are counted when a roll is frozen, not while somebody waits for an answer.
COUNTED = 60_000


@for_this_page
def get(by: Actor, code: str) -> SecondaryPool:
    """One pool by code, inside the scope."""
    found = (
        SecondaryPool.objects.filter(accounts.in_scope(by), code=code).select_related("item", "unit").first()
    )
    if found is None:
        raise Refused(denied("pool.unknown", f"没有代码为“{code}”的当期名录库，或不在您的数据范围内"))
    return found


def desk_rows(by: Actor) -> QuerySet[SecondaryPool]:
    """Every pool in scope with its rules."""
    found = SecondaryPool.objects.filter(accounts.in_scope(by)).select_related("item", "unit")
    return found.prefetch_related("rules").order_by("code")


def fact_names(by: Actor, pool: SecondaryPool) -> list[str]:
    """What the list of these persons says beyond the columns: looked up in its first hundred rows."""
    found = Subject.objects.filter(accounts.in_scope(by), kind=SubjectKind.NATURAL_PERSON)
    rows = found.filter(unit__path__startswith=pool.item.jurisdiction.path).order_by("-pk")
    names = {str(key) for facts in rows.values_list("facts", flat=True)[:100] for key in facts}
    return sorted(names)


def screen(by: Actor, item_code: str, on: date) -> Screen | None:
    """The approved rule of an item's pool, None where the item is drawn from the whole registry."""
    found = (
        SecondaryPoolRule.objects.filter(
            accounts.in_scope(by, "pool__unit__path"), pool__item__code=item_code, state=PoolState.APPROVED
        )
        .select_related("pool")
        .order_by("pool__code")
        .first()
    )
    return None if found is None else as_screen(found)


def as_screen(rule: SecondaryPoolRule) -> Screen:
    """A rule row as the plain value the standing of subjects is computed with."""
    return Screen(rule.pool.code, rule.number, screening.parse(rule.conditions), rule.words, rule.clause)


def count(by: Actor, item_code: str, on: date, wanted: Screen) -> tuple[int, int]:
    """(before, after): how many natural persons in good standing there are, and how many a rule keeps."""
    tally = universe.tally(by, item_code, on, RollRules(on=on, screen=wanted, forced=frozenset()))
    screened = sum(n for status, n in tally.by_status.items() if status[0] == "S")
    return tally.eligible + screened, tally.eligible


def versions(by: Actor, code: str) -> list[SecondaryPoolRule]:
    """Every version of a pool's rule with its counts, the oldest first."""
    return list(get(by, code).rules.order_by("number"))


@dataclass(frozen=True, slots=True)
class Counted:
    """The pool of a day in words, or why it is not counted here."""

    words: str
    why_not: str = ""


def counted(by: Actor, pool: SecondaryPool, live: SecondaryPoolRule | None, on: date) -> Counted:
    """How the whole registry of an item becomes its pool: registered, less each reason, is left."""
    try:
        if universe.size(by, pool.item.code, on) > COUNTED:
            return Counted("", "名录超过 6 万，冻结名录时逐条计算")
        rules = RollRules(on=on, screen=as_screen(live) if live else None)
        return Counted(universe.in_words(universe.tally(by, pool.item.code, on, rules, size=COUNTED)))
    except Refused as refused:
        return Counted("", refused.decisions[0].reason)


def left_out(by: Actor, pool: SecondaryPool, on: date, most: int | None) -> list[UniverseRow]:
    """Who of the registry is not in the pool of a day, each with its reason and clause."""
    rules = RollRules(on=on, screen=screen(by, pool.item.code, on))
    rows = universe.rows(by, pool.item.code, on, rules)
    return list(islice((row for row in rows if row.standing.letter in "XS"), most))
