"""Pages of the list of powers: the list, one power with its items, entry, cancelling, linking."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from mingqian.accounts.enums import OFFICERS
from mingqian.accounts.types import Request
from mingqian.registry import policies, selectors, services
from mingqian.registry.enums import PowerKind
from mingqian.registry.forms import adopted
from mingqian.registry.forms import powers as forms
from mingqian.registry.importing.columns import Kind
from mingqian.registry.item_rules import POWER_FIRST
from mingqian.registry.models import Power
from mingqian.registry.policies import Verb
from mingqian.registry.views import doors
from mingqian.ui import access, acting, pages, tables, words
from mingqian.ui.tables import Column
from mingqian.ui.templatetags import ui

KEEPERS = doors.of(Verb.KEEP_POWERS)


def _name(power: Any) -> SafeString:
    url = reverse("registry:power", args=[power.code])
    return format_html('<a class="t" href="{}">{}</a>', url, power.name)


def _state(power: Any) -> str:
    return "已取消" if power.cancelled_on else "现行"


COLUMNS = (
    Column("code", "职权编码", sort="code"),
    Column("name", "职权名称", cell=_name, text=lambda p: p.name, sort="name", wide=True),
    Column("kind", "类别", cell=lambda p: PowerKind(p.kind).label, sort="kind"),
    Column("unit", "行使主体", cell=lambda p: p.unit.name),
    Column("basis", "设定依据", cell=lambda p: f"{p.document}{p.article}"),
    Column("items", "抽查事项", cell=lambda p: f"{p.item_count} 项" if p.item_count else "—"),
    Column(
        "state",
        "状态",
        cell=lambda p: ui.tag(_state(p), "" if p.cancelled_on else "ok"),
        text=_state,
    ),
)


@access.page(*OFFICERS)
def powers(request: Request) -> HttpResponse:
    """权责清单, and how many powers of each kind run today."""
    by, today = request.actor, localdate(request.now)
    rows = selectors.powers.desk_rows(by)
    listing = tables.listing(request, rows=rows, columns=COLUMNS, name="权责清单", filters=forms.PowerFilter)
    if listing.export:
        return listing.export
    counts = selectors.powers.counts(by, today)
    told = "，".join(f"{kind.label} {number}" for kind, number in counts if number)
    total = sum(number for _, number in counts)
    shown = {
        "listing": listing,
        "actions": _ways_in() if by.has(*KEEPERS) else [],
        "empty": "还没有列入行政权力",
        "lead": f"今天现行 {total} 项{'：' if told else ''}{told}。{POWER_FIRST}",
    }
    return pages.show(request, "registry/list.html", shown)


def _ways_in() -> list[tuple[str, str, str]]:
    whole = f"{reverse('registry:import-new')}?kind={Kind.POWERS}"
    return [("导入清单", whole, "quiet"), ("列入一项", reverse("registry:power-new"), "main")]


@access.page(*OFFICERS)
def power(request: Request, code: str) -> HttpResponse:
    """One power and the items that carry it out."""
    by = request.actor
    found: Power = pages.found(selectors.powers.one(by, code))
    facts: list[tuple[str, object]] = [
        ("职权类别", PowerKind(found.kind).label),
        ("行使主体", found.unit.name),
        ("列入清单", f"{words.day(found.listed_on)} · {found.listed_by}"),
    ]
    shown = {
        "power": found,
        "facts": facts,
        "items": selectors.items.of_power(by, found),
        "may_keep": policies.may(by, Verb.KEEP_POWERS, found.unit.path).ok,
        "links": found.kind == PowerKind.INSPECTION and found.cancelled_on is None,
    }
    return pages.show(request, "registry/power.html", shown)


@access.form(*KEEPERS)
def new(request: Request) -> HttpResponse:
    """List a power."""
    form = forms.PowerForm(request.POST or None, by=request.actor)
    return acting.ask(
        request,
        form,
        lambda: services.powers.enter(**form.listing(), by=request.actor, now=request.now),
        title="列入权责清单",
        button="列入",
        to=reverse("registry:powers"),
        told="已列入权责清单",
    )


@access.form(*KEEPERS)
def cancel(request: Request, code: str) -> HttpResponse:
    """Take a power off the list, having seen which items fall with it."""
    by = request.actor
    found = pages.found(selectors.powers.one(by, code))
    items = [f"{item.shown_name}（{item.code}）" for item in selectors.items.of_power(by, found)]
    shows = (f"对应的抽查事项：{'、'.join(items) or '无'}；取消以后不能再列入计划",)
    form = forms.Cancel(
        request.POST or None, phrase="取消", shows=shows, initial={"on": localdate(request.now)}
    )
    return acting.ask(
        request,
        form,
        lambda: services.powers.cancel(code=code, **_said(form, "on", "ground"), by=by, now=request.now),
        title=f"取消：{found.name}",
        button="取消这项权力",
        to=reverse("registry:power", args=[code]),
        told="已取消；对应的事项不能再列入计划",
    )


def _said(form: forms.Cancel, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}


@access.form(*KEEPERS)
def link(request: Request, code: str) -> HttpResponse:
    """Say which item carries the power out."""
    by = request.actor
    found = pages.found(selectors.powers.one(by, code))
    form = forms.Link(request.POST or None)
    return acting.ask(
        request,
        form,
        lambda: services.powers.link(code=code, **form.cleaned_data, by=by, now=request.now),
        title=f"写明实施事项：{found.name}",
        button="写明",
        to=reverse("registry:power", args=[code]),
        told="已写明",
    )


@access.form(*KEEPERS)
def unlink(request: Request, code: str, item: str) -> HttpResponse:
    """Say that an item carries the power out no longer."""
    by = request.actor
    found = pages.found(selectors.powers.one(by, code))
    form = adopted.Reason(request.POST or None)
    return acting.ask(
        request,
        form,
        lambda: services.powers.unlink(code=code, item=item, **form.cleaned_data, by=by, now=request.now),
        title=f"事项 {item} 不再实施：{found.name}",
        button="去掉",
        to=reverse("registry:power", args=[code]),
        told="已去掉",
    )
