"""How planning's rows are called in the journal, and the pack every write checks first."""

from collections.abc import Mapping
from datetime import datetime

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, allowed, denied
from mingqian.planning.models import AnnualPlan, Exemption, ImplementationPlan, ItemPaper, MergeProposal
from mingqian.planning.types import PackInForce


def record(kind: str, *, by: Actor, now: datetime, thing: str, body: Mapping[str, object]) -> None:
    """One entry. What was typed in several lines stands on one: the journal's bytes admit no line break."""
    flat = {key: " ".join(value.split()) if isinstance(value, str) else value for key, value in body.items()}
    audit.record(kind, by=by, now=now, thing=thing, body=flat)


def name(row: AnnualPlan | ImplementationPlan | ItemPaper) -> str:
    """The thing an entry is about."""
    if isinstance(row, AnnualPlan):
        return annual(row)
    return implementation(row) if isinstance(row, ImplementationPlan) else paper(row)


def facts(row: AnnualPlan | ImplementationPlan | ItemPaper) -> dict[str, object]:
    """What every entry about the row says."""
    if isinstance(row, AnnualPlan):
        return {"year": row.year, "version": row.version}
    if isinstance(row, ImplementationPlan):
        return {"year": row.annual_plan.year, "batch": row.batch}
    return {"item": row.item.code, "kind": row.kind, "number": row.number}


def annual(plan: AnnualPlan) -> str:
    return f"annual_plan:{plan.unit.code}/{plan.year}/{plan.version}"


def implementation(plan: ImplementationPlan) -> str:
    return f"implementation:{plan.code}"


def paper(row: ItemPaper) -> str:
    return f"paper:{row.kind}/{row.item.code}/{row.number}"


def exemption(row: Exemption) -> str:
    return f"exemption:{row.pk}"


def merge(row: MergeProposal) -> str:
    return f"merge:{row.draw_code}/{row.version}"


def same_pack(plan: AnnualPlan | ImplementationPlan, pack: PackInForce) -> Decision:
    """A pack is frozen into the plan by its digest: another wording cannot carry the same plan."""
    if plan.pack_digest == pack.digest:
        return allowed()
    return denied(
        "planning.other_pack",
        f"计划按规则包“{plan.pack_name}”编制（摘要 {plan.pack_digest[:12]}…），现在给出的是“{pack.name}”"
        f"（摘要 {pack.digest[:12]}…）",
        "规则包在计划编制时固定",
        "请使用编制时的规则包；规则已修订的，请调整计划形成新版本",
    )
