"""Closed vocabularies of the registries: codes that are stored, Chinese labels that are shown."""

from enum import IntEnum

from mingqian.core.labels import LabelledCode


class Scheme(LabelledCode):
    """What identifies a subject. Natural persons carry a random registry number, never the ID number."""

    USCC = "USCC", "统一社会信用代码"
    PID = "PID", "自然人登记号"


class SubjectKind(LabelledCode):
    ENTERPRISE = "enterprise", "企业"
    INDIVIDUAL_BUSINESS = "individual_business", "个体工商户"
    INSTITUTION = "institution", "事业单位"
    GOVERNMENT = "government", "机关"
    SOCIAL_ORGANISATION = "social_organisation", "社会组织"
    AGENCY = "agency", "经办机构"
    NATURAL_PERSON = "natural_person", "自然人"


#: 国办发〔2024〕54号 protects enterprises; individual businesses are counted with them.
ENTERPRISE_KINDS = frozenset({SubjectKind.ENTERPRISE, SubjectKind.INDIVIDUAL_BUSINESS})


class SubjectStatus(LabelledCode):
    ACTIVE = "active", "存续"
    SUSPENDED = "suspended", "停业"
    CLOSED = "closed", "注销"
    REVOKED = "revoked", "吊销"
    MOVED = "moved", "迁出"


class RiskClass(LabelledCode):
    """守法诚信等级. Unrated subjects count as B when a draw is weighted."""

    A = "A", "守法诚信A级"
    B = "B", "守法诚信B级"
    C = "C", "守法诚信C级"
    UNRATED = "", "未评级"


class MarkCode(LabelledCode):
    """Why a subject is set apart from the random draw. The code is the one that stands in the roll."""

    TS = "TS", "投诉举报必查"
    XK = "XK", "新许可必查"
    HM = "HM", "黑名单（严重失信）必查"
    ZF = "ZF", "后续跟踪必查"
    HB = "HB", "回避"
    MJ = "MJ", "批准免检"

    @property
    def forces(self) -> bool:
        """True for 必查, false for a mark that exempts."""
        return self in {MarkCode.TS, MarkCode.XK, MarkCode.HM, MarkCode.ZF}


class Cause(LabelledCode):
    """Why a row of the roll is not plainly eligible: exempt and screened-out codes beside MarkCode."""

    CLOSED = "ZX", "注销"
    REVOKED = "DX", "吊销"
    MOVED = "QC", "迁出"
    SUSPENDED = "TY", "停业"
    RECENT = "3M", "近期已查"
    CAPPED = "CAP", "年度频次已满"
    SCREENED = "EZ", "二次建库筛除"


class ItemCategory(IntEnum):
    """厦门 三(一): 市场监管执法事项 6 + 其他行政执法事项 8 + 其他业务检查事项 9."""

    UNSORTED = 0  # documents other than Xiamen's know no such categories
    MARKET_ENFORCEMENT = 1
    OTHER_ENFORCEMENT = 2
    BUSINESS_CHECK = 3

    @property
    def label(self) -> str:
        return {0: "未分类", 1: "市场监管执法事项", 2: "其他行政执法事项", 3: "其他业务检查事项"}[self.value]


class TrainingKind(LabelledCode):
    """培训、考试、考核 of enforcement staff (石嘴山 三(四); 鄂州 三(二))."""

    BUSINESS = "business", "业务培训"
    CASE_FILE = "case_file", "案卷培训"
    EXAM = "exam", "考试"
    ASSESSMENT = "assessment", "考核"

    @property
    def examines(self) -> bool:
        """Is there a mark to reach?"""
        return self in (TrainingKind.EXAM, TrainingKind.ASSESSMENT)


class PowerKind(LabelledCode):
    """职权类别 of 权责清单: the kinds the bureaus' documents name (石嘴山 一; 鄂州 三(四))."""

    LICENCE = "licence", "行政许可"
    PENALTY = "penalty", "行政处罚"
    COERCION = "coercion", "行政强制"
    LEVY = "levy", "行政征收"
    FEE = "fee", "行政收费"
    BENEFIT = "benefit", "行政给付"
    INSPECTION = "inspection", "行政检查"
    CONFIRMATION = "confirmation", "行政确认"
    REWARD = "reward", "行政奖励"
    RULING = "ruling", "行政裁决"
    OTHER = "other", "其他行政权力"


class PowerState(LabelledCode):
    """What a list brought in goes out with its batch; what somebody acted on, or entered by hand, stays for good."""

    IMPORTED = "imported", "可随批次撤回"
    LISTED = "listed", "已列入"


class ItemClass(LabelledCode):
    UNSORTED = "", "未分类"
    KEY = "key", "重点检查事项"
    GENERAL = "general", "一般检查事项"


class ItemState(LabelledCode):
    """Where a version of an item stands; the table of moves is core.machines.item_version."""

    DRAFT = "draft", "草拟"
    REVIEW = "in_review", "审查中"
    REVIEWED = "reviewed", "已审查"
    APPROVED = "approved", "已批准"
    PUBLISHED = "published", "已公布"
    REJECTED = "rejected", "退回"


class InspectorClass(LabelledCode):
    ENFORCEMENT = "enforcement", "行政执法人员"
    BUSINESS = "business", "业务检查人员"


class InspectorState(LabelledCode):
    PENDING = "pending", "待核准"
    ACTIVE = "active", "在库"
    SUSPENDED = "suspended", "暂停"
    REMOVED = "removed", "移出"


class AbsenceKind(LabelledCode):
    ABSENT = "NA", "不能参加"
    APPOINTED = "AP", "指派组长"


class TieKind(LabelledCode):
    """Why an inspector must not visit a subject."""

    SPOUSE = "spouse", "配偶在该单位任职"
    RELATIVE = "relative", "近亲属在该单位任职"
    FORMER_POST = "former_post", "曾在该单位任职"
    SHAREHOLDING = "shareholding", "持有该单位股份"
    OTHER = "other", "其他可能影响公正的关系"


class BasisLevel(LabelledCode):
    """依据层级, the higher first."""

    LAW = "law", "法律"
    REGULATION = "regulation", "行政法规"
    STATE_COUNCIL_DECISION = "state_council_decision", "国务院决定"
    LOCAL_REGULATION = "local_regulation", "地方性法规"
    RULE = "rule", "规章"
    NORMATIVE = "normative_doc", "规范性文件"

    @property
    def binds_enterprises(self) -> bool:
        """国办发〔2015〕58号: 法律法规规章没有规定的，一律不得擅自开展检查."""
        return self is not BasisLevel.NORMATIVE


class Disclosure(LabelledCode):
    PUBLIC = "public", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class Binding(LabelledCode):
    """厦门: 局机关各处室、局属事业单位遵照执行，各区参照执行."""

    BINDING = "binding", "遵照执行"
    REFERENCE = "by_reference", "参照执行"


class Level(LabelledCode):
    """市级库 and 区级库."""

    CITY = "city", "市级"
    DISTRICT = "district", "区级"


class Reach(LabelledCode):
    """Which libraries an item draws from: its own level's, or also those of the levels below."""

    OWN = "own", "本级库"
    ALL = "all", "本级及下级库"


class Method(LabelledCode):
    ON_SITE = "on_site", "现场检查"
    WRITTEN = "written", "书面检查"
    NETWORK = "network", "网络核查"
    SELF_CHECK = "self_check", "监管对象自查"
    EXPERT = "expert", "专业机构意见"
    COMPARISON = "comparison", "网上信息技术比对"


class VisitKind(LabelledCode):
    ROUTINE = "routine", "日常检查"
    SPECIAL = "special", "专项检查"
    CASE = "case_specific", "个案检查"
    JOINT = "joint", "联合检查"


class PoolState(LabelledCode):
    DRAFT = "draft", "草拟"
    APPROVED = "approved", "已批准"
    RETIRED = "retired", "停用"


class UseKind(LabelledCode):
    """What may rest on a rule document."""

    ITEM = "item", "检查事项"
    PACK = "pack", "规则包参数"
    RULE = "rule", "筛选规则"


class ImportState(LabelledCode):
    PREVIEWED = "previewed", "已预览"
    APPLIED = "applied", "已入库"
    REVERTED = "reverted", "已撤回"


class ChangeAction(LabelledCode):
    NEW = "new", "新增"
    CHANGED = "changed", "变更"
    UNCHANGED = "unchanged", "无变化"


class DictionaryKind(LabelledCode):
    """Lists whose words a bureau may add to; codes of rolls and machines are not among them."""

    TAG = "tag", "业务类别"
    QUAL = "qual", "业务专长"
    SOURCE = "source", "名单来源"
    ABSENCE = "absence", "不能参加的事由"


class WordState(LabelledCode):
    IN_USE = "in_use", "在用"
    RETIRED = "retired", "停用"


class YearStatus(LabelledCode):
    ANNOUNCED = "announced", "已公布"
    PROVISIONAL = "provisional", "暂定"


class DuplicateGround(LabelledCode):
    """Why two rows may be one body, the strongest first."""

    NAME = "name", "名称相同"
    OLD_NUMBER = "old_number", "旧号相同"
    FORMER_NAME = "former_name", "与曾用名同"
    NEAR_NAME = "near_name", "名称相近"


class Verdict(LabelledCode):
    SAME = "same", "同一主体"
    DIFFERENT = "different", "不同主体"


class ProposalKind(LabelledCode):
    MARK = "mark", "加注标记"
    LIFT = "lift", "取消标记"
    END_ABNORMAL = "end", "移出异常"


class ProposalState(LabelledCode):
    OPEN = "open", "待批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "不同意"


class UploadState(LabelledCode):
    RECEIVED = "received", "已收到"
    PREVIEWED = "previewed", "已预览"
    REFUSED = "refused", "读不了"
    APPLIED = "applied", "已入库"
    DROPPED = "dropped", "已放弃"
