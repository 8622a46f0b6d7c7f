"""How many to draw: rate tiers, floors, ceilings, head counts, sub-quotas, shares and batches.

Rates are integers in parts per million; counts are rounded up with integer arithmetic, because every
ratio of the documents is a floor (不低于). Only structured data here: reading wordings such as 「2‰」 is
the pack author's work. How often somebody may be visited stands in ``frequency``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

PPM = 1_000_000
Scope = Literal["item", "stratum"]
Base = Literal["all", "pool", "eligible"]
Forced = Literal["extra", "within"]


class BadRule(ValueError):
    """A rule that no number can satisfy. ``problems`` lists everything at once, in Chinese."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("；".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Band:
    """One tier as a document words it, both ends included: 「100—300家」 is Band(100, 300, …)."""

    low: int
    high: int | None
    ppm: int
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Tier:
    """Rate for every total up to ``upto`` (included) that no tier before it covers; None = the rest."""

    upto: int | None
    ppm: int
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A sub-quota: 「其中重点检查单位不低于8%」. The rate is of the whole total, or of the part alone."""

    name: str
    ppm: int
    of: Literal["whole", "part"] = "whole"
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a pack says about the size of one sample.

    No tiers means a head count only (至少200人). ``floor_ppm`` is the least rate whatever the tier says
    (一般事项最低不低于5%), ``max_ppm`` the most (不超过30%, rounded down). ``monotone`` keeps a growing
    total from shrinking the duty (100家 → 15, 101家 → 11).
    """

    tiers: tuple[Tier, ...] = ()
    clause: str = ""
    minimum: int = 0
    maximum: int | None = None
    floor_ppm: int = 0
    max_ppm: int | None = None
    monotone: bool = False
    scope: Scope = "item"
    base: Base = "all"
    parts: tuple[Part, ...] = ()
    unit: str = "家"

    def __post_init__(self) -> None:
        problems = _problems(self)
        if problems:
            raise BadRule(problems)

    @property
    def decided(self) -> bool:
        """False for a bare ceiling (不超过5%): then the bureau has to set its own rate below it."""
        return bool(self.tiers or self.minimum or self.floor_ppm)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a quota: what it set the count to, in words, with its clause."""

    count: int
    words: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """The count, the tier used, and how it came about. ``conflict`` says that two bounds disagree."""

    total: int
    count: int
    tier: Tier | None
    steps: tuple[Step, ...]
    conflict: str = ""

    def sentence(self) -> str:
        """The whole way to the count as one Chinese sentence."""
        told = "；".join(s.words + (f"（{s.clause}）" if s.clause else "") for s in self.steps)
        return told + (f"。注意：{self.conflict}" if self.conflict else "") + "。"


def percent(number: int) -> int:
    """15 (%) as parts per million."""
    return number * 10_000


def per_mille(number: int) -> int:
    """2 (‰) as parts per million."""
    return number * 1_000


def rate_words(ppm: int) -> str:
    """A rate as people write it: 15%, 2‰, 0.25‰."""
    mark, one = ("%", 10_000) if ppm % 10_000 == 0 or ppm >= 10_000 else ("‰", 1_000)
    whole, rest = divmod(ppm, one)
    tail = f"{rest:0{len(str(one)) - 1}d}".rstrip("0")
    return f"{whole}.{tail}{mark}" if tail else f"{whole}{mark}"


def at_least(total: int, ppm: int) -> int:
    """Smallest count that is not below the rate: a true integer ceiling."""
    return -(-total * ppm // PPM)


def at_most(total: int, ppm: int) -> int:
    """Greatest count that is not above the rate."""
    return total * ppm // PPM


def tiers(bands: Sequence[Band]) -> tuple[Tier, ...]:
    """Turn worded bands into tiers; where two share a boundary, the higher rate holds there.

    「以上」「以下」 include the number itself (民法典 1259), so 100 stands in two bands of 三(五)6(1).
    """
    ordered = sorted(bands, key=lambda band: band.low)
    problems: list[str] = []
    if not ordered or ordered[0].low > 1 or ordered[-1].high is not None:
        problems.append("比例档次须从 0 或 1 起，最后一档不设上限")
    made: list[Tier] = []
    for band, after in pairwise(ordered):
        if band.high is None or not band.high <= after.low <= band.high + 1:
            problems.append(f"{band.low}—{band.high} 与 {after.low}—{after.high} 两档之间有空缺或重叠过多")
            continue
        shared = after.low == band.high and after.ppm > band.ppm
        made.append(Tier(band.high - 1 if shared else band.high, band.ppm, band.clause))
    if problems:
        raise BadRule(problems)
    made.append(Tier(None, ordered[-1].ppm, ordered[-1].clause))
    return tuple(made)


def _problems(rule: Rule) -> list[str]:
    found: list[str] = []
    uptos = [tier.upto for tier in rule.tiers]
    finite = [upto for upto in uptos if upto is not None]
    if rule.tiers and (uptos[-1] is not None or len(finite) != len(uptos) - 1):
        found.append("比例档次的最后一档（且只有最后一档）不设上限")
    if any(b <= a for a, b in pairwise(finite)) or any(upto < 1 for upto in finite):
        found.append("比例档次的上限须为正数并逐档递增")
    rates = [tier.ppm for tier in rule.tiers] + [part.ppm for part in rule.parts]
    if any(not 1 <= ppm <= PPM for ppm in rates):
        found.append("比例须在百万分之一到百分之百之间")
    if not 0 <= rule.floor_ppm <= PPM or not 1 <= (PPM if rule.max_ppm is None else rule.max_ppm) <= PPM:
        found.append("最低或最高比例超出范围")
    if rule.max_ppm is not None and rule.floor_ppm > rule.max_ppm:
        found.append(f"最低比例 {rate_words(rule.floor_ppm)} 高于最高比例 {rate_words(rule.max_ppm)}")
    if rule.minimum < 0 or (rule.maximum is not None and (rule.maximum < 1 or rule.minimum > rule.maximum)):
        found.append("最低数量与最高数量矛盾")
    if not rule.decided and rule.max_ppm is None and rule.maximum is None:
        found.append("既无比例，也无最低或最高数量")
    return found


def tier_for(rule: Rule, total: int) -> Tier | None:
    """The tier that covers this total, its rate lifted to the rule's floor; None for head counts."""
    for tier in rule.tiers:
        if tier.upto is None or total <= tier.upto:
            return tier if tier.ppm >= rule.floor_ppm else Tier(tier.upto, rule.floor_ppm, rule.clause)
    return Tier(None, rule.floor_ppm, rule.clause) if rule.floor_ppm else None


def quota(total: int, rule: Rule) -> Quota:
    """How many of ``total`` must be drawn. Order of the steps as in the draw protocol §3."""
    if total < 0:
        raise ValueError("a total is never negative")
    tier = tier_for(rule, total)
    open_words = "" if rule.decided else "；只规定上限，比例由本单位确定"
    steps = [Step(0, f"对象总量 {total} {rule.unit}{open_words}")]
    count, conflict = 0, ""
    if tier is not None:
        count = at_least(total, tier.ppm)
        steps.append(
            Step(count, f"比例 {rate_words(tier.ppm)}，向上取整为 {count} {rule.unit}", _clause(tier, rule))
        )
    if rule.monotone and rule.tiers:
        held = max(
            (_reached(rule, t.upto) for t in rule.tiers if t.upto is not None and t.upto < total), default=0
        )
        if held > count:
            count = held
            steps.append(Step(count, f"不因总量增加而少抽，取前一档满额 {count} {rule.unit}", rule.clause))
    if count < rule.minimum:
        count = rule.minimum
        steps.append(Step(count, f"至少 {rule.minimum} {rule.unit}", rule.clause))
    for most in _ceilings(total, rule):
        if count > most.count:
            conflict = f"下限 {count} {rule.unit}高于上限 {most.count} {rule.unit}，按上限执行"
            count = most.count
            steps.append(most)
    if count > total:
        count = total
        steps.append(Step(count, f"不足则全部抽取，共 {count} {rule.unit}"))
    return Quota(total, count, tier, tuple(steps), conflict)


def _clause(tier: Tier, rule: Rule) -> str:
    return tier.clause or rule.clause


def _reached(rule: Rule, upto: int) -> int:
    tier = tier_for(rule, upto)
    return at_least(upto, tier.ppm) if tier else 0


def _ceilings(total: int, rule: Rule) -> list[Step]:
    found: list[Step] = []
    if rule.max_ppm is not None:
        count = at_most(total, rule.max_ppm)
        found.append(Step(count, f"不超过 {rate_words(rule.max_ppm)}，即 {count} {rule.unit}", rule.clause))
    if rule.maximum is not None:
        found.append(Step(rule.maximum, f"不超过 {rule.maximum} {rule.unit}", rule.clause))
    return found
