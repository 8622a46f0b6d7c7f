"""What planning asks of a person today: approvals, publications, answers, signatures. At most twenty."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice

from django.db.models import Q
from django.urls import reverse

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.planning import implementing, policies
from mingqian.planning.enums import (
    DemandState,
    ExemptionState,
    MergeState,
    PaperKind,
    PaperState,
    PlanState,
)
from mingqian.planning.models import (
    AnnualPlan,
    Demand,
    Exemption,
    ImplementationPlan,
    ItemPaper,
    MergeProposal,
)
from mingqian.planning.policies import Verb
from mingqian.planning.selectors import implementations, packs, papers
from mingqian.ui.types import Todo

MOST = 20


def mine(by: Actor, *, now: datetime) -> list[Todo]:
    """The most pressing first: what others wait for, then what is one's own."""
    return list(
        islice(chain(_plans(by), _implementations(by), _signatures(by), _papers(by), _demands(by)), MOST)
    )


def _where(by: Actor, verb: Verb) -> Q:
    """Rows of units for which this person may do this: by the very grants that carry the role."""
    found = Q(pk__in=[])
    for grant in by.grants:
        if grant.role in policies.who(verb):
            found |= Q(unit__path__startswith=grant.path)
    return found


def _plan_url(plan: AnnualPlan) -> str:
    return reverse("planning:plan", args=[plan.unit.code, plan.year, plan.version])


def _plans(by: Actor) -> Iterator[Todo]:
    wanted = (
        (PlanState.SUBMITTED, Verb.APPROVE_ANNUAL, "审批", policies.LEADER_DECIDES),
        (PlanState.APPROVED, Verb.PUBLISH, "公布", policies.LEADER_DECIDES),
    )
    for state, verb, action, clause in wanted:
        found = AnnualPlan.objects.filter(_where(by, verb), state=state.value).exclude(_own(by, verb))
        for plan in found.select_related("unit")[:MOST]:
            yield Todo("计划", str(plan), plan.unit.name, _plan_url(plan), action, None, clause)
    yield from _sending(by)
    returned = AnnualPlan.objects.filter(state=PlanState.DRAFT, prepared_by_id=by.person_id)
    for plan in returned.exclude(return_reason="").select_related("unit"):
        yield Todo("退回", str(plan), plan.return_reason, _plan_url(plan), "修改")


def _own(by: Actor, verb: Verb) -> Q:
    """Nobody is asked to approve what they drafted or sent."""
    if verb not in (Verb.APPROVE_ANNUAL, Verb.APPROVE_IMPLEMENTATION, Verb.APPROVE_PAPER):
        return Q(pk__in=[])
    return Q(prepared_by_id=by.person_id) | Q(submitted_by_id=by.person_id)


def _sending(by: Actor) -> Iterator[Todo]:
    """PD-19: published, not yet reported to the body the pack names; or reported, no receipt yet."""
    published = AnnualPlan.objects.filter(_where(by, Verb.SEND), state=PlanState.PUBLISHED.value)
    for plan in published.filter(receipt_no="").select_related("unit")[:MOST]:
        to = packs.of_plan(plan).rules.submit_to
        if to is None:
            continue
        action, detail = ("登记回执", "已报送，等回执") if plan.sent_at else ("报送", f"应报送{to.value}")
        yield Todo("报送", str(plan), detail, _plan_url(plan), action, None, to.clause)


def _implementations(by: Actor) -> Iterator[Todo]:
    wanted = (
        (PlanState.SUBMITTED, Verb.APPROVE_IMPLEMENTATION, "审批"),
        (PlanState.APPROVED, Verb.PUBLISH, "公布"),
        (PlanState.PUBLISHED, Verb.START, "启动"),
    )
    for state, verb, action in wanted:
        found = ImplementationPlan.objects.filter(_where(by, verb), state=state.value)
        for plan in found.exclude(_own(by, verb)).select_related("unit")[:MOST]:
            yield _of_implementation("方案", plan, plan.unit.name, action)
    returned = ImplementationPlan.objects.filter(state=PlanState.DRAFT.value, prepared_by_id=by.person_id)
    for plan in returned.exclude(return_reason="").select_related("unit")[:MOST]:
        yield _of_implementation("退回", plan, plan.return_reason, "修改")


def _of_implementation(kind: str, plan: ImplementationPlan, detail: str, action: str) -> Todo:
    url = reverse("planning:implementation", args=[plan.code])
    return Todo(kind, str(plan), detail, url, action, None, policies.INITIATES)


def _signatures(by: Actor) -> Iterator[Todo]:
    """Invitations of one's unit, one's own signature as leader or contact, exemptions, merge proposals."""
    for one in implementations.invitations(by)[:MOST]:
        told = f"{one.plan.unit.name}会同{one.unit.name if one.unit else ''}：{one.duty}"
        yield _of_implementation("会同", one.plan, told, "答复")
    if by.person_id is not None:
        named = Q(leader_id=by.person_id) | Q(contact_id=by.person_id)
        unsigned = ImplementationPlan.objects.filter(
            named, state=PlanState.PUBLISHED.value, acknowledged_at=None
        )
        for plan in unsigned.select_related("unit")[:MOST]:
            url = reverse("planning:implementation", args=[plan.code])
            yield Todo("签收", str(plan), plan.unit.name, url, "签收", None, implementing.DUTY)
    yield from _after_the_draw(by)


def _after_the_draw(by: Actor) -> Iterator[Todo]:
    scope = accounts.in_scope(by, "plan__unit__path")
    asked = Exemption.objects.filter(scope, state=ExemptionState.REQUESTED.value)
    if by.has(*policies.who(Verb.DECIDE_EXEMPTION)):
        for row in asked.exclude(requested_by_id=by.person_id).select_related("subject", "plan")[:MOST]:
            url = reverse("planning:exemption", args=[row.pk])
            yield Todo(
                "免检", f"{row.subject.name}：{row.draw_code}", row.reason, url, "决定", None, row.clause
            )
    if by.has(*policies.who(Verb.MERGE)):
        for one in MergeProposal.objects.filter(scope, state=MergeState.PROPOSED.value).select_related(
            "plan"
        )[:MOST]:
            told = f"{one.pairs}件并为{one.visits_count}次，省{one.person_days_before - one.person_days_after}人天"
            url = reverse("planning:merge", args=[one.pk])
            yield Todo("合并", f"合并检查：{one.draw_code}", told, url, "答复", None, one.clause)


def _papers(by: Actor) -> Iterator[Todo]:
    for given in papers.unread(by)[:MOST]:
        yield _of_paper("签阅", given.paper, f"发给{given.unit.name}", "签阅")
    wanted = (
        (PaperState.SUBMITTED, Verb.APPROVE_PAPER, "审批"),
        (PaperState.APPROVED, Verb.ISSUE_PAPER, "发布"),
    )
    for state, verb, action in wanted:
        found = ItemPaper.objects.filter(_where(by, verb), state=state.value).exclude(_own(by, verb))
        for row in found.select_related("item", "unit")[:MOST]:
            yield _of_paper(PaperKind(row.kind).label[-2:], row, row.unit.name, action)


def _of_paper(kind: str, row: ItemPaper, detail: str, action: str) -> Todo:
    name = row.kind.replace("_", "-")
    url = reverse(f"planning:{name}", args=[row.item.code, row.number])
    return Todo(kind, str(row), detail, url, action, None, policies.PAPERS)


def _demands(by: Actor) -> Iterator[Todo]:
    waiting = Demand.objects.filter(_where(by, Verb.HANDLE_DEMAND), state=DemandState.SUBMITTED.value)
    for row in waiting.select_related("unit", "item")[:MOST]:
        url = reverse("planning:demand", args=[row.code])
        detail = f"{row.item.code} 全年{row.rounds}次，列入{row.serves_year}年"
        yield Todo("需求", f"{row.unit.name}：{row.code}", detail, url, "办理", None, policies.LEADS)
