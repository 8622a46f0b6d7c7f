"""How values are written for a reader: dates in full, thousands apart, the bureau's own time zone."""

import re
from datetime import date, datetime
from html import escape

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.safestring import SafeString

from mingqian.core.sampling import PPM
from mingqian.core.workdays import written


def day(value: date | datetime | None) -> str:
    """2026年11月21日."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return written(value)


UNSEEN = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Letters that take no room or turn the reading round (零宽、双向控制): in a name they deceive, and nobody can see to delete them."""

_ISO = re.compile(r"(?<![0-9A-Za-z/-])(\d{4})-(\d{2})-(\d{2})(?![0-9A-Za-z/-])")


def in_full(text: str) -> str:
    """A sentence with its days as people read them: rules say 2026-11-21, which is how a date writes itself."""
    return _ISO.sub(_said_in_full, text)


def _said_in_full(found: re.Match[str]) -> str:
    try:
        return written(date(*map(int, found.groups())))
    except ValueError:  # no day of any calendar: as it was typed
        return found.group()


def moment(value: datetime | None) -> str:
    """2026年11月21日 09:30, in the bureau's time zone."""
    if value is None or value == "":
        return ""
    local = timezone.localtime(value)
    return f"{day(local.date())} {local:%H:%M}"


WEEKDAYS = "一二三四五六日"


def weekday(value: date | datetime) -> str:
    """星期一."""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return f"星期{WEEKDAYS[value.weekday()]}"


def count(value: int | None) -> str:
    """12,345."""
    return f"{value:,}" if isinstance(value, int) else ""


def percent(ppm: int | None) -> str:
    """Parts per million as a percentage with at most one decimal, rounded half up: 143243 → 14.3%."""
    if not isinstance(ppm, int):
        return ""
    tenths = (ppm + 500) // 1000
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}%" if rest else f"{whole}%"


def share(part: int, whole: int) -> str:
    """A part of a whole the same way; only the whole of it is said to be 100%, and only nothing 0%."""
    if not whole:
        return ""
    return percent(
        part * PPM // whole if part in (0, whole) else min(max(part * PPM // whole, 500), PPM - 501)
    )


def size(count: int | str) -> str:
    """2.3 MB; below one KB in 字节, which Django without its catalogues calls bytes."""
    return str(filesizeformat(count)).replace("\xa0bytes", "字节").replace("\xa0byte", "字节")


def short(digest: str) -> str:
    """The first eight characters of a digest in two groups: enough to compare by eye, never enough to prove."""
    return f"{digest[:4]} {digest[4:8]}" if digest else ""


def escaped(value: object) -> SafeString:
    """As ``conditional_escape`` does, which looks for lazy words in every one of some four hundred cells."""
    return value if isinstance(value, SafeString) else SafeString(escape(str(value)))


def said(value: object) -> SafeString | str:
    """Any value as a cell says it."""
    if isinstance(value, SafeString):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int):
        return count(value)
    return str(value)
