"""Words of publication: kinds of notices, their states, why something stays back or is taken down, channels."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from mingqian.core.machines import notice


class NoticeKind(StrEnum):
    """What is made public. A kind has its row in the publication matrix and its column on the portal."""

    ITEM_LIST = "item_list"
    INSPECTOR_LIST = "inspector_list"
    SUBJECT_LIST = "subject_list"
    ANNUAL_PLAN = "annual_plan"
    DRAW_NOTICE = "draw_notice"
    DRAW_RESULT = "draw_result"
    RESULTS = "results"
    STATISTICS = "statistics"
    RULE_DOCUMENT = "rule_document"
    EVALUATION_METHOD = "evaluation_method"
    DUTIES = "duties"

    @property
    def label(self) -> str:
        return _KINDS[self]


_KINDS: Mapping[NoticeKind, str] = MappingProxyType(
    {
        NoticeKind.ITEM_LIST: "事项清单",
        NoticeKind.INSPECTOR_LIST: "执法人员清单",
        NoticeKind.SUBJECT_LIST: "对象名录",
        NoticeKind.ANNUAL_PLAN: "年度计划",
        NoticeKind.DRAW_NOTICE: "抽取公告",
        NoticeKind.DRAW_RESULT: "抽取结果",
        NoticeKind.RESULTS: "检查结果",
        NoticeKind.STATISTICS: "年度执法数据",
        NoticeKind.RULE_DOCUMENT: "制度规范",
        NoticeKind.EVALUATION_METHOD: "检查评价办法",
        NoticeKind.DUTIES: "职责与程序",
    }
)


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


class WithdrawGround(StrEnum):
    """Why something released is taken down; the public reads the words."""

    REVOKED = "revoked"
    CHANGED = "changed"
    UNLAWFUL = "unlawful"
    VOID = "void"
    REMADE = "remade"
    MISTAKE = "mistake"
    EXPIRED = "expired"
    PRIVACY = "privacy"
    DISCLOSURE = "disclosure"

    @property
    def label(self) -> str:
        return _WITHDRAWALS[self]

    @property
    def overturned(self) -> bool:
        """行政处罚法第四十八条: then three working days run from the overturning."""
        return self in (
            WithdrawGround.REVOKED,
            WithdrawGround.CHANGED,
            WithdrawGround.UNLAWFUL,
            WithdrawGround.VOID,
        )


_WITHDRAWALS: Mapping[WithdrawGround, str] = MappingProxyType(
    {
        WithdrawGround.REVOKED: "决定被依法撤销",
        WithdrawGround.CHANGED: "决定被依法变更",
        WithdrawGround.UNLAWFUL: "决定被确认违法",
        WithdrawGround.VOID: "决定被确认无效",
        WithdrawGround.REMADE: "要求重新作出",
        WithdrawGround.MISTAKE: "公示内容有误",
        WithdrawGround.EXPIRED: "公示期限届满",
        WithdrawGround.PRIVACY: "不应公开的个人信息",
        WithdrawGround.DISCLOSURE: "不再主动公开",
    }
)


class Channel(StrEnum):
    """Where a notice is seen. The page and the feed are ours; for the others somebody records a receipt."""

    PAGE = "page"
    FEED = "feed"
    WINDOW = "window"
    WECHAT = "wechat"
    GOVERNMENT_SITE = "government_site"
    CREDIT_SITE = "credit_site"

    @property
    def label(self) -> str:
        return _CHANNELS[self]


_CHANNELS: Mapping[Channel, str] = MappingProxyType(
    {
        Channel.PAGE: "门户网页",
        Channel.FEED: "订阅与开放数据",
        Channel.WINDOW: "服务窗口张贴",
        Channel.WECHAT: "微信公众号",
        Channel.GOVERNMENT_SITE: "政府网站",
        Channel.CREDIT_SITE: "信用网站",
    }
)

AUTOMATIC = (Channel.PAGE, Channel.FEED)


class Answer(StrEnum):
    """What became of a request not to publish."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {"waiting": "待批准", "approved": "已批准", "refused": "未批准"}[self.value]
