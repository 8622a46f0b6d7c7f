"""The components as template tags. Each hands plain values to a small template in ``ui/part/``."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mingqian.ui import access, words
from mingqian.ui import once as once_
from mingqian.ui import qr as codes
from mingqian.ui.forms import Confirm, Form
from mingqian.ui.tables import Listing, Table
from mingqian.ui.types import Chart, Deadline, Event, Step, Strip

register = template.Library()

for _filter in (
    words.day,
    words.moment,
    words.weekday,
    words.count,
    words.percent,
    words.short,
    words.in_full,
):
    register.filter(_filter.__name__, _filter)
register.filter("filesizeformat", words.size)  # in place of Django's, which says bytes


@register.filter
def main_role(actor: Any) -> str:  # noqa: ANN401 — whoever signs in; this room knows no people
    """The role to show beside a name; how many more, if any."""
    labels = sorted(role.label for role in actor.roles) if actor else []
    return labels[0] + (f" 等 {len(labels)} 项" if len(labels) > 1 else "") if labels else "无任职"


@register.simple_tag
def tag(text: object, kind: str = "") -> SafeString:
    """A status: at most five characters, colour plus text."""
    return SafeString(f'<span class="tag {words.escaped(kind)}">{words.escaped(text)}</span>')


@register.inclusion_tag("ui/part/chip.html")
def chip(deadline: Deadline | None) -> dict[str, object]:
    """A deadline that explains itself: a click opens why."""
    return {"deadline": deadline}


@register.inclusion_tag("ui/part/clause.html")
def clause(text: str, document: str = "", quote: str = "") -> dict[str, object]:
    """Where a number or a rule comes from."""
    return {"text": text, "document": document, "quote": quote}


@register.inclusion_tag("ui/part/rail.html")
def rail(steps: list[Step]) -> dict[str, object]:
    """The stages of something, and where it stands."""
    return {"steps": steps}


@register.inclusion_tag("ui/part/timeline.html")
def timeline(events: list[Event]) -> dict[str, object]:
    """What happened, newest first or as given."""
    return {"events": events}


@register.inclusion_tag("ui/part/facts.html")
def facts(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Labels and values."""
    return {"pairs": [(label, words.said(value)) for label, value in pairs]}


@register.inclusion_tag("ui/part/listing.html", takes_context=True)
def listing(
    context: template.Context,
    found: Listing,
    empty: str = "没有符合条件的内容",
    action_label: str = "",
    action_url: str = "",
) -> dict[str, object]:
    """Filters, table, pager, export, empty state."""
    return {
        "listing": found,
        "empty": empty,
        "action_label": action_label,
        "action_url": action_url if access.open_to(found.request.actor, action_url) else "",
        "request": context.get("request"),
    }


@register.inclusion_tag("ui/part/table.html")
def table(found: Table) -> dict[str, object]:
    """A small table."""
    return {"table": found}


@register.inclusion_tag("ui/part/empty.html")
def empty(text: str, action_label: str = "", action_url: str = "") -> dict[str, object]:
    """Nothing here yet, and what to do about it."""
    return {"text": text, "action_label": action_label, "action_url": action_url}


@register.inclusion_tag("ui/part/progress.html")
def progress(done: int, total: int, text: str = "") -> dict[str, object]:
    """How far long work has come."""
    return {"done": done, "total": total, "text": text, "percent": 100 * done // total if total else 0}


@register.inclusion_tag("ui/part/bars.html")
def bars(chart: Chart) -> dict[str, object]:
    """Horizontal bars as SVG with the table under them; on a phone each label stands above its bar."""
    longest = max((bar.number for bar in chart.bars), default=0) or 1
    wide = [
        {"bar": bar, "y": 34 * place, "base": 34 * place + 16, "width": 560 * bar.number // longest}
        for place, bar in enumerate(chart.bars)
    ]
    narrow = [
        {"bar": bar, "label": 46 * place + 14, "y": 46 * place + 20, "base": 46 * place + 32,
         "width": 230 * bar.number // longest}
        for place, bar in enumerate(chart.bars)
    ]  # fmt: skip
    return {
        "chart": chart,
        "wide": wide,
        "narrow": narrow,
        "wide_height": 34 * len(wide) or 34,
        "narrow_height": 46 * len(narrow) or 46,
    }


@register.inclusion_tag("ui/part/months.html")
def months(strip: Strip) -> dict[str, object]:
    """A year at a glance."""
    return {"strip": strip}


@register.inclusion_tag("ui/part/form.html", takes_context=True)
def form(
    context: template.Context,
    found: Form,
    button: str = "保存",
    action: str = "",
    cancel: str = "",
    kind: str = "main",
) -> dict[str, object]:
    """A whole form: error summary, fields, one button."""
    return _in_form(context, form=found, button=button, action=action, cancel=cancel, kind=kind)


@register.inclusion_tag("ui/part/confirm.html", takes_context=True)
def confirm(
    context: template.Context, found: Confirm, button: str = "确认办理", action: str = "", cancel: str = ""
) -> dict[str, object]:
    """Typed confirmation before what cannot be undone."""
    return _in_form(context, form=found, button=button, action=action, cancel=cancel)


@register.inclusion_tag("ui/part/act.html", takes_context=True)
def act(context: template.Context, label: str, url: str, kind: str = "") -> dict[str, object]:
    """One button that acts: a POST form of its own."""
    return _in_form(context, label=label, url=url, kind=kind)


@register.inclusion_tag("ui/part/fields.html")
def fields(found: Form) -> dict[str, object]:
    """The fields of a form alone, for a form laid out by hand."""
    return {"form": found}


@register.inclusion_tag("ui/part/errors.html")
def errors(found: Form) -> dict[str, object]:
    """The error summary alone."""
    return {"form": found}


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """A text for a phone to read; ``label`` says what it is."""
    return codes.named(text, label)


@register.simple_tag
def whole(digest: str) -> SafeString:
    """A whole digest in groups of eight, to be read aloud and compared; ``short`` is only a nickname."""
    groups = ((digest[place : place + 8],) for place in range(0, len(digest), 8))
    return format_html('<span class="whole">{}</span>', format_html_join(" ", "<span>{}</span>", groups))


@register.simple_tag
def once() -> SafeString:
    """The hidden token that keeps a double click from acting twice."""
    return format_html('<input type="hidden" name="{}" value="{}">', once_.FIELD, once_.token())


@register.simple_tag(takes_context=True)
def button(context: template.Context, label: str, url: str, kind: str = "") -> SafeString | str:
    """A link that looks like a button; nobody is shown one that leads to a closed door."""
    request = context.get("request")
    if request is not None and not access.open_to(request.actor, url):
        return ""
    return format_html('<a class="btn{}" href="{}">{}</a>', f" btn-{kind}" if kind else "", url, label)


@register.simple_tag(takes_context=True)
def way(context: template.Context, label: str, url: str, shut: str = "") -> SafeString | str:
    """The same as a link in running text; ``shut`` stands there where the door is closed."""
    request = context.get("request")
    if request is not None and not access.open_to(request.actor, url):
        return shut
    return format_html('<a href="{}">{}</a>', url, label)


def _in_form(context: template.Context, **values: Any) -> dict[str, object]:  # noqa: ANN401
    return {"csrf_token": context.get("csrf_token"), "request": context.get("request"), **values}
