"""Parameters of the draw: how many, how often, who is spared, who is forced, who watches."""

from mingqian.policy.schema.key import (
    Key,
    Kind,
    Order,
    choice,
    codes,
    flag,
    number,
    record,
    records,
    text,
    words,
)
from mingqian.policy.schema.values import Ground, ItemCount, PoolField, RecentCheck, VisitCap, Weight, Witness

GROUNDS_UNBOUND = {
    "safety_livelihood": "涉及安全和民生的重点监管领域",
    "special_inspection": "专项检查",
    "reported": "被举报或投诉对象",
    "blacklisted": "列入黑名单",
    "serious_record": "有严重违法违规记录",
}
NATURES = {"enforcement": "执法检查", "business": "业务检查", "special": "专项检查"}
BASIS_LEVELS = {
    "law": "法律",
    "regulation": "行政法规",
    "state_council_decision": "国务院决定",
    "local_regulation": "地方性法规",
    "rule": "规章",
    "normative_doc": "规范性文件",
}

RATIO_KEYS: tuple[Key, ...] = (
    text("framework_name", "制度框架名称", 1),
    choice(
        "ratio.mode",
        "抽查比例的确定方式",
        {"tiered": "按监管对象总量分档", "per_item": "逐项规定", "own": "文件未定比例，由本单位合理确定"},
        row=2,
    ),
    Key("ratio.tiers", "抽查比例分档", Kind.TIERS, Order.HIGHER, 3),
    Key("ratio.secondary_tiers", "二次建库抽查比例分档", Kind.TIERS, Order.HIGHER, 4),
    number("secondary.threshold", "可二次建库的对象数量（含本数）", Order.HIGHER, 4),
    choice("secondary.subject_kind", "可二次建库的对象种类", {"person": "一般自然人"}, row=4),
    flag("secondary.mandatory", "是否必须二次建库", row=4),
    Key("ratio.min_percent_general", "一般检查事项比例下限", Kind.RATE, Order.HIGHER, 5),
    Key("ratio.max_percent_general", "一般检查事项比例上限", Kind.RATE, Order.LOWER, 6),
    flag("ratio.key_item_unbounded", "重点检查事项比例不设上限", row=7),
    records("quota.absolute_min", "绝对数下限", ItemCount, row=8),
    choice("quota.scope", "绝对数下限的适用范围", {"agency": "每个机构", "whole": "全市合计"}, row=8),
    flag("ratio.monotone", "总量增加时抽查数不得减少", Order.TRUE, 10),
    choice("rounding", "取整方式", {"up": "不低于，向上取整"}, row=9),
    choice("tier_boundary", "分档交界处取值", {"higher_rate": "取较高比例"}, row=10),
    choice(
        "ratio_scope",
        "比例按每次还是全年计算",
        {"per_year": "全年累计", "per_draw": "每次抽查"},
        Order.LATER_CHOICE,
        11,
    ),
    number("frequency.min_draws_per_item_year", "每项每年抽查次数下限", Order.HIGHER, 12),
    flag("frequency.as_needed", "可根据工作需要适时抽查", row=13),
    record("visit_cap_per_subject_year", "同一企业年度检查频次上限", VisitCap, Order.CAP, 14),
    choice(
        "merge.force",
        "同一对象多个事项合并检查",
        {"may": "可以联合检查", "in_principle": "原则上一次性完成", "must": "应当合并安排"},
        Order.LATER_CHOICE,
        14,
    ),
    Key("coverage.target", "抽查覆盖目标", Kind.RATE, Order.HIGHER),
    codes("coverage.of", "覆盖目标的对象", {"items": "抽查事项", "contents": "检查内容"}, Order.MORE),
)

SPARED_KEYS: tuple[Key, ...] = (
    record("recent_check_exemption", "近期已查可免检", RecentCheck, row=15),
    codes(
        "exemption.stage",
        "免检作出的阶段",
        {
            "before_freeze": "名录冻结前（不进入名录，公布理由）",
            "after_draw": "抽中之后（逐户决定，公布覆盖率前后变化）",
        },
        row=15,
    ),
    codes("quota_unbound_grounds", "不受抽查频次、比例限制的情形", GROUNDS_UNBOUND, row=16),
    records("credit_weighting", "信用等级与风险加权", Weight, row=17),
    choice(
        "new_licensee_must_check",
        "新许可主体必查",
        {"off": "不要求", "strive": "努力实现首个监管周期覆盖", "must": "必须覆盖"},
        Order.LATER_CHOICE,
        18,
    ),
    number("new_licensee.cycle", "首个监管周期（月）", Order.LOWER, 18),
    records("abnormal_subject.definition", "异常监管对象的认定情形", Ground),
    records("forced.codes", "必查代码（F）", Ground),
    records("exempt.codes", "免检代码（X）", Ground),
    records("screened.codes", "筛除代码（S）", Ground),
    records("pool.vocabulary", "名录筛选规则可用的字段", PoolField),
    words("nonrandom_matters", "不纳入随机抽查、按现有方式严格监管的事项", Order.OWN),
)

CEREMONY_KEYS: tuple[Key, ...] = (
    record("draw_witness", "抽取见证", Witness, Order.WITNESS, 25),
    codes("draw_order", "抽取顺序", {"subjects": "先抽检查对象", "inspectors": "再抽执法检查人员"}, row=26),
    codes("inspection.nature", "抽取前确认的检查性质", NATURES),
    codes("item.classes", "抽查事项分类", {"key": "重点检查事项", "general": "一般检查事项"}),
    codes("item.basis_levels", "企业检查事项允许的依据层级", BASIS_LEVELS, Order.FEWER),
    Key("item.necessity_categories", "须说明“确需检查”理由的事项类别", Kind.NUMBERS, Order.MORE),
    flag("item.publish_first", "未公布的检查事项不得实施", Order.TRUE),
    choice("substitution", "人员递补", {"draw_order": "按抽取先后顺序依次递补"}, row=23),
    codes(
        "trace",
        "全程留痕的环节",
        {"initiation": "发起", "draw": "抽取过程", "results": "检查结果运用"},
        Order.MORE,
        25,
    ),
)

KEYS: tuple[Key, ...] = RATIO_KEYS + SPARED_KEYS + CEREMONY_KEYS
