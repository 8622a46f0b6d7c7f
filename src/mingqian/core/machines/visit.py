"""One walk of a team to one subject (一次入企): scan, certificates, rights, record, signature or refusal.

The first three steps may reach the server in any order (two phones without signal); the state is always the
furthest one whose predecessors are all there. From 「已记录」 on the order is the law's.
"""

from mingqian.core.machine import Machine, Move, Refusal

_SCAN = "国办发〔2024〕54号 扫码入企：入企检查前先扫码登记，紧急情况除外"
_SHOW = "行政处罚法 55；厦门 三(五)7：不少于两人，主动出示执法证件"
_TELL = "鄂州 二(二)2：告知检查对象权利义务并作语音提示"
_RECORD = "厦门 三(五)7；国办发〔2024〕54号：制作现场检查笔录"
_SIGN = "行政处罚法 55；厦门 三(五)7：笔录交当事人核对签字，拒绝签字的注明情况"
_RECORDER, _TEAM, _DESK = "记录员", "检查组人员", "检查组组长或处室"

MACHINE = Machine(
    name="visit",
    title="入企检查",
    start="planned",
    states={
        "planned": "待入企",
        "arrived": "已入企",
        "shown": "已亮证",
        "told": "已告知",
        "recorded": "已记录",
        "signed": "已签字",
        "declined": "已拒签",
        "finished": "已完成",
        "broken": "已中断",
        "cancelled": "已取消",
    },
    events={
        "arrive": "扫码入企",
        "show": "出示证件",
        "tell": "告知权利",
        "record": "制作检查笔录",
        "note": "记录未能检查",
        "correct": "更正笔录",
        "sign": "对象签字",
        "decline": "对象拒签",
        "finish": "完成检查",
        "file": "在单位登记结果",
        "leave": "中断检查",
        "cancel": "取消检查",
    },
    moves=(
        Move("planned", "arrive", "arrived", _RECORDER, "扫描企业码或营业执照码；紧急的写明理由", _SCAN),
        Move("planned", "leave", "broken", _RECORDER, "写明原因", ""),
        Move("planned", "cancel", "cancelled", "系统", "任务撤销、审批失效", ""),
        Move("arrived", "show", "shown", _TEAM, "两名以上持证人员", _SHOW),
        Move("arrived", "note", "recorded", _RECORDER, "现场无人、未经营等没有检查的", _RECORD),
        Move("arrived", "leave", "broken", _RECORDER, "写明原因", ""),
        Move("arrived", "cancel", "cancelled", "系统", "任务撤销、审批失效", ""),
        Move("shown", "tell", "told", _RECORDER, "权利义务和四句提示", _TELL),
        Move("shown", "note", "recorded", _RECORDER, "现场无人、未经营等没有检查的", _RECORD),
        Move("shown", "file", "finished", _DESK, "纸质记录的，回单位登记", _RECORD),
        Move("shown", "leave", "broken", _RECORDER, "写明原因", ""),
        Move("shown", "cancel", "cancelled", "系统", "任务撤销、审批失效", ""),
        Move("told", "record", "recorded", _RECORDER, "写明经过、陈述和每项结论", _RECORD),
        Move("told", "note", "recorded", _RECORDER, "现场无人、未经营等没有检查的", _RECORD),
        Move("told", "file", "finished", _DESK, "纸质记录的，回单位登记", _RECORD),
        Move("told", "leave", "broken", _RECORDER, "写明原因", ""),
        Move("told", "cancel", "cancelled", "系统", "任务撤销、审批失效", ""),
        Move("recorded", "correct", "recorded", _RECORDER, "对象签字前更正，形成下一版", _SIGN),
        Move("recorded", "sign", "signed", "检查对象", "签在这一版笔录上", _SIGN),
        Move("recorded", "decline", "declined", _RECORDER, "注明理由和见证人", _SIGN),
        Move("recorded", "file", "finished", _DESK, "纸质签字的，回单位登记", _RECORD),
        Move("recorded", "leave", "broken", _RECORDER, "写明原因", ""),
        Move("recorded", "cancel", "cancelled", "系统", "任务撤销、审批失效", ""),
        Move("signed", "finish", "finished", _RECORDER, "逐项形成检查初步结果", _RECORD),
        Move("declined", "finish", "finished", _RECORDER, "逐项形成检查初步结果", _RECORD),
    ),
    final=frozenset({"finished", "broken", "cancelled"}),
    refusals=(
        Refusal("planned", "record", "没有扫码入企，不能制作检查笔录", _SCAN, "请先扫码；紧急的写明理由"),
        Refusal("planned", "note", "没有扫码入企，不能制作检查笔录", _SCAN, "请先扫码；现场无人的按紧急登记"),
        Refusal("arrived", "record", "没有出示证件，不能制作检查笔录", _SHOW, "请两名持证人员先亮证"),
        Refusal("shown", "record", "没有告知权利，不能制作检查笔录", _TELL, "请先宣读并确认告知"),
        Refusal("signed", "correct", "对象已签字，笔录不能再更正", _SIGN, "确有错误的，请另作补充笔录"),
        Refusal("declined", "correct", "对象已拒签，笔录不能再更正", _SIGN, "确有错误的，请另作补充笔录"),
        Refusal("recorded", "finish", "笔录没有对象签字，也没有注明拒签", _SIGN, "请签字或登记拒签"),
    ),
)

OPEN = tuple(state for state in MACHINE.states if state not in MACHINE.final)
"""States in which somebody is on the way or on the spot."""

_ORDER = ("arrive", "show", "tell")


def reached(state: str, facts: frozenset[str]) -> str:
    """The state after whatever of the first three steps is known, however they came in.

    >>> reached("planned", frozenset({"show", "tell"}))
    'planned'
    >>> reached("planned", frozenset({"arrive", "show", "tell"}))
    'told'
    """
    for event in _ORDER:
        following = next((m.to for m in MACHINE.moves if m.state == state and m.event == event), None)
        if following is not None and event in facts:
            state = following
    return state
