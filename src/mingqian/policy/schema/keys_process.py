"""Parameters of the work after the draw: plans, notices, records, reviews, cases."""

from mingqian.policy.schema.key import Key, Order, choice, codes, number, record, records, text, words
from mingqian.policy.schema.keys_people import ROLES
from mingqian.policy.schema.values import AvStage, Deadline, YearDate

METHODS = {
    "self_check": "监管对象自查",
    "written": "书面检查",
    "on_site": "实地（现场）检查",
    "network": "网络核查（信息技术比对）",
}
REVIEW_TRIGGERS = {
    "public_interest": "涉及重大公共利益",
    "social_risk": "可能造成重大社会影响或引发社会风险",
    "major_rights": "直接关系当事人或者第三人重大权益",
    "heard": "经过听证程序",
    "complex": "案件情况疑难复杂、涉及多个法律关系",
    "by_law": "法律、法规规定的其他情形",
    "large_fine": "数额较大的罚款",
    "confiscation": "没收收入等经济处罚",
}

PLAN_KEYS: tuple[Key, ...] = (
    record("plan.deadline", "年度计划制定期限", YearDate, Order.EARLIER, 27),
    record("demand.deadline", "抽查需求提出期限", YearDate, Order.EARLIER, 27),
    choice("demand.serves_year", "需求所属年度", {"same": "当年", "next": "次年"}, row=27),
    codes(
        "plan.publish", "计划向社会公布", {"annual_plan": "年度计划", "demand": "抽查需求"}, Order.MORE, 28
    ),
    words("plan.fields", "年度计划内容", row=29),
    words("implementation_plan.fields", "实施方案内容", row=29),
    words("item_list.columns", "事项清单栏目", row=29),
    text("plan.submit_to", "年度计划报送单位"),
    codes("inspection.methods", "检查方式", METHODS),
)

RESULT_KEYS: tuple[Key, ...] = (
    record("result.notice_to_subject", "初步结果告知期限", Deadline, Order.SHORTER, 31),
    codes("notice.medium", "告知形式", {"paper": "纸质", "electronic": "电子"}),
    record("result.defence_period", "解释申辩期", Deadline, row=32),
    record("report.deadline", "执法检查报告期限", Deadline, Order.SHORTER, 34),
    record("report.handling_deadline", "通报、处理、存档期限", Deadline, Order.SHORTER, 34),
    record("revisit.deadline", "整改回访期限", Deadline, Order.SHORTER, 35),
    words("ledger.columns", "台账栏目"),
    choice(
        "evidence.original_rule",
        "证据原件规则",
        {
            "original_or_witnessed_copy": "原则上提取原件；确难提取的可提取复印件，"
            "由对象相关人员见证签字，不配合的记录在案"
        },
    ),
)

RECORD_KEYS: tuple[Key, ...] = (
    choice("legal_review.body", "重大执法决定法制审核机构", ROLES, row=43),
    codes("legal_review.triggers", "应当法制审核的情形", REVIEW_TRIGGERS, Order.MORE, 44),
    record("legal_review.days", "法制审核期限", Deadline, Order.SHORTER, 45),
    codes(
        "collective_discussion",
        "应当集体讨论的情形",
        {
            "complex": "情节复杂",
            "serious": "重大违法行为",
            "major_penalty": "重大行政处罚",
            "discretion": "重大或复杂裁量事项",
        },
        Order.MORE,
        46,
    ),
    records("record.av", "音像记录要求", AvStage, row=47),
    record("av.upload", "音像资料上传期限", Deadline, Order.SHORTER, 48),
    words("av.prompts", "音像记录必说内容"),
    words("record.stages", "文字记录的执法环节"),
    record("complaint.accept", "投诉受理期限", Deadline, Order.SHORTER, 50),
    record("case.investigate", "案件调查期限", Deadline, Order.SHORTER, 51),
    choice("case_review.expert_draw", "案卷评查专家随机抽取", {"random": "从专家库中随机抽取"}, row=53),
    number("hearing.threshold", "听证的较大数额（元，含本数）", Order.LOWER, 54),
    words("grid.levels", "劳动保障监察网格层级", Order.OWN),
)

KEYS: tuple[Key, ...] = PLAN_KEYS + RESULT_KEYS + RECORD_KEYS
