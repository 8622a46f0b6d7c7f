"""The four ways of drawing subjects (FL-04), as what each does to the rule of an item. Pure."""

from dataclasses import replace

from mingqian.core.decision import Decision, allowed, denied
from mingqian.core.sampling import PPM, Rule, Tier
from mingqian.planning.enums import SamplingMethod
from mingqian.policy.rules.reading import Said
from mingqian.policy.schema.values import Weight

SUITABLE = "涪陵指引 一(二)：对不同类型检查对象分别采取适当的随机抽查方法"
BATCH_ORDER = "平顶山方案 二(一)：抽查比例高的，可以通过随机抽取的方式确定检查批次顺序"


def applied(rule: Rule, method: SamplingMethod) -> Rule:
    """The rule under a way: every stratum its own quota, or everybody drawn so that the order is random."""
    if method is SamplingMethod.STRATIFIED:
        return replace(rule, scope="stratum")
    if method is SamplingMethod.ORDERED:
        clause = rule.clause or BATCH_ORDER
        return Rule((Tier(None, PPM, clause),), clause=clause, base=rule.base, unit=rule.unit)
    return rule


def weighs(method: SamplingMethod, weights: Said[tuple[Weight, ...]] | None) -> bool:
    """Slips count where the plan says 加权随机, or a document (not a mere default) says they must (PD-23)."""
    if weights is None:
        return False
    must = weights.binding and any(one.power == "must" for one in weights.value)
    return must or method is SamplingMethod.WEIGHTED


def fits(method: SamplingMethod, *, reason: str, strata: bool, name: str) -> Decision:
    """Anything but the plain way says why; strata need a list that has some."""
    if method is not SamplingMethod.PLAIN and not reason.strip():
        told = f"事项“{name}”采用“{method.label}”须写明理由"
        return denied("line.sampling_reason", told, SUITABLE, "请写明该类对象适用这种方法的理由")
    if method is SamplingMethod.STRATIFIED and not strata:
        told = f"事项“{name}”没有划分层次，不能分层抽取"
        return denied("line.no_strata", told, SUITABLE, "请先在事项中规定分层的类别")
    return allowed()
