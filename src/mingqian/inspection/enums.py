"""Words of inspection with a fixed code and a Chinese label. States live in core.machines."""

from mingqian.planning.enums import LabelledCode


class Mark(LabelledCode):
    """One point of the checklist."""

    OK = "ok", "符合"
    PROBLEM = "problem", "不符合"
    NA = "na", "不涉及"


class Signed(LabelledCode):
    """How the record was closed with the subject; refusal is a path of its own."""

    SIGNED = "signed", "对象已签字"
    REFUSED = "refused", "拒绝签字"
    NOT_NEEDED = "not_needed", "非现场检查"


class Medium(LabelledCode):
    """How the notice reached the subject."""

    PAPER = "paper", "纸质送达"
    ELECTRONIC = "electronic", "电子送达"


class RevisitResult(LabelledCode):
    """XM-45 整改回访."""

    CORRECTED = "corrected", "已改正"
    PARTLY = "partly", "部分改正"
    UNCORRECTED = "uncorrected", "未改正"


class StepKind(LabelledCode):
    """What happened to a rectification, in the order it happened."""

    EXTENDED = "extended", "延长期限"
    SUBMITTED = "submitted", "提交整改材料"
    REVISITED = "revisited", "整改回访"
    RETURNED = "returned", "退回继续整改"
    CORRECTED = "corrected", "确认整改到位"
    UNCORRECTED = "uncorrected", "确认未整改到位"


class Withhold(LabelledCode):
    """Why a result does not go out (厦门 三(六)3 自然人等情形；政府信息公开条例)."""

    PERSON = "person", "自然人，决定不公示"
    SECRET = "secret", "国家秘密"
    TRADE_SECRET = "trade_secret", "商业秘密"
    PRIVACY = "privacy", "个人隐私"
    SAFETY = "safety", "危及安全和稳定"
