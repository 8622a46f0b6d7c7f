"""Enter a round of case-file review (EZ-51, EZ-56): its files, its experts, how many are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.core.draw import grammar
from mingqian.draw import policies, reviewlists
from mingqian.draw.models import Expert, Review, ReviewCase, ReviewExpert
from mingqian.draw.policies import Verb
from mingqian.draw.reviewlists import Case, Person
from mingqian.draw.selectors.occasions import EZ_51
from mingqian.draw.types import Entropy
from mingqian.planning.types import PackInForce
from mingqian.registry.services import sheets


@dataclass(frozen=True, slots=True)
class Round:
    """What the round is called, how many it draws, by when everything is due."""

    code: str
    title: str
    year: int
    cases_drawn: int
    reserve: int
    teams: int
    team_size: int
    public_by: datetime
    reveal_by: datetime
    publish_by: datetime


@transaction.atomic
def enter(
    *,
    told: Round,
    cases: bytes,
    experts: bytes,
    pack: PackInForce,
    by: Actor,
    now: datetime,
    entropy: Entropy,
) -> Review:
    """The whole round at once, or nothing with every fault named. Lists: CSV, a workbook, or pasted text."""
    demand(policies.may(by, Verb.ENTER_REVIEW, by.unit_path))
    listed, case_faults = reviewlists.cases(sheets.rows(cases))
    people, people_faults = reviewlists.people(sheets.rows(experts))
    if faults := [*case_faults.decisions(), *people_faults.decisions()]:
        raise Refused(*faults)
    demand_all([_free(told), _files(told, listed), _experts(told, people), _limits(told, now)])
    row = Review.objects.create(
        **{name: getattr(told, name) for name in Round.__dataclass_fields__},
        unit_id=policies.unit(by),
        pack_name=pack.name,
        pack_digest=pack.digest,
        prepared_by_id=policies.person(by),
        prepared_at=now,
    )
    ReviewCase.objects.bulk_create(
        [
            ReviewCase(review=row, **{name: getattr(one, name) for name in Case.__dataclass_fields__})
            for one in listed
        ]
    )
    _seat(row, people, now, entropy)
    body = {"title": row.title, "cases": len(listed), "experts": len(people), "drawn": row.cases_drawn}
    audit.record("draw.review_entered", by=by, now=now, thing=f"review:{row.code}", body=body)
    return row


def _seat(row: Review, people: Sequence[Person], now: datetime, entropy: Entropy) -> None:
    """Who is new to the pool gets a random number and keeps it in every later round (sxsj1 §1)."""
    for one in people:
        known = Expert.objects.filter(name=one.name, unit=one.unit).first()
        if known is None:
            number = f"PID:{entropy(8).hex().upper()}"
            known = Expert.objects.create(code=number, name=one.name, unit=one.unit, added_at=now)
        ReviewExpert.objects.create(
            review=row,
            expert=known,
            kind=one.kind,
            captain=one.captain,
            absent=one.absent,
            recuses=one.recuses,
        )


def _free(told: Round) -> Decision:
    if not grammar.is_word(told.code):
        return denied(
            "draw.bad_code", f"评查编号“{told.code}”只能用字母、数字、-、_，不超过32位", "sxsj1 §10"
        )
    if not grammar.is_text(told.title) or not " ".join(told.title.split()).isprintable():
        return denied("draw.bad_title", "名称里有换行或不可见字符", "sxsj1 §10", "请重新填写名称")
    if Review.objects.filter(code=told.code).exists():
        return denied("draw.code_taken", f"评查编号“{told.code}”已被使用", "", "请换一个编号")
    return allowed()


def _files(told: Round, listed: Sequence[Case]) -> Decision:
    able = sum(not one.excluded for one in listed)
    if 0 < told.cases_drawn <= able:
        return allowed()
    why = f"可参加评查的案卷 {able} 卷，要抽 {told.cases_drawn} 卷"
    return denied("draw.review_cases", why, EZ_51, "请核对案卷名单或减少抽取数")


def _experts(told: Round, people: Sequence[Person]) -> Decision:
    able = [one for one in people if not one.absent]
    captains = sum(one.captain for one in able)
    if len(able) >= told.teams * told.team_size and captains >= told.teams:
        return allowed()
    why = (
        f"{told.teams} 组每组 {told.team_size} 人需要 {told.teams * told.team_size} 人、组长 {told.teams} 人，"
        f"能参加的专家 {len(able)} 人，其中可任组长 {captains} 人"
    )
    return denied("draw.review_experts", why, EZ_51, "请补充专家，或减少组数、人数")


def _limits(told: Round, now: datetime) -> Decision:
    if min(told.public_by, told.reveal_by, told.publish_by) <= now:
        return denied("draw.review_past", "期限已经过去", "sxsj1 §3", "公开、揭示、公布三个期限都应晚于现在")
    if max(told.public_by, told.reveal_by) <= told.publish_by:
        return allowed()
    return denied("draw.review_limits", "公布期限早于公开或揭示期限", "sxsj1 §3", "请核对三个期限")
