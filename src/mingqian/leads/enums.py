"""Words of leads with a fixed code and a Chinese label. States live in core.machines."""

from mingqian.core.labels import LabelledCode


class LeadKind(LabelledCode):
    """What kind of lead it is (FL 四(五), PD 一, 54号: 投诉举报、转办交办、数据监测)."""

    COMPLAINT = "complaint", "投诉"
    REPORT = "report", "举报"
    ASSIGNED = "assigned", "转办交办"
    DATA = "data", "数据监测"
    GRID = "grid", "网格巡查"
    MEDIA = "media", "媒体监督"


class Channel(LabelledCode):
    """XM-41: by which door it came."""

    PORTAL = "portal", "网上"
    HOTLINE = "hotline", "热线"
    LETTER = "letter", "信函"
    VISIT = "visit", "来访"
    DOCUMENT = "document", "公文"
    SYSTEM = "system", "系统"


FROM_PEOPLE = (LeadKind.COMPLAINT, LeadKind.REPORT, LeadKind.MEDIA)
"""Kinds whose informant is a person."""


class PartyKind(LabelledCode):
    """What somebody is whom the registry does not know."""

    FIRM = "firm", "单位"
    PERSON = "person", "个人"


class Purpose(LabelledCode):
    """Why a sealed identity is opened."""

    CONTACT = "contact", "联系补充材料"
    FEEDBACK = "feedback", "反馈处理结果"
    PROTECT = "protect", "保护举报人"
    REWARD = "reward", "举报奖励"


class ReceiptState(LabelledCode):
    """What the other side said to a transfer."""

    WAITING = "waiting", "待回执"
    ACCEPTED = "accepted", "已签收"
    REFUSED = "refused", "不接收"
