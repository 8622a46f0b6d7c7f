"""Who may stop a running period."""

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, allowed, denied

HEADS = (
    Role.BUREAU_LEADER,
    Role.LEGAL_OFFICE,
    Role.BUSINESS_UNIT_HEAD,
    Role.INSPECTION_BODY_HEAD,
    Role.DISTRICT_BUREAU,
)
RUN_ON = "期间计算规则：扣除的时间须有法定事由，写明起止和依据"


def may_pause(by: Actor, unit_path: str) -> Decision:
    """Stopping a period needs a head or the legal office of the unit it binds."""
    if any(by.holds(role, unit_path) for role in HEADS):
        return allowed()
    names = "、".join(role.label for role in HEADS)
    return denied(
        "clocks.not_yours", f"{by.name}（{by.code}）不能暂停或恢复该期限", RUN_ON, f"请由该单位的{names}办理"
    )
