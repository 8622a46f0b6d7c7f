"""What planning asks of a person today: approvals, publications, answers, signatures. At most twenty."""

from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet
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
from mingqian.ui import asking
from mingqian.ui.asking import Asking
from mingqian.ui.types import Todo

MOST = 20
R = TypeVar("R", AnnualPlan, ImplementationPlan, ItemPaper)
Wanted = tuple[PlanState | PaperState, Verb, str]


def mine(by: Actor, *, today: date) -> Asking[list[Todo]]:
    """The most pressing first: what others wait for, then what is one's own."""
    parts = (
        _plans,
        _sending,
        _returned,
        _implementations,
        _invited,
        _named,
        _exemptions,
        _merges,
        _unread,
        _papers,
        _demands,
    )
    found = yield from asking.joined(*(part(by) for part in parts))
    return found[:MOST]


def _where(by: Actor, verb: Verb) -> Q:
    """Rows of units for which this person may do this: by the very grants that carry the role."""
    found = Q(pk__in=[])
    for grant in by.grants:
        if grant.role in policies.who(verb):
            found |= Q(unit__path__startswith=grant.path)
    return found


def _plan_url(plan: AnnualPlan) -> str:
    return reverse("planning:plan", args=[plan.unit.code, plan.year, plan.version])


def _waiting(by: Actor, rows: QuerySet[R], *wanted: Wanted) -> Asking[list[tuple[R, str]]]:
    """Rows in a state from which this person may take them on, each with the word for that step."""
    found = [
        rows.filter(_where(by, verb), state=state.value).exclude(_own(by, verb))[:MOST]
        for state, verb, _ in wanted
    ]
    yield tuple(found)
    return [(row, step) for (_, _, step), some in zip(wanted, found, strict=True) for row in some]


def _plans(by: Actor) -> Asking[list[Todo]]:
    waiting = yield from _waiting(
        by,
        AnnualPlan.objects.select_related("unit"),
        (PlanState.SUBMITTED, Verb.APPROVE_ANNUAL, "审批"),
        (PlanState.APPROVED, Verb.PUBLISH, "公布"),
    )
    return [
        Todo("计划", str(plan), plan.unit.name, _plan_url(plan), step, None, policies.LEADER_DECIDES)
        for plan, step in waiting
    ]


def _own(by: Actor, verb: Verb) -> Q:
    """Nobody is asked to approve what they drafted or sent."""
    if verb not in (Verb.APPROVE_ANNUAL, Verb.APPROVE_IMPLEMENTATION, Verb.APPROVE_PAPER):
        return Q(pk__in=[])
    return Q(prepared_by_id=by.person_id) | Q(submitted_by_id=by.person_id)


def _sending(by: Actor) -> Asking[list[Todo]]:
    """PD-19: published, not yet reported to the body the pack names; or reported, no receipt yet."""
    published = AnnualPlan.objects.filter(_where(by, Verb.SEND), state=PlanState.PUBLISHED.value)
    rows = published.filter(receipt_no="").select_related("unit")[:MOST]
    yield (rows,)
    found = []
    for plan in rows:
        to = packs.of_plan(plan).rules.submit_to
        if to is not None:
            action, detail = ("登记回执", "已报送，等回执") if plan.sent_at else ("报送", f"应报送{to.value}")
            found.append(Todo("报送", str(plan), detail, _plan_url(plan), action, None, to.clause))
    return found


def _returned(by: Actor) -> Asking[list[Todo]]:
    """One's own that came back."""
    mine = {"state": PlanState.DRAFT.value, "prepared_by_id": by.person_id}
    plans = AnnualPlan.objects.filter(**mine).exclude(return_reason="").select_related("unit")[:MOST]
    runs = ImplementationPlan.objects.filter(**mine).exclude(return_reason="").select_related("unit")[:MOST]
    yield plans, runs
    back = [Todo("退回", str(plan), plan.return_reason, _plan_url(plan), "修改") for plan in plans]
    return back + [_of_implementation("退回", plan, plan.return_reason, "修改") for plan in runs]


def _implementations(by: Actor) -> Asking[list[Todo]]:
    waiting = yield from _waiting(
        by,
        ImplementationPlan.objects.select_related("unit"),
        (PlanState.SUBMITTED, Verb.APPROVE_IMPLEMENTATION, "审批"),
        (PlanState.APPROVED, Verb.PUBLISH, "公布"),
        (PlanState.PUBLISHED, Verb.START, "启动"),
    )
    return [_of_implementation("方案", plan, plan.unit.name, step) for plan, step in waiting]


def _of_implementation(kind: str, plan: ImplementationPlan, detail: str, action: str) -> Todo:
    url = reverse("planning:implementation", args=[plan.code])
    return Todo(kind, str(plan), detail, url, action, None, policies.INITIATES)


def _invited(by: Actor) -> Asking[list[Todo]]:
    """Invitations of one's unit."""
    rows = implementations.invitations(by)[:MOST]
    yield (rows,)
    return [
        _of_implementation(
            "会同",
            one.plan,
            f"{one.plan.unit.name}会同{one.unit.name if one.unit else ''}：{one.duty}",
            "答复",
        )
        for one in rows
    ]


def _named(by: Actor) -> Asking[list[Todo]]:
    """One's own signature as leader or contact."""
    if by.person_id is None:
        return []
    named = Q(leader_id=by.person_id) | Q(contact_id=by.person_id)
    unsigned = ImplementationPlan.objects.filter(named, state=PlanState.PUBLISHED.value, acknowledged_at=None)
    rows = unsigned.select_related("unit")[:MOST]
    yield (rows,)
    return [
        Todo(
            "签收", str(plan), plan.unit.name, reverse("planning:implementation", args=[plan.code]), "签收",
            None, implementing.DUTY,
        )
        for plan in rows
    ]  # fmt: skip


def _exemptions(by: Actor) -> Asking[list[Todo]]:
    if not by.has(*policies.who(Verb.DECIDE_EXEMPTION)):
        return []
    scope = accounts.in_scope(by, "plan__unit__path")
    asked = Exemption.objects.filter(scope, state=ExemptionState.REQUESTED.value)
    rows = asked.exclude(requested_by_id=by.person_id).select_related("subject", "plan")[:MOST]
    yield (rows,)
    return [
        Todo(
            "免检", f"{row.subject.name}：{row.draw_code}", row.reason,
            reverse("planning:exemption", args=[row.pk]), "决定", None, row.clause,
        )
        for row in rows
    ]  # fmt: skip


def _merges(by: Actor) -> Asking[list[Todo]]:
    if not by.has(*policies.who(Verb.MERGE)):
        return []
    scope = accounts.in_scope(by, "plan__unit__path")
    proposed = MergeProposal.objects.filter(scope, state=MergeState.PROPOSED.value)
    rows = proposed.select_related("plan")[:MOST]
    yield (rows,)
    return [
        Todo(
            "合并", f"合并检查：{one.draw_code}",
            f"{one.pairs}件并为{one.visits_count}次，省{one.person_days_before - one.person_days_after}人天",
            reverse("planning:merge", args=[one.pk]), "答复", None, one.clause,
        )
        for one in rows
    ]  # fmt: skip


def _papers(by: Actor) -> Asking[list[Todo]]:
    waiting = yield from _waiting(
        by,
        ItemPaper.objects.select_related("item", "unit"),
        (PaperState.SUBMITTED, Verb.APPROVE_PAPER, "审批"),
        (PaperState.APPROVED, Verb.ISSUE_PAPER, "发布"),
    )
    return [_of_paper(PaperKind(row.kind).label[-2:], row, row.unit.name, step) for row, step in waiting]


def _unread(by: Actor) -> Asking[list[Todo]]:
    """签阅 of what was given out to one's unit."""
    rows = papers.unread(by)[:MOST]
    yield (rows,)
    return [_of_paper("签阅", given.paper, f"发给{given.unit.name}", "签阅") for given in rows]


def _of_paper(kind: str, row: ItemPaper, detail: str, action: str) -> Todo:
    name = row.kind.replace("_", "-")
    url = reverse(f"planning:{name}", args=[row.item.code, row.number])
    return Todo(kind, str(row), detail, url, action, None, policies.PAPERS)


def _demands(by: Actor) -> Asking[list[Todo]]:
    waiting = Demand.objects.filter(_where(by, Verb.HANDLE_DEMAND), state=DemandState.SUBMITTED.value)
    rows = waiting.select_related("unit", "item")[:MOST]
    yield (rows,)
    return [
        Todo(
            "需求", f"{row.unit.name}：{row.code}", f"{row.item.code} 全年{row.rounds}次，列入{row.serves_year}年",
            reverse("planning:demand", args=[row.code]), "办理", None, policies.LEADS,
        )
        for row in rows
    ]  # fmt: skip
