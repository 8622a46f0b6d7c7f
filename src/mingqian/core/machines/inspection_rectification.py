"""整改: ordered with a date, handed in by the firm, looked at again on the spot, confirmed by another person."""

from mingqian.core.machine import Machine, Move, Refusal

_REVISIT = "厦门 三(五)5：在检查结果信息公示后30个工作日内对检查对象进行整改回访"
_FOLLOW = "厦门 三(五)5：督促其在规定期限内整改到位"
_SECOND = "另一名有权人员"

MACHINE = Machine(
    name="rectification",
    title="整改",
    start="ordered",
    states={
        "ordered": "待整改",
        "submitted": "已提交",
        "revisited": "已回访",
        "corrected": "已改正",
        "uncorrected": "未改正",
    },
    events={
        "extend": "延长整改期限",
        "submit": "提交整改材料",
        "revisit": "登记整改回访",
        "return": "退回继续整改",
        "confirm_corrected": "确认整改到位",
        "confirm_uncorrected": "确认未整改到位",
    },
    moves=(
        Move("ordered", "extend", "ordered", "业务处室、监察机构负责人", "写明理由", _FOLLOW),
        Move("ordered", "submit", "submitted", "检查对象", "整改前后对照的说明和材料", _FOLLOW),
        Move("ordered", "revisit", "revisited", "检查组组长", "未提交材料的也须回访", _REVISIT),
        Move("submitted", "submit", "submitted", "检查对象", "补充材料"),
        Move("submitted", "revisit", "revisited", "检查组组长", "", _REVISIT),
        Move("revisited", "return", "ordered", _SECOND, "部分改正的，写明还要做什么"),
        Move("revisited", "confirm_corrected", "corrected", _SECOND, "确认人不得是回访人", _FOLLOW),
        Move("revisited", "confirm_uncorrected", "uncorrected", _SECOND, "转立案查处", _FOLLOW),
    ),
    final=frozenset({"corrected", "uncorrected"}),
    refusals=(
        Refusal("ordered", "confirm_corrected", "尚未回访，不能确认整改到位", _REVISIT, "请先登记整改回访"),
        Refusal("submitted", "confirm_corrected", "尚未回访，不能确认整改到位", _REVISIT, "请先登记整改回访"),
        Refusal("revisited", "submit", "回访已经登记，不能再提交整改材料", "", "请联系检查组退回后再提交"),
    ),
)
