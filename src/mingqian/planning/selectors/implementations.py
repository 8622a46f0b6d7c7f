"""Reads of implementation plans: the list, one by its code, batches that wait for one."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from mingqian.accounts.types import Actor
from mingqian.planning import implementing
from mingqian.planning.enums import Answer, PlanState
from mingqian.planning.models import AnnualPlan, CoOrganiser, ImplementationPlan, PlannedItem, PlanRound
from mingqian.planning.selectors import implementation_facts, rows
from mingqian.planning.selectors.implementation_facts import Parts
from mingqian.planning.types import Findings, PackInForce


def listing(by: Actor) -> QuerySet[ImplementationPlan]:
    """Every plan that may be read, the newest first; how many items, how many partners still to answer."""
    waiting = Count("co_organisers", filter=Q(co_organisers__answer=Answer.PENDING.value), distinct=True)
    found = rows.implementation_plans(by).annotate(things=Count("items", distinct=True), waiting=waiting)
    return found.order_by("-annual_plan__year", "-code")


def one(by: Actor, code: str) -> ImplementationPlan | None:
    """One plan with everybody it names."""
    named = ("prepared_by", "submitted_by", "approved_by", "leader", "contact")
    return rows.implementation_plans(by).select_related(*named).filter(code=code).first()


def items(by: Actor, plan: ImplementationPlan) -> QuerySet[PlannedItem]:
    """Its items in order, with panel and the line they come from."""
    visible = rows.implementation_plans(by).filter(pk=plan.pk)
    found = PlannedItem.objects.filter(plan__in=visible)
    return found.select_related("item__unit", "item_version", "panel", "round__line").order_by("number")


def partners(by: Actor, plan: ImplementationPlan) -> QuerySet[CoOrganiser]:
    """Who was asked to take part, and what they said."""
    visible = rows.implementation_plans(by).filter(pk=plan.pk)
    return CoOrganiser.objects.filter(plan__in=visible).select_related("unit", "answered_by").order_by("pk")


def parts(by: Actor, plan: ImplementationPlan) -> Parts:
    """Its items, panels and partners, each read once; nothing of a plan out of sight."""
    if not rows.implementation_plans(by).filter(pk=plan.pk).exists():
        return Parts((), (), ())
    return implementation_facts.parts(plan)


def findings(plan: ImplementationPlan, pack: PackInForce, found: Parts) -> Findings:
    """What stands between the plan and its next step: approval for a draft, the start for a published one."""
    facts = implementation_facts.gather(plan, found)
    if plan.state == PlanState.PUBLISHED:
        return implementing.ready(facts, pack.rules)
    return implementing.complete(facts, pack.rules)


@dataclass(frozen=True, slots=True)
class Batch:
    """What is drawn together, and has no implementation plan yet."""

    plan: AnnualPlan
    code: str
    month: int
    items: tuple[str, ...]

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.plan.pk}:{self.code}"

    @property
    def label(self) -> str:
        return (
            f"{self.plan.unit.name}{self.plan.year}年 {self.code}（{self.month}月，{len(self.items)}个事项）"
        )


def open_batches(by: Actor) -> list[Batch]:
    """Batches of published plans without a living implementation plan, the earliest month first."""
    plans = rows.annual_plans(by).filter(state=PlanState.PUBLISHED.value)
    taken = ImplementationPlan.objects.exclude(state=PlanState.WITHDRAWN.value)
    done = set(taken.values_list("annual_plan__unit_id", "annual_plan__year", "batch"))
    rounds = (
        PlanRound.objects.exclude(batch="").select_related("line__item").order_by("month", "line__number")
    )
    found: dict[tuple[int, str], list[PlanRound]] = {}
    by_pk = {plan.pk: plan for plan in plans}
    for one in rounds.filter(line__plan__in=by_pk):
        plan = by_pk[one.line.plan_id]
        if (plan.unit_id, plan.year, one.batch) not in done:
            found.setdefault((plan.pk, one.batch), []).append(one)
    return [
        Batch(by_pk[pk], batch, members[0].month, tuple(one.line.item.code for one in members))
        for (pk, batch), members in found.items()
    ]


def invitations(by: Actor) -> QuerySet[CoOrganiser]:
    """Approved or published plans that ask a unit of this person to take part."""
    states = (PlanState.APPROVED.value, PlanState.PUBLISHED.value)
    found = CoOrganiser.objects.filter(unit__path__in=[grant.path for grant in by.grants])
    waiting = found.filter(answer=Answer.PENDING.value, plan__state__in=states)
    return waiting.select_related("unit", "plan__unit").order_by("pk")
