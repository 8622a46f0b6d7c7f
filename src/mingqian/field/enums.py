"""Words of the field wire with a fixed code and a Chinese label."""

from mingqian.core.labels import LabelledCode


class ActionKind(LabelledCode):
    """What a phone may report (docs/spec/field-sync.md §2)."""

    ACCEPTED = "accepted", "接受任务"
    LEASE = "lease", "记录员"
    SCANNED = "scanned", "扫码入企"
    SHOWN = "shown", "亮证"
    TOLD = "told", "告知权利"
    ANSWERED = "answered", "检查表"
    EVIDENCE = "evidence", "取证"
    RECORDED = "recorded", "检查笔录"
    CORRECTED = "corrected", "更正笔录"
    SIGNED = "signed", "签字"
    DECLINED = "declined", "拒签"
    FINISHED = "finished", "完成检查"
    LEFT = "left", "中断检查"
    DROPPED = "dropped", "附件不传"


BY_ANYBODY = frozenset(
    {ActionKind.ACCEPTED, ActionKind.LEASE, ActionKind.SHOWN, ActionKind.EVIDENCE, ActionKind.DROPPED}
)
"""What every member of the team may add; the rest is the 记录员's."""


class ActionState(LabelledCode):
    """Where a stored action stands. Whatever is not stored has no row."""

    RECEIVED = "received", "已收到"
    HELD = "held", "待处理"
    APPLIED = "applied", "已办理"
    NOTED = "noted", "附记"


class Answer(LabelledCode):
    """What the phone is told of an action."""

    RECEIVED = "received", "已收到"
    HELD = "held", "待处理"
    AGAIN = "again", "稍后再传"
    REFUSED = "refused", "未收下"
