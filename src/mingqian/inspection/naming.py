"""May this firm be checked without having been drawn? What a cause must carry, and what it may not be used for. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mingqian.core.decision import Decision, denied
from mingqian.inspection.enums import Origin
from mingqian.inspection.types import Cause, NamedCheck
from mingqian.registry.enums import Method

CHOSEN = "厦门 一(四)：防止选择执法；国办发〔2024〕54号：严格控制专项检查，个案检查须有线索"
WINDOW = "国办发〔2024〕54号：专项检查须经批准，明确范围和期限"
TOGETHER = "厦门 三(三)：实施联合检查；国办发〔2024〕54号：综合查一次"
OFF_SITE = (Method.WRITTEN, Method.NETWORK, Method.SELF_CHECK)
LONGEST = 366


@dataclass(frozen=True, slots=True)
class Offered:
    """An item as the registry has it on the day: which methods it allows, and what keeps it from use."""

    name: str
    methods: tuple[str, ...]
    obstacles: tuple[Decision, ...]


def may_name(
    cause: Cause, checks: Sequence[NamedCheck], items: dict[str, Offered], *, teams: int, today: date
) -> Iterator[Decision]:
    """Every denial at once."""
    yield from _cause(cause, today)
    if not checks:
        yield denied("inspection.none", "没有选择检查对象和事项", CHOSEN, "请至少选择一个对象和一个事项")
    for item in items.values():
        yield from item.obstacles
    for check in checks:
        yield from _check(check, items, teams)
    if cause.origin == Origin.JOINT and not cause.joint and len(items) < 2:
        why = "联合检查没有写明其他部门的人员，事项也只有一个"
        yield denied(
            "inspection.not_joint", why, TOGETHER, "请填写联合单位的人员及证件，或选择其他单位的事项"
        )


def _cause(cause: Cause, today: date) -> Iterator[Decision]:
    if cause.origin == Origin.DRAW:
        yield denied("inspection.drawn", "随机抽取的任务只能按抽取结果下达", CHOSEN, "请在检查批次中下达")
    if not cause.source.strip() or not cause.reason.strip():
        why = "不经抽取的检查须写明来源和理由"
        yield denied("inspection.no_cause", why, CHOSEN, "请填写线索、专项方案或批准文件的编号，并写明理由")
    if cause.ends_on < cause.starts_on:
        yield denied("inspection.window", "结束日期早于开始日期", WINDOW, "请核对日期")
    if cause.starts_on < today:
        yield denied("inspection.past", f"开始日期{cause.starts_on}已过", WINDOW, "请填写今天或以后的日期")
    if (cause.ends_on - cause.starts_on).days > LONGEST:
        yield denied("inspection.window", "检查期限超过一年", WINDOW, "请分次安排")


def _check(check: NamedCheck, items: dict[str, Offered], teams: int) -> Iterator[Decision]:
    item = items[check.item]
    if check.method not in item.methods:
        offered = "、".join(Method(one).label for one in item.methods if one in set(Method))
        why = f"事项“{item.name}”没有规定“{_label(check.method)}”这种方式"
        yield denied(
            "inspection.method", why, "厦门 三(三)：分别采取自查、书面、实地、网络方式", f"可用：{offered}"
        )
    if check.method == Method.ON_SITE and not 1 <= check.team <= teams:
        why = f"{check.subject}的现场检查没有检查组"
        yield denied("inspection.no_team", why, "行政处罚法 42：不得少于两人", "请指定检查组，写明组长")


def _label(method: str) -> str:
    return Method(method).label if method in set(Method) else method
