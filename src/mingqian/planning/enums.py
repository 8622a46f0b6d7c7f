"""Words of planning with a fixed code and a Chinese label. States live here, moves in core.machines."""

from mingqian.core.labels import LabelledCode as LabelledCode  # rooms above took it from here


class DemandKind(LabelledCode):
    """FL-16/17: 每年6月底前提出; 业务科室也可根据工作实际，适时提出."""

    WINDOW = "window", "年度集中提出"
    AD_HOC = "ad_hoc", "适时提出"


class DemandState(LabelledCode):
    SUBMITTED = "submitted", "已提出"
    PLANNED = "planned", "已列入计划"
    RETURNED = "returned", "已退回"


class PlanState(LabelledCode):
    """Annual and implementation plans share these words; core.machines says which moves exist."""

    DRAFT = "draft", "起草"
    SUBMITTED = "submitted", "待审批"
    APPROVED = "approved", "已批准"
    PUBLISHED = "published", "已公布"
    STARTED = "started", "已启动"
    COMPLETED = "completed", "已完成"
    SUPERSEDED = "superseded", "已被替代"
    WITHDRAWN = "withdrawn", "已撤回"


class Standing(LabelledCode):
    """Parts of a plan close with it: the database refuses to change a closed one."""

    OPEN = "open", "可修改"
    CLOSED = "closed", "已定"


class Nature(LabelledCode):
    """XM-52: 确认检查性质为执法检查、业务检查或专项检查后, before anything is drawn."""

    ENFORCEMENT = "enforcement", "执法检查"
    BUSINESS = "business", "业务检查"
    SPECIAL = "special", "专项检查"


class RollMode(LabelledCode):
    OPEN = "open", "公开名录"
    SEALED = "sealed", "编号名录"


class RuleSource(LabelledCode):
    """Where the ratio of a line comes from; the order of the members is the order of precedence."""

    LAW = "law", "法律法规规章规定"
    ITEM = "item", "事项清单规定"
    UNIT = "unit", "本单位确定"
    SECONDARY_TIERS = "secondary_tiers", "二次建库分档"
    TIERS = "tiers", "按总量分档"


class DrawMethod(LabelledCode):
    """PD-25: 根据监管对象性质、人员力量、业务专长 choose how inspectors are drawn."""

    INDIVIDUAL = "individual", "逐人抽取"
    GROUPED = "grouped", "按固定小组抽取"
    EXPERTISE = "expertise", "按业务专长分层抽取"


class SamplingMethod(LabelledCode):
    """FL-04: 对不同类型检查对象分别采取适当的随机抽查方法."""

    PLAIN = "plain", "简单随机"
    STRATIFIED = "stratified", "分层随机"
    WEIGHTED = "weighted", "加权随机"
    ORDERED = "ordered", "全部排定批次顺序"


class CaptainMode(LabelledCode):
    DRAWN = "drawn", "从抽中人员中确定"
    APPOINTED = "appointed", "指派"


class Answer(LabelledCode):
    """What a co-organiser said. ``RECORDED`` is silence put on record with its reason (FL-19)."""

    PENDING = "pending", "待确认"
    CONFIRMED = "confirmed", "已确认"
    RECORDED = "recorded", "未答复，已记录原因"


class ExemptionStage(LabelledCode):
    BEFORE_FREEZE = "before_freeze", "名录冻结前"
    AFTER_DRAW = "after_draw", "抽中后"


class ExemptionState(LabelledCode):
    REQUESTED = "requested", "待决定"
    APPROVED = "approved", "准予免检"
    REFUSED = "refused", "不予免检"


class MergeState(LabelledCode):
    PROPOSED = "proposed", "待确认"
    ACCEPTED = "accepted", "已合并"
    DECLINED = "declined", "不合并"


class MergeForce(LabelledCode):
    """How strongly the pack wants one visit: PD 应当, FL 原则上, XM 可."""

    MUST = "must", "应当合并"
    IN_PRINCIPLE = "in_principle", "原则上一次完成"
    MAY = "may", "可以合并"


class PaperKind(LabelledCode):
    """PD-09 抽查检查工作指引; XM-30 监管事项评价办法 with its 检查工作表格 (XM-31)."""

    GUIDELINE = "guideline", "检查指引"
    EVALUATION_METHOD = "evaluation_method", "检查评价办法"


class PaperState(LabelledCode):
    DRAFT = "draft", "起草"
    SUBMITTED = "submitted", "待审批"
    APPROVED = "approved", "已批准"
    PUBLISHED = "published", "已发布"
    SUPERSEDED = "superseded", "已被替代"
    WITHDRAWN = "withdrawn", "已撤回"


class DeliveryState(LabelledCode):
    DELIVERED = "delivered", "待阅"
    READ = "read", "已阅"
