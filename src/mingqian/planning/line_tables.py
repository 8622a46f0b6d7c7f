"""The tables of a plan's page: its lines with ratio, clause, forecast and progress; a year as a strip."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mingqian.planning.enums import PlanState, RuleSource, SamplingMethod
from mingqian.planning.models import ForecastLine, PlanLine, PlannedItem, PlanRound
from mingqian.planning.selectors.annual import rule_words
from mingqian.planning.selectors.papers import Shelf
from mingqian.planning.tables import methods, partner_name, shelf_links, tag
from mingqian.ui.tables import Column
from mingqian.ui.types import Month, Strip
from mingqian.ui.words import count, percent


@dataclass(frozen=True, slots=True)
class LineRow:
    """One line with what is known about it."""

    line: PlanLine
    forecast: ForecastLine | None
    progress: Mapping[int, PlannedItem]
    shelf: Shelf
    edit: str = ""


def _item(row: LineRow) -> SafeString:
    name = format_html("<b>{}</b> {}", row.line.item.code, row.line.item_version.name)
    if row.edit:
        name = format_html('<a href="{}">{}</a>', row.edit, name)
    partners = "、".join(partner_name(one) for one in row.line.partners.all())
    more = [f"第{row.line.item_version.number}版", f"会同{partners}" if partners else "", row.line.duties]
    return format_html(
        "<div>{}<small>{}</small>{}</div>",
        name,
        " · ".join(word for word in more if word),
        shelf_links(row.shelf),
    )


def _months(row: LineRow) -> SafeString | str:
    rounds = sorted(row.line.rounds.all(), key=lambda one: one.number)
    if not rounds:
        return row.line.as_needed_reason or "不安排"
    return format_html("<div>{}</div>", format_html_join(" ", "{}", ((_round(row, one),) for one in rounds)))


def _round(row: LineRow, one: PlanRound) -> SafeString:
    """XM-80: a draw of the plan, and how far the batch that carries it out has come."""
    words = f"{one.month}月 {one.batch}".strip()
    done = row.progress.get(one.pk)
    if done is None:
        return format_html('<span class="tag">{}</span>', words)
    label = f"{words} {PlanState(done.plan.state).label}"
    inner = tag(done.plan.state, label)
    if not done.open_to_reader:  # type: ignore[attr-defined]  # annotated by the selector
        return inner
    return format_html(
        '<a href="{}">{}</a>', reverse("planning:implementation", args=[done.plan.code]), inner
    )


def _ratio(row: LineRow) -> SafeString:
    source = RuleSource(row.line.rule_source).label if row.line.rule_source else "文件未定"
    way = SamplingMethod(row.line.sampling_method)
    more = f"（{way.label}：{row.line.sampling_reason}）" if way is not SamplingMethod.PLAIN else ""
    return format_html(
        '<div>{}{}<br><span class="clause">{} {}</span></div>',
        rule_words(row.line),
        more,
        source,
        row.line.rule_clause,
    )


def _forecast(row: LineRow) -> SafeString | str:
    """PD-16 forecast of k; FL-38 the floor, and how many firms the annual cap keeps out."""
    one = row.forecast
    if one is None:
        return "尚未测算"
    share = percent(_coverage(one))
    return format_html(
        '<div>{} 中抽 {} × {} 次<small>全年覆盖不超过 {}</small><small>{}</small></div>',
        count(one.pool), count(one.quota), one.rounds, share, one.words,
    )  # fmt: skip


def _coverage(one: ForecastLine) -> int:
    return min(one.quota * one.rounds, one.pool) * 1_000_000 // one.pool if one.pool else 0


LINES = (
    Column("number", "行", lambda row: row.line.number, numeric=True),
    Column("item", "事项与分工", _item, wide=True),
    Column(
        "unit",
        "责任单位",
        lambda row: row.line.responsible_unit.name if row.line.responsible_unit else "未定",
    ),
    Column("months", "抽查月份与进度", _months),
    Column("methods", "检查方式", lambda row: methods(row.line.methods)),
    Column("ratio", "比例与依据", _ratio),
    Column("forecast", "测算", _forecast),
)

OMISSIONS = (
    Column("item", "事项", lambda row: row.item.code),
    Column("reason", "本年不安排的原因", wide=True),
)


def strip(year: int, lines: Iterable[PlanLine], today: date) -> Strip:
    """Twelve months: how many items are drawn in each, by batch."""
    months: dict[int, dict[str, int]] = {}
    for line in lines:
        for one in line.rounds.all():
            batches = months.setdefault(one.month, {})
            batches[one.batch] = batches.get(one.batch, 0) + 1
    return Strip(
        year,
        "项",
        tuple(
            Month(
                number,
                sum(months.get(number, {}).values()),
                tuple(_batch(name, items) for name, items in sorted(months.get(number, {}).items())),
                now=(year, number) == (today.year, today.month),
            )
            for number in range(1, 13)
        ),
    )


def _batch(name: str, items: int) -> str:
    return f"{name} {items}项" if name else f"未定批次 {items}项"


def figures(rows: Sequence[LineRow]) -> list[tuple[str, str, str]]:
    """(label, number, note): the plan in a few numbers."""
    counted = [row.forecast for row in rows if row.forecast is not None]
    draws = sum(len(row.line.rounds.all()) for row in rows)
    planned = sum(one.quota * one.rounds for one in counted)
    lowest = min((_coverage(one) for one in counted if one.pool and one.rounds), default=None)
    done = sum(
        1 for row in rows for one in row.line.rounds.all()
        if one.pk in row.progress and row.progress[one.pk].plan.state == PlanState.COMPLETED
    )  # fmt: skip
    return [
        ("列入事项", count(len(rows)), "行"),
        ("全年抽取", count(draws), "项次"),
        ("预计抽查", count(planned) if counted else "—", "件" if counted else "尚未测算"),
        ("最低覆盖", percent(lowest) if lowest is not None else "—", "各事项中最低"),
        (
            "频次已满",
            count(max((one.capped for one in counted), default=0)) if counted else "—",
            "户，单个事项最多",
        ),
        ("已完成", f"{done} / {draws}", "项次"),
    ]
