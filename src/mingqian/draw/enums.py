"""Words of the draw room, each with its Chinese label."""

from mingqian.core.labels import LabelledCode


class RollKind(LabelledCode):
    """What a roll lists; the word is the tickets' purpose in the protocol."""

    SUBJECT = "subject", "检查对象"
    INSPECTOR = "inspector", "检查人员"
    CASE = "case", "案卷"
    EXPERT = "expert", "评查专家"


class Origin(LabelledCode):
    """A log is either official or practice; practice is never promoted (sxsj1 §3)."""

    OFFICIAL = "official", "正式"
    PRACTICE = "practice", "演练"


class Opinion(LabelledCode):
    """What the witness signs."""

    NO_OBJECTION = "no_objection", "无异议"
    OBJECTION = "objection", "有异议"


class Reading(LabelledCode):
    """A public value counts once another person has read the same."""

    ENTERED = "entered", "已录入"
    CONFIRMED = "confirmed", "已回读"


class ChangeKind(LabelledCode):
    """What may happen to a result: events after it, never edits of it (sxsj1 §8)."""

    SUBSTITUTE = "substitute", "递补人员"
    SKIP = "skip", "跳过候补"
    REPLACE = "replace", "替换对象"
    VOID = "void", "作废"


class Answer(LabelledCode):
    """What another person decided on a proposed change."""

    WAITING = "waiting", "待批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"


class ChangeReason(LabelledCode):
    """Why somebody is replaced; the code is published, the evidence says more."""

    DUTY = "DUTY", "有其他重要公务"
    SICK = "SICK", "因病不能参加"
    RECUSED = "RECUSED", "依法应当回避"
    LEFT = "LEFT", "已调离或证件失效"
    GONE = "GONE", "对象查无下落"
    CLOSED = "CLOSED", "对象已注销"
    MOVED = "MOVED", "对象已迁出"


class VoidReason(LabelledCode):
    """Why an attempt is void: the first two before the seed is fixed, the others only by an ``Orderer`` (sxsj1 §8)."""

    PARTY = "PARTY", "参与方缺席或拒不揭示"
    SOURCE = "SOURCE", "公开随机源未公布"
    LIST = "LIST", "名录确有错误"
    ORDER = "ORDER", "上级机关、复议机关或者法院决定"


class Orderer(LabelledCode):
    """Who may order a void once the seed is fixed; the word stands as ``approved_by`` in the public event (sxsj1 §8)."""

    SUPERIOR = "superior", "上级机关"
    REVIEW = "review", "复议机关"
    COURT = "court", "人民法院"


class SeatWay(LabelledCode):
    """How a party's commitment came: by its own hand, or written down for it."""

    ACCOUNT = "account", "本人账号"
    LINK = "link", "本人手机"
    ENTERED = "entered", "口述代录"
    PAPER = "paper", "纸面信封"


class Departure(LabelledCode):
    """Why somebody is no longer on a list that was drawn from before (sxsj1 §10 ``prev``)."""

    UNTAGGED = "OUT", "仍在名录库，不再属于本事项"
    CLOSED = "ZX", "已注销或吊销"
    MOVED = "QC", "已迁出"
    DELETED = "DEL", "已移出名录库"
    ERROR = "ERR", "上次作废时认定有误"


class Anchoring(LabelledCode):
    """Where the whole seal hash lies outside (sxsj1 §10 ``anchors``)."""

    WITNESS = "WITNESS", "见证人或第三方带走"
    UPPER = "UPPER", "上级机关收存"
    TSA = "TSA", "时间戳服务"
    NOTICE = "NOTICE", "公告"


class KeyAct(LabelledCode):
    """What was done with the key of sealed rolls after the draw (sxsj1 §2)."""

    SHARED = "shared", "分存"
    REISSUED = "reissued", "重发份额"
    RECEIVED = "received", "确认收到"
    OPENED = "opened", "合并启用"
    RESTORED = "restored", "为重抽恢复"
    DESTROYED = "destroyed", "销毁"


PEOPLE_REASONS = (ChangeReason.DUTY, ChangeReason.SICK, ChangeReason.RECUSED, ChangeReason.LEFT)
ORDERED = (VoidReason.LIST, VoidReason.ORDER)
SUBJECT_REASONS = (ChangeReason.GONE, ChangeReason.CLOSED, ChangeReason.MOVED)
