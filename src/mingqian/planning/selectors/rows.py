"""Finding one row for somebody, within the person's scope, or a refusal that says what is missing."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.planning.enums import PaperState, PlanState
from mingqian.planning.models import (
    AnnualPlan,
    CoOrganiser,
    Demand,
    Exemption,
    ImplementationPlan,
    ItemPaper,
    MergeProposal,
    PaperReceipt,
    PlannedItem,
)
from mingqian.planning.types import Place
from mingqian.registry import selectors as registries

Row = TypeVar("Row", bound=Model)


def annual_plans(by: Actor) -> QuerySet[AnnualPlan]:
    """Plans of the units in scope, every version; what is published, everybody with a post may read."""
    public = Q(pk__in=[])
    if by.scope_paths:
        public = Q(state__in=(PlanState.PUBLISHED.value, PlanState.SUPERSEDED.value))
    return AnnualPlan.objects.filter(accounts.in_scope(by) | public).select_related("unit")


def annual_plan(by: Actor, pk: int) -> AnnualPlan:
    """One version of an annual plan, locked for a write."""
    return _one(annual_plans(by).select_for_update(of=("self",)).filter(pk=pk), "年度计划", str(pk))


def implementation_plans(by: Actor) -> QuerySet[ImplementationPlan]:
    """Those of the units in scope, those that invite them, those naming the person as leader or contact."""
    named = Q(pk__in=[])
    if by.person_id is not None:
        named = Q(leader_id=by.person_id) | Q(contact_id=by.person_id)
    invited = Q(pk__in=CoOrganiser.objects.filter(accounts.in_scope(by)).values("plan"))
    found = ImplementationPlan.objects.filter(accounts.in_scope(by) | invited | named)
    return found.select_related("unit", "annual_plan__unit")


def implementation_plan(by: Actor, code: str) -> ImplementationPlan:
    """One implementation plan, locked for a write."""
    return _one(implementation_plans(by).select_for_update(of=("self",)).filter(code=code), "实施方案", code)


def own_items(by: Actor) -> QuerySet[PlannedItem]:
    """Items of this person's scope, in whoever's plan they are drawn."""
    found = PlannedItem.objects.filter(accounts.in_scope(by, "item__unit__path"))
    return found.select_related("item__unit", "item_version")


def plan_of_item(by: Actor, code: str, item: str) -> ImplementationPlan:
    """A plan in scope, or one in which an item of this person's scope is drawn; locked for a write."""
    own = own_items(by).filter(item__code=item).values("plan")
    found = ImplementationPlan.objects.filter(Q(pk__in=implementation_plans(by).values("pk")) | Q(pk__in=own))
    return _one(
        found.select_related("unit").select_for_update(of=("self",)).filter(code=code), "实施方案", code
    )


def planned_item(plan: ImplementationPlan, item: str) -> PlannedItem:
    """The row of an item in an implementation plan."""
    found = plan.items.filter(item__code=item).select_related("item__unit", "item_version", "panel")
    return _one(found, "实施方案事项", item)


def co_organiser(by: Actor, pk: int) -> CoOrganiser:
    """An invitation: seen by the initiator's scope and by the invited unit's own people."""
    found = CoOrganiser.objects.filter(
        accounts.in_scope(by, "plan__unit__path") | accounts.in_scope(by, "unit__path")
    )
    return _one(found.select_for_update(of=("self",)).filter(pk=pk), "会同邀请", str(pk))


def exemption(by: Actor, pk: int) -> Exemption:
    """One request for exemption, locked for a write."""
    found = Exemption.objects.filter(accounts.in_scope(by, "plan__unit__path")).filter(pk=pk)
    return _one(found.select_for_update(of=("self",)), "免检申请", str(pk))


def merge_proposal(by: Actor, pk: int) -> MergeProposal:
    """One merge proposal, locked for a write."""
    found = MergeProposal.objects.filter(accounts.in_scope(by, "plan__unit__path")).filter(pk=pk)
    return _one(found.select_for_update(of=("self",)), "合并建议", str(pk))


def papers(by: Actor) -> QuerySet[ItemPaper]:
    """Papers of the units in scope, drafts too; what was issued, everybody with a post may read."""
    issued = Q(pk__in=[])
    if by.scope_paths:
        issued = Q(state__in=(PaperState.PUBLISHED.value, PaperState.SUPERSEDED.value))
    return ItemPaper.objects.filter(accounts.in_scope(by) | issued).select_related("item", "unit")


def paper(by: Actor, pk: int) -> ItemPaper:
    """One version of a paper, locked for a write."""
    return _one(papers(by).select_for_update(of=("self",)).filter(pk=pk), "指引或评价办法", str(pk))


def paper_receipts(by: Actor) -> QuerySet[PaperReceipt]:
    """Seen by the unit it was given to and by the one that wrote it."""
    found = PaperReceipt.objects.filter(accounts.in_scope(by) | accounts.in_scope(by, "paper__unit__path"))
    return found.select_related("unit", "paper__item", "paper__unit")


def own_receipts(by: Actor) -> QuerySet[PaperReceipt]:
    """Given to a unit at which the person holds a post: not merely below it."""
    places = [grant.path for grant in by.grants]
    return paper_receipts(by).filter(unit__path__in=places)


def paper_receipt(by: Actor, pk: int) -> PaperReceipt:
    """One delivery, locked for a write."""
    return _one(paper_receipts(by).select_for_update(of=("self",)).filter(pk=pk), "签阅单", str(pk))


def demand(by: Actor, code: str) -> Demand:
    """One demand, locked for a write."""
    found = Demand.objects.filter(accounts.in_scope(by)).filter(code=code)
    return _one(found.select_for_update(of=("self",)), "抽查需求", code)


def unit(by: Actor, code: str, *, lock: bool = False) -> Place:
    """A unit inside the scope, by code; locked where numbers are given out under it."""
    found = accounts.units(by).filter(code=code)
    row = _one(found.select_for_update(of=("self",)) if lock else found, "单位", code)
    return Place(row.pk, row.code, row.name, row.path, row.level)


def person(by: Actor, code: str) -> int:
    """The row number of a person of a unit inside the scope."""
    return _one(accounts.people(by).filter(code=code), "人员", code).pk


def item(by: Actor, code: str) -> int:
    """The row number of an item that may be read."""
    return _one(registries.items.visible(by).filter(code=code), "事项", code).pk


def person_id(by: Actor) -> int:
    """Writes of planning are made by people: the console has no place in a plan."""
    if by.person_id is None:
        raise Refused(
            denied("planning.nobody", f"{by.name}不是登记在册的人员，不能办理", "", "请由有任职的人员办理")
        )
    return by.person_id


def _one(found: QuerySet[Row], what: str, code: str) -> Row:
    row = found.first()
    if row is None:
        raise Refused(
            denied("planning.not_found", f"没有找到{what}“{code}”，或不在您的数据范围内", "", "请核对编号")
        )
    return row
