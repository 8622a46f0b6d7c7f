"""Who looks after messages that did not arrive."""

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.core.decision import demand, denied

KEEPERS = (Role.SYSTEM_ADMIN,)


def demand_keeper(by: Actor) -> None:
    """The system's keeper, who sees that a message did not arrive but not what it said of a firm."""
    if not by.has(*KEEPERS):
        why = f"{by.name}（{by.code}）不能处理未送达的消息"
        demand(denied("messages.not_yours", why, "GB/T 22239-2019 §8.1.4 三员分立", "请由系统管理员办理"))
