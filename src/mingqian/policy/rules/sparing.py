"""Who is spared, forced, weighted or counted: exemptions, caps, abnormal subjects, status codes, grounds."""

from dataclasses import dataclass, replace

from mingqian.core.decision import Decision, allowed, denied
from mingqian.core.frequency import Cap, Recency, Stage, Window
from mingqian.policy.layers import Effective
from mingqian.policy.rules import reading
from mingqian.policy.rules.reading import Said
from mingqian.policy.schema.parameter import Rank
from mingqian.policy.schema.values import Ground, PoolField, RecentCheck, VisitCap, Weight

EXTRA_PREFIX, EXTRA = "facts.", "facts.*"
FORCED, EXEMPT, SCREENED = "forced.codes", "exempt.codes", "screened.codes"


@dataclass(frozen=True, slots=True)
class ExemptionRule:
    """``before_freeze`` keeps a firm out of the roll, ``after_draw`` decides on a drawn one."""

    months: int
    must: bool
    barred_if_abnormal: bool
    before_freeze: bool
    after_draw: bool
    clause: str


def exemption(policy: Effective) -> ExemptionRule | None:
    """如被抽查对象在3个月内已接受过抽查且不属于异常监管对象，可予以免检 (XM 三(五)6(2))."""
    recent = reading.of(policy, "recent_check_exemption", RecentCheck)
    if recent is None:
        return None
    stages = reading.texts(policy, "exemption.stage")
    return ExemptionRule(
        months=recent.months,
        must=recent.power == "must",
        barred_if_abnormal=recent.barred_if_abnormal,
        before_freeze="before_freeze" in stages,
        after_draw="after_draw" in stages,
        clause=policy.clause("recent_check_exemption"),
    )


def visit_cap(policy: Effective) -> tuple[VisitCap, str] | None:
    """The annual cap of on-site visits per enterprise with its clause; None if no layer sets one."""
    cap = reading.of(policy, "visit_cap_per_subject_year", VisitCap)
    return None if cap is None else (cap, policy.clause("visit_cap_per_subject_year"))


def recency(policy: Effective) -> Recency | None:
    """The same as ``core.frequency`` decides with: 恰满三个月仍在3个月内, a day later not."""
    rule = exemption(policy)
    if rule is None:
        return None
    stages = {Stage.BEFORE_FREEZE: rule.before_freeze, Stage.AFTER_DRAW: rule.after_draw}
    return Recency(rule.months, frozenset(stage for stage, open_ in stages.items() if open_), rule.clause)


def core_cap(policy: Effective) -> Cap | None:
    """The annual cap as ``core.frequency`` counts it: calendar year for one year, rolling beyond.

    Lead-driven checks are never blocked, but counted (国办发〔2024〕54号).
    """
    found = visit_cap(policy)
    if found is None:
        return None
    cap, clause = found
    window = Window.YEAR if cap.years == 1 else Window.ROLLING
    return Cap(
        cap.times,
        12 * cap.years,
        window,
        kinds=frozenset({"on_site"}),
        counts_leads=True,
        unpenalised_only=cap.unless_penalised,
        clause=clause,
    )


def abnormal_grounds(policy: Effective) -> tuple[Ground, ...]:
    """The grounds that make a subject 异常监管对象."""
    return reading.several(policy, "abnormal_subject.definition", Ground)


def unbound_grounds(policy: Effective) -> tuple[str, ...]:
    """Grounds that lift ratio and frequency; such subjects stand in a list of their own, counted apart."""
    return reading.texts(policy, "quota_unbound_grounds")


def codes(policy: Effective, key: str) -> dict[str, str]:
    """Status codes with their words: key is FORCED, EXEMPT or SCREENED."""
    return {ground.code: ground.text for ground in reading.several(policy, key, Ground)}


def code_allowed(policy: Effective, key: str, code: str) -> Decision:
    """A status code must be one the policy names; a free-hand code would hide its reason."""
    if code in codes(policy, key):
        return allowed("code.known", clause=policy.clause(key))
    known = "、".join(f"{one}{words}" for one, words in codes(policy, key).items()) or "无"
    return denied("code.unknown", f"代码“{code}”不在规则包内", policy.clause(key), f"可用代码：{known}")


NORMAL = "grade_B"


def weights(policy: Effective) -> tuple[Weight, ...]:
    """What a grade or ground does to the chance of being drawn, with its slips.

    The documents give directions, not figures; a direction without figure takes the product's default
    figure for that ground, and the normal weight (grade B) joins, so that more is more than something.
    """
    usual = {one.ground: one for one in _usual_weights(policy)}
    own = reading.several(policy, "credit_weighting", Weight)
    found = [one if one.slips else replace(one, slips=_figure(usual.get(one.ground))) for one in own]
    if found and NORMAL in usual and all(one.ground != NORMAL for one in found):
        found.append(usual[NORMAL])
    return tuple(found)


def said_weights(policy: Effective) -> Said[tuple[Weight, ...]] | None:
    """The same with its citation; binding only where a document, not the product, weighs."""
    found = weights(policy)
    value = policy.values["credit_weighting"]
    return Said(found, value.clause, not value.is_default) if found else None


def _usual_weights(policy: Effective) -> tuple[Weight, ...]:
    """The product's default list, whoever overrides it."""
    said = policy.values["credit_weighting"].said
    lists = (one.value for one in said if one.rank is Rank.DEFAULT and isinstance(one.value, tuple))
    return tuple(one for values in lists for one in values if isinstance(one, Weight))


def _figure(usual: Weight | None) -> int | None:
    return usual.slips if usual else None


def slips(policy: Effective, grounds: frozenset[str]) -> int:
    """Slips of one subject: the most that any of its grounds gives; without ground the normal weight."""
    known = {one.ground: one.slips or 1 for one in weights(policy)}
    found = [known[ground] for ground in grounds if ground in known]
    return max(found, default=known.get(NORMAL, 1))


def all_slips(policy: Effective) -> tuple[int, ...]:
    """Every weight an eligible row may have, ascending (draw protocol §3 ``weights``)."""
    return tuple(sorted({slips(policy, frozenset()), *(one.slips or 1 for one in weights(policy))}))


def vocabulary(policy: Effective) -> dict[str, PoolField]:
    """Facts a pool rule may use, by field name."""
    return {one.field: one for one in reading.several(policy, "pool.vocabulary", PoolField)}


def condition_allowed(policy: Effective, field: str, op: str) -> Decision:
    """A pool rule uses the policy's words only, so that every exclusion can be told in words."""
    known = vocabulary(policy)
    clause = policy.clause("pool.vocabulary")
    field = EXTRA if field.startswith(EXTRA_PREFIX) else field
    if field not in known:
        words = f"筛选字段“{field}”不在规则包的词汇内"
        return denied("pool.field", words, clause, f"可用：{'、'.join(known)}")
    if op not in known[field].ops:
        words = f"“{known[field].text}”不能用“{op}”比较"
        return denied("pool.op", words, clause, f"可用：{'、'.join(known[field].ops)}")
    return allowed("pool.condition", clause=clause)


def secondary_pool(policy: Effective, *, persons: bool, count: int) -> Decision:
    """监管对象为一般自然人，数量在1万人以上的，可……即“二次建库” (XM 三(二)); 1万人 itself included."""
    clause = policy.clause("secondary.threshold")
    threshold = reading.of(policy, "secondary.threshold", int)
    if threshold is not None and policy.value("secondary.subject_kind") == "person" and not persons:
        return denied("secondary.kind", "只有一般自然人可以二次建库", clause, "单位类对象使用全部名录抽取")
    return many_enough(threshold, clause, count)


def many_enough(threshold: int | None, clause: str, count: int) -> Decision:
    """数量在1万人以上, on what a pack was found to say: ten thousand itself suffices (以上包括本数)."""
    if threshold is None:
        return denied("secondary.unknown", "本单位文件没有二次建库的规定", clause, "使用全部名录抽取")
    if count < threshold:
        words = f"名录库有 {count} 人，不到 {threshold} 人，不能二次建库"
        return denied("secondary.small", words, clause, "直接从名录库抽取，适用名录库的比例")
    return allowed("secondary.allowed", f"对象{count}人，达到{threshold}人", clause)
