"""The fixed words of a 行政检查通知书: rights, the five things nobody may do, and what fits. Pure."""

from collections.abc import Iterator
from datetime import date

from mingqian.core.decision import Decision, denied
from mingqian.inspection.enums import Serving

NOTICE = "国办发〔2024〕54号；行政检查文书基本格式文本（试行）：行政检查通知书"
RIGHTS = (
    "检查人员不得少于两人，应当主动出示行政执法证件；不出示的，您单位有权拒绝检查。",
    "认为检查人员与本次检查有利害关系的，可以申请其回避。",
    "对检查情况有权陈述、申辩；对检查笔录有异议的，可以要求更正或注明。",
    "对检查人员的违法行为，可以扫描本通知书上的码投诉，或向行政执法监督机构反映。",
    "有义务如实提供情况和材料，配合检查，不得阻挠。",
)
FORBIDDEN = (
    "严禁逐利检查：不得接受礼物、宴请，不得转嫁费用，不得指定中介服务。",
    "严禁干扰企业正常生产经营：不得要求法定代表人到场。",
    "严禁任性处罚：不得随意查封、扣押、冻结、责令停产停业。",
    "严禁下达检查指标：不得把考核、预算与检查次数、罚没数额挂钩。",
    "严禁变相检查：不得以观摩、督导、考察等名义行检查之实。",
)
LONGEST = 31


def may_issue(number: str, *, stands: bool, twice: bool, from_on: date, until_on: date) -> Iterator[Decision]:
    """A notice rests on an approval that stands, once, for a window."""
    if not stands:
        yield denied(
            "notice.not_approved", f"审批表{number}未批准，不能签发通知书", NOTICE, "请先办理检查审批"
        )
    if twice:
        yield denied("notice.twice", f"审批表{number}已签发通知书", NOTICE, "请打开已有的通知书")
    if until_on < from_on or (until_on - from_on).days > LONGEST:
        yield denied("notice.window", f"检查时间不成立：起止须在{LONGEST}日以内", NOTICE, "请核对日期")


def may_serve(number: str, *, announced: bool, arrived: bool, how: str, served: bool) -> Iterator[Decision]:
    """不提前告知: nothing reaches the firm before the team stands at its door."""
    if how not in set(Serving):
        yield denied("notice.how", "没有选择送达方式", NOTICE, "可选：电子、纸质、到场出示")
    if served:
        yield denied("notice.served", f"通知书{number}已经送达", NOTICE, "请核对编号")
    if not announced and not arrived:
        yield denied(
            "notice.secret", f"通知书{number}不提前告知，扫码入企以前不能送达", NOTICE, "请到场登记入企后出示"
        )
    if not announced and how != Serving.ON_ARRIVAL:
        yield denied("notice.on_arrival", f"通知书{number}不提前告知，只能到场出示", NOTICE, "请选择到场出示")
