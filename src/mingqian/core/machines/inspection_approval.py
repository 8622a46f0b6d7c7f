"""行政检查审批: no on-site check without a written approval of the head (国办发〔2024〕54号)."""

from mingqian.core.machine import Machine, Move, Refusal

_PRIOR = "国办发〔2024〕54号：实施行政检查前须经行政执法主体负责人批准"

MACHINE = Machine(
    name="inspection_approval",
    title="检查审批",
    start="requested",
    states={"requested": "待审批", "approved": "已批准", "refused": "不批准", "withdrawn": "已撤回"},
    events={"approve": "批准检查", "refuse": "不批准检查", "withdraw": "撤回申请"},
    moves=(
        Move("requested", "approve", "approved", "局领导、监察机构负责人", "批准人不得是申请人", _PRIOR),
        Move("requested", "refuse", "refused", "局领导、监察机构负责人", "写明理由", _PRIOR),
        Move("requested", "withdraw", "withdrawn", "申请人"),
    ),
    final=frozenset({"approved", "refused", "withdrawn"}),
    refusals=(
        Refusal("refused", "approve", "该申请已不予批准", _PRIOR, "情况有变的，请另行申请"),
        Refusal("approved", "refuse", "该检查已经批准", _PRIOR, "不再检查的，请撤销任务并写明理由"),
    ),
)
