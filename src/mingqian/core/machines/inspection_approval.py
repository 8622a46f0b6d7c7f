"""行政检查审批: no on-site check without a written approval of the head (国办发〔2024〕54号)."""

from mingqian.core.machine import Machine, Move, Refusal

STANDS = frozenset({"approved", "emergency"})
"""States in which the visit may take place."""

MAKE_UP = "国办发〔2024〕54号：情况紧急、需要当场实施行政检查的，应当及时补办手续"
_PRIOR = "国办发〔2024〕54号：实施行政检查前须经行政执法主体负责人批准"

MACHINE = Machine(
    name="inspection_approval",
    title="检查审批",
    start="requested",
    states={
        "requested": "待审批",
        "emergency": "待补办",
        "approved": "已批准",
        "refused": "不批准",
        "withdrawn": "已撤回",
    },
    events={
        "approve": "批准检查",
        "refuse": "不批准检查",
        "withdraw": "撤回申请",
        "go_first": "紧急先行检查",
    },
    moves=(
        Move("requested", "approve", "approved", "局领导、监察机构负责人", "批准人不得是申请人", _PRIOR),
        Move("requested", "refuse", "refused", "局领导、监察机构负责人", "写明理由", _PRIOR),
        Move("requested", "withdraw", "withdrawn", "申请人"),
        Move("requested", "go_first", "emergency", "检查组组长", "写明紧急情况，24小时内补办", MAKE_UP),
        Move("emergency", "approve", "approved", "局领导、监察机构负责人", "紧急检查后补办", MAKE_UP),
        Move("emergency", "refuse", "refused", "局领导、监察机构负责人", "写明理由；所作检查无效", MAKE_UP),
    ),
    final=frozenset({"approved", "refused", "withdrawn"}),
    refusals=(
        Refusal("refused", "approve", "该申请已不予批准", _PRIOR, "情况有变的，请另行申请"),
        Refusal("emergency", "withdraw", "紧急检查已经开始，不能撤回", MAKE_UP, "请由负责人补办审批"),
        Refusal("approved", "refuse", "该检查已经批准", _PRIOR, "不再检查的，请撤销任务并写明理由"),
    ),
)
