"""QR codes: the one way to turn a text into a picture that a phone reads."""

from functools import lru_cache
from io import BytesIO

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


@lru_cache(256)
def picture(text: str) -> SafeString:
    """SVG, sized and coloured by its page: no inline style, which the content policy forbids, nothing to fetch.

    Kept, since a screen that is read anew every second shows the same one for an hour.
    """
    drawn = svg(text, border=2, omitsize=True, xmldecl=False, svgclass="qr", lineclass=None)
    return mark_safe(drawn)  # noqa: S308 — segno draws it, nobody's text is in it


def svg(text: str, **look: object) -> str:
    """The same code as a file of its own, for paper; ``look``: segno's words for borders and sizes."""
    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", **look)
    return drawn.getvalue().decode()


def named(text: str, label: str) -> SafeString:
    """The picture with words for whoever does not see it."""
    return format_html('<div class="qr-picture" role="img" aria-label="{}">{}</div>', label, picture(text))
