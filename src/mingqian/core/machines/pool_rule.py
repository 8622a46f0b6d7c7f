"""A version of a secondary pool's filter rule (二次建库筛选规则): approved before it may screen anybody."""

from mingqian.core.machine import Machine, Move, Refusal

MACHINE = Machine(
    name="pool_rule",
    title="二次建库规则",
    start="draft",
    states={"draft": "草拟", "approved": "已批准", "retired": "停用"},
    events={"approve": "批准", "retire": "停用"},
    moves=(
        Move("draft", "approve", "approved", "非起草人", "记录筛选前后数量"),
        Move("approved", "retire", "retired", "责任处室", "写明理由"),
    ),
    final=frozenset({"retired"}),
    refusals=(Refusal("approved", "approve", "规则已批准，不再改动", "", "修改规则请起草新版本"),),
)
