"""新许可主体: the first supervision cycle, who was checked, who was guided before, and why somebody was not."""

from datetime import date
from functools import partial

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from mingqian.accounts.enums import SECTIONS
from mingqian.accounts.types import Request
from mingqian.inspection import after_forms, policies, selectors, services
from mingqian.inspection.selectors.licensees import Licensee
from mingqian.ui import access, pages, tables
from mingqian.ui.tables import Column
from mingqian.ui.templatetags.ui import tag
from mingqian.ui.words import day, share


def _name(row: Licensee) -> SafeString:
    url = reverse("registry:subject", args=[row.code])
    return format_html('<a class="t" href="{}">{}</a><small class="mono">{}</small>', url, row.name, row.code)


def _until(row: Licensee) -> SafeString:
    late = tag("已超期", "bad") if row.unexplained else ""
    return format_html("{} {}", day(row.until), late)


def _guided(row: Licensee, acts: bool) -> SafeString | str:
    if row.guided is not None:
        return day(row.guided) if row.early else f"{day(row.guided)}（检查之后）"
    if row.checked is not None or not acts:
        return "未指导"
    url = f"{reverse('inspection:guidance-new')}?subject={row.code}&first=1"
    return format_html('未指导 <a href="{}">去指导</a>', url)


def _why(row: Licensee, acts: bool) -> SafeString | str:
    if not row.unexplained or not acts:
        return row.why
    return format_html('<a href="{}">说明原因</a>', reverse("inspection:explain-licensee", args=[row.code]))


def _day(value: date | None) -> str:
    return day(value) if value else "未检查"


def _columns(acts: bool) -> tuple[Column, ...]:
    """``acts``: a section guides and explains; who only reads is shown no door that is closed to him."""
    guided, why = partial(_guided, acts=acts), partial(_why, acts=acts)
    return (
        Column("name", "对象", cell=_name, text=lambda row: f"{row.name} {row.code}", wide=True),
        Column("licence", "许可"),
        Column("since", "取得", cell=lambda row: day(row.since)),
        Column("until", "首个周期至", cell=_until, text=lambda row: day(row.until)),
        Column(
            "guided", "事先指导", cell=guided, text=lambda row: day(row.guided) if row.guided else "未指导"
        ),
        Column("checked", "首次检查", cell=lambda row: _day(row.checked)),
        Column("why", "未按期的原因", cell=why, text=lambda row: row.why),
    )


BEHIND = (
    ("all", "新许可主体"), ("checked", "已检查"), ("unchecked", "未检查"), ("guided", "检查前已指导"),
    ("unguided", "没有事先指导"), ("due", "待首次指导"),
    ("late", "已超期"),
)  # fmt: skip


def behind(rows: list[Licensee]) -> dict[str, list[Licensee]]:
    """The rows of every figure."""
    return {
        "all": rows,
        "checked": [one for one in rows if one.checked],
        "unchecked": [one for one in rows if not one.checked],
        "guided": [one for one in rows if one.early],
        "unguided": [one for one in rows if not one.early],
        "due": [one for one in rows if not (one.guided or one.checked or one.late)],
        "late": [one for one in rows if one.late],
    }


@access.page(*policies.READERS)
def licensees(request: Request) -> HttpResponse:
    """Coverage of the first cycle; each figure opens its rows."""
    found = behind(selectors.licensees.of_period(request.actor, localdate(request.now)))
    wanted = request.GET.get("rows", "")
    wanted = wanted if wanted in found else "all"
    columns = _columns(request.actor.has(*SECTIONS))
    listing = tables.listing(request, rows=found[wanted], columns=columns, name=dict(BEHIND)[wanted])
    whole = len(found["all"])
    figures = [
        (label, len(found[key]), f"占 {share(len(found[key]), whole)}" if whole else "", key)
        for key, label in BEHIND
    ]
    shown = {"listing": listing, "figures": figures, "wanted": wanted, "clause": policies.COVERED}
    return listing.export or pages.show(request, "inspection/licensees.html", shown)


@access.form(*SECTIONS)
def explain(request: Request, code: str) -> HttpResponse:
    """说明未按期检查的原因."""
    rows = selectors.licensees.of_period(request.actor, localdate(request.now))
    row = pages.found(next((one for one in rows if one.code == code), None))
    form = after_forms.UncheckedForm(*pages.given(request))
    if pages.submitted(
        request,
        form,
        lambda: services.licensees.explain(subject=code, **form.values(), by=request.actor, now=request.now),
    ):
        return pages.done(request, "inspection:licensees", told="原因已登记")
    shown = {
        "form": form,
        "title": "说明未按期检查的原因",
        "about": f"{row.name}，{row.licence}，首个周期至{day(row.until)}",
        "button": "登记",
        "back": reverse("inspection:licensees"),
    }
    return pages.show(request, "inspection/after_act.html", shown)
