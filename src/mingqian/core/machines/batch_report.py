"""执法检查报告: written by the section, approved by another person, sent with every problem attended to."""

from mingqian.core.machine import Machine, Move, Refusal

_REPORT = "涪陵指引 四(七)：检查结束后应形成执法检查报告"
_HANDLED = "涪陵指引 四(七)：10个工作日内通报、处理并完善相关资料存档备查"

MACHINE = Machine(
    name="batch_report",
    title="检查报告",
    start="draft",
    states={"draft": "起草中", "submitted": "待审批", "approved": "已批准", "sent": "已报送"},
    events={
        "write": "编写检查报告",
        "submit": "提交检查报告",
        "return": "退回检查报告",
        "approve": "批准检查报告",
        "send": "报送检查报告",
    },
    moves=(
        Move("draft", "write", "draft", "抽查发起单位", "数字由任务生成，只写说明", _REPORT),
        Move("draft", "submit", "submitted", "抽查发起单位", "本批检查已结束", _REPORT),
        Move("submitted", "return", "draft", "局领导、监察机构负责人", "写明理由"),
        Move(
            "submitted",
            "approve",
            "approved",
            "局领导、监察机构负责人",
            "批准人不得是编写人；数字随之固定",
            _REPORT,
        ),
        Move("approved", "send", "sent", "抽查发起单位", "发现的问题都已处理", _HANDLED),
    ),
    final=frozenset({"sent"}),
    refusals=(
        Refusal("draft", "approve", "检查报告还没有提交", _REPORT, "请由发起单位先提交"),
        Refusal("approved", "write", "检查报告已批准，不能再改", _REPORT, "确有错误的，请在备注中说明后另报"),
        Refusal("submitted", "send", "检查报告尚未批准，不能报送", _REPORT, "请先由负责人批准"),
    ),
)
