"""One visit for several items (综合查一次). Pure: pairs in, visits out; nothing is drawn or decided here."""

from collections.abc import Iterable, Sequence

from mingqian.core.decision import Decision, allowed, denied
from mingqian.planning.enums import MergeForce
from mingqian.planning.types import DrawnPair, LineFacts, MergedVisit, PlanningRules, Workload
from mingqian.policy.rules.reading import Said


def merged_visits(pairs: Iterable[DrawnPair]) -> tuple[MergedVisit, ...]:
    """FL-32 “对同一市场主体的多个检查事项，原则上应一次性完成”: one visit per subject, on-site pairs only.

    Written and network checks walk nowhere, so they make no visit and stay outside.
    Order: subjects by first appearance, items as given; a pair given twice counts once.
    """
    found: dict[str, dict[str, DrawnPair]] = {}
    for pair in pairs:
        if pair.on_site:
            found.setdefault(pair.subject_id, {}).setdefault(pair.item_code, pair)
    return tuple(MergedVisit(subject, tuple(items.values())) for subject, items in found.items())


def workload(visits: Sequence[MergedVisit]) -> Workload:
    """XM-06, PD-04: walks and person-days spared, each figure a sum over the visits given."""
    before = sum(pair.team_size for visit in visits for pair in visit.pairs)
    after = sum(_team_days(visit) for visit in visits)
    return Workload(sum(len(visit.pairs) for visit in visits), len(visits), before, after)


def _team_days(visit: MergedVisit) -> int:
    """Every distinct team of a visit comes once, however many of its items it does."""
    sizes: dict[int, int] = {}
    for pair in visit.pairs:
        sizes[pair.team] = max(pair.team_size, sizes.get(pair.team, 0))
    return sum(sizes.values())


def may_decline(force: Said[MergeForce], reason: str) -> Decision:
    """PD-17 应当合并安排: not to be declined; FL 原则上: only with a reason; XM 可: freely, reason kept."""
    if force.value is MergeForce.MUST:
        return denied(
            "merge.must",
            "不能拒绝合并：规则包要求对同一对象的同类检查“应当合并安排”",
            force.clause,
            "请接受合并，或先修改年度计划中的批次安排",
        )
    if not reason.strip():
        return denied("merge.reason", "不合并须写明原因", force.clause, "请填写不合并的原因")
    return allowed("merge.declined", reason, force.clause)


def overlaps(lines: Sequence[LineFacts]) -> tuple[tuple[LineFacts, LineFacts, int], ...]:
    """Pairs of lines which would visit the same kinds of subject with the same method in one quarter.

    PD-17 “检查对象、检查方式相同或相近的，应当合并安排”, PD-18 本部门间联合抽查. Lines in the same batch
    are merged already and do not appear.
    """
    found = []
    for index, one in enumerate(lines):
        for other in lines[index + 1 :]:
            quarter = _shared_quarter(one, other)
            if quarter and one.subject_tags & other.subject_tags and set(one.methods) & set(other.methods):
                found.append((one, other, quarter))
    return tuple(found)


def _shared_quarter(one: LineFacts, other: LineFacts) -> int:
    """The first quarter in which both have a round outside a shared batch; 0: none."""
    for mine in one.rounds:
        for theirs in other.rounds:
            together = bool(mine.batch) and mine.batch == theirs.batch
            if _quarter(mine.month) == _quarter(theirs.month) and not together:
                return _quarter(mine.month)
    return 0


def _quarter(month: int) -> int:
    return (month + 2) // 3


def overlap_findings(lines: Sequence[LineFacts], rules: PlanningRules) -> tuple[Decision, ...]:
    """Every overlap as a decision: denied, denied unless a reason is given, or a hint, as the pack says."""
    force = rules.merge_force
    if force is None:
        return ()
    return tuple(_overlap(one, other, quarter, force) for one, other, quarter in overlaps(lines))


def _overlap(one: LineFacts, other: LineFacts, quarter: int, force: Said[MergeForce]) -> Decision:
    what = f"{one.where}与第{other.number}行“{other.item_name}”在第{quarter}季度检查同类对象且方式相同"
    reasoned = bool(one.overlap_reason.strip() or other.overlap_reason.strip())
    if force.value is MergeForce.MUST or (force.value is MergeForce.IN_PRINCIPLE and not reasoned):
        remedy = "请把两行排入同一批次，作为本部门间联合抽查"
        if force.value is MergeForce.IN_PRINCIPLE:
            remedy += "；确需分开的，请填写原因"
        return denied("plan.overlap", f"{what}，{force.value.label}", force.clause, remedy)
    return allowed("plan.overlap", f"{what}，可以合并为一次检查", force.clause)
