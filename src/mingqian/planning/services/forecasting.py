"""Counting what a plan comes to on today's registries, and keeping the figures for the pages."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, demand, denied
from mingqian.jobs import services as jobs
from mingqian.jobs.types import Outcome, Running
from mingqian.planning import policies
from mingqian.planning.models import AnnualPlan, ForecastLine
from mingqian.planning.policies import Verb
from mingqian.planning.selectors import forecast, packs, rows
from mingqian.planning.services import moves
from mingqian.planning.types import LineForecast, PackInForce

COUNT = "planning.count_forecast"


def count(*, plan: AnnualPlan, pack: PackInForce, by: Actor, now: datetime) -> list[LineForecast]:
    """PD-16, FL-38: every registry is walked once; the pages then read these rows, with their day."""
    demand(policies.may(by, Verb.DRAFT_ANNUAL, plan.unit.path))
    found = forecast.coverage(by, plan, localdate(now), pack)
    _keep(plan, found, by, now)
    return found


def ask(*, plan: AnnualPlan, by: Actor, now: datetime) -> int:
    """Long registries are counted by the worker, nobody waits for them: the number of the job."""
    job = jobs.ask(COUNT, title=f"测算：{plan}", arguments={"plan": plan.pk}, by=by, now=now)
    return job.pk


def run_count(task: Running) -> Outcome:
    """The same as long work: the registries are read without holding up anybody's writes."""
    pk = task.arguments.get("plan")
    plan = rows.annual_plans(task.by).filter(pk=pk if isinstance(pk, int) else 0).first()
    if plan is None:
        raise Refused(denied("planning.not_found", "没有找到要测算的年度计划", "", "请从计划页面交办"))
    demand(policies.may(task.by, Verb.DRAFT_ANNUAL, plan.unit.path))
    day = localdate(task.now)
    found = forecast.coverage(task.by, plan, day, packs.of_plan(plan), tell=task.progress)
    _keep(plan, found, task.by, task.now)
    url = reverse("planning:plan", args=[plan.unit.code, plan.year, plan.version])
    return Outcome(f"已测算 {len(found)} 行，预计抽查 {sum(one.planned for one in found)} 件。", url)


@transaction.atomic
def _keep(plan: AnnualPlan, found: list[LineForecast], by: Actor, now: datetime) -> None:
    row = rows.annual_plan(by, plan.pk)
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
        if one.number in numbers  # a line may have gone while the registries were read
    )
    planned = sum(one.planned for one in found)
    moves.record("forecast_counted", row, by, now, lines=len(found), planned=planned)
