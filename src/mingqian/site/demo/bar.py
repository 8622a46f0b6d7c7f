"""The demo's role bar: whose shoes to step into, and the one thing that person has to do today."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from mingqian.ui.types import PageRequest

MARK: str = settings.DEMO_MARK


@dataclass(frozen=True, slots=True)
class Shoes:
    """A person of the fictional bureau and today's one thing."""

    code: str
    label: str
    words: str
    name: str
    args: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """Where the one thing is done."""
        try:
            return reverse(self.name, args=self.args)
        except NoReverseMatch:
            return "/desk/"


ROLES = (
    Shoes("LW02", "计划管理员", "看年度计划覆盖到哪一步", "planning:plans"),
    Shoes("LW06", "抽取操作员", "建一次演练抽取", "draw:new"),
    Shoes("LW08", "纪检监察见证人", "看第二次抽取的封签和签认", "draw:draw", ("LW-2026-R2",)),
    Shoes("LW13", "业务处室经办人", "回复一份陈述申辩", "inspection:notices"),
    Shoes("LW14", "业务处室负责人", "确认检查结果", "inspection:tasks"),
    Shoes("LW15", "执法检查人员", "记录一次检查", "inspection:tasks"),
    Shoes("LW16", "公示内容审核人", "逐项看脱敏预览", "publicity:queue"),
    Shoes("LW10", "公示发布人", "放行一批公示", "publicity:queue"),
    Shoes("LW01", "局领导", "看六个数和超期件", "desk"),
    Shoes("LWX1", "系统管理员", "看组织机构和人员", "accounts:units"),
    Shoes("LWX2", "安全管理员", "导出权限矩阵", "accounts:rights"),
    Shoes("LWX3", "审计管理员", "核对日志链", "audit:journal"),
    Shoes("LW18", "企业", "看这次检查，提交整改", "inspection:enterprise"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the bar's list."""

    code: str
    label: str
    here: bool


def alive() -> bool:
    """A demo is one only where its directory says so; cleared, it is a bureau like any other."""
    return bool(settings.MINGQIAN_DEMO) and (Path(settings.HOME) / MARK).is_file()


def choices(request: PageRequest) -> list[Choice]:
    """The bar's list; empty outside a demo."""
    if not alive():
        return []
    mine = request.actor.code if request.actor else ""
    return [Choice(one.code, one.label, one.code == mine) for one in ROLES]


def today(request: PageRequest) -> Shoes | None:
    """The one thing of whoever is signed in."""
    mine = request.actor.code if request.actor else ""
    return next((one for one in ROLES if one.code == mine), None) if alive() else None
