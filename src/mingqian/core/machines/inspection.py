"""One drawn subject × item from 「待检查」 to 「已办结」: check, notice, defence, final result, publication.

Two chains end apart: *published* (完成: the public knows) and *closed* (完结: nothing is left to be put
right). Which outcome asks for a notice or an order is data of the inspection room, not of this table.
"""

from mingqian.core.machine import Machine, Move, Refusal

_TEAM, _HEAD, _OTHER = "检查组组长", "业务处室负责人、监察机构负责人或法制机构", "另一名有权人员"
_DEFENCE = "厦门 三(五)5：给予检查对象3个工作日的解释申辩期"
_NOTICE = "厦门 三(五)5：以纸质形式告知检查对象"
_TOLD = "发现问题的，须先告知检查对象并听取申辩"

MACHINE = Machine(
    name="inspection_task",
    title="检查任务",
    start="waiting",
    states={
        "waiting": "待检查",
        "recorded": "已初定",
        "noticed": "已告知",
        "defended": "已申辩",
        "answered": "已复核",
        "confirmed": "已确认",
        "withheld": "不公示",
        "published": "已公示",
        "closed": "已办结",
        "cancelled": "已撤销",
    },
    events={
        "record": "登记检查结果",
        "spare": "登记免检",
        "cancel": "撤销任务",
        "serve": "送达初步结果告知书",
        "defend": "提交陈述申辩",
        "waive": "放弃陈述申辩",
        "answer": "答复陈述申辩",
        "return": "退回重查",
        "confirm": "确认最终结果",
        "publish": "公示结果",
        "withhold": "决定不公示",
        "unpublish": "撤下公示",
        "close": "办结",
    },
    moves=(
        Move(
            "waiting", "record", "recorded", _TEAM, "两名以上持证人员到场后形成检查初步结果", "厦门 三(五)5"
        ),
        Move("waiting", "spare", "confirmed", "系统按免检决定", "申请与决定由两人作出", "厦门 三(五)6(2)"),
        Move("waiting", "cancel", "cancelled", _HEAD, "写明理由；对象被依法替换时"),
        Move("recorded", "serve", "noticed", _TEAM, "发现问题的，限期书面告知", _NOTICE),
        Move("recorded", "return", "waiting", _HEAD, "写明理由，原记录保留"),
        Move("recorded", "confirm", "confirmed", _OTHER, "不需告知的结果；确认人不得是登记人"),
        Move("noticed", "defend", "defended", "检查对象", "限期内提交文字和材料", _DEFENCE),
        Move("noticed", "waive", "answered", "检查对象", "书面放弃陈述申辩", _DEFENCE),
        Move("noticed", "return", "waiting", _HEAD, "写明理由，原记录保留"),
        Move("noticed", "confirm", "confirmed", _OTHER, "申辩期届满未申辩", _DEFENCE),
        Move("defended", "defend", "defended", "检查对象", "期内补充", _DEFENCE),
        Move("defended", "answer", "answered", "未参加检查的人员", "逐条答复，可以改变结果", _DEFENCE),
        Move("answered", "return", "waiting", _HEAD, "写明理由，原记录保留"),
        Move("answered", "confirm", "confirmed", _OTHER, "确认人不得是登记人或答复人"),
        Move("confirmed", "publish", "published", "公示发布人", "完成：向社会公布", "厦门 三(六)3"),
        Move("confirmed", "withhold", "withheld", _OTHER, "写明不公示的编码理由，计入统计", "厦门 三(六)3"),
        Move("withheld", "publish", "published", "公示发布人", "理由消失后公示"),
        Move("withheld", "close", "closed", _HEAD, "完结：没有待办的整改"),
        Move("published", "unpublish", "confirmed", "公示发布人", "撤下并公布理由"),
        Move("published", "close", "closed", _HEAD, "完结：没有待办的整改", "厦门 三(五)5"),
        Move("closed", "unpublish", "confirmed", "公示发布人", "结果被撤销、变更的"),
    ),
    final=frozenset({"cancelled"}),
    refusals=(
        Refusal("recorded", "defend", "初步结果尚未告知，申辩期还没有开始", _DEFENCE, "请先送达告知书"),
        Refusal("defended", "confirm", "陈述申辩尚未答复，不能确认最终结果", _DEFENCE, "请先答复陈述申辩"),
        Refusal(
            "recorded", "publish", "初步结果未经另一人确认，不能公示", "厦门 三(六)3", "请先确认最终结果"
        ),
        Refusal("noticed", "publish", _TOLD, _DEFENCE, "申辩期届满并确认后再公示"),
        Refusal(
            "confirmed", "defend", "最终结果已确认，申辩期已结束", _DEFENCE, "对结果有异议的，请申请更正"
        ),
        Refusal("confirmed", "close", "结果尚未公示，也没有不公示的决定", "厦门 三(六)3", "请先公示"),
        Refusal(
            "confirmed", "record", "最终结果已确认，不能改写检查记录", "", "确有错误的，请按更正程序办理"
        ),
        Refusal("published", "record", "结果已公示，不能改写检查记录", "", "确有错误的，请先撤下公示"),
    ),
)
