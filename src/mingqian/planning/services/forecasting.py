"""Counting what a plan comes to on today's registries, and keeping the figures for the pages."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.decision import demand
from mingqian.planning import policies
from mingqian.planning.models import AnnualPlan, ForecastLine
from mingqian.planning.policies import Verb
from mingqian.planning.selectors import forecast, rows
from mingqian.planning.services import moves
from mingqian.planning.types import LineForecast, PackInForce


@transaction.atomic
def count(*, plan: AnnualPlan, pack: PackInForce, by: Actor, now: datetime) -> list[LineForecast]:
    """PD-16, FL-38: every registry is walked once; the pages then read these rows, with their day."""
    row = rows.annual_plan(by, plan.pk)
    demand(policies.may(by, Verb.DRAFT_ANNUAL, row.unit.path))
    found = forecast.coverage(by, row, localdate(now), pack)
    numbers = dict(row.lines.values_list("number", "pk"))
    ForecastLine.objects.filter(plan=row).delete()
    ForecastLine.objects.bulk_create(
        ForecastLine(
            plan=row,
            line_id=numbers[one.number],
            counted_at=now,
            total=one.total,
            pool=one.pool,
            eligible=one.eligible,
            capped=one.capped,
            quota=one.quota,
            rounds=one.rounds,
            tier=one.tier,
            words=one.words,
        )
        for one in found
    )
    moves.record(
        "forecast_counted", row, by, now, lines=len(found), planned=sum(one.planned for one in found)
    )
    return found
