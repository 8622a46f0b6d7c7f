"""A filter for values that stand under a key only known at run time."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mingqian.accounts.enums import Role
from mingqian.ui import words

register = template.Library()
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"(\d[\d,.]*%?)")


@register.filter
def lookup(table: Mapping[str, object], key: str) -> object:
    """The value under a key, or nothing."""
    return table.get(key, "")


@register.filter
def dated(text: object) -> str:
    """Days as the published data write them (2026-11-21), alone or in a row told in one line, as people read them."""
    return "，".join(map(_in_full, str(text).split("，")))


def _in_full(part: str) -> str:
    try:
        return words.day(date.fromisoformat(part)) if _DAY.fullmatch(part) else part
    except ValueError:  # no day of any calendar: as it was typed
        return part


@register.filter
def figures(text: str) -> SafeString:
    """Numbers stand out: 在册 <b>6,284</b> − 注销 <b>5</b>."""
    parts = _NUMBER.split(str(text))
    return format_html_join(
        "", "{}", ((format_html("<b>{}</b>", one) if at % 2 else one,) for at, one in enumerate(parts))
    )


@register.filter
def told(sentence: str) -> str:
    """A quota's sentence without its clause."""
    return str(sentence).partition("（依据：")[0]


@register.filter
def basis(sentence: str) -> str:
    """The clause of a quota's sentence."""
    return str(sentence).partition("（依据：")[2].removesuffix("）")


@register.filter
def decides(actor: Any) -> bool:  # noqa: ANN401  # whoever reads the page
    """Whether this person answers a request not to publish."""
    return bool(actor and actor.has(Role.BUREAU_LEADER))
