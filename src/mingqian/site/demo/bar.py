"""The demo's role bar: whose shoes to step into, and the one thing that person has to do today."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from mingqian.ui.types import PageRequest

MARK: str = settings.DEMO_MARK
CHOSEN = "roles.json"


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


FIRM, CAPTAIN = "*firm", "*captain"
"""Whoever the lot made them: their codes stand in the demo's own file."""

ROLES = (
    Shoes("LW02", "计划管理员", "看年度计划覆盖到哪一步", "planning:plans"),
    Shoes("LW06", "抽取操作员", "看专项抽取的组和待批的递补", "draw:draw", ("LW-2026-D1",)),
    Shoes("LW08", "纪检监察见证人", "看第二次抽取的封签和签认", "draw:draw", ("LW-2026-R2",)),
    Shoes("LW13", "业务处室经办人", "答复一份陈述申辩", "inspection:task", ("*defended",)),
    Shoes("LW14", "业务处室负责人", "确认检查结果", "inspection:confirm-batch", ("LW-2026-D1",)),
    Shoes(CAPTAIN, "执法检查人员", "登记一次检查", "inspection:task", ("*check",)),
    Shoes("LW16", "公示内容审核人", "逐项看脱敏预览", "publicity:notice", ("*review",)),
    Shoes("LW10", "公示发布人", "放行一批超期的检查结果", "publicity:notice", ("*release",)),
    Shoes("LW01", "局领导", "批准检查和递补，看六个数", "desk"),
    Shoes("LWX1", "系统管理员", "看组织机构和人员", "accounts:units"),
    Shoes("LWX2", "安全管理员", "导出权限矩阵", "accounts:rights"),
    Shoes("LWX3", "审计管理员", "核对日志链", "audit:journal"),
    Shoes(FIRM, "企业", "看这次检查，提交整改", "inspection:enterprise"),
    Shoes("LW17", "司法局（执法监督）", "确认有变动的执法人员清单", "publicity:notice", ("*confirm",)),
    Shoes("LW41", "区县人社局", "签阅检查指引", "desk"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the bar's list."""

    code: str
    label: str
    here: bool


def write(folder: Path, **chosen: str) -> None:
    """Keep who the lot chose beside the demo's database: ``captain`` and ``firm`` are codes of people."""
    text = json.dumps(chosen, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / CHOSEN).write_text(text + "\n", encoding="utf-8")


def roles() -> tuple[Shoes, ...]:
    """The bar's people, with those in place whom the lot chose."""
    chosen = _chosen(Path(settings.HOME) / CHOSEN)
    filled = (
        replace(one, code=_fill(one.code, chosen), args=tuple(_fill(arg, chosen) for arg in one.args))
        for one in ROLES
    )
    return tuple(one for one in filled if one.code)


def _fill(word: str, chosen: dict[str, str]) -> str:
    return chosen.get(word[1:], "") if word.startswith("*") else word


def _chosen(file: Path) -> dict[str, str]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def alive() -> bool:
    """A demo is one only where its directory says so; cleared, it is a bureau like any other."""
    return bool(settings.MINGQIAN_DEMO) and (Path(settings.HOME) / MARK).is_file()


def choices(request: PageRequest) -> list[Choice]:
    """The bar's list; empty outside a demo."""
    if not alive():
        return []
    mine = request.actor.code if request.actor else ""
    return [Choice(one.code, one.label, one.code == mine) for one in roles()]


def today(request: PageRequest) -> Shoes | None:
    """The one thing of whoever is signed in."""
    mine = request.actor.code if request.actor else ""
    return next((one for one in roles() if one.code == mine), None) if alive() else None
