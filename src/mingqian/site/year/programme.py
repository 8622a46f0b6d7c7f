"""From an annual plan to a started implementation plan, through the planning services in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingqian.accounts.types import Actor
from mingqian.planning import services
from mingqian.planning.enums import RollMode
from mingqian.planning.selectors.annual import Plan as AnnualPlan
from mingqian.planning.services.filling import ItemText, PanelText, PlanText
from mingqian.planning.services.plan_lines import LineText
from mingqian.planning.types import PackInForce
from mingqian.site.year.clockwork import Clock


@dataclass(frozen=True, slots=True)
class Office:
    """Who drafts, and who approves what somebody else drafted."""

    legal: Actor
    leader: Actor


@dataclass(frozen=True, slots=True)
class Campaign:
    """One batch of the year, as its implementation plan says it."""

    code: str
    batch: str
    title: str
    mode: RollMode
    text: PlanText
    items: Sequence[ItemText]
    panels: Sequence[PanelText]


def drafted(
    *,
    unit: str,
    year: int,
    title: str,
    lines: Sequence[LineText],
    left_out: Mapping[str, str],
    pack: PackInForce,
    office: Office,
    clock: Clock,
) -> AnnualPlan:
    """A draft with its lines, and with a reason for each item of the list that the year leaves out."""
    legal = office.legal
    plan = services.annual.draft(unit=unit, year=year, title=title, pack=pack, by=legal, now=clock.tick())
    for line in lines:
        services.plan_lines.set_line(plan=plan, line=line, pack=pack, by=legal, now=clock.tick())
    leave_out(plan, left_out, pack=pack, office=office, clock=clock)
    return plan


def leave_out(
    plan: AnnualPlan, left_out: Mapping[str, str], *, pack: PackInForce, office: Office, clock: Clock
) -> None:
    """Items the year does not plan, each with the reason that the plan prints."""
    for item, reason in left_out.items():
        services.plan_lines.leave_out(
            plan=plan, item=item, reason=reason, pack=pack, by=office.legal, now=clock.tick()
        )


def approved(
    plan: AnnualPlan, *, document_no: str, pack: PackInForce, office: Office, clock: Clock
) -> AnnualPlan:
    """Submit, approve, publish."""
    services.annual.submit(plan=plan, pack=pack, by=office.legal, now=clock.tick())
    services.annual.approve(plan=plan, document_no=document_no, pack=pack, by=office.leader, now=clock.tick())
    return services.annual.publish(plan=plan, by=office.legal, now=clock.tick())


def annual_plan(
    *,
    unit: str,
    year: int,
    title: str,
    lines: Sequence[LineText],
    left_out: Mapping[str, str],
    document_no: str,
    pack: PackInForce,
    office: Office,
    clock: Clock,
) -> AnnualPlan:
    """The published plan of a year."""
    plan = drafted(
        unit=unit, year=year, title=title, lines=lines, left_out=left_out, pack=pack, office=office,
        clock=clock,
    )  # fmt: skip
    return approved(plan, document_no=document_no, pack=pack, office=office, clock=clock)


def started(
    *,
    annual: AnnualPlan,
    campaign: Campaign,
    pack: PackInForce,
    office: Office,
    clock: Clock,
    acknowledged_by: Actor | None = None,
) -> str:
    """Draft, fill, submit, approve, publish, acknowledge, start; the code a draw asks for."""
    code, legal = campaign.code, office.legal
    services.implementation.draft(
        annual_plan=annual, batch=campaign.batch, code=code, title=campaign.title, mode=campaign.mode,
        pack=pack, by=legal, now=clock.tick(),
    )  # fmt: skip
    services.filling.fill(plan=code, text=campaign.text, by=legal, now=clock.tick())
    for item in campaign.items:
        services.filling.set_item(plan=code, text=item, by=legal, now=clock.tick())
    for panel in campaign.panels:
        services.filling.set_panel(plan=code, panel=panel, pack=pack, by=legal, now=clock.tick())
    services.implementation.submit(plan=code, pack=pack, by=legal, now=clock.tick())
    services.implementation.approve(plan=code, pack=pack, by=office.leader, now=clock.tick())
    services.implementation.publish(plan=code, by=legal, now=clock.tick())
    if acknowledged_by is not None:
        services.implementation.acknowledge(plan=code, by=acknowledged_by, now=clock.tick())
    services.implementation.start(plan=code, pack=pack, by=legal, now=clock.tick())
    return code
