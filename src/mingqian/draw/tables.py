"""Columns and filters of the draw lists."""

from typing import Any, TypeVar

from django import forms as fields
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.core.machines import ceremony as machine
from mingqian.draw.models import Draw
from mingqian.draw.selectors.sparing import Candidate
from mingqian.draw.types import Known
from mingqian.ui import forms
from mingqian.ui.tables import Column
from mingqian.ui.templatetags.ui import tag

Row = TypeVar("Row", bound=Model)
SHORT = {
    "prepared": "准备中", "frozen": "已冻结", "announced": "已公告", "sealed": "已封签", "valued": "已出数",
    "revealed": "已揭示", "seeded": "种子已定", "computed": "待签认", "signed": "已签认", "published": "已公布",
    "completed": "已办结", "voided": "已作废", "abandoned": "已放弃",
}  # fmt: skip
KINDS = {"published": "ok", "completed": "ok", "voided": "bad", "abandoned": "", "prepared": ""}
STANDING = {"F": "必查", "X": "免检或筛除", "S": "不在本层", "E": "参加随机"}


def state_tag(row: Draw) -> SafeString:
    """Five characters at most."""
    return tag(SHORT[row.state], KINDS.get(row.state, "info"))


def _link(row: Draw) -> SafeString:
    return format_html(
        '<a class="t" href="{}">{}</a><small>{}</small>',
        reverse("draw:draw", args=[row.code]),
        row.title,
        row.code,
    )


def _nature(row: Draw) -> str:
    return "演练" if row.log.nature == "practice" else "正式"


DRAWS = (
    Column("code", "抽取", cell=_link, text=lambda row: f"{row.title} {row.code}", sort="code", wide=True),
    Column("state", "状态", cell=state_tag, text=lambda row: SHORT[row.state], sort="state"),
    Column("nature", "性质", cell=_nature),
    Column("attempt", "第几次", numeric=True),
    Column("unit", "组织单位", cell=lambda row: row.unit.name),
    Column("prepared_at", "准备时间", sort="prepared_at"),
    Column("published_at", "公布时间", sort="published_at"),
)


class DrawFilter(forms.Filter):
    """By words, by state, by nature."""

    q = fields.CharField(label="名称或编号", max_length=60)
    state = fields.ChoiceField(label="状态", choices=[("", "全部"), *machine.MACHINE.states.items()])
    nature = fields.ChoiceField(
        label="性质", choices=[("", "全部"), ("official", "正式"), ("practice", "演练")]
    )

    def narrow(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Apply what is set."""
        if words := self.given("q"):
            title = Q(plan__title__contains=words) | Q(review__title__contains=words)
            rows = rows.filter(title | Q(code__contains=words))
        if state := self.given("state"):
            rows = rows.filter(state=state)
        if nature := self.given("nature"):
            rows = rows.filter(log__nature=nature)
        return rows


def standing(row: Known) -> str:
    """A row's status in a word."""
    return STANDING.get(row.status[:1], row.status)


def _identity(row: Any) -> SafeString:  # noqa: ANN401 — a Known
    return format_html('<span class="t">{}</span><small class="mono">{}</small>', row.name, row.identity)


EXCLUDED = (
    Column("name", "名称", cell=_identity, text=lambda row: row.name),
    Column("identity", "代码", cell=lambda row: row.identity.partition(":")[2] or row.identity),
    Column("status", "情形", cell=standing),
    Column("reason", "理由", wide=True),
    Column("clause", "依据", wide=True),
)
DUE = (
    Column(
        "tag", "编号", cell=lambda row: format_html('<span class="mono">{}</span>', row.tag[:16]),
        text=lambda row: row.tag,
    ),
    *EXCLUDED,
)  # fmt: skip
DRAWN = (
    Column("name", "名称", cell=_identity, text=lambda row: row.name),
    Column("identity", "代码", cell=lambda row: row.identity.partition(":")[2] or row.identity),
    Column("how", "怎么进来的"),
    Column("batch", "检查批次"),
    Column(
        "tag",
        "编号",
        cell=lambda row: format_html('<span class="mono">{}</span>', row.tag[:16]),
        text=lambda row: row.tag,
    ),
)
SLIPS = Column("weight", "签数", numeric=True)
POOLED = (*EXCLUDED[:2], SLIPS)


def _may(row: Candidate) -> str:
    return "可申请" if row.answer.ok else "不能"


CANDIDATES = (
    Column(
        "name", "名称", cell=lambda row: row.firm.name, text=lambda row: f"{row.firm.name} {row.firm.identity}",
        wide=True,
    ),
    Column("answer", "免检", cell=lambda row: tag(_may(row), "ok" if row.answer.ok else ""), text=_may),
    Column(
        "reason", "为什么", wide=True,
        cell=lambda row: format_html("{}<small>{}</small>", row.answer.reason, row.answer.clause),
        text=lambda row: f"{row.answer.reason}（{row.answer.clause}）",
    ),
)  # fmt: skip


class Period(forms.Filter):
    """Which past draws a report looks at, by the day their lists were frozen."""

    since = forms.DateField(label="从")
    until = forms.DateField(label="到")
