"""线索: a complaint, report, assignment or warning from its receipt to the answer. 举报必查: there is no way around the check."""

from mingqian.core.machine import Machine, Move, Refusal

_MUST = "厦门 三(三)：举报必查——对投诉举报应进行检查，依法处理，并按时反馈"
_ACCEPT = "关于实施《劳动保障监察条例》若干规定 第十八条：收到之日起5个工作日内决定是否受理"
_OUT = "厦门 三(三)：不属于职责范围的，移送有关部门"
_DESK, _HEAD = "受理人员", "机构负责人"

MACHINE = Machine(
    name="lead",
    title="线索",
    start="received",
    states={
        "received": "待受理",
        "accepted": "待核查",
        "checking": "核查中",
        "checked": "待反馈",
        "sent": "已转送",
        "handed_over": "已移交",
        "rejected": "不受理",
        "closed": "已办结",
    },
    events={
        "accept": "受理",
        "reject": "不予受理",
        "send": "转送其他部门",
        "take_back": "对方退回",
        "hand_over": "对方签收",
        "take_up": "下达核查任务",
        "fall_away": "核查任务全部撤销",
        "find": "核查结果确认",
        "answer": "反馈并办结",
    },
    moves=(
        Move("received", "accept", "accepted", _HEAD, "写明交办摘要", _ACCEPT),
        Move("received", "reject", "rejected", _HEAD, "书面说明理由", _ACCEPT),
        Move("received", "send", "sent", _HEAD, "写明接收部门和理由", _OUT),
        Move("accepted", "send", "sent", _HEAD, "核查前发现不属职责范围", _OUT),
        Move("sent", "take_back", "received", _DESK, "对方不接收的，重新决定", _OUT),
        Move("sent", "hand_over", "handed_over", _DESK, "登记对方回执", _OUT),
        Move("accepted", "take_up", "checking", _DESK, "按线索下达检查任务", _MUST),
        Move("checking", "take_up", "checking", _DESK, "增加核查事项", _MUST),
        Move("checking", "fall_away", "accepted", "系统", "什么也没有查，须重新安排核查", _MUST),
        Move("checking", "find", "checked", "系统", "线索的各项检查都已确认结果", _MUST),
        Move("checked", "take_up", "checking", _DESK, "核查不够的，继续核查", _MUST),
        Move("checked", "answer", "closed", _DESK, "写明告知的内容和方式", _MUST),
    ),
    final=frozenset({"handed_over", "rejected", "closed"}),
    refusals=(
        Refusal("received", "answer", "还没有受理，更没有核查，不能办结", _MUST, "请先决定是否受理"),
        Refusal("accepted", "answer", "还没有核查，不能办结", _MUST, "请先下达核查任务"),
        Refusal("checking", "answer", "核查结果还没有确认，不能办结", _MUST, "请先完成检查并确认结果"),
        Refusal("accepted", "reject", "已经受理，不能改为不受理", _ACCEPT, "不属职责范围的，请转送"),
    ),
)
