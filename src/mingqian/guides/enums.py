"""Closed vocabularies of guides and of what is taken in under them."""

from mingqian.core.labels import LabelledCode


class Outcome(LabelledCode):
    """办理结果 of an application."""

    GRANTED = "granted", "已办成"
    DENIED = "denied", "不予办理"
    TAKEN_BACK = "taken_back", "已撤回"


class Standing(LabelledCode):
    """Whether rows of an application still move."""

    RUNNING = "running", "在办"
    CLOSED = "closed", "已办结"
