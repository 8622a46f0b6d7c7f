"""Words of publication: kinds of notices, their states, why something stays back or is taken down, channels."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from mingqian.core.labels import LabelledCode
from mingqian.core.machines import notice


class NoticeKind(LabelledCode):
    """What is made public. A kind has its row in the publication matrix and its column on the portal."""

    ITEM_LIST = "item_list", "事项清单"
    INSPECTOR_LIST = "inspector_list", "执法人员清单"
    SUBJECT_LIST = "subject_list", "对象名录"
    ANNUAL_PLAN = "annual_plan", "年度计划"
    DRAW_NOTICE = "draw_notice", "抽取公告"
    DRAW_RESULT = "draw_result", "抽取结果"
    RESULTS = "results", "检查结果"
    STATISTICS = "statistics", "年度执法数据"
    RULE_DOCUMENT = "rule_document", "制度规范"
    EVALUATION_METHOD = "evaluation_method", "检查评价办法"
    DUTIES = "duties", "职责与程序"
    SERVICE_GUIDE = "service_guide", "办事指南"
    POWER_LIST = "power_list", "权责清单"


class NoticeState(StrEnum):
    """The states of ``core.machines.notice``, for the database."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    RELEASED = "released"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    KEPT_BACK = "kept_back"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        return notice.MACHINE.states[self.value]


PUBLIC = (NoticeState.RELEASED, NoticeState.CORRECTED, NoticeState.WITHDRAWN)
"""What anybody may know of: a withdrawn notice leaves its tombstone, a corrected one its old wording."""


class KeepBackGround(StrEnum):
    """不公开的理由: 公开为常态、不公开为例外, so every exception has one of these and somebody's approval."""

    STATE_SECRET = "state_secret"  # noqa: S105  # 国家秘密
    COMMERCIAL_SECRET = "commercial_secret"  # noqa: S105  # 商业秘密
    PRIVACY = "privacy"
    MINOR = "minor"
    SECURITY = "security"
    OTHER_CASE = "other_case"
    CRIME = "crime"
    INTERNAL = "internal"
    LAW = "law"

    @property
    def label(self) -> str:
        return _GROUNDS[self][0]

    @property
    def clause(self) -> str:
        return _GROUNDS[self][1]


_OGI = "政府信息公开条例"
_GROUNDS: Mapping[KeepBackGround, tuple[str, str]] = MappingProxyType(
    {
        KeepBackGround.STATE_SECRET: ("涉及国家秘密", f"{_OGI}第十四条"),
        KeepBackGround.COMMERCIAL_SECRET: ("涉及商业秘密", f"{_OGI}第十五条"),
        KeepBackGround.PRIVACY: ("涉及自然人个人信息", "个人信息保护法第二十五条；厦门方案 四(三)"),
        KeepBackGround.MINOR: ("涉及未成年人", "个人信息保护法第二十八条"),
        KeepBackGround.SECURITY: ("危及国家安全、公共安全、社会稳定", f"{_OGI}第十四条"),
        KeepBackGround.OTHER_CASE: ("影响其他案件查处", "平顶山方案 四(二)：依法依规不适合公开"),
        KeepBackGround.CRIME: ("涉嫌犯罪、公安机关办理中", "平顶山方案 四(二)：依法依规不适合公开"),
        KeepBackGround.INTERNAL: ("内部事务、过程性信息", f"{_OGI}第十六条"),
        KeepBackGround.LAW: ("法律、法规另有规定", f"{_OGI}第十四条"),
    }
)


class WithdrawGround(LabelledCode):
    """Why something released is taken down; the public reads the words."""

    REVOKED = "revoked", "决定被依法撤销"
    CHANGED = "changed", "决定被依法变更"
    UNLAWFUL = "unlawful", "决定被确认违法"
    VOID = "void", "决定被确认无效"
    REMADE = "remade", "要求重新作出"
    MISTAKE = "mistake", "公示内容有误"
    EXPIRED = "expired", "公示期限届满"
    PRIVACY = "privacy", "不应公开的个人信息"
    DISCLOSURE = "disclosure", "不再主动公开"

    @property
    def overturned(self) -> bool:
        """行政处罚法第四十八条: then three working days run from the overturning."""
        return self in (
            WithdrawGround.REVOKED,
            WithdrawGround.CHANGED,
            WithdrawGround.UNLAWFUL,
            WithdrawGround.VOID,
        )


class Channel(LabelledCode):
    """Where a notice is seen. The page and the feed are ours; for the others somebody records a receipt."""

    PAGE = "page", "门户网页"
    FEED = "feed", "订阅与开放数据"
    WINDOW = "window", "服务窗口张贴"
    WECHAT = "wechat", "微信公众号"
    WEIBO = "weibo", "微博"
    APP = "app", "手机客户端"
    GOVERNMENT_SITE = "government_site", "政府网站"
    CREDIT_SITE = "credit_site", "信用网站"


AUTOMATIC = (Channel.PAGE, Channel.FEED)


class Pointed(LabelledCode):
    """What became of a mistake that a reader pointed out (石嘴山 1(2))."""

    WAITING = "waiting", "待核对"
    CORRECTED = "corrected", "已更正"
    STANDS = "stands", "不需更正"


class Answer(LabelledCode):
    """What became of a request not to publish."""

    WAITING = "waiting", "待批准"
    APPROVED = "approved", "已批准"
    REFUSED = "refused", "未批准"
