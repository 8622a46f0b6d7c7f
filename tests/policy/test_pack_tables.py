"""The table of parameters (参数表 2.1 as corrected by 2.4) against what the packs say."""

import pytest

from mingqian.policy import loader
from mingqian.policy.schema.keys import ALL, BY_NAME
from mingqian.policy.schema.parameter import State
from mingqian.policy.schema.values import START_LABELS, Deadline
from mingqian.policy.wording import say

BUREAUS = ("xiamen-2017", "fuling-2024", "pingdingshan-2020", "shizuishan-2019", "ezhou-2016")
# — silent · ? the text cannot be read to one value · 逐项 the item list says · a ~ before a value: inferred or suggested
SILENT, UNCLEAR, PER_ITEM = "—", "?", "逐项"
TIERS = "总量100以下的不低于15%；总量101—300的不低于10%；总量301以上的不低于5%"
SECONDARY = "总量100以下的不低于10%；总量101—1000的不低于5%；总量1001以上的不低于3%"
TABLE = [
    # row, key, XM, FL, PD, SZ, EZ
    (1, "framework_name", "一单两库一办法", "一单两库一规则", "~随机抽查事项清单、检查对象和检查人员名录库、工作规范",
     "三项制度", "“1234”运作模式（一个窗口、两个机制、三大制度、四大重点）"),
    (2, "ratio.mode", "按监管对象总量分档", "文件未定比例，由本单位合理确定", "逐项规定", "—", "—"),
    (3, "ratio.tiers", TIERS, "—", "—", "—", "—"),
    (4, "ratio.secondary_tiers", SECONDARY, "—", "—", "—", "—"),
    (4, "secondary.threshold", "10000", "—", "—", "—", "—"),
    (4, "secondary.subject_kind", "一般自然人", "—", "—", "—", "—"),
    (4, "secondary.mandatory", "否", "—", "—", "—", "—"),
    (5, "ratio.min_percent_general", "—", "—", "5%", "—", "—"),
    (6, "ratio.max_percent_general", "—", "—", "—", "—", "—"),
    (7, "ratio.key_item_unbounded", "是", "—", "是", "—", "—"),
    (8, "quota.absolute_min", "—", "—", "PD-I08 至少200人", "—", "—"),
    (8, "quota.scope", "—", "—", "?", "—", "—"),
    (9, "rounding", "~不低于，向上取整", "—", "~不低于，向上取整", "—", "—"),
    (10, "tier_boundary", "?", "—", "—", "—", "—"),
    (11, "ratio_scope", "?", "—", "?", "—", "—"),
    (12, "frequency.min_draws_per_item_year", "2", "—", "逐项", "—", "—"),
    (13, "frequency.as_needed", "—", "是", "逐项", "—", "—"),
    (14, "visit_cap_per_subject_year", "—", "?", "?", "—", "—"),
    (14, "merge.force", "可以联合检查", "原则上一次性完成", "应当合并安排", "—", "—"),
    (15, "recent_check_exemption", "3个月内已接受过抽查且不属于异常监管对象的，可以免检", "—", "—", "—", "—"),
    (15, "exemption.stage", "抽中之后（逐户决定，公布覆盖率前后变化）", "—", "—", "—", "—"),
    (16, "quota_unbound_grounds",
     "涉及安全和民生的重点监管领域；专项检查；被举报或投诉对象；列入黑名单；有严重违法违规记录", "—", "—", "—", "—"),
    (17, "credit_weighting", "?",
     "守法诚信等级评价较高：可降低抽查频次，未定数值；守法诚信等级评价较低：应当加大抽查力度，未定数值",
     "诚信等级评价为C级：应当加大抽查力度，未定数值；投诉举报多：应当加大抽查力度，未定数值；"
     "存在其他严重违法记录：应当加大抽查力度，未定数值", "—", "—"),
    (18, "new_licensee_must_check", "努力实现首个监管周期覆盖", "—", "—", "—", "—"),
    (18, "new_licensee.cycle", "?", "—", "—", "—", "—"),
    (19, "inspector.pool_classes", "行政执法人员库；业务检查人员库", "行政执法人员库", "~行政执法人员库", "~行政执法人员库", "~行政执法人员库"),
    (19, "inspector.pool_units", "各区人社局；各业务处室（单位）", "局机关；直属单位", "—", "—", "—"),
    (20, "inspector.multiplier", "1—3倍", "?", "?", "—", "—"),
    (21, "inspector.min_team", "2", "—", "2", "?", "—"),
    (22, "team_leader_mode", "?", "由发起单位指派一名分管领导", "—", "—", "—"),
    (23, "substitution", "按抽取先后顺序依次递补", "按抽取先后顺序依次递补", "—", "—", "—"),
    (24, "expertise_matching", "按事项类别确定人员库", "—", "按业务专长，因地制宜", "—", "—"),
    (25, "draw_witness", "必须邀请纪检监察人员，不少于1名", "—", "—", "—", "—"),
    (25, "trace", "抽取过程", "发起；抽取过程；检查结果运用", "—", "—", "—"),
    (26, "draw_order", "先抽检查对象；再抽执法检查人员", "先抽检查对象；再抽执法检查人员", "~先抽检查对象；再抽执法检查人员", "—", "—"),
    (27, "plan.deadline", "?", "—", "?", "—", "—"),
    (27, "demand.deadline", "—", "每年6月30日前（含当日）", "—", "—", "—"),
    (27, "demand.serves_year", "—", "?", "—", "—", "—"),
    (28, "plan.publish", "—", "抽查需求", "年度计划", "?", "—"),
    (29, "plan.fields", "监管事项；职责分工", "—", "—", "—", "—"),
    (29, "implementation_plan.fields", "—",
     "抽查项目；实施时间；抽查目的；执法人员数量；执法检查方式；保密要求；检查结果运用", "—", "—", "—"),
    (29, "item_list.columns", "—", "—",
     "序号；抽查事项；检查依据；检查对象；检查内容；事项类别；检查方式；抽查比例；抽查频次；实施层级；责任科室、单位",
     "项目；主体；依据；内容；比例；频次；方式", "—"),
    (30, "list.publish_columns", "监管对象；监管事项；法律依据；评价办法", "检查事项；检查依据；检查主体；检查内容；检查方式", "—",
     "抽查项目；抽查主体；抽查依据；抽查内容；抽查比例；抽查频次；抽查方式", "—"),
    (30, "open_item.fields", "—", "—", "—", "—", "执法依据；执法程序；执法权限；收费标准；办理期限；办理结果；投诉电话"),
    (30, "open_item.publicity_fields", "—", "—", "—", "—",
     "职责范围；执法依据；执法程序；执法权限；收费标准；办理期限；办理结果；投诉电话"),
    (31, "result.notice_to_subject", "自形成检查初步结果之日起3个工作日内", "—", "—", "—", "—"),
    (32, "result.defence_period", "自告知书送达之日起3个工作日内", "—", "—", "?", "—"),
    (33, "result.publish_days", "自检查结束之日起10个工作日内", "?", "自本次抽查任务完成之日起20个工作日内",
     "~自作出决定之日起20个工作日内", "—"),
    (34, "report.deadline", "?", "?", "—", "—", "—"),
    (34, "report.handling_deadline", "—", "自检查结束之日起10个工作日内", "—", "—", "—"),
    (35, "revisit.deadline", "自检查结果公示之日起30个工作日内", "?", "—", "—", "—"),
    (36, "decision.publish_penalty", "~自检查结束之日起10个工作日内", "自作出决定之日起20个工作日内", "—",
     "自作出决定之日起7个工作日内", "每周一报"),
    (37, "decision.publish_licence", "—", "—", "—", "自作出决定之日起7个工作日内", "每周一报"),
    (38, "decision.publish_other", "—", "—", "—", "自作出决定之日起20个工作日内", "—"),
    (39, "decision.withdraw", "—", "—", "—", "?", "—"),
    (40, "double_publicity.cycle", "由信息管理部门推送", "—", "由信息管理部门推送", "—", "每周一报"),
    (41, "stats.unit_report", "—", "—", "—", "每年1月5日前（含当日）", "?"),
    (42, "stats.publish", "—", "—", "—", "每年1月25日前（含当日）", "—"),
    (43, "legal_review.body", "—", "—", "—", "政策法规机构", "政策法规机构"),
    (44, "legal_review.triggers", "—", "—", "—",
     "涉及重大公共利益；可能造成重大社会影响或引发社会风险；直接关系当事人或者第三人重大权益；经过听证程序；"
     "案件情况疑难复杂、涉及多个法律关系", "数额较大的罚款；没收收入等经济处罚"),
    (45, "legal_review.days", "—", "—", "—", "?", "—"),
    (46, "collective_discussion", "—", "—", "—", "—", "重大行政处罚；重大或复杂裁量事项"),
    (47, "record.av", "?", "—", "—",
     "查封扣押财产、强制拆除等现场执法活动和执法办案场所：全程音像记录；现场执法：视情音像记录；调查取证：视情音像记录；"
     "举行听证：视情音像记录；留置送达：视情音像记录；公告送达：视情音像记录；文字记录能够全面有效记录的执法行为：文字记录即可",
     "~监督检查：全程音像记录；调查取证：全程音像记录"),
    (48, "av.upload", "—", "—", "—", "—", "—"),
    (49, "credit.entry_types", "良好信息；警示信息；提示信息", "劳动保障守法诚信等级",
     "~劳动保障守法诚信等级；经营异常名录；严重违法失信名单", "?", "—"),
    (50, "complaint.accept", "?", "—", "?", "—", "?"),
    (51, "case.investigate", "—", "—", "—", "—", "—"),
    (52, "natural_person.publish", "根据具体情况决定", "—", "—", "~脱敏后公示", "—"),
    (53, "case_review.expert_draw", "—", "—", "—", "—", "~从专家库中随机抽取"),
    (54, "hearing.threshold", "—", "—", "—", "—", "—"),
    # parameters added by 2.4
    (0, "inspection.nature", "执法检查；业务检查；专项检查", "—", "—", "—", "—"),
    (0, "abnormal_subject.definition", "?", "—", "—", "—", "—"),
    (0, "notice.medium", "纸质", "—", "—", "—", "—"),
    (0, "ledger.columns",
     "检查事项名称；检查对象名称；检查人员姓名；检查时间；检查内容；检查结果；发现问题；结果运用；整改落实情况", "—", "—", "—", "—"),
    (0, "inspector.publish_columns", "—", "—", "—", "姓名；职务；执法类型；证件编号；有效日期", "—"),
    (0, "inspector.confirmed_by", "—", "—", "—", "司法局", "—"),
    (0, "penalty.publish_fields", "—", "执法案件主体信息；案由；处罚依据；处罚结果", "—", "—", "—"),
    (0, "decision.publish_fields", "—", "—", "—", "执法机关；执法对象；执法类别；执法结论", "—"),
    (0, "service_guide.fields", "—", "—", "—", "执法事项名称；受理机关；审批机构；受理条件；办理时限", "—"),
    (0, "coverage.target", "—", "100%", "—", "—", "—"),
    (0, "coverage.of", "—", "抽查事项；检查内容", "—", "—", "—"),
    (0, "plan.submit_to", "—", "—", "市劳动保障监察局", "—", "—"),
    (0, "nonrandom_matters", "—", "—", "农民工工资；劳动保障权益维护；未列入抽查事项清单的事项", "—", "—"),
    (0, "joint_punishment.fields", "—", "—", "政府采购；工程招投标；国有土地出让；授予荣誉称号", "—", "—"),
    (0, "av.prompts", "—", "—", "—", "—", "表明公职身份；说明执法意图；告知行政相对人权利义务；征询有无需要补充说明的事项或意见建议"),
    (0, "record.stages", "—", "—", "—", "—", "立案；调查；取证；审查；决定；送达；执行"),
    (0, "publish.channels", "—", "—", "—", "门户网站；微信；微博；手机客户端；政务服务大厅；服务窗口", "门户网站；微信；政府网站"),
    (0, "credit.destinations", "市信用信息系统；其他政府部门", "全区信用信息共享交换平台；市公共信用信息平台", "?", "—", "—"),
    (0, "stats.template_version", "—", "—", "—", "?", "—"),
    (0, "grid.levels", "—", "—", "—", "—", "市级一级网格；区、街道二级网格；社区、乡镇三级网格"),
]  # fmt: skip


def shown(pack: str, key: str) -> str:
    """A parameter in the notation of the table."""
    parameter = loader.load(pack).parameter(key)
    if parameter.state is State.PER_ITEM:
        return PER_ITEM
    if parameter.value is None:
        return SILENT if parameter.state is State.SILENT else UNCLEAR
    mark = "" if parameter.state is State.STATED else "~"
    return mark + say(BY_NAME[key], parameter.value)


@pytest.mark.parametrize("column", range(len(BUREAUS)), ids=BUREAUS)
@pytest.mark.parametrize("row", TABLE, ids=lambda row: str(row[1]))
def test_a_pack_says_what_the_table_of_parameters_says(row: tuple[int | str, ...], column: int) -> None:
    assert shown(BUREAUS[column], str(row[1])) == row[2 + column]


def test_every_row_of_the_table_of_parameters_has_a_key() -> None:
    assert {key.row for key in ALL} - {0} == set(range(1, 55))


@pytest.mark.parametrize("name", (*BUREAUS, "national-2026"))
def test_a_pack_states_every_parameter_silence_included(name: str) -> None:
    assert set(loader.load(name).parameters) == set(BY_NAME)


@pytest.mark.parametrize("name", BUREAUS)
def test_whatever_is_not_silent_cites_its_clause_and_its_inventory_row(name: str) -> None:
    bare = [
        key
        for key, one in loader.load(name).parameters.items()
        if one.state is not State.SILENT and not (one.clause and one.ids and one.quote)
    ]
    assert not bare


def test_every_deadline_names_the_event_that_starts_it() -> None:
    deadlines = [
        one.value
        for name in loader.names()
        for one in loader.load(name).parameters.values()
        if isinstance(one.value, Deadline)
    ]
    assert len(deadlines) > 25
    assert all(deadline.start in START_LABELS for deadline in deadlines)
