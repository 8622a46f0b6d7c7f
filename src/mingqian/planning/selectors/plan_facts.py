"""An annual plan as its validation sees it: rows and registry facts gathered into plain values."""

from collections.abc import Mapping, Sequence
from datetime import date

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, denied
from mingqian.planning import resolution, rule_json
from mingqian.planning.enums import RuleSource
from mingqian.planning.models import AnnualPlan, PlanLine
from mingqian.planning.types import LineFacts, PackInForce, PlanFacts, RoundFacts
from mingqian.policy.rules import quotas
from mingqian.registry import selectors as registries
from mingqian.registry.types import ItemFacts

OLD_VERSION = "厦门方案 三(一)：按照规定程序及时调整事项清单"


def gather(by: Actor, plan: AnnualPlan, on: date, pack: PackInForce) -> PlanFacts:
    """Everything that ``validation.validate`` may ask, as of a day."""
    lines = plan.lines.select_related("item", "item_version", "responsible_unit").prefetch_related("rounds")
    everything = registries.items.listing(by, on)
    in_force = {item.code: item for item in everything}
    listed = _own_items(everything, plan)
    barred = {
        item.code: "；".join(one.reason for one in stops)
        for item in listed
        if (stops := registries.items.obstacles(item, on, national_layer=pack.national))
    }
    planned = set(plan.lines.values_list("item__code", flat=True))
    return PlanFacts(
        year=plan.year,
        unit_level=plan.unit.level,
        unit_path=plan.unit.path,
        lines=tuple(_line(by, line, on, pack, in_force) for line in lines.order_by("number")),
        items_to_cover={item.code: item.name for item in listed if item.code not in barred},
        items_barred={code: why for code, why in barred.items() if code not in planned},
        omissions=dict(plan.omissions.values_list("item__code", "reason")),
    )


def _own_items(listed: Sequence[ItemFacts], plan: AnnualPlan) -> list[ItemFacts]:
    """Items of the list which this very authority has to check: its level, its owners, no sub-items."""
    children = {code for item in listed for code in item.children}
    return [
        item
        for item in listed
        if item.code not in children
        and item.level == plan.unit.level
        and item.unit_path.startswith(plan.unit.path)
    ]


def _line(
    by: Actor, line: PlanLine, on: date, pack: PackInForce, in_force: Mapping[str, ItemFacts]
) -> LineFacts:
    facts = _version(by, line, in_force.get(line.item.code))
    frequency = resolution.frequency_of(facts.frequency)
    rule = rule_json.from_json(line.rule) if line.rule else None
    source = RuleSource(line.rule_source) if line.rule_source else None
    unit = line.responsible_unit
    return LineFacts(
        number=line.number,
        item_code=facts.code,
        item_name=facts.name,
        rounds=tuple(RoundFacts(one.number, one.month, one.batch) for one in line.rounds.all()),
        item_level=facts.level,
        item_owner_path=facts.unit_path,
        item_class=facts.item_class,
        subject_tags=frozenset(facts.subject_tags) or frozenset({"*"}),
        methods=tuple(line.methods),
        allowed_methods=facts.methods,
        responsible_unit=unit.name if unit else "",
        responsible_path=unit.path if unit else "",
        duties=line.duties,
        ratio_source=source,
        ratio_clause=line.rule_clause,
        ratio_ppm=quotas.lowest_ppm(rule) if rule else None,
        own_ratio_justified=bool(line.own_ratio_reason and line.own_ratio_approved_by_id),
        obstacles=(
            *registries.items.obstacles(facts, on, national_layer=pack.national),
            *_outdated(facts, in_force.get(facts.code)),
        ),
        law_rounds=frequency.law,
        item_rounds=frequency.listed,
        as_needed=frequency.as_needed,
        as_needed_reason=line.as_needed_reason,
        overlap_reason=line.overlap_reason,
    )


def _version(by: Actor, line: PlanLine, now: ItemFacts | None) -> ItemFacts:
    """The wording the line was written under; asked for only where the list has moved on since."""
    if now is not None and now.version_pk == line.item_version_id:
        return now
    return registries.items.version(by, line.item.code, line.item_version.number)


def _outdated(facts: ItemFacts, in_force: ItemFacts | None) -> tuple[Decision, ...]:
    """XM-09: a plan made after a revision takes the new wording; one already approved keeps the old."""
    if in_force is None or in_force.version == facts.version:
        return ()
    told = f"事项已有第{in_force.version}版，本行仍按第{facts.version}版填写"
    return (denied("plan.old_version", told, OLD_VERSION, "请按现行版本重新填写本行"),)
