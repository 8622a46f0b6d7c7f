"""A request to set a subject apart, or to let it off (标记、移出异常): asked by one, decided by another."""

from mingqian.core.machine import Machine, Move, Refusal

MACHINE = Machine(
    name="standing_proposal",
    title="标记与异常申请",
    start="open",
    states={"open": "待批准", "approved": "已批准", "refused": "不同意"},
    events={"approve": "批准", "refuse": "不同意"},
    moves=(
        Move("open", "approve", "approved", "非申请人", "同时加注、取消标记或移出异常"),
        Move("open", "refuse", "refused", "非申请人", "写明意见"),
    ),
    final=frozenset({"approved", "refused"}),
    refusals=(
        Refusal("approved", "approve", "该申请已经批准", "", "如有变化请另行申请"),
        Refusal("refused", "approve", "该申请已被退回", "", "如有新的证据请另行申请"),
    ),
)
