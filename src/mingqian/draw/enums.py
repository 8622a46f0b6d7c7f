"""Words of the draw room, each with its Chinese label."""

from enum import StrEnum


class RollKind(StrEnum):
    """What a roll lists; the word is the tickets' purpose in the protocol."""

    SUBJECT = "subject"
    INSPECTOR = "inspector"
    CASE = "case"
    EXPERT = "expert"

    @property
    def label(self) -> str:
        return {"subject": "检查对象", "inspector": "检查人员", "case": "案卷", "expert": "评查专家"}[self]


class Origin(StrEnum):
    """A log is either official or practice; practice is never promoted (sxsj1 §3)."""

    OFFICIAL = "official"
    PRACTICE = "practice"

    @property
    def label(self) -> str:
        return {"official": "正式", "practice": "演练"}[self]


class Opinion(StrEnum):
    """What the witness signs."""

    NO_OBJECTION = "no_objection"
    OBJECTION = "objection"

    @property
    def label(self) -> str:
        return {"no_objection": "无异议", "objection": "有异议"}[self]


class Reading(StrEnum):
    """A public value counts once another person has read the same."""

    ENTERED = "entered"
    CONFIRMED = "confirmed"

    @property
    def label(self) -> str:
        return {"entered": "已录入", "confirmed": "已回读"}[self]


class ChangeKind(StrEnum):
    """What may happen to a result: events after it, never edits of it (sxsj1 §8)."""

    SUBSTITUTE = "substitute"
    SKIP = "skip"
    REPLACE = "replace"
    VOID = "void"

    @property
    def label(self) -> str:
        return {"substitute": "递补人员", "skip": "跳过候补", "replace": "替换对象", "void": "作废"}[self]


class Answer(StrEnum):
    """What another person decided on a proposed change."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {"waiting": "待批准", "approved": "已批准", "refused": "未批准"}[self]


class ChangeReason(StrEnum):
    """Why somebody is replaced; the code is published, the evidence says more."""

    DUTY = "DUTY"
    SICK = "SICK"
    RECUSED = "RECUSED"
    LEFT = "LEFT"
    GONE = "GONE"
    CLOSED = "CLOSED"
    MOVED = "MOVED"

    @property
    def label(self) -> str:
        return _REASONS[self]


class VoidReason(StrEnum):
    """Why an attempt is void: the first two before the seed is fixed, the others by a superior body."""

    PARTY = "PARTY"
    SOURCE = "SOURCE"
    LIST = "LIST"
    ORDER = "ORDER"

    @property
    def label(self) -> str:
        return _VOIDS[self]


class SeatWay(StrEnum):
    """How a party's commitment came: by its own hand, or written down for it."""

    ACCOUNT = "account"
    LINK = "link"
    ENTERED = "entered"
    PAPER = "paper"

    @property
    def label(self) -> str:
        return {"account": "本人账号", "link": "本人手机", "entered": "口述代录", "paper": "纸面信封"}[self]


class Departure(StrEnum):
    """Why somebody is no longer on a list that was drawn from before (sxsj1 §10 ``prev``)."""

    UNTAGGED = "OUT"
    CLOSED = "ZX"
    MOVED = "QC"
    DELETED = "DEL"
    ERROR = "ERR"

    @property
    def label(self) -> str:
        return _DEPARTURES[self]


class KeyAct(StrEnum):
    """What was done with the key of sealed rolls after the draw (sxsj1 §2)."""

    SHARED = "shared"
    REISSUED = "reissued"
    RECEIVED = "received"
    OPENED = "opened"
    DESTROYED = "destroyed"

    @property
    def label(self) -> str:
        return _KEY_ACTS[self]


_KEY_ACTS = {
    "shared": "分存",
    "reissued": "重发份额",
    "received": "确认收到",
    "opened": "合并启用",
    "destroyed": "销毁",
}
_DEPARTURES = {
    "OUT": "仍在名录库，不再属于本事项",
    "ZX": "已注销或吊销",
    "QC": "已迁出",
    "DEL": "已移出名录库",
    "ERR": "上次作废时认定有误",
}
_REASONS = {
    "DUTY": "有其他重要公务",
    "SICK": "因病不能参加",
    "RECUSED": "依法应当回避",
    "LEFT": "已调离或证件失效",
    "GONE": "对象查无下落",
    "CLOSED": "对象已注销",
    "MOVED": "对象已迁出",
}
_VOIDS = {
    "PARTY": "参与方缺席或拒不开封",
    "SOURCE": "公开随机源未公布",
    "LIST": "名录确有错误",
    "ORDER": "上级机关或者法院责令重抽",
}
PEOPLE_REASONS = (ChangeReason.DUTY, ChangeReason.SICK, ChangeReason.RECUSED, ChangeReason.LEFT)
SUBJECT_REASONS = (ChangeReason.GONE, ChangeReason.CLOSED, ChangeReason.MOVED)
