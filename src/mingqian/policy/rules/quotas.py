"""How many subjects of an item: which rule holds, with its clause, as a ``core.sampling.Rule``.

Order (XM-47): 法律法规规章有规定的，按有关规定 → the item list → what the unit itself fixed, where its
document leaves that open → the tiers of the document, those of 二次建库 for a secondary pool.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from mingqian.core import sampling
from mingqian.core.decision import Decision, Refused, allowed, denied
from mingqian.policy.layers import Effective
from mingqian.policy.rules import reading
from mingqian.policy.rules.reading import Said
from mingqian.policy.schema.item import Item, QuotaKind
from mingqian.policy.schema.values import ItemCount, Rate, Tier

OWN_WORDS = "本单位确定"
SCOPES = {"agency": "每个机构分别计算", "whole": "全市合计计算"}

Source = Literal["law", "item", "unit", "secondary_tiers", "tiers"]


@dataclass(frozen=True, slots=True)
class OwnRate:
    """A rate not found in the pack: of a law for one item, or set by the bureau with reason and approval."""

    ppm: int
    clause: str


@dataclass(frozen=True, slots=True)
class RatioTerms:
    """What the documents say about ratios. ``None``: they are silent."""

    tiers: Said[tuple[Tier, ...]] | None = None
    secondary_tiers: Said[tuple[Tier, ...]] | None = None
    monotone: bool = False
    minimum_counts: Said[tuple[ItemCount, ...]] | None = None
    minimum_scope: Said[str] | None = None
    general_min: Said[Rate] | None = None
    general_max: Said[Rate] | None = None
    from_unit: Said[str] | None = None


SILENT = RatioTerms()


@dataclass(frozen=True, slots=True)
class Stated:
    """What a law or the item list itself says of the ratio of one item."""

    clause: str
    tiers: tuple[sampling.Tier, ...] = ()
    minimum: int = 0
    max_ppm: int | None = None
    unit: str = ""
    by_law: bool = False


@dataclass(frozen=True, slots=True)
class ItemRatio:
    """One item as the order of precedence asks about it; ``secondary``: its pool is one of 二次建库."""

    code: str
    item_class: str = ""
    stated: Stated | None = None
    own: OwnRate | None = None
    secondary: bool = False
    unit: str = "家"


@dataclass(frozen=True, slots=True)
class Answer:
    """The rule in force, its source and clause; ``rule`` is None where nobody has said anything."""

    rule: sampling.Rule | None
    source: Source | None
    clause: str
    note: str = ""

    @property
    def lowest_ppm(self) -> int | None:
        """The least rate the rule can come to; None for a head count or no rule."""
        return None if self.rule is None else lowest_ppm(self.rule)


def lowest_ppm(rule: sampling.Rule) -> int | None:
    """The least rate a rule can come to; None for a head count."""
    return max(rule.floor_ppm, min(tier.ppm for tier in rule.tiers)) if rule.tiers else None


def terms(policy: Effective) -> RatioTerms:
    """What the packs in force say about ratios."""
    mode = reading.said(policy, "ratio.mode", str)
    # FL-14 合理确定随机抽查比例和频次: the unit itself has to say, and no default steps in.
    own = mode if mode is not None and mode.value == "own" else None
    return RatioTerms(
        tiers=None if own else reading.said_several(policy, "ratio.tiers", Tier),
        secondary_tiers=None if own else reading.said_several(policy, "ratio.secondary_tiers", Tier),
        monotone=reading.flag(policy, "ratio.monotone"),
        minimum_counts=reading.said_several(policy, "quota.absolute_min", ItemCount),
        minimum_scope=reading.said(policy, "quota.scope", str),
        general_min=reading.said(policy, "ratio.min_percent_general", Rate),
        general_max=reading.said(policy, "ratio.max_percent_general", Rate),
        from_unit=own,
    )


def resolve(item: ItemRatio, terms: RatioTerms) -> Answer:
    """The rule of one item, or what is missing for one."""
    found = _from_stated(item) or _from_unit(item, terms) or _from_tiers(item, terms)
    if found is None:
        clause = terms.from_unit.clause if terms.from_unit else ""
        return Answer(None, None, clause, "文件未定比例，须由本单位填写")
    return _with_minimum(found, item, terms)


def rule(
    policy: Effective,
    item: Item,
    *,
    secondary: bool = False,
    law: OwnRate | None = None,
    own: OwnRate | None = None,
) -> sampling.Rule:
    """The rule of an item of the pack. Refused where nobody gives a figure or the figure is unlawful."""
    unit = item.quota.unit or ("人" if item.subject_kinds == ("person",) else "家")
    stated = _of_law(law) if law else _of_list(item)
    asked = ItemRatio(item.code, item.item_class, stated, own, secondary, unit)
    found = resolve(asked, terms(policy))
    if found.rule is None:
        raise Refused(_nobody_says(policy, item))
    lowest = found.lowest_ppm
    if lowest is not None and not (verdict := enough(policy, item, lowest)).ok:
        raise Refused(verdict)
    return found.rule


def _of_law(law: OwnRate) -> Stated:
    return Stated(law.clause, (sampling.Tier(None, law.ppm, law.clause),), by_law=True)


def _of_list(item: Item) -> Stated | None:
    quota, clause = item.quota, item.citation
    if quota.kind in (QuotaKind.PACK, QuotaKind.MISSING):
        return None
    if quota.kind is QuotaKind.MIN_COUNT and quota.count is not None:
        return Stated(clause, minimum=quota.count)
    ppm = sampling.PPM if quota.kind is QuotaKind.ALL or quota.rate is None else quota.rate.ppm
    return Stated(clause, (sampling.Tier(None, ppm, clause),))


def _from_stated(item: ItemRatio) -> Answer | None:
    """Law before list: the row itself says which of the two it quotes."""
    stated = item.stated
    if stated is None:
        return None
    made = sampling.Rule(
        tiers=stated.tiers,
        clause=stated.clause,
        minimum=stated.minimum,
        max_ppm=stated.max_ppm,
        base="pool" if item.secondary else "all",
        unit=stated.unit or item.unit,
    )
    return Answer(made, "law" if stated.by_law else "item", stated.clause)


def _from_unit(item: ItemRatio, terms: RatioTerms) -> Answer | None:
    """FL-14 合理确定随机抽查比例: the unit's own figure, only where the document sets none."""
    if item.own is None or terms.tiers is not None:
        return None
    tier = sampling.Tier(None, item.own.ppm, item.own.clause)
    made = sampling.Rule((tier,), clause=item.own.clause, unit=item.unit)
    return Answer(made, "unit", item.own.clause, OWN_WORDS)


def _from_tiers(item: ItemRatio, terms: RatioTerms) -> Answer | None:
    """XM-49/50. A unit's own figure may raise the tiers, never lower them."""
    tiers = terms.secondary_tiers if item.secondary else terms.tiers
    if tiers is None:
        return None
    made = sampling.Rule(
        tiers=tuple(sampling.Tier(tier.upto, tier.rate.ppm, tiers.clause) for tier in tiers.value),
        clause=tiers.clause,
        floor_ppm=max(item.own.ppm if item.own else 0, _floor(item, terms)),
        max_ppm=_ceiling(item, terms),
        monotone=terms.monotone,
        base="pool" if item.secondary else "all",
        unit="人" if item.secondary else item.unit,
    )
    source: Source = "secondary_tiers" if item.secondary else "tiers"
    return Answer(made, source, tiers.clause, "本单位提高比例" if item.own else "")


def _floor(item: ItemRatio, terms: RatioTerms) -> int:
    """PD-12 最低不能低于5% binds items classed 一般 only, and only where a document says so."""
    low = terms.general_min
    return low.value.ppm if low and low.binding and item.item_class == "general" else 0


def _ceiling(item: ItemRatio, terms: RatioTerms) -> int | None:
    """国发〔2019〕5号 设置上限 for general items; key items 不设上限."""
    high = terms.general_max
    return high.value.ppm if high and high.binding and item.item_class != "key" else None


def _with_minimum(found: Answer, item: ItemRatio, terms: RatioTerms) -> Answer:
    """PD-43 至少200人: an absolute minimum of the pack, with the scope the pack gives it, if any."""
    counts = terms.minimum_counts
    least = [one for one in counts.value if one.item == item.code] if counts else []
    if not least or found.rule is None:
        return found
    minimum = max(one.count for one in least)
    said = terms.minimum_scope.value if terms.minimum_scope else ""
    scope = SCOPES.get(said, "文件未说明按机构还是合计计算")
    raised = replace(found.rule, minimum=max(found.rule.minimum, minimum), unit=least[0].unit)
    return replace(found, rule=raised, note="；".join(part for part in (found.note, scope) if part))


def _nobody_says(policy: Effective, item: Item) -> Decision:
    return denied(
        "ratio.missing",
        f"事项“{item.name}”：文件未定比例，须由本单位填写",
        policy.clause("ratio.mode"),
        "由本单位确定比例，写明理由并经批准；抽取记录将注明“本单位确定”",
    )


def scope(policy: Effective) -> Literal["each", "whole"]:
    """Whether an absolute minimum (至少200人) holds for each agency or for all together; shown in the plan."""
    return "whole" if policy.value("quota.scope") == "whole" else "each"


def enough(policy: Effective, item: Item, ppm: int) -> Decision:
    """The verdict on a rate of one item: the first objection, else the first hint."""
    found = sorted(bounds(item.item_class, ppm, terms(policy)), key=lambda one: one.ok)
    if not found:
        return allowed("ratio.enough")
    return replace(found[0], reason=f"事项“{item.name}”{found[0].reason}")


def bounds(item_class: str, ppm: int, terms: RatioTerms) -> Iterator[Decision]:
    """PD-12 一般检查事项……最低不能低于5%: floor and cap of general items; a mere default only warns."""
    low, high, told = terms.general_min, terms.general_max, f"比例{Rate(ppm).text()}"
    if item_class != "general":
        return
    if low is not None and ppm < low.value.ppm:
        words = f"{told}低于一般检查事项下限{low.value.text()}"
        if low.binding:
            yield denied("ratio.below_floor", words, low.clause, f"请提高到{low.value.text()}以上")
        else:
            yield allowed("ratio.below_default", f"{words}（产品缺省提示）", low.clause)
    if high is not None and high.binding and ppm > high.value.ppm:
        words = f"{told}高于一般检查事项上限{high.value.text()}"
        yield denied("ratio.above_cap", words, high.clause, f"请降到{high.value.text()}以下")
