"""The left menu and the portal's head: one table. An entry shows only where its page admits the reader."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.urls import resolve, reverse

from mingqian.accounts import selectors as accounts
from mingqian.audit.selectors import until_next_entry
from mingqian.site.demo import bar
from mingqian.ui import access
from mingqian.ui.types import PageRequest

DESK = (
    ("", "我的待办", "desk"),
    ("", "消息", "messages:list"),
    ("", "任务中心", "jobs:list"),
    ("", "我负责的期限", "clocks:mine"),
    ("一单两库", "抽查事项", "registry:items"),
    ("一单两库", "权责清单", "registry:powers"),
    ("一单两库", "办事指南", "guides:guides"),
    ("一单两库", "办件", "guides:applications"),
    ("一单两库", "监管对象", "registry:subjects"),
    ("一单两库", "执法检查人员", "registry:inspectors"),
    ("一单两库", "培训考核", "registry:trainings"),
    ("一单两库", "名录库底数", "registry:counts"),
    ("一单两库", "二次建库", "registry:pools"),
    ("一单两库", "导入", "registry:imports"),
    ("一单两库", "查重台", "registry:duplicates"),
    ("一单两库", "标记申请", "registry:proposals"),
    ("计划与抽取", "抽查需求", "planning:demands"),
    ("计划与抽取", "年度计划", "planning:plans"),
    ("计划与抽取", "实施方案", "planning:implementations"),
    ("计划与抽取", "专项检查方案", "planning:specials"),
    ("计划与抽取", "抽取", "draw:draws"),
    ("计划与抽取", "抽取公平性", "draw:fairness"),
    ("计划与抽取", "免检与合并", "planning:exemptions"),
    ("检查", "线索", "leads:leads"),
    ("检查", "检查批次", "inspection:batches"),
    ("检查", "检查审批", "inspection:approvals"),
    ("检查", "检查通知书", "inspection:visit-notices"),
    ("检查", "检查任务", "inspection:tasks"),
    ("检查", "入企检查", "field:visits"),
    ("检查", "告知与申辩", "inspection:notices"),
    ("检查", "整改回访", "inspection:rectifications"),
    ("检查", "后续措施", "inspection:follow-ups"),
    ("检查", "新许可主体", "inspection:licensees"),
    ("检查", "年度自查报告", "inspection:annual-duties"),
    ("检查", "行政指导", "inspection:guidance"),
    ("检查", "检查台账", "inspection:ledger"),
    ("检查", "检查成效", "inspection:economy"),
    ("检查", "抽查覆盖", "inspection:coverage"),
    ("检查", "检查报告", "inspection:reports"),
    ("检查", "结果报送", "inspection:deliveries"),
    ("检查", "信用待归集", "inspection:signals"),
    ("检查", "对人员的反映", "inspection:conduct"),
    ("检查", "企业评价", "inspection:satisfaction"),
    ("检查", "责任追溯", "officers"),
    ("检查", "我的亮证码", "inspection:my-card"),
    ("检查", "文书", "documents:documents"),
    ("检查", "期限", "clocks:deadlines"),
    ("检查", "检查对象用户", "accounts:firms"),
    ("全过程记录", "正在进行", "records:live"),
    ("全过程记录", "执法记录", "records:items"),
    ("全过程记录", "调阅", "records:recalls"),
    ("全过程记录", "查看日志", "records:log"),
    ("全过程记录", "记录设备", "records:devices"),
    ("全过程记录", "完好核对", "records:checks"),
    ("全过程记录", "到期与销毁", "records:disposals"),
    ("公开", "公示队列", "publicity:queue"),
    ("规则", "检查指引", "planning:guidelines"),
    ("规则", "评价办法", "planning:evaluation-methods"),
    ("规则", "规则文件", "registry:rule-documents"),
    ("规则", "规则包", "registry:packs"),
    ("规则", "工作日历", "registry:calendar"),
    ("规则", "字典", "registry:dictionaries"),
    ("我的企业", "我的事项", "inspection:enterprise"),
    ("我的企业", "检查通知", "inspection:own-notices"),
    ("我的企业", "年度报告", "inspection:own-annual-list"),
    ("我的企业", "我的文书", "documents:own"),
    ("我的企业", "企业码", "inspection:own-code"),
    ("管理", "组织机构", "accounts:units"),
    ("管理", "人员与任职", "accounts:people"),
    ("管理", "权限矩阵", "accounts:rights"),
    ("管理", "接口令牌", "accounts:tokens"),
    ("管理", "审计日志", "audit:journal"),
    ("管理", "日志检查点", "audit:checkpoints"),
    ("管理", "外发消息", "messages:deliveries"),
    ("管理", "我的账号", "accounts:account"),
)

PORTAL = (
    ("事项清单", "publicity:items"),
    ("年度计划", "publicity:plans"),
    ("抽取公告", "publicity:draws"),
    ("检查结果", "publicity:results"),
    ("执法人员", "publicity:inspectors"),
    ("办事指南", "publicity:guides"),
    ("制度规范", "publicity:rules"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu."""

    label: str
    url: str
    here: bool
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one word."""

    label: str
    entries: tuple[Entry, ...]


def for_page(request: PageRequest) -> dict[str, Callable[[], object]]:
    """Context of every page; each is worked out only where a template asks for it."""
    return {
        "menu": lambda: _menu(request),
        "portal_menu": lambda: _portal(request.path),
        "bureau_name": _bureau_name,
        "demo_roles": lambda: bar.choices(request),
        "demo_today": lambda: bar.today(request),
    }


def _menu(request: PageRequest) -> list[Section]:
    sections: dict[str, list[Entry]] = {}
    doors = [door for door in _doors() if door.access.admits(request.actor)]
    # A firm's 我的事项 stands at the root of its other pages: the longest address is where the reader is.
    here = max((door.url for door in doors if _stands_in(request.path, door.url)), key=len, default="")
    for door in doors:
        sections.setdefault(door.section, []).append(Entry(door.label, door.url, door.url == here))
    return [Section(label, tuple(entries)) for label, entries in sections.items()]


def _portal(path: str) -> list[Entry]:
    found = [(label, reverse(name)) for label, name in PORTAL]
    return [Entry(label, url, path.startswith(url)) for label, url in found]


@dataclass(frozen=True, slots=True)
class Door:
    """A line of the table with its address and who may come in."""

    section: str
    label: str
    url: str
    access: access.Access


@cache
def _doors() -> tuple[Door, ...]:
    """Looked up once: resolving forty addresses costs more than most pages. An unknown name is a defect."""
    found = []
    for section, label, name in DESK:
        url = reverse(name)
        declared = access.declared(resolve(url).func)
        assert declared is not None, name
        found.append(Door(section, label, url, declared))
    return tuple(found)


def _stands_in(path: str, url: str) -> bool:
    return path == url if url == "/desk/" else path.startswith(url)


@until_next_entry
def _bureau_name() -> str:
    unit = accounts.bureau()
    return unit.name if unit else ""
