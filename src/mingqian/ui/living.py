"""The living page ``/ui``: every component in every state. Shown only where the setting allows."""

from datetime import date, timedelta

from django import forms as fields
from django.conf import settings
from django.http import Http404, HttpResponse

from mingqian.core.decision import Refused, denied
from mingqian.ui import access, forms, pages, tables
from mingqian.ui.types import Bar, Chart, Deadline, Event, Month, PageRequest, Step, Strip


class Sample(forms.Form):
    """One field of each kind."""

    name = fields.CharField(label="名称", max_length=40, help_text="与营业执照一致，不超过 40 个字")
    kind = fields.ChoiceField(
        label="类别", choices=[("", "请选择"), ("1", "一般检查事项"), ("2", "重点检查事项")]
    )
    on = forms.DateField(label="检查日期")
    reason = forms.Text(label="理由", max_length=500, required=False)
    agreed = fields.BooleanField(label="已与当事人核对", required=False)


class SampleFilter(forms.Filter):
    """A filter bar."""

    q = fields.CharField(label="名称", max_length=40)
    kind = fields.ChoiceField(label="状态", choices=[("", "全部"), ("open", "未办结"), ("done", "已办结")])


COLUMNS = (
    tables.Column("name", "事项"),
    tables.Column("count", "名录", numeric=True),
    tables.Column("on", "日期"),
)


@access.page(access.ANYONE)
def components(request: PageRequest) -> HttpResponse:
    """All of them on one page."""
    if not settings.MINGQIAN_LIVING_PAGE:
        raise Http404
    today = request.now.date()
    return pages.show(request, "ui/living.html", _everything(request, today))


def _everything(request: PageRequest, today: date) -> dict[str, object]:
    wrong = Sample({"name": "=1+1"})
    wrong.is_valid()
    refused = Sample()
    refused.cleaned_data = {}
    refused.refuse(
        Refused(
            denied(
                "sample",
                "事项“劳务派遣”还没有公布，不能列入计划",
                "厦人社〔2017〕126号 三（一）",
                "请先公布事项清单",
            )
        )
    )
    rows = [{"name": f"虚构事项{number}", "count": number * 37, "on": today} for number in range(1, 8)]
    return {
        "why": Deadline(
            today + timedelta(7),
            "剩 4 个工作日",
            "far",
            ("自公示之日次日起算", "跳过周六、周日"),
            "三（五）5",
        ),
        "chips": _chips(today),
        "steps": [
            Step("冻结名录", "done", "3月16日 18:00", "b122 2555"),
            Step("公告方案", "done", "18:04"),
            Step("各方承诺", "now"),
            Step("掷骰", "todo"),
            Step("揭示计算", "bad", "已作废"),
        ],
        "events": [
            Event(request.now, "公示检查结果", "888 件", "办公室", kind="ok"),
            Event(today, "退回补正", kind="bad"),
        ],
        "listing": tables.listing(request, rows=rows, columns=COLUMNS, name="虚构事项", filters=SampleFilter),
        "nothing": tables.listing(request, rows=[], columns=COLUMNS, name="空清单"),
        "form": Sample(),
        "wrong": wrong,
        "refused": refused,
        "confirm": forms.Confirm(phrase="冻结", shows=("用人单位名录 6,284 家将固定，之后不能增减",)),
        "chart": Chart(
            "检查结果", "件", (Bar("未发现问题", 742), Bar("责令限期改正", 71), Bar("立案调查", 9))
        ),
        "strip": Strip(2026, "件", tuple(Month(n, n * 7 % 5 * 40, now=n == 3) for n in range(1, 13))),
        "facts": [("应抽合计", "888 件"), ("可用执法人员", "70 / 74"), ("尚未填写", None)],
    }


def _chips(today: date) -> list[Deadline]:
    return [
        Deadline(None, "无期限"),
        Deadline(today, "今天 18:00", "soon"),
        Deadline(today, "超 1 个工作日", "late"),
        Deadline(today, "已办结", "done"),
    ]
