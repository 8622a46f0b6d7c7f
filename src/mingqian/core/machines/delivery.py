"""报送: confirmed results on their way to the information department; signed for, or returned and sent again."""

from mingqian.core.machine import Machine, Move, Refusal

_REPORT = "厦门 三(六)2：检查结果通过系统及时报送局信息管理部门"

MACHINE = Machine(
    name="delivery",
    title="结果报送",
    start="sent",
    states={"sent": "待签收", "received": "已签收", "returned": "已退回"},
    events={"receive": "签收报送单", "return": "退回报送单", "resend": "重新报送"},
    moves=(
        Move("sent", "receive", "received", "信息管理部门", "写明签收凭证", _REPORT),
        Move("sent", "return", "returned", "信息管理部门", "写明理由", _REPORT),
        Move("returned", "resend", "sent", "报送单位", "写明如何补正", _REPORT),
    ),
    final=frozenset({"received"}),
    refusals=(
        Refusal("received", "return", "报送单已经签收", _REPORT, "内容有误的，请联系报送单位更正结果"),
    ),
)
