"""Columns of the lists of 比对核查."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mingqian.core.comparing import Verdict
from mingqian.inspection.enums import Settled
from mingqian.inspection.models import Comparison, ComparisonRow
from mingqian.ui.tables import Column

KINDS = {Verdict.SAME: "ok", Verdict.DIFFERENT: "bad", Verdict.UNCLEAR: "wait"}


def _subject(row: ComparisonRow) -> SafeString:
    url = reverse("inspection:offsite", args=[row.task.code])
    return format_html(
        '<a class="t" href="{}">{}</a><small class="mono">{}</small>',
        url,
        row.task.subject_name,
        row.task.code,
    )


def _verdict(row: ComparisonRow) -> SafeString:
    kind, label = KINDS[Verdict(row.verdict)], Verdict(row.verdict).label
    return format_html('<span class="tag {}">{}</span><small>{}</small>', kind, label, row.why)


def settled(row: ComparisonRow) -> str:
    """What became of it."""
    if row.settled:
        return Settled(row.settled).label
    return "" if row.verdict == Verdict.SAME else "待核实"


def _cells(names: list[str], cells: list[str]) -> SafeString:
    pairs = list(zip(names, cells, strict=False))
    return format_html_join(SafeString("<br>"), "{}：{}", pairs) if pairs else SafeString("—")


def _words(row: ComparisonRow) -> str:
    by = f"（{row.settled_by.name}）" if row.settled_by else ""
    return f"{row.words}{by}{row.lead}" if row.words else ""


def _gone_into(row: ComparisonRow) -> SafeString:
    return format_html("{}<small>{}</small>", settled(row), _words(row))


def rows(made: Comparison) -> tuple[Column, ...]:
    """The three lists in one, each firm with both of its rows."""
    left, right = ([pair[place] for pair in made.columns] for place in (0, 1))
    apart = tuple(
        column
        for number, (mine, theirs) in enumerate(zip(left, right, strict=True))
        for column in (_cell(f"{made.left_name} {mine}", "left", number), _cell(f"{made.right_name} {theirs}", "right", number))
    )  # fmt: skip
    return (
        Column("subject", "对象", cell=_subject, text=lambda row: row.task.subject_name, wide=True),
        Column("number", "代码", cell=lambda row: row.task.subject.number, apart=True),
        Column("task", "任务", cell=lambda row: row.task.code, apart=True),
        Column("verdict", "比对结果", cell=_verdict, text=lambda row: Verdict(row.verdict).label, sort="verdict"),
        Column("why", "说明", apart=True),
        Column("left", made.left_name, cell=lambda row: _cells(left, row.left), text=lambda row: "；".join(row.left)),
        Column("right", made.right_name, cell=lambda row: _cells(right, row.right), text=lambda row: "；".join(row.right)),
        *apart,
        Column("settled", "核实", cell=_gone_into, text=settled, sort="settled", wide=True),
        Column("words", "核实情况", cell=_words, apart=True),
    )  # fmt: skip


def _cell(label: str, side: str, number: int) -> Column:
    def cell(row: ComparisonRow) -> str:
        cells: list[str] = getattr(row, side)
        return cells[number] if number < len(cells) else ""

    return Column(f"{side}{number}", label, cell=cell, apart=True)


def _made(row: Comparison) -> SafeString:
    return format_html(
        '<a class="t" href="{}">{}</a>', reverse("inspection:comparison", args=[row.code]), row.code
    )


COMPARISONS = (
    Column("code", "编号", cell=_made, text=lambda row: row.code),
    Column("item", "事项", cell=lambda row: row.item.item_version.name, wide=True),
    Column("sets", "两份数据", cell=lambda row: f"{row.left_name}／{row.right_name}", wide=True),
    Column("same", "一致", numeric=True),
    Column("different", "不一致", numeric=True),
    Column("unclear", "无法判断", numeric=True),
    Column("unsettled", "待核实", numeric=True),
    Column("by", "办理人", cell=lambda row: row.by.name),
    Column("at", "时间"),
)
