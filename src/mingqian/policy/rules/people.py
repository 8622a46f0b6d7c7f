"""Who may be drawn as inspector for an item, how many, in what teams, under whose lead, under whose eyes."""

from dataclasses import dataclass

from mingqian.core.decision import Decision, allowed, denied
from mingqian.policy.layers import Effective
from mingqian.policy.rules import reading
from mingqian.policy.rules.reading import Said
from mingqian.policy.schema.item import Item
from mingqian.policy.schema.values import CategoryPool, Range, Witness

TWO_OFFICERS = "行政处罚法第四十二条：执法人员不得少于两人"


@dataclass(frozen=True, slots=True)
class InspectorRule:
    """Everything the panel of one item needs, with the clause of each part.

    ``pool`` enforcement | business; ``captain`` drawn | appointed; ``factor100`` is the protocol's factor.
    """

    pool: str
    units: tuple[str, ...]
    delegated_bodies: bool
    low: int
    high: int
    multiplier: int
    min_team: int
    captain: str
    appointed_counts_only_certified: bool
    methods: tuple[str, ...]
    matching: str
    notes: tuple[str, ...]
    clauses: tuple[tuple[str, str], ...]

    @property
    def factor100(self) -> int:
        """The multiplier as the draw protocol writes it (100–300)."""
        return self.multiplier * 100


def inspectors(policy: Effective, item: Item) -> InspectorRule:
    """The inspector rule of one item (XM 三(五)6(2), FL 四(三)(四), PD 三(三))."""
    pool, note = _pool(policy, item)
    span = reading.of(policy, "inspector.multiplier", Range) or Range(1, 1)
    keys = (
        "inspector.multiplier",
        "inspector.min_team",
        "team_leader_mode",
        "substitution",
        "item.category_pools",
    )
    return InspectorRule(
        pool=pool,
        units=reading.texts(policy, "inspector.pool_units"),
        delegated_bodies=reading.flag(policy, "inspector.delegated_bodies"),
        low=span.low,
        high=span.high,
        multiplier=span.preferred or min(max(2, span.low), span.high),
        min_team=reading.of(policy, "inspector.min_team", int) or 2,
        captain=reading.of(policy, "team_leader_mode", str) or "drawn",
        appointed_counts_only_certified=reading.flag(
            policy, "team.leader_counts_only_certified", default=True
        ),
        methods=reading.texts(policy, "inspector.draw_methods") or ("individual",),
        matching=reading.of(policy, "expertise_matching", str) or "optional",
        notes=(note,) if note else (),
        clauses=tuple((key, policy.clause(key)) for key in keys),
    )


def _pool(policy: Effective, item: Item) -> tuple[str, str]:
    """The pool of the item's category; an enterprise needs certified officers whatever the category."""
    pools = {one.category: one.pool for one in reading.several(policy, "item.category_pools", CategoryPool)}
    usual = item.inspector_class or pools.get(item.category or 0, "enforcement")
    needed = policy.value("inspector.enterprise_class")
    if usual == "business" and needed == "enforcement" and item.for_enterprises:
        return (
            "enforcement",
            f"检查企业须持行政执法证，改从行政执法人员库抽取（{policy.clause('inspector.enterprise_class')}）",
        )
    if usual not in (reading.texts(policy, "inspector.pool_classes") or (usual,)):
        return "enforcement", f"本单位不设业务检查人员库（{policy.clause('inspector.pool_classes')}）"
    return usual, ""


def multiplier_allowed(policy: Effective, multiplier100: int) -> Decision:
    """可按实际需要人数1—3倍抽取: a factor outside the range is refused with its clause."""
    return factor_within(reading.said(policy, "inspector.multiplier", Range), multiplier100)


def factor_within(said: Said[Range] | None, factor100: int) -> Decision:
    """The same on what a pack was found to say; a silent pack leaves the number needed and no more."""
    span, clause = (said.value, said.clause) if said else (Range(1, 1), "")
    if span.low * 100 <= factor100 <= span.high * 100:
        return allowed("multiplier.within", clause=clause)
    words = f"人员抽取倍数{factor100 // 100}.{factor100 % 100:02d}不在{span.low}—{span.high}倍之内"
    return denied("multiplier.outside", words, clause, "改为范围内的倍数")


def team_allowed(policy: Effective, persons: int) -> Decision:
    """必须由2个以上执法（检查）人员一同进行."""
    return team_enough(reading.said(policy, "inspector.min_team", int), persons)


def team_enough(said: Said[int] | None, persons: int) -> Decision:
    """The same on what a pack was found to say; the law's two persons hold whatever a pack says."""
    least, clause = (max(2, said.value), said.clause) if said else (2, TWO_OFFICERS)
    if persons >= least:
        return allowed("team.enough", clause=clause)
    return denied("team.too_small", f"检查组{persons}人，少于{least}人", clause, f"每组不少于{least}人")


def may_activate(policy: Effective, role: str) -> Decision:
    """Only the role the pack names adds or activates inspectors (FL-12 局政策法规科负责组建和更新)."""
    roles = reading.texts(policy, "inspector.activated_by")
    clause = policy.clause("inspector.activated_by")
    if role in roles:
        return allowed("inspector.activate", clause=clause)
    return denied(
        "inspector.not_yours",
        "本角色不得增加或启用执法检查人员",
        clause,
        f"由有权角色办理：{'、'.join(roles) or '未定'}",
    )


def activating_roles(policy: Effective) -> tuple[str, ...]:
    """Role codes that may add or activate inspectors."""
    return reading.texts(policy, "inspector.activated_by")


def pool_classes(policy: Effective) -> tuple[str, ...]:
    """Kinds of inspectors the registry holds (FL-11 三(二)); where no layer says, certified officers alone."""
    return reading.texts(policy, "inspector.pool_classes") or ("enforcement",)


def witness(policy: Effective) -> Witness | None:
    """Who must watch the draw; None only if no layer says anything."""
    return reading.of(policy, "draw_witness", Witness)
