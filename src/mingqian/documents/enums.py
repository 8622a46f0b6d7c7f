"""Words of the papers with a fixed code and a Chinese label."""

from mingqian.core.labels import LabelledCode


class Kind(LabelledCode):
    """The papers of a random inspection (03-national-frame §3.10 A), in the order they come into being."""

    ANNUAL_PLAN = "annual_plan", "年度抽查工作计划"
    IMPLEMENTATION_PLAN = "implementation_plan", "抽查实施方案"
    DRAW_RECORD = "draw_record", "随机抽取记录表"
    SUBJECT_LIST = "subject_list", "检查对象名单"
    TEAM_LIST = "team_list", "执法人员名单及分组"
    SUBSTITUTION_REGISTER = "substitution_register", "递补登记表"
    EXEMPTION_SHEET = "exemption_sheet", "免检审批表"
    RECUSAL_REGISTER = "recusal_register", "回避登记表"
    APPROVAL_SHEET = "approval_sheet", "行政检查审批表"
    VISIT_NOTICE = "visit_notice", "行政检查通知书"
    CHECK_RECORD = "check_record", "检查记录表"
    SITE_RECORD = "site_record", "现场检查笔录"
    JOINT_RECORD = "joint_record", "联合检查表"
    PRELIMINARY_NOTICE = "preliminary_notice", "检查初步结果告知书"
    DEFENCE_RECORD = "defence_record", "陈述申辩记录"
    RESULT_NOTICE = "result_notice", "行政检查结果告知书"
    RECTIFICATION_ORDER = "rectification_order", "责令限期改正通知书"
    REVISIT_RECORD = "revisit_record", "整改回访记录"
    RESULT_SHEET = "result_sheet", "检查结果公示表"
    BATCH_REPORT = "batch_report", "执法检查报告"
    LEDGER = "ledger", "随机抽查工作台账"
    SERVICE_RECORD = "service_record", "送达回证"


class NumberState(LabelledCode):
    """Where a number of a block stands. Each number that was ever given out is one of these: no gaps."""

    RESERVED = "reserved", "已预留"
    USED = "used", "已使用"
    RETURNED = "returned", "已交回"
    VOIDED = "voided", "已作废"


class Shape(LabelledCode):
    """What a field holds."""

    TEXT = "text", "一行文字"
    LINES = "lines", "多行文字"
    DAY = "day", "日期"
    LIST = "list", "列表"
    TABLE = "table", "表格"


class Sealing(LabelledCode):
    """How the organ's seal comes onto a paper."""

    NONE = "none", "不用印"
    STAMP = "stamp", "打印后加盖印章"
    SIGNATURE = "signature", "电子签章"


class TemplateState(LabelledCode):
    """Is this version of a template the one to fill?"""

    IN_USE = "in_use", "使用中"
    ENDED = "ended", "已停用"
