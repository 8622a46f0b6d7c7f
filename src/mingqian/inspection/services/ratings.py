"""A firm rates a check it had: counted at once, kept nowhere as an answer. Who does not want to, does nothing."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor, visitor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, allowed, demand, denied
from mingqian.inspection import rating
from mingqian.inspection.models import RatingCount, RatingGiven, Task
from mingqian.inspection.selectors import ratings


@transaction.atomic
def give(*, task: str, scores: Mapping[str, int], by: Actor, now: datetime) -> None:
    """By the firm's own account."""
    _count(ratings.locked_of_firm(by, task), scores, now)


@transaction.atomic
def give_with_code(*, code: str, scores: Mapping[str, int], now: datetime) -> None:
    """By whoever holds the record of the check; the code is no name, and is kept no more than one."""
    _count(ratings.locked_of_code(code), scores, now)


def _count(row: Task, scores: Mapping[str, int], now: datetime) -> None:
    """The journal says that the unit was rated in the quarter, neither by whom nor how nor on which of the two ways."""
    demand(_whole(scores))
    if ratings.given(row):
        why = f"检查{row.code}已经评价过（同一批检查的各事项算一次）"
        remedy = "一次检查评价一次；不是您单位评价的，请在“有疑问”页反映，由纪检监察人员处理"
        raise Refused(denied("rating.twice", why, rating.CLAUSE, remedy))
    RatingGiven.objects.create(task=row)
    quarter = rating.quarter(localdate(now))
    for question, score in scores.items():
        counted, _ = RatingCount.objects.select_for_update().get_or_create(
            unit=row.unit, quarter=quarter, question=question, score=score
        )
        RatingCount.objects.filter(pk=counted.pk).update(number=F("number") + 1)
    body = {"quarter": quarter}
    audit.record("rating.given", by=visitor(), now=now, thing=f"unit:{row.unit.code}", body=body)


def _whole(scores: Mapping[str, int]) -> Decision:
    if set(scores) == set(rating.QUESTIONS) and set(scores.values()) <= set(rating.SCORES):
        return allowed()
    return denied("rating.incomplete", "三项没有都选", rating.CLAUSE, "请逐项选择；不愿评价的直接返回")
