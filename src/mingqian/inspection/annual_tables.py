"""Columns of the lists of 年度自查报告."""

from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from mingqian.inspection import annual
from mingqian.inspection.annual import Standing
from mingqian.inspection.models import AnnualDuty, AnnualReport
from mingqian.ui.tables import Column

KINDS = {Standing.FILED: "ok", Standing.LATE: "wait", Standing.MISSING: "bad", Standing.OPEN: ""}


def duties(page: str) -> tuple[Column, ...]:
    """The yearly duties; ``page`` is what a row opens."""

    def name(row: AnnualDuty) -> SafeString:
        url = reverse(page, args=[row.code])
        return format_html(
            '<a class="t" href="{}">{}年度：{}</a><small class="mono">{}</small>',
            url,
            row.year,
            row.item_name,
            row.code,
        )

    return (
        Column("item_name", "事项", cell=name, text=lambda row: row.item_name, wide=True),
        Column("year", "年度", apart=True),
        Column("due_on", "期限", sort="due_on"),
        Column("owing", "应报告", numeric=True),
        Column("filed", "按期", numeric=True),
        Column("late", "逾期", numeric=True),
    )  # fmt: skip


def reports(duty: AnnualDuty, today: date, *, desk: bool) -> tuple[Column, ...]:
    """Who filed, who was late, who did not; on the desk each opens its report."""

    def code(row: AnnualReport) -> str:
        return "" if row.natural_person else row.subject.number

    def state(row: AnnualReport) -> SafeString:
        found = annual.standing(row.filed_on, duty.due_on, today)
        return format_html('<span class="tag {}">{}</span>', KINDS[found], found.label)

    def name(row: AnnualReport) -> SafeString:
        if not desk:
            return format_html(
                '<span class="t">{}</span><small class="mono">{}</small>', row.subject_name, code(row)
            )
        url = reverse("inspection:annual-report", args=[duty.code, row.number])
        return format_html(
            '<a class="t" href="{}">{}</a><small class="mono">{}</small>',
            url,
            row.subject_name,
            code(row),
        )

    shown = (
        Column("subject_name", "单位", cell=name, text=lambda row: row.subject_name, sort="subject_name", wide=True),
        Column("number", "代码", cell=code, apart=True),
        Column("standing", "报告", cell=state),
        Column("filed_on", "报告日期", sort="filed_on"),
    )  # fmt: skip
    return (*shown, Column("tag", "列为类别")) if desk else shown
