"""An implementation plan as its checks see it."""

from mingqian.planning.enums import Answer, SamplingMethod
from mingqian.planning.implementing import ImplementationFacts, ItemInPlan, PanelInPlan
from mingqian.planning.models import CoOrganiser, ImplementationPlan, PlannedItem, PlannedPanel


def gather(plan: ImplementationPlan) -> ImplementationFacts:
    """Rows into plain values. ``told`` uses the words of FL-18, which packs may ask for."""
    items = plan.items.select_related("item", "item_version", "panel", "round__line").order_by("number")
    partners = plan.co_organisers.select_related("unit").order_by("pk")
    return ImplementationFacts(
        told={
            "抽查项目": items.exists(),
            "实施时间": plan.starts_on is not None and plan.ends_on is not None,
            "抽查目的": bool(plan.purpose.strip()),
            "执法人员数量": plan.inspectors_needed > 0,
            "执法检查方式": bool(plan.methods),
            "保密要求": bool(plan.confidentiality.strip()),
            "检查结果运用": bool(plan.result_use.strip()),
        },
        items=tuple(_item(one) for one in items),
        panels=tuple(_panel(one) for one in plan.panels.order_by("code")),
        answers=tuple((partner_name(one), Answer(one.answer)) for one in partners),
        leader=plan.leader_id is not None,
        to_acknowledge=plan.leader_id is not None or plan.contact_id is not None,
        acknowledged=plan.acknowledged_at is not None,
    )


def _item(row: PlannedItem) -> ItemInPlan:
    return ItemInPlan(
        code=row.item.code,
        name=row.item_version.name,
        category=row.item_version.category,
        nature=row.nature,
        on_site=row.method == "on_site",
        panel=row.panel.code if row.panel else "",
        ordered=row.round.line.sampling_method == SamplingMethod.ORDERED,
        batch_size=row.batch_size,
    )


def _panel(row: PlannedPanel) -> PanelInPlan:
    return PanelInPlan(
        code=row.code,
        pool_class=row.pool_class,
        teams=row.teams,
        size=row.team_size,
        factor100=row.factor100,
        captain_mode=row.captain_mode,
        draw_method=row.draw_method,
        method_reason=row.method_reason,
    )


def partner_name(row: CoOrganiser) -> str:
    """How messages call a co-organiser."""
    return row.unit.name if row.unit else row.outside_name
