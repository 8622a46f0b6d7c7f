"""What a guide must say before it is public, and what it costs on a day. Plain values in, plain values out.

石嘴山方案 2(2): 服务指南和流程图写明执法事项名称、受理机关、审批机构、受理条件、办理时限. 鄂州报告 二(三)、三(二):
职责范围、执法依据、执法程序、执法权限、收费标准、办理期限、办理结果、投诉电话.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from mingqian.core import workdays
from mingqian.core.decision import Decision, Refused, allowed, denied
from mingqian.guides.types import GuideStep, GuideText

GUIDE = "石嘴山方案 2(2)：服务指南和流程图写明执法事项名称、受理机关、审批机构、受理条件、办理时限"
EIGHT = "鄂州报告 三(二)：公开职责范围、执法依据、执法程序、执法权限、收费标准、办理期限、办理结果、投诉电话"
MOST_STEPS = 20
MOST_DAYS = 365
LONGEST = 40


class Charge(NamedTuple):
    """One fee: from when, how much, by which document; and when and by what it was abolished."""

    name: str
    fen: int
    basis: str
    since: date
    until: date | None
    ended_by: str


def in_force(cancelled_on: date | None, on: date) -> bool:
    """A power lasts until the day on which it is cancelled, and so do its guide and its window."""
    return cancelled_on is None or on < cancelled_on


def yuan(fen: int) -> str:
    """12.50元, without a fraction of binary money."""
    whole, rest = divmod(fen, 100)
    return f"{whole}.{rest:02}元" if rest else f"{whole}元"


def fee(charges: Iterable[Charge], on: date) -> str:
    """收费标准 of a day. An abolished fee stays as 0 with the document that ended it (鄂州: 取消收费)."""
    said = []
    for one in charges:
        if one.since > on:
            continue
        if one.until is None or on < one.until:
            said.append(
                f"{one.name}{yuan(one.fen)}（{one.basis}）" if one.fen else f"{one.name}0元（{one.basis}）"
            )
        else:
            said.append(f"{one.name}0元（{workdays.written(one.until)}起取消，{one.ended_by}）")
    return "；".join(said)


def steps_of(text: str) -> tuple[GuideStep, ...]:
    """The procedure as it is typed: a line a step, 名称｜岗位｜工作日."""
    found = []
    for number, line in enumerate((part.strip() for part in text.splitlines() if part.strip()), 1):
        parts = [part.strip() for part in line.replace("|", "｜").split("｜")]
        if len(parts) != 3 or not parts[0] or not parts[1] or not _counted(parts[2]):
            why = f"第 {number} 步写作“{line}”，应为“名称｜岗位｜工作日”"
            raise Refused(denied("guide.step_unreadable", why, GUIDE, "例：受理｜窗口｜1；当场办结的写 0"))
        if max(len(parts[0]), len(parts[1])) > LONGEST:
            why = f"第 {number} 步的名称或岗位超过 {LONGEST} 个字"
            raise Refused(denied("guide.step_too_long", why, GUIDE, "请写短一些，细节写入受理条件"))
        found.append(GuideStep(parts[0], parts[1], int(parts[2])))
    if len(found) > MOST_STEPS:
        raise Refused(
            denied("guide.too_many_steps", f"办理程序最多 {MOST_STEPS} 步，写了 {len(found)} 步", GUIDE)
        )
    return tuple(found)


def _counted(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) <= MOST_DAYS


def typed(steps: Sequence[GuideStep]) -> str:
    """The same back as lines."""
    return "\n".join(f"{one.name}｜{one.post}｜{one.days}" for one in steps)


def timely(days: int, steps: Sequence[GuideStep]) -> Decision:
    """The steps together take no longer than what is promised."""
    total = sum(one.days for one in steps)
    if not days or total <= days:
        return allowed()
    why = f"各步合计 {total} 个工作日，超过承诺的 {days} 个工作日"
    return denied("guide.steps_too_long", why, GUIDE, "请改承诺期限或者各步的工作日")


FIELDS = (
    ("duty", "职责范围", EIGHT),
    ("basis", "执法依据", EIGHT),
    ("authority", "执法权限", EIGHT),
    ("accepted_at", "受理机关", GUIDE),
    ("decided_by", "审批机构", GUIDE),
    ("conditions", "受理条件", GUIDE),
    ("fee", "收费标准", EIGHT),
    ("limit", "办理期限", GUIDE),
    ("result", "办理结果", EIGHT),
    ("complaints", "投诉电话", EIGHT),
)


def missing(text: GuideText) -> list[Decision]:
    """Every gap with its clause: a guide with one of them is not published."""
    found = [
        denied("guide.missing", f"“{text.name}”的办事指南没有写“{label}”", clause, f"请填写{label}")
        for key, label, clause in FIELDS
        if not getattr(text, key)
    ]
    if not text.steps:
        why = f"“{text.name}”的办事指南没有写“执法程序”，画不出流程图"
        found.append(denied("guide.missing", why, GUIDE, "请逐步填写办理程序"))
    if text.basis_gone:
        why = f"“{text.name}”的设定依据{text.basis_gone}"
        found.append(denied("guide.basis_gone", why, EIGHT, "请按现行依据另列权力，或者取消这项权力"))
    return found


def facts(text: GuideText) -> tuple[tuple[str, str], ...]:
    """What a reader finds in it, in the order of the window sheet."""
    labels = {key: label for key, label, _ in FIELDS}
    more = {"enquiries": "咨询电话", "place": "办理地点和时间", "samples": "示范文本", "remedy": "救济渠道"}
    pairs = [("执法事项名称", text.name), ("职权编码", text.power)]
    pairs += [(label, str(getattr(text, key))) for key, label in {**labels, **more}.items()]
    return tuple((label, value) for label, value in pairs if value)
