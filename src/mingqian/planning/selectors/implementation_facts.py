"""An implementation plan as its checks see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from mingqian.planning.enums import Answer, SamplingMethod
from mingqian.planning.implementing import ImplementationFacts, ItemInPlan, PanelInPlan
from mingqian.planning.models import CoOrganiser, ImplementationPlan, PlannedItem, PlannedPanel


@dataclass(frozen=True, slots=True)
class Parts:
    """The rows of a plan, read once."""

    items: Sequence[PlannedItem]
    panels: Sequence[PlannedPanel]
    partners: Sequence[CoOrganiser]


def parts(plan: ImplementationPlan) -> Parts:
    """Items with what is known of them, panels, co-organisers."""
    items = plan.items.select_related("item__unit", "item_version", "panel", "round__line", "plan")
    partners = plan.co_organisers.select_related("unit", "answered_by")
    return Parts(
        list(items.order_by("number")), list(plan.panels.order_by("code")), list(partners.order_by("pk"))
    )


def gather(plan: ImplementationPlan, found: Parts | None = None) -> ImplementationFacts:
    """Rows into plain values. ``told`` uses the words of FL-18, which packs may ask for."""
    found = found or parts(plan)
    return ImplementationFacts(
        told={
            "抽查项目": bool(found.items),
            "实施时间": plan.starts_on is not None and plan.ends_on is not None,
            "抽查目的": bool(plan.purpose.strip()),
            "执法人员数量": plan.inspectors_needed > 0,
            "执法检查方式": bool(plan.methods),
            "保密要求": bool(plan.confidentiality.strip()),
            "检查结果运用": bool(plan.result_use.strip()),
        },
        items=tuple(_item(one) for one in found.items),
        panels=tuple(_panel(one) for one in found.panels),
        answers=tuple((partner_name(one), Answer(one.answer)) for one in found.partners),
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
