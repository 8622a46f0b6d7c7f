"""Reads for the exemption of drawn subjects: whom to flag, what is known, what coverage becomes."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Case, Q, QuerySet, When

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core import sampling
from mingqian.core.decision import Decision, Refused, denied
from mingqian.planning import exempting, rule_json
from mingqian.planning.enums import ExemptionState
from mingqian.planning.models import Exemption
from mingqian.planning.selectors import forecast
from mingqian.planning.types import Coverage, PackInForce, SubjectHistory
from mingqian.registry import selectors as registries
from mingqian.registry.types import SubjectFacts

Request = Exemption
"""The name by which other rooms speak of a request they got from here."""


def flagged(
    by: Actor, subjects: Sequence[str], drawn_on: date, pack: PackInForce
) -> dict[str, SubjectHistory]:
    """Drawn subjects checked within the window, abnormal ones included: the screen shows why they stay."""
    found = forecast.histories(by, subjects, drawn_on)
    return {code: one for code, one in found.items() if exempting.is_flagged(one, drawn_on, pack.rules)}


def history(subject: str, drawn_on: date, today: date) -> tuple[int, SubjectHistory]:
    """What decides on one of those drawn, with its key; that it was drawn, and who may ask, was asked before."""
    found = _histories([subject], drawn_on, today).get(subject)
    if found is None:
        raise Refused(_unknown(subject))
    return found


def answers(subjects: Sequence[str], drawn_on: date, today: date, pack: PackInForce) -> dict[str, Decision]:
    """Who of those drawn, whom the reader sees by the draw, may be spared, and why the others may not: the rules before anybody asks."""
    found = _histories(subjects, drawn_on, today)
    return {
        code: exempting.qualifies(found[code][1], drawn_on, pack.rules) if code in found else _unknown(code)
        for code in subjects
    }


def _histories(subjects: Sequence[str], drawn_on: date, today: date) -> dict[str, tuple[int, SubjectHistory]]:
    """The last check as of the draw, the abnormal grounds as of today: a ground that came later bars too."""
    known = registries.subjects.facts_of_drawn(subjects, drawn_on, today)
    then, now = known[drawn_on], known[today]
    return {
        code: (then[code].pk, _history(then[code], now[code]))
        for code in subjects
        if code in then and code in now
    }


def _history(then: SubjectFacts, now: SubjectFacts) -> SubjectHistory:
    grounds = dict.fromkeys((*then.abnormal, *now.abnormal))
    return SubjectHistory(then.name, last_checked_on=then.last_check, abnormal="、".join(grounds))


def _unknown(subject: str) -> Decision:
    why = f"没有找到对象“{subject}”，或不在您的数据范围内"
    return denied("exempt.unknown", why, "", "请核对统一社会信用代码")


def coverage(row: Exemption, *, granting: bool) -> Coverage:
    """Drawn and checked of the item, before and after this decision, against the quota of its rule."""
    rule = rule_json.from_json(row.item.rule)
    pool, drawn = row.coverage["pool"], row.coverage["drawn"]
    before = Exemption.objects.filter(
        draw_code=row.draw_code, item=row.item, state=ExemptionState.APPROVED.value
    ).count()
    return Coverage(
        pool=pool,
        drawn=drawn,
        exempted_before=before,
        exempted_after=before + granting,
        floor=sampling.quota(pool, rule).count,
        floor_clause=row.item.rule_clause,
    )


def all_of(by: Actor) -> QuerySet[Exemption]:
    """Every request in scope, the undecided first, then the newest."""
    found = Exemption.objects.filter(_seen(by))
    named = ("item__item", "subject", "plan__unit", "requested_by", "decided_by")
    undecided = Case(When(state=ExemptionState.REQUESTED.value, then=0), default=1)
    return found.select_related(*named).order_by(undecided, "-requested_at", "-pk")


def _seen(by: Actor) -> Q:
    """By whoever runs the draw, and by the section whose item it is."""
    return accounts.in_scope(by, "plan__unit__path") | accounts.in_scope(by, "item__item__unit__path")


def one(by: Actor, pk: int) -> Exemption | None:
    """One request."""
    return all_of(by).filter(pk=pk).first()


def of_draw(by: Actor, draw_code: str) -> QuerySet[Exemption]:
    """Every request of a draw; the approved ones stand in the public result as 免检."""
    return (
        Exemption.objects.filter(_seen(by), draw_code=draw_code)
        .select_related("item__item", "subject", "plan")
        .order_by("item__number", "subject__code")
    )


def spared(by: Actor, draw_code: str) -> dict[tuple[str, str], int | None]:
    """(subject, item) that a decision took out of what a draw is to have checked, and who decided."""
    found = of_draw(by, draw_code).filter(state=ExemptionState.APPROVED.value)
    return {(one.subject.code, one.item.item.code): one.decided_by_id for one in found}
