"""How the parts of a form become markup: as Django's own templates write them, which open one more for every option."""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

INPUTS = ("checkbox", "date", "email", "hidden", "number", "password", "text", "time", "url")
"""Those whose template is ``input.html`` and no more."""


class Renderer(DjangoTemplates):
    """The few that a list's filters are made of are written here; every other one by its template.

    A page of a list spent a third of its time in these templates. A test holds each against Django's own, so that a
    new release which writes them otherwise is noticed.
    """

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        """Markup without white space around it."""
        write = WRITTEN.get(template_name)
        if write is not None:
            return SafeString(write(context))
        return SafeString(super().render(template_name, context, request))


def _attrs(attrs: Mapping[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(context: Mapping[str, Any]) -> str:
    widget = context["widget"]
    value = "" if widget["value"] is None else f' value="{conditional_escape(widget["value"])}"'
    name = conditional_escape(widget["name"])
    return f'<input type="{widget["type"]}" name="{name}"{value}{_attrs(widget["attrs"])}>'


def _select(context: Mapping[str, Any]) -> str:
    widget = context["widget"]
    groups = "".join(_group(label, options) for label, options, _ in widget["optgroups"])
    return f'<select name="{conditional_escape(widget["name"])}"{_attrs(widget["attrs"])}>{groups}\n</select>'


def _group(label: str | None, options: list[Mapping[str, Any]]) -> str:
    listed = "".join(f"\n  {_option(one)}" for one in options)
    return f'\n  <optgroup label="{_text(label)}">{listed}\n  </optgroup>' if label else listed


def _option(option: Mapping[str, Any]) -> str:
    value = conditional_escape(option["value"])
    return f'<option value="{value}"{_attrs(option["attrs"])}>{_text(option["label"])}</option>\n'


def _label(context: Mapping[str, Any]) -> str:
    if not context["use_tag"]:
        return _text(context["label"])
    tag = context["tag"]
    return f"<{tag}{_attrs(context['attrs'] or {})}>{_text(context['label'])}</{tag}>"


def _text(value: Any) -> str:  # noqa: ANN401 — as a choice was given
    return conditional_escape(localize(value))


WRITTEN: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "django/forms/label.html": _label,
    "django/forms/widgets/select.html": _select,
    **{f"django/forms/widgets/{kind}.html": _input for kind in INPUTS},
}
