"""What a draw is for: an implementation plan, or a round of case-file review; both give one ``Basis``."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.core.sampling import Rule
from mingqian.draw import policies
from mingqian.draw.models import Draw, Review
from mingqian.draw.types import Basis
from mingqian.planning.enums import RuleSource
from mingqian.planning.selectors import drawing, packs
from mingqian.planning.types import PackInForce
from mingqian.policy import layers
from mingqian.ui import asking

EZ_51 = policies.EXPERTS
CASES, EXPERTS = "AJPC", "PCXZ"
"""Codes of the one item and the one panel of a review (案卷评查, 评查小组)."""

KINDS = {
    "CF": "行政处罚", "QZ": "行政强制", "JC": "行政检查", "XK": "行政许可", "SF": "行政收费", "QR": "行政确认",
    "QT": "其他",
}  # fmt: skip
"""Kinds of acts as strata of a roll of case files (EZ-56)."""


@dataclass(frozen=True, slots=True)
class CasesWanted:
    """The case files of a review as an item of the draw."""

    rule: Rule
    reserve: int
    code: str = CASES
    name: str = "案卷评查"
    batch: int | None = None
    weights: tuple[int, ...] = (1,)
    quals: tuple[tuple[str, int], ...] = ()
    panel: str = EXPERTS


@dataclass(frozen=True, slots=True)
class ExpertTeams:
    """The groups of experts as a panel; half as many again wait as substitutes."""

    teams: int
    size: int
    code: str = EXPERTS
    pool_class: str = "expert"
    strata: tuple[str, ...] = ()
    factor100: int = 150
    captain: str = "drawn"
    draw_method: str = "individual"


@dataclass(frozen=True, slots=True)
class ReviewBasis:
    """A review as the ceremony needs it."""

    pk: int
    code: str
    year: int
    unit_path: str
    pack_name: str
    pack_digest: str
    reveal_by: datetime
    public_by: datetime
    publish_by: datetime
    audit_leaves: int
    items: tuple[CasesWanted, ...]
    panels: tuple[ExpertTeams, ...]
    mode: str = "sealed"
    embargo_until: None = None


@dataclass(frozen=True, slots=True)
class Named:
    """An item as it is called, and whose rule says how many."""

    name: str
    clause: str
    source: RuleSource


def of_plan(by: Actor, code: str, *, on: date, pack: PackInForce) -> Basis:
    """A started implementation plan."""
    return drawing.basis(by, code, on=on, pack=pack)


def reviews(by: Actor) -> "list[Review]":
    """Rounds of this person's scope that no standing draw has taken yet."""
    found = Review.objects.filter(accounts.in_scope(by)).exclude(
        Q(draws__isnull=False) & Q(draws__log__nature="official") & ~Q(draws__state="abandoned")
    )
    return list(found.distinct().order_by("-prepared_at"))


def review_of(by: Actor, code: str) -> Review:
    """One round; out of scope is as good as not there."""
    found = Review.objects.filter(accounts.in_scope(by), code=code).select_related("unit").first()
    if found is None:
        why = f"没有找到案卷评查“{code}”，或不在您的数据范围内"
        raise Refused(denied("draw.no_review", why, "", "请核对编号"))
    return found


def figures(row: Review) -> dict[str, Any]:
    """What a round holds, for its page."""
    cases, experts = list(row.cases.all()), list(row.experts.select_related("expert"))
    able = Counter(one.kind for one in cases if not one.excluded)
    listed = Counter(one.kind for one in cases)
    return {
        "kinds": [(label, listed[code], able[code]) for code, label in KINDS.items() if listed[code]],
        "cases": len(cases),
        "able": able.total(),
        "experts": experts,
        "present": sum(not one.absent for one in experts),
        "ties": len(list(ties(row))),
        "draws": list(row.draws.order_by("pk")),
    }


def ties(row: Review) -> Iterator[tuple[str, str]]:
    """(expert, file): of the same unit, the handler's own file, a unit the expert said to stay away from."""
    people = list(row.experts.select_related("expert"))
    for one in row.cases.order_by("identity"):
        handlers = split(one.handlers)
        for person in people:
            if one.unit in {person.expert.unit, *split(person.recuses)} or person.expert.name in handlers:
                yield person.expert.code, one.identity


def split(text: str) -> list[str]:
    """Names in one cell, however they are separated."""
    return [part for part in re.split(r"[、；;,，\s]+", text) if part]


def of_review(row: Review) -> ReviewBasis:
    """A fixed number of files over all kinds together, and groups of experts."""
    rule = Rule(clause=EZ_51, minimum=row.cases_drawn, maximum=row.cases_drawn, base="eligible", unit="卷")
    return ReviewBasis(
        pk=row.pk,
        code=row.code,
        year=row.year,
        unit_path=row.unit.path,
        pack_name=row.pack_name,
        pack_digest=row.pack_digest,
        reveal_by=row.reveal_by,
        public_by=row.public_by,
        publish_by=row.publish_by,
        audit_leaves=row.audit_leaves,
        items=(CasesWanted(rule, row.reserve),),
        panels=(ExpertTeams(row.teams, row.team_size),),
    )


def basis(by: Actor, row: Draw, *, on: date, pack: PackInForce) -> Basis:
    """What this draw takes over, as it stands today."""
    if row.review is not None:
        return of_review(row.review)
    return drawing.basis(by, row.occasion.code, on=on, pack=pack)


def plan_of(row: Draw) -> drawing.Implementation:
    """The implementation plan whose checks this draw is to bring about; a review brings about none."""
    if row.plan is None:
        why = f"抽取“{row.code}”是案卷评查，不产生检查任务"
        raise Refused(denied("draw.no_plan", why, EZ_51, "请由评查小组按抽取结果阅卷"))
    return row.plan


def chosen(by: Actor, *, plan: str = "", review: str = "") -> "drawing.Implementation | Review":
    """What a new draw is to be for."""
    if review:
        return review_of(by, review)
    found = drawing.Implementation.objects.filter(accounts.in_scope(by, "unit__path"), code=plan).first()
    if found is None:
        why = f"没有已启动的实施方案“{plan}”，或不在您的数据范围内"
        raise Refused(denied("draw.plan.not_found", why, "", "请核对方案编号"))
    return found


def pack_of(row: Draw) -> PackInForce:
    """The rules frozen into the plan or the review of this draw."""
    return pack_for(row.occasion)


def pack_for(occasion: "drawing.Implementation | Review") -> PackInForce:
    """The same before there is a draw."""
    if isinstance(occasion, Review):
        return packs.shipped(layers.own_name(occasion.pack_name))
    return packs.of_plan(occasion)


def named(row: Draw) -> dict[str, Named]:
    """Items by code, as they were worded when the plan was made."""
    if row.plan is None:
        return {CASES: Named("案卷评查", EZ_51, RuleSource.UNIT)}
    found = asking.hanging(row.plan, "items", "item", "item_version")
    return {
        one.item.code: Named(one.item_version.name, one.rule_clause, RuleSource(one.rule_source))
        for one in found
    }


def on_site(row: Draw) -> dict[str, bool]:
    """Which items are checked on site; files are read at the desk."""
    if row.plan is None:
        return {CASES: False}
    return {one.item.code: one.method == "on_site" for one in asking.hanging(row.plan, "items", "item")}
