"""Words of messages that leave the house."""

from enum import StrEnum


class Channel(StrEnum):
    """How a message reaches a person outside the program."""

    EMAIL = "email"
    WEBHOOK = "webhook"

    @property
    def label(self) -> str:
        return {"email": "邮件", "webhook": "推送接口"}[self.value]


class DeliveryState(StrEnum):
    """Where a delivery stands. ``SENDING`` outlives only a worker that was killed in the middle of it."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"

    @property
    def label(self) -> str:
        return {"waiting": "待发", "sending": "发送中", "sent": "已发出", "dead": "未送达"}[self.value]
