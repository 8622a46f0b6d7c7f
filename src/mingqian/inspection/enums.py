"""Words of inspection with a fixed code and a Chinese label. States live in core.machines."""

from mingqian.planning.enums import LabelledCode


class Origin(LabelledCode):
    """What led to a batch. Only the first is drawn; every other carries its cause and reason."""

    DRAW = "draw", "随机抽取"
    LEAD = "lead", "线索核查"
    SPECIAL = "special", "专项检查"
    NEW_LICENSEE = "new_licensee", "新许可必查"
    JOINT = "joint", "联合检查"
    CASE = "case", "个案检查"


class CheckKind(LabelledCode):
    """国办发〔2024〕54号: 日常检查、个案检查、专项检查; the same codes as the registry counts visits by."""

    ROUTINE = "routine", "日常检查"
    CASE = "case_specific", "个案检查"
    SPECIAL = "special", "专项检查"
    JOINT = "joint", "联合检查"


_KIND_OF = {
    Origin.LEAD: CheckKind.CASE,
    Origin.CASE: CheckKind.CASE,
    Origin.SPECIAL: CheckKind.SPECIAL,
    Origin.JOINT: CheckKind.JOINT,
}


def kind_of(origin: str) -> CheckKind:
    """What a check is counted as by its origin; everything else is a routine one."""
    return _KIND_OF.get(Origin(origin), CheckKind.ROUTINE)


class OnSiteReason(LabelledCode):
    """XM-35 实地检查: why nothing short of entering the firm will do."""

    LAW = "law", "法律法规规定须实地检查"
    TALKS = "talks", "须座谈、走访了解情况"
    SURVEY = "survey", "须现场查看场所、设施或人员"
    LEAD = "lead", "核查线索须到现场"


class Serving(LabelledCode):
    """How a notice of a visit reached the firm."""

    ELECTRONIC = "electronic", "电子送达"
    PAPER = "paper", "纸质送达"
    ON_ARRIVAL = "on_arrival", "到场出示"


class OffsiteState(LabelledCode):
    """自查、书面、网络: where the request stands."""

    ASKED = "asked", "待提交"
    HANDED_IN = "handed_in", "待审核"
    RETURNED = "returned", "退回补正"
    REVIEWED = "reviewed", "已审核"


class OffsiteRoad(LabelledCode):
    """自查、书面、网络: where the material comes from."""

    ASKED = "asked", "检查对象提交"
    OWN = "own", "本机关已有材料"
    LOOKED_UP = "looked_up", "网上查询"
    COMPARED = "compared", "数据比对"


class LineState(LabelledCode):
    """One line of the list of material: with the firm, handed in, and what became of it."""

    ASKED = "asked", "待提交"
    HANDED_IN = "handed_in", "待审核"
    GOOD = "good", "合格"
    MISSING = "missing", "需补正"
    NONE = "none", "不适用"


class Settled(LabelledCode):
    """What became of a difference that a comparison found."""

    VERIFIED = "verified", "已核实"
    LEAD = "lead", "转为线索"
    AGAIN = "again", "另行核查"


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


class CreditKind(LabelledCode):
    """厦门 三(六)3: how a result enters the credit file."""

    POSITIVE = "positive", "良好信息"
    REMINDER = "reminder", "提示信息"
    WARNING = "warning", "警示信息"


class CreditState(LabelledCode):
    """Where a signal for the credit file stands."""

    QUEUED = "queued", "待归集"
    TAKEN = "taken", "已归集"
    WITHDRAWN = "withdrawn", "已撤回"


class FollowUpKind(LabelledCode):
    """涪陵 五(三): targeted ways of looking at a problem again."""

    REVISIT = "revisit", "现场回访"
    WRITTEN = "written", "书面核实"
    SPECIAL = "special", "专项检查"
    TALK = "talk", "约谈"
    RISK = "risk", "调高风险类别"
    CASE = "case", "立案查处"
    REGISTER = "register", "通报登记机关"


class ImprovementKind(LabelledCode):
    """涪陵 四(八): what is changed because a problem is a general one."""

    RULE = "rule", "完善制度"
    FORM = "form", "修订检查表"
    TRAINING = "training", "培训"
    GUIDANCE = "guidance", "面向企业指导"


class GuidanceWay(LabelledCode):
    """How a firm was guided."""

    VISIT = "visit", "现场指导"
    LETTER = "letter", "书面指导"
    ONLINE = "online", "线上指导"
    PHONE = "phone", "电话指导"
    TALK = "talk", "约谈指导"


class ConductKind(LabelledCode):
    """What is said about inspectors: what they did, or who they are."""

    CONDUCT = "conduct", "检查行为"
    IDENTITY = "identity", "身份疑问"


class Phase(LabelledCode):
    """整改前后对照: which of the two pictures of one place this is."""

    BEFORE = "before", "整改前"
    AFTER = "after", "整改后"


class EntryHow(LabelledCode):
    """扫码入企: how the team came in."""

    QR = "qr", "扫码"
    TYPED = "typed", "手输企业码"
    LICENCE = "licence", "营业执照码"
    EMERGENCY = "emergency", "紧急入企"


class EvidenceForm(LabelledCode):
    """涪陵 四(三)、鄂州 (三)3: the thing itself, or a copy with the reason why."""

    ORIGINAL = "original", "原件"
    COPY = "copy", "复制件"


class SignRole(LabelledCode):
    """Who signed."""

    SUBJECT = "subject", "检查对象"
    INSPECTOR = "inspector", "检查人员"
    WITNESS = "witness", "见证人"
