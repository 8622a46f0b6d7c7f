"""May a check for which nobody entered be concluded? Only from material that is there and was gone through.

Pure, like ``gates``: what the check rests on goes in, what stands in its way comes out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mingqian.core.decision import Decision, denied
from mingqian.inspection import outcomes
from mingqian.inspection.enums import OffsiteState
from mingqian.registry.enums import Method

WAYS = "厦门 三(三)：分别采取监管对象自查、书面检查、实地检查、网络核查等方式"
SHARED = (
    "国办发〔2024〕54号：能通过信息共享、书面核查、智慧监管实现的不入企，行政机关已有的材料不再要企业提交"
)
WRITTEN = "厦门 三(三)(2)：通过核查有关材料可以达到监督管理目的的，可以书面核查方式进行"
OWN_CHECK = "厦门 三(三)(1)：要求监管对象就相应的监管事项进行自查自纠，并报送有关资料"
NETWORK = "厦门 三(三)(4)：依托网络、信息技术手段进行网络核查"
ROADS = {Method.SELF_CHECK.value: OWN_CHECK, Method.WRITTEN.value: WRITTEN, Method.NETWORK.value: NETWORK}
"""The methods that enter nobody's door, each with its clause."""


@dataclass(frozen=True, slots=True)
class Material:
    """What an off-site check rests on. ``state`` of OffsiteState, empty where nothing was begun."""

    method: str
    batch: str = ""
    state: str = ""
    due_on: date | None = None
    since: date | None = None
    """The day it was handed in, looked up or compared."""
    unsettled: str = ""
    """不一致 or 无法判断 of a comparison that nobody has gone into yet."""


def may_conclude(material: Material | None, where: str, outcome: str, on: date) -> Iterator[Decision]:
    """厦门 三(三): a result without material behind it is none.

    网络核查: looked up and captured, differences gone into. 书面检查、自查: handed in and gone through, or the bureau's
    own copy; asked for in vain, the answer is 「不配合」 or that nobody could be reached, not that nothing was found.
    """
    if material is None or not outcomes.known(outcome, "").ok:
        return
    if material.unsettled:
        why = f"比对结果“{material.unsettled}”还没有核实"
        yield _no("unsettled", material, where, why, "请先在比对核查里逐项写明核实情况，或转为线索")
    if material.state == OffsiteState.REVIEWED:
        yield from _in_order(material, where, outcome, on)
        return
    if material.state == OffsiteState.HANDED_IN:
        why = "检查对象提交的材料还没有审核"
        yield _no("unreviewed", material, where, why, "请先逐项审核材料")
    elif outcomes.took_place(outcome):
        yield from _nothing_there(material, where, outcome, on)


def _in_order(material: Material, where: str, outcome: str, on: date) -> Iterator[Decision]:
    """Nobody found anything in what was not there yet."""
    if outcomes.of(outcome).checked and material.since is not None and on < material.since:
        why = f"检查日期{on}早于材料登记的{material.since}"
        yield _no("before_material", material, where, why, "检查日期请填审核、核查材料的日期")


def _nothing_there(material: Material, where: str, outcome: str, on: date) -> Iterator[Decision]:
    method, name = material.method, outcomes.of(outcome).name
    if method == Method.NETWORK:
        why = f"没有登记网络核查，不能登记“{name}”"
        yield _no(
            "not_captured",
            material,
            where,
            why,
            f"请先登记网络核查并留存依据{_in_bulk(material, '比对核查')}",
        )
    elif not material.state:
        why = f"没有要求检查对象提交材料，本机关也没有登记已有材料，不能登记“{name}”"
        remedy = f"请先通知检查对象提交，或登记本机关已有材料{_in_bulk(material, '材料')}"
        yield _no("no_material", material, where, why, remedy)
    elif outcomes.of(outcome).checked:
        state = OffsiteState(material.state).label
        why = f"材料{state}，不能登记“{name}”"
        remedy = f"等材料提交并审核；逾期不提交的按“不配合”等结果登记{_in_bulk(material, '材料')}"
        yield _no("not_handed_in", material, where, why, remedy)
    elif material.due_on is None or on <= material.due_on:
        why = f"提交期限{material.due_on or ''}还没有过，不能登记“{name}”"
        yield _no("not_due", material, where, why, "请等期限届满；仍不提交的再登记")


def _in_bulk(material: Material, page: str) -> str:
    return f"；成批办理在检查批次{material.batch}的“{page}”页" if material.batch else ""


def _no(code: str, material: Material, where: str, why: str, remedy: str) -> Decision:
    return denied(f"inspection.{code}", f"{where}：{why}", ROADS.get(material.method, WAYS), remedy)
