"""Words of messages that leave the house."""

from mingqian.core.labels import LabelledCode


class Channel(LabelledCode):
    """How a message reaches a person outside the program."""

    EMAIL = "email", "邮件"
    WEBHOOK = "webhook", "推送接口"


class DeliveryState(LabelledCode):
    """Where a delivery stands. ``SENDING`` outlives only a worker that was killed in the middle of it."""

    WAITING = "waiting", "待发"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发出"
    DEAD = "dead", "未送达"
