"""The events that may be journaled: kind, room, label. ``docs/reference/events.md`` is printed from it.

Kinds are past tense, ``thing.done``. A kind that has been journaled is never renamed or removed: old
entries carry it. Each room adds its own rows under its own heading.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class Event(NamedTuple):
    """One kind of event."""

    kind: str
    room: str
    label: str


_TABLE = (
    # accounts
    Event("bureau.founded", "accounts", "建局：首个单位与三名管理员"),
    Event("unit.created", "accounts", "新建单位"),
    Event("person.created", "accounts", "新建人员"),
    Event("post.appointed", "accounts", "任命"),
    Event("post.ended", "accounts", "免职"),
    # registry
    Event("document.registered", "registry", "登记制度文件"),
    Event("document.disclosure_changed", "registry", "变更制度文件公开属性"),
    Event("document.repealed", "registry", "废止制度文件"),
    Event("document.removed", "registry", "删除未被引用的制度文件"),
    Event("document.cited", "registry", "登记对制度文件的引用"),
    Event("item.drafted", "registry", "起草检查事项版本"),
    Event("item.submitted", "registry", "检查事项送审"),
    Event("item.returned", "registry", "退回检查事项"),
    Event("item.reviewed", "registry", "检查事项审查通过"),
    Event("item.rejected", "registry", "否决检查事项"),
    Event("item.approved", "registry", "批准检查事项"),
    Event("item.published", "registry", "公布检查事项版本"),
    Event("item.retired", "registry", "停用检查事项"),
    Event("item.handed_over", "registry", "移交检查事项"),
    Event("item_list.loaded", "registry", "整单公布检查事项"),
    Event("subject.registered", "registry", "监管对象入库"),
    Event("subject.changed", "registry", "变更监管对象信息"),
    Event("subject.confirmed", "registry", "核对确认监管对象"),
    Event("subject.tagged", "registry", "加注业务类别"),
    Event("subject.untagged", "registry", "取消业务类别"),
    Event("subject.rated", "registry", "确定守法诚信等级"),
    Event("subject.marked", "registry", "加注必查、免检标记"),
    Event("subject.unmarked", "registry", "取消必查、免检标记"),
    Event("subject.abnormal_entered", "registry", "列为异常监管对象"),
    Event("subject.abnormal_ended", "registry", "移出异常监管对象"),
    Event("subject.visits_recorded", "registry", "登记检查记录"),
    Event("subject.persons_entered", "registry", "成批登记自然人"),
    Event("inspector.added", "registry", "执法检查人员入库"),
    Event("inspector.activated", "registry", "启用执法检查人员"),
    Event("inspector.suspended", "registry", "暂停执法检查人员"),
    Event("inspector.removed", "registry", "移出执法检查人员"),
    Event("inspector.credential_recorded", "registry", "登记执法检查人员证件"),
    Event("inspector.qualified", "registry", "登记执法检查人员专长"),
    Event("inspector.absence_entered", "registry", "登记人员不能参加"),
    Event("recusal.declared", "registry", "登记回避关系"),
    Event("recusal.lifted", "registry", "解除回避关系"),
    Event("pool.opened", "registry", "设立当期名录库"),
    Event("pool.rule_drafted", "registry", "起草筛选规则"),
    Event("pool.rule_approved", "registry", "批准筛选规则"),
    Event("pool.rule_retired", "registry", "停用筛选规则"),
    Event("registry.imported", "registry", "名录导入"),
    Event("registry.import_reverted", "registry", "撤回名录导入"),
    # planning
    Event("demand.proposed", "planning", "提出抽查需求"),
    Event("demand.taken_up", "planning", "抽查需求列入计划"),
    Event("demand.returned", "planning", "退回抽查需求"),
    Event("annual_plan.drafted", "planning", "起草年度抽查计划"),
    Event("annual_plan.line_set", "planning", "填写年度计划事项行"),
    Event("annual_plan.item_left_out", "planning", "写明本年不安排的事项"),
    Event("annual_plan.submitted", "planning", "年度计划送审"),
    Event("annual_plan.returned", "planning", "退回年度计划"),
    Event("annual_plan.approved", "planning", "批准年度计划"),
    Event("annual_plan.published", "planning", "公布年度计划"),
    Event("annual_plan.sent", "planning", "报送年度计划"),
    Event("annual_plan.acknowledged", "planning", "收到年度计划报送回执"),
    Event("annual_plan.adjusted", "planning", "调整年度计划（新版本）"),
    Event("annual_plan.withdrawn", "planning", "撤回年度计划"),
    Event("implementation.drafted", "planning", "起草实施方案"),
    Event("implementation.filled", "planning", "填写实施方案"),
    Event("implementation.panel_set", "planning", "确定检查组数和人员抽取办法"),
    Event("implementation.item_set", "planning", "确定实施方案事项的检查方式"),
    Event("implementation.partner_invited", "planning", "会同有关单位"),
    Event("implementation.partner_confirmed", "planning", "有关单位确认"),
    Event("implementation.silence_recorded", "planning", "记录有关单位未答复的原因"),
    Event("implementation.submitted", "planning", "实施方案送审"),
    Event("implementation.returned", "planning", "退回实施方案"),
    Event("implementation.approved", "planning", "批准实施方案"),
    Event("implementation.published", "planning", "公布实施方案"),
    Event("implementation.acknowledged", "planning", "负责人、联系人签收实施方案"),
    Event("implementation.started", "planning", "启动抽查"),
    Event("implementation.completed", "planning", "抽查任务完成"),
    Event("implementation.withdrawn", "planning", "撤回实施方案"),
    Event("exemption.requested", "planning", "申请对抽中对象免检"),
    Event("exemption.approved", "planning", "准予免检"),
    Event("exemption.refused", "planning", "不予免检"),
    Event("merge.proposed", "planning", "提出合并检查"),
    Event("merge.accepted", "planning", "同意合并检查"),
    Event("merge.declined", "planning", "不合并检查"),
    # draw
    Event("draw.log_opened", "draw", "启用抽取日志"),
    Event("draw.prepared", "draw", "准备抽取"),
    Event("draw.abandoned", "draw", "放弃准备"),
    Event("draw.roll_published", "draw", "公布名录公告"),
    Event("draw.frozen", "draw", "冻结名录"),
    Event("draw.announced", "draw", "公告抽取方案"),
    Event("draw.committed", "draw", "提交承诺"),
    Event("draw.sealed", "draw", "封签"),
    Event("draw.keys_handed", "draw", "名录密钥交见证人"),
    Event("draw.commit_found", "draw", "核对本人承诺"),
    Event("draw.anchored", "draw", "外部存证封签哈希"),
    Event("draw.value_entered", "draw", "录入公开随机数"),
    Event("draw.read_back_differed", "draw", "回读不一致，未采用"),
    Event("draw.value_confirmed", "draw", "回读确认公开随机数"),
    Event("draw.revealed", "draw", "开封秘密数"),
    Event("draw.reveals_closed", "draw", "截止开封"),
    Event("draw.computed", "draw", "计算结果"),
    Event("draw.signed", "draw", "见证签认"),
    Event("draw.change_proposed", "draw", "提出变更"),
    Event("draw.change_refused", "draw", "不予批准变更"),
    Event("draw.substituted", "draw", "递补人员"),
    Event("draw.skipped", "draw", "跳过候补"),
    Event("draw.replaced", "draw", "替换对象"),
    Event("draw.voided", "draw", "作废"),
    Event("draw.audited", "draw", "登记外部审计"),
    Event("draw.published", "draw", "公布抽取结果"),
    Event("draw.completed", "draw", "抽取办结"),
    Event("draw.transcript_written", "draw", "写出公开记录"),
)

EVENTS: Mapping[str, Event] = MappingProxyType({event.kind: event for event in _TABLE})
