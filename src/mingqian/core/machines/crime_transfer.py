"""涉嫌犯罪移送: two people look into it, report, the head decides in three days, sent within 24 hours (国务院令第310号)."""

from mingqian.core.machine import Machine, Move, Refusal

_TWO = "行政执法机关移送涉嫌犯罪案件的规定 第五条：指定2名或者2名以上行政执法人员组成专案组"
_THREE = "行政执法机关移送涉嫌犯罪案件的规定 第五条：正职负责人或者主持工作的负责人3日内作出决定"
_DAY = "行政执法机关移送涉嫌犯罪案件的规定 第五条：决定批准的，24小时内向同级公安机关移送"
_NO_FINE = "行政执法机关移送涉嫌犯罪案件的规定 第十一条：不得以行政处罚代替移送"

MACHINE = Machine(
    name="crime_transfer",
    title="涉嫌犯罪移送",
    start="investigating",
    states={
        "investigating": "专案核实",
        "reported": "待决定",
        "approved": "待移送",
        "not_sent": "不移送",
        "sent": "已移送",
        "received": "公安受理",
        "declined": "公安退回",
    },
    events={
        "report": "提出移送报告",
        "approve": "批准移送",
        "refuse": "决定不移送",
        "send": "移送公安机关",
        "receive": "公安机关立案",
        "decline": "公安机关不立案",
        "review": "提请复议",
    },
    moves=(
        Move("investigating", "report", "reported", "专案组", "核实情况后书面报告", _TWO),
        Move("reported", "approve", "approved", "局领导", "3日内决定", _THREE),
        Move("reported", "refuse", "not_sent", "局领导", "不批准的理由记录在案", _THREE),
        Move("approved", "send", "sent", "专案组", "附案情报告、物品清单等；登记回执", _DAY),
        Move("sent", "receive", "received", "专案组", "登记公安机关决定"),
        Move("sent", "decline", "declined", "专案组", "登记公安机关不予立案的理由"),
        Move("declined", "review", "sent", "专案组", "3日内提请复议"),
    ),
    final=frozenset({"not_sent", "received"}),
    refusals=(
        Refusal("investigating", "send", "移送未经报告和批准", _THREE, "请先提出报告，由局领导决定"),
        Refusal("reported", "send", "移送尚未批准", _THREE, "请由局领导决定"),
        Refusal("not_sent", "send", "已决定不移送", _NO_FINE, "有新情况的，请另行提出"),
    ),
)
