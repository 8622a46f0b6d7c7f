"""What may be done with an annual plan now: by this person, in this state, in this order."""

from collections.abc import Iterator

from django.urls import reverse

from mingqian.accounts.types import Actor
from mingqian.planning import policies
from mingqian.planning.enums import PlanState
from mingqian.planning.models import AnnualPlan
from mingqian.planning.policies import Verb
from mingqian.planning.types import PackInForce
from mingqian.planning.views.asking import Act
from mingqian.ui.types import Step, StepState

ORDER = (PlanState.DRAFT, PlanState.SUBMITTED, PlanState.APPROVED, PlanState.PUBLISHED)
WORDS = {"draft": "起草", "submitted": "送审", "approved": "批准", "published": "公布"}


def acts(by: Actor, plan: AnnualPlan, pack: PackInForce, *, adjusted: bool) -> list[Act]:
    """The main one first."""
    may = {verb for verb in Verb if policies.may(by, verb, plan.unit.path).ok}
    found = {
        PlanState.DRAFT: _draft,
        PlanState.SUBMITTED: _submitted,
        PlanState.APPROVED: _approved,
        PlanState.PUBLISHED: _published,
    }.get(PlanState(plan.state))
    return [] if found is None else list(found(by, plan, pack, may, adjusted))


def _url(name: str, plan: AnnualPlan) -> str:
    return reverse(f"planning:{name}", args=[plan.unit.code, plan.year, plan.version])


def _draft(by: Actor, plan: AnnualPlan, pack: PackInForce, may: set[Verb], _: bool) -> Iterator[Act]:
    if Verb.DRAFT_ANNUAL in may:
        yield Act("送审", _url("submit-plan", plan), "main", posts=True)
        yield Act("填写事项", _url("new-line", plan))
        yield Act("写明不安排", _url("omit", plan))
        yield Act("重新测算", _url("count-plan", plan), "quiet", posts=True)
        yield Act("撤回草稿", _url("withdraw-plan", plan), "quiet")


def _submitted(by: Actor, plan: AnnualPlan, pack: PackInForce, may: set[Verb], _: bool) -> Iterator[Act]:
    if Verb.APPROVE_ANNUAL in may and by.person_id not in (plan.prepared_by_id, plan.submitted_by_id):
        yield Act("批准", _url("approve-plan", plan), "main")
        yield Act("退回", _url("return-plan", plan), "quiet")
    if Verb.DRAFT_ANNUAL in may:
        yield Act("收回修改", _url("recall-plan", plan), "quiet", posts=True)


def _approved(by: Actor, plan: AnnualPlan, pack: PackInForce, may: set[Verb], _: bool) -> Iterator[Act]:
    if Verb.PUBLISH in may:
        yield Act("公布", _url("publish-plan", plan), "main")


def _published(
    by: Actor, plan: AnnualPlan, pack: PackInForce, may: set[Verb], adjusted: bool
) -> Iterator[Act]:
    if Verb.SEND in may and pack.rules.submit_to is not None and plan.sent_at is None:
        yield Act(f"报送{pack.rules.submit_to.value}", _url("send-plan", plan), "main", posts=True)
    if Verb.SEND in may and plan.sent_at is not None and not plan.receipt_no:
        yield Act("登记回执", _url("plan-receipt", plan), "main")
    if Verb.DRAFT_ANNUAL in may:
        yield Act("重新测算", _url("count-plan", plan), "quiet", posts=True)
        if not adjusted:
            yield Act("调整计划", _url("adjust-plan", plan), "quiet")


def rail(plan: AnnualPlan, pack: PackInForce, dates: dict[str, str]) -> list[Step]:
    """起草 → 送审 → 批准 → 公布, then what the pack asks for after that."""
    state = PlanState(plan.state)
    if state is PlanState.WITHDRAWN:
        return [Step("起草", "done", dates["draft"]), Step("已撤回", "bad")]
    at = ORDER.index(state) if state in ORDER else len(ORDER) - 1
    steps = [
        Step(WORDS[one], _standing(place, at, last=one is PlanState.PUBLISHED), dates.get(one.value, ""))
        for place, one in enumerate(ORDER)
    ]
    if pack.rules.submit_to is not None:
        published = at == len(ORDER) - 1
        steps.append(Step("报送", _later(published, plan.sent_at is not None), dates.get("sent", "")))
        sent = plan.sent_at is not None
        steps.append(Step("回执", _later(sent, bool(plan.receipt_no)), plan.receipt_no))
    if state is PlanState.SUPERSEDED:
        steps.append(Step("已被替代", "bad"))
    return steps


def _standing(place: int, at: int, *, last: bool) -> StepState:
    if place < at or (place == at and last):
        return "done"
    return "now" if place == at else "todo"


def _later(due: bool, done: bool) -> StepState:
    return "done" if done else "now" if due else "todo"
