"""An inspector's place in the registry: only the active may be drawn (XM-27, 54号: 无证人员不得检查)."""

from mingqian.core.machine import Machine, Move, Refusal

_SUSPENDING = "暂停的人员不进入下次抽取的名录"

MACHINE = Machine(
    name="inspector",
    title="检查人员",
    start="pending",
    states={"pending": "待核准", "active": "在库", "suspended": "暂停", "removed": "移出"},
    events={"activate": "启用", "suspend": "暂停", "remove": "移出"},
    moves=(
        Move("pending", "activate", "active", "规则包指定的角色", "须有证号及有效期或业务范围"),
        Move("pending", "remove", "removed", "规则包指定的角色", "不予核准"),
        Move("active", "suspend", "suspended", "规则包指定的角色", _SUSPENDING),
        Move("active", "remove", "removed", "规则包指定的角色"),
        Move("suspended", "activate", "active", "规则包指定的角色"),
        Move("suspended", "remove", "removed", "规则包指定的角色"),
    ),
    final=frozenset({"removed"}),
    refusals=(Refusal("removed", "activate", "已移出的人员不得恢复", "", "重新登记后再核准"),),
)
