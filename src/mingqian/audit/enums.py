"""The events that may be journaled: kind, room, label. ``docs/reference/events.md`` is printed from it.

Kinds are past tense, ``thing.done``. A kind that has been journaled is never renamed or removed: old
entries carry it. Each room adds its own rows under its own heading. Below them, the words of the journal's own
signed records.
"""

from collections.abc import Mapping
from enum import StrEnum
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
    Event("signin.succeeded", "accounts", "登录"),
    Event("signin.failed", "accounts", "登录失败"),
    Event("signin.locked", "accounts", "登录失败过多，锁定账号"),
    Event("signin.paused", "accounts", "登录失败过多，暂停网络地址"),
    Event("signin.ended", "accounts", "退出登录"),
    Event("login_link.issued", "accounts", "签发一次性登录链接"),
    Event("login_link.used", "accounts", "使用一次性登录链接"),
    Event("password.changed", "accounts", "设置或修改密码"),
    Event("second_factor.enrolled", "accounts", "启用动态口令"),
    Event("second_factor.removed", "accounts", "停用动态口令"),
    Event("recovery_codes.renewed", "accounts", "重新生成恢复码"),
    Event("recovery_code.used", "accounts", "使用恢复码"),
    Event("outside_identity.bound", "accounts", "绑定统一认证账号"),
    Event("outside_identity.ended", "accounts", "解除统一认证账号"),
    Event("api_token.issued", "accounts", "签发接口令牌"),
    Event("api_token.ended", "accounts", "停用接口令牌"),
    Event("view_as.began", "accounts", "开始以他人视角查看"),
    Event("view_as.ended", "accounts", "结束以他人视角查看"),
    Event("enterprise_user.invited", "accounts", "为检查对象开通登录"),
    Event("enterprise_user.ended", "accounts", "终止检查对象代表"),
    # audit
    Event("log_key.made", "audit", "生成签名密钥"),
    Event("log_key.rotated", "audit", "更换签名密钥"),
    Event("checkpoint.cosigned", "audit", "收到外部联署"),
    Event("checkpoint.stamped", "audit", "收到时间戳"),
    Event("outside_key.trusted", "audit", "登记外部公钥"),
    Event("outside_key.ended", "audit", "停用外部公钥"),
    Event("outside_log.cosigned", "audit", "联署外部日志"),
    Event("outside_log.refused", "audit", "拒绝联署外部日志"),
    # messages
    Event("delivery.retried", "messages", "重发未送达的消息"),
    # jobs
    Event("job.asked", "jobs", "交办长任务"),
    Event("job.finished", "jobs", "长任务办结"),
    Event("job.failed", "jobs", "长任务未办成"),
    Event("job.cancelled", "jobs", "取消长任务"),
    Event("job.interrupted", "jobs", "长任务中断"),
    # documents
    Event("official_paper.drafted", "documents", "起草文书，取文号"),
    Event("official_paper.issued", "documents", "签发文书"),
    Event("official_paper.stamped", "documents", "登记用印"),
    Event("official_paper.served", "documents", "登记送达"),
    Event("official_paper.voided", "documents", "作废文书"),
    Event("paper_number.voided", "documents", "作废文号"),
    Event("paper_word.set", "documents", "设定机关代字"),
    Event("paper_template.uploaded", "documents", "上传文书模板"),
    Event("paper_template.ended", "documents", "停用文书模板"),
    # site
    Event("backup.made", "site", "备份"),
    Event("backup.rehearsed", "site", "恢复演练"),
    # records
    Event("device.enrolled", "records", "登记记录设备"),
    Event("device.checked_out", "records", "领用记录设备"),
    Event("device.checked_in", "records", "归还记录设备"),
    Event("device.faulted", "records", "记录设备报障"),
    Event("device.repaired", "records", "记录设备修复"),
    Event("device.retired", "records", "停用记录设备"),
    Event("records.received", "records", "收到执法记录"),
    Event("records.abandoned", "records", "放弃未传完的执法记录"),
    Event("records.gap_explained", "records", "说明录制中断的原因"),
    Event("records.absence_explained", "records", "说明未作音像记录的原因"),
    Event("records.label_raised", "records", "提高记录密级标识"),
    Event("records.label_asked", "records", "申请降低记录密级标识"),
    Event("records.label_lowered", "records", "降低记录密级标识"),
    Event("records.label_kept", "records", "不同意降低记录密级标识"),
    Event("records.retained", "records", "延长记录保管期限"),
    Event("records.looked_at", "records", "查看执法记录"),
    Event("records.look_refused", "records", "拒绝查看执法记录"),
    Event("records.recall_asked", "records", "申请调阅执法记录"),
    Event("records.recall_approved", "records", "批准调阅执法记录"),
    Event("records.recall_refused", "records", "不批准调阅执法记录"),
    Event("records.held", "records", "暂停销毁执法记录"),
    Event("records.released", "records", "解除暂停销毁"),
    Event("records.disposal_proposed", "records", "提出销毁执法记录"),
    Event("records.destroyed", "records", "销毁执法记录"),
    Event("records.disposal_refused", "records", "不同意销毁执法记录"),
    Event("records.checked", "records", "核对执法记录完好"),
    # registry
    Event("document.registered", "registry", "登记制度文件"),
    Event("document.disclosure_changed", "registry", "变更制度文件公开属性"),
    Event("document.repealed", "registry", "废止制度文件"),
    Event("document.removed", "registry", "删除未被引用的制度文件"),
    Event("document.cited", "registry", "登记对制度文件的引用"),
    Event("item.drafted", "registry", "起草检查事项版本"),
    Event("item.revised", "registry", "改写检查事项草稿"),
    Event("item.submitted", "registry", "检查事项送审"),
    Event("item.returned", "registry", "退回检查事项"),
    Event("item.reviewed", "registry", "检查事项审查通过"),
    Event("item.rejected", "registry", "否决检查事项"),
    Event("item.approved", "registry", "批准检查事项"),
    Event("item.published", "registry", "公布检查事项版本"),
    Event("item.retired", "registry", "停用检查事项"),
    Event("item.handed_over", "registry", "移交检查事项"),
    Event("item_list.drafted", "registry", "按规则包起草整单事项"),
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
    Event("registry.import_received", "registry", "收到待导入的名单"),
    Event("registry.import_dropped", "registry", "放弃待导入的名单"),
    Event("subject.proposal_made", "registry", "申请加注、取消标记或移出异常"),
    Event("subject.proposal_refused", "registry", "不同意标记或异常申请"),
    Event("duplicates.scanned", "registry", "名录库查重"),
    Event("duplicates.decided", "registry", "查重结论"),
    Event("duplicates.undone", "registry", "撤销查重结论"),
    Event("pack.adopted", "registry", "启用规则包"),
    Event("calendar.year_loaded", "registry", "录入一年的放假安排"),
    Event("dictionary.word_added", "registry", "词表加词"),
    Event("dictionary.word_changed", "registry", "词表改词"),
    Event("dictionary.word_retired", "registry", "词表停用"),
    # leads
    Event("lead.received", "leads", "收到线索"),
    Event("lead.accepted", "leads", "受理线索"),
    Event("lead.rejected", "leads", "不予受理线索"),
    Event("lead.sent", "leads", "转送线索"),
    Event("lead.returned", "leads", "转送的线索被退回"),
    Event("lead.handed_over", "leads", "转送的线索被签收"),
    Event("lead.taken_up", "leads", "下达线索核查任务"),
    Event("lead.found", "leads", "线索核查结果确认"),
    Event("lead.answered", "leads", "反馈并办结线索"),
    Event("lead.informant_read", "leads", "查看举报人信息"),
    Event("crime.opened", "leads", "成立涉嫌犯罪移送专案组"),
    Event("crime.reported", "leads", "提出涉嫌犯罪移送报告"),
    Event("crime.approved", "leads", "批准涉嫌犯罪移送"),
    Event("crime.not_sent", "leads", "决定不移送"),
    Event("crime.sent", "leads", "移送公安机关"),
    Event("crime.received", "leads", "公安机关立案"),
    Event("crime.declined", "leads", "公安机关不予立案"),
    Event("crime.review_asked", "leads", "提请公安机关复议"),
    # planning
    Event("demand.proposed", "planning", "提出抽查需求"),
    Event("demand.taken_up", "planning", "抽查需求列入计划"),
    Event("demand.returned", "planning", "退回抽查需求"),
    Event("annual_plan.drafted", "planning", "起草年度抽查计划"),
    Event("annual_plan.line_set", "planning", "填写年度计划事项行"),
    Event("annual_plan.item_left_out", "planning", "写明本年不安排的事项"),
    Event("annual_plan.submitted", "planning", "年度计划送审"),
    Event("annual_plan.returned", "planning", "退回年度计划"),
    Event("annual_plan.recalled", "planning", "收回已送审的年度计划"),
    Event("annual_plan.approved", "planning", "批准年度计划"),
    Event("annual_plan.published", "planning", "公布年度计划"),
    Event("annual_plan.sent", "planning", "报送年度计划"),
    Event("annual_plan.acknowledged", "planning", "收到年度计划报送回执"),
    Event("annual_plan.adjusted", "planning", "调整年度计划（新版本）"),
    Event("annual_plan.withdrawn", "planning", "撤回年度计划"),
    Event("annual_plan.forecast_counted", "planning", "测算年度计划覆盖率"),
    Event("implementation.drafted", "planning", "起草实施方案"),
    Event("implementation.filled", "planning", "填写实施方案"),
    Event("implementation.panel_set", "planning", "确定检查组数和人员抽取办法"),
    Event("implementation.item_set", "planning", "确定实施方案事项的检查方式"),
    Event("implementation.partner_invited", "planning", "会同有关单位"),
    Event("implementation.partner_confirmed", "planning", "有关单位确认"),
    Event("implementation.silence_recorded", "planning", "记录有关单位未答复的原因"),
    Event("implementation.submitted", "planning", "实施方案送审"),
    Event("implementation.returned", "planning", "退回实施方案"),
    Event("implementation.recalled", "planning", "收回已送审的实施方案"),
    Event("implementation.approved", "planning", "批准实施方案"),
    Event("implementation.published", "planning", "公布实施方案"),
    Event("implementation.acknowledged", "planning", "负责人、联系人签收实施方案"),
    Event("implementation.started", "planning", "启动抽查"),
    Event("implementation.completed", "planning", "抽查任务完成"),
    Event("implementation.withdrawn", "planning", "撤回实施方案"),
    Event("paper.drafted", "planning", "起草检查指引、评价办法"),
    Event("paper.rewritten", "planning", "修改检查指引、评价办法草稿"),
    Event("paper.submitted", "planning", "检查指引、评价办法送审"),
    Event("paper.returned", "planning", "退回检查指引、评价办法"),
    Event("paper.recalled", "planning", "收回已送审的检查指引、评价办法"),
    Event("paper.approved", "planning", "批准检查指引、评价办法"),
    Event("paper.published", "planning", "发布检查指引、评价办法"),
    Event("paper.withdrawn", "planning", "撤回检查指引、评价办法草稿"),
    Event("paper.read", "planning", "签阅检查指引、评价办法"),
    Event("exemption.requested", "planning", "申请对抽中对象免检"),
    Event("exemption.approved", "planning", "准予免检"),
    Event("exemption.refused", "planning", "不予免检"),
    Event("merge.proposed", "planning", "提出合并检查"),
    Event("merge.accepted", "planning", "同意合并检查"),
    Event("merge.declined", "planning", "不合并检查"),
    Event("special_plan.drafted", "planning", "起草专项检查方案"),
    Event("special_plan.submitted", "planning", "专项检查方案送审"),
    Event("special_plan.returned", "planning", "退回专项检查方案"),
    Event("special_plan.approved", "planning", "批准专项检查方案"),
    Event("special_plan.published", "planning", "公布并备案专项检查方案"),
    Event("special_plan.ended", "planning", "专项检查结束"),
    # draw
    Event("draw.log_opened", "draw", "启用抽取日志"),
    Event("draw.review_entered", "draw", "登记案卷评查"),
    Event("draw.prepared", "draw", "准备抽取"),
    Event("draw.abandoned", "draw", "放弃准备"),
    Event("draw.roll_published", "draw", "公布名录公告"),
    Event("draw.frozen", "draw", "冻结名录"),
    Event("draw.announced", "draw", "公告抽取方案"),
    Event("draw.seat_link_issued", "draw", "签发席位链接"),
    Event("draw.seat_link_revoked", "draw", "收回席位链接"),
    Event("draw.seat_taken", "draw", "参与方在手机上入座"),
    Event("draw.committed", "draw", "提交承诺"),
    Event("draw.sealed", "draw", "封签"),
    Event("draw.keys_handed", "draw", "名录密钥交见证人"),
    Event("draw.commit_found", "draw", "核对本人承诺"),
    Event("draw.anchored", "draw", "外部存证封签哈希"),
    Event("draw.value_entered", "draw", "录入公开随机数"),
    Event("draw.read_back_differed", "draw", "回读不一致，未采用"),
    Event("draw.value_confirmed", "draw", "回读确认公开随机数"),
    Event("draw.photographed", "draw", "存骰子照片"),
    Event("draw.revealed", "draw", "开封秘密数"),
    Event("draw.reveals_closed", "draw", "截止开封"),
    Event("draw.computed", "draw", "计算结果"),
    Event("draw.signed", "draw", "见证签认"),
    Event("draw.change_proposed", "draw", "提出变更"),
    Event("draw.change_refused", "draw", "不予批准变更"),
    Event("draw.substituted", "draw", "递补人员"),
    Event("draw.skipped", "draw", "跳过候补"),
    Event("draw.replaced", "draw", "替换对象"),
    Event("draw.key_shared", "draw", "名录密钥分存"),
    Event("draw.key_reissued", "draw", "名录密钥份额重发"),
    Event("draw.key_received", "draw", "确认收到名录密钥份额"),
    Event("draw.key_opened", "draw", "合并启用名录密钥"),
    Event("draw.key_destroyed", "draw", "销毁名录密钥"),
    Event("draw.voided", "draw", "作废"),
    Event("draw.audited", "draw", "登记外部审计"),
    Event("draw.published", "draw", "公布抽取结果"),
    Event("draw.completed", "draw", "抽取办结"),
    Event("draw.transcript_written", "draw", "写出公开记录"),
    # clocks
    Event("clock.paused", "clocks", "暂停期限"),
    Event("clock.resumed", "clocks", "恢复期限"),
    Event("clock.recounted", "clocks", "按新的工作日历重算期限"),
    Event("clock.escalated", "clocks", "逾期未办，提醒升级"),
    Event("calendar_feed.issued", "clocks", "生成日历订阅地址"),
    Event("calendar_feed.ended", "clocks", "停用日历订阅地址"),
    # inspection
    Event("inspection.opened", "inspection", "按抽取结果下达检查任务"),
    Event("inspection.named", "inspection", "按线索、专项等下达检查任务"),
    Event("inspection.gone_first", "inspection", "紧急情况先行检查，待补办审批"),
    Event("visit_notice.issued", "inspection", "签发检查通知书"),
    Event("visit_notice.served", "inspection", "送达检查通知书"),
    Event("visit_notice.read", "inspection", "检查对象确认收到通知书"),
    Event("visit_notice.challenged", "inspection", "检查对象申请回避"),
    Event("visit_notice.challenge_answered", "inspection", "答复回避申请"),
    Event("visit_task.accepted", "inspection", "检查人员接受任务"),
    Event("visit_task.recused", "inspection", "检查人员申报回避"),
    Event("offsite.asked", "inspection", "通知自查、书面检查"),
    Event("offsite.handed_in", "inspection", "检查对象提交自查、书面材料"),
    Event("offsite.returned", "inspection", "退回补正自查、书面材料"),
    Event("offsite.reviewed", "inspection", "审核自查、书面材料"),
    Event("offsite.captured", "inspection", "登记网络核查"),
    Event("inspection.teams_refreshed", "inspection", "按递补更新检查组"),
    Event("inspection.approval_requested", "inspection", "申请行政检查审批"),
    Event("inspection.approved", "inspection", "批准行政检查"),
    Event("inspection.not_approved", "inspection", "不批准行政检查"),
    Event("inspection.approval_withdrawn", "inspection", "撤回行政检查审批申请"),
    Event("inspection.recorded", "inspection", "登记检查结果"),
    Event("inspection.sent_back", "inspection", "退回重查"),
    Event("inspection.cancelled", "inspection", "撤销检查任务"),
    Event("inspection.ended", "inspection", "检查结束"),
    Event("inspection.notice_served", "inspection", "送达初步结果告知书"),
    Event("inspection.defended", "inspection", "提交陈述申辩"),
    Event("inspection.defence_waived", "inspection", "放弃陈述申辩"),
    Event("inspection.defence_answered", "inspection", "答复陈述申辩"),
    Event("inspection.confirmed", "inspection", "确认检查结果"),
    Event("inspection.published", "inspection", "检查结果已公示"),
    Event("inspection.withheld", "inspection", "检查结果不予公示"),
    Event("inspection.unpublished", "inspection", "撤下检查结果公示"),
    Event("inspection.closed", "inspection", "检查任务办结"),
    Event("rectification.ordered", "inspection", "责令限期改正"),
    Event("rectification.extended", "inspection", "延长整改期限"),
    Event("rectification.submitted", "inspection", "提交整改材料"),
    Event("rectification.revisited", "inspection", "登记整改回访"),
    Event("rectification.returned", "inspection", "退回继续整改"),
    Event("rectification.decided", "inspection", "确认整改结果"),
    Event("inspection.sheet_received", "inspection", "签收检查结果报送单"),
    Event("inspection.sheet_returned", "inspection", "退回检查结果报送单"),
    Event("inspection.sheet_resent", "inspection", "重新报送检查结果"),
    Event("followup.chosen", "inspection", "选择后续措施"),
    Event("followup.finished", "inspection", "办结后续措施"),
    Event("guidance.given", "inspection", "开展行政指导"),
    Event("guidance.read", "inspection", "检查对象已阅行政指导"),
    Event("report.written", "inspection", "编写检查报告"),
    Event("report.submitted", "inspection", "提交检查报告"),
    Event("report.returned", "inspection", "退回检查报告"),
    Event("report.approved", "inspection", "批准检查报告"),
    Event("report.sent", "inspection", "报送检查报告"),
    Event("conduct.reported", "inspection", "收到对检查人员的反映"),
    Event("conduct.replied", "inspection", "答复对检查人员的反映"),
    Event("visit.entered", "inspection", "登记扫码入企"),
    Event("visit.scan_made_up", "inspection", "补扫企业码"),
    Event("visit.shown", "inspection", "登记亮证"),
    Event("visit.told", "inspection", "登记告知权利义务"),
    Event("visit.recorded", "inspection", "检查笔录定稿"),
    Event("visit.corrected", "inspection", "更正检查笔录"),
    Event("visit.signed", "inspection", "登记签字"),
    Event("visit.declined", "inspection", "登记拒签"),
    Event("visit.finished", "inspection", "完成入企检查"),
    Event("visit.left", "inspection", "中断入企检查"),
    # field
    Event("field.received", "field", "收到现场记录"),
    Event("field.decided", "field", "处理现场待处理记录"),
    # publicity
    Event("notice.drafted", "publicity", "起草公示"),
    Event("notice.redrafted", "publicity", "重新生成公示草稿"),
    Event("notice.redacted", "publicity", "遮盖公示内容"),
    Event("notice.reviewed", "publicity", "公示内容审核通过"),
    Event("notice.returned", "publicity", "退回公示"),
    Event("notice.dropped", "publicity", "作废公示草稿"),
    Event("notice.released", "publicity", "发布公示"),
    Event("notice.corrected", "publicity", "以更正版替代公示"),
    Event("notice.withdrawn", "publicity", "撤下公示"),
    Event("notice.confirmed", "publicity", "司法行政机关确认清单"),
    Event("notice.keep_back_asked", "publicity", "提出不公开"),
    Event("notice.kept_back", "publicity", "批准不公开"),
    Event("notice.keep_back_refused", "publicity", "不批准不公开"),
    Event("notice.receipt_recorded", "publicity", "登记公示回执"),
)

EVENTS: Mapping[str, Event] = MappingProxyType({event.kind: event for event in _TABLE})


class Purpose(StrEnum):
    """What a key of this bureau signs."""

    LOG = "log"
    COSIGN = "cosign"

    @property
    def label(self) -> str:
        return {"log": "签发检查点", "cosign": "联署外部日志"}[self]


class KeyHolder(StrEnum):
    """Whose key it is."""

    UPPER = "upper"
    WITNESS = "witness"
    LOG = "log"

    @property
    def label(self) -> str:
        return {"upper": "上级机关", "witness": "见证人", "log": "外部日志"}[self]


class KeyState(StrEnum):
    """Whether signatures by it are still taken."""

    IN_USE = "in_use"
    ENDED = "ended"

    @property
    def label(self) -> str:
        return {"in_use": "在用", "ended": "已停用"}[self]


class Verdict(StrEnum):
    """What was answered to a checkpoint of another log."""

    COSIGNED = "cosigned"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {"cosigned": "已联署", "refused": "已拒绝"}[self]
