"""What of a person may be shown: masked names, numbers and phones, and finding them in free text.

The public default of a citizen id, phone or account is *nothing*; these forms serve lists inside the
office and the reviewer's redaction preview (个人信息保护法 第6、28、51条).
"""

import re
from dataclasses import dataclass

from mingqian.core import identifiers

_COMPOUND_SURNAMES = frozenset(
    (
        "欧阳",
        "上官",
        "司马",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "司徒",
        "司空",
        "夏侯",
        "端木",
        "百里",
        "南宫",
        "西门",
        "独孤",
        "轩辕",
    )
)
_PATTERNS = (
    ("citizen_id", re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")),
    ("phone", re.compile(r"(?<![0-9])1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}(?![0-9])")),
    ("bank_account", re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{15,18}(?![0-9A-Za-z])")),
    ("landline", re.compile(r"(?<![0-9])0[0-9]{2,3}[- ][0-9]{7,8}(?![0-9])")),
)


@dataclass(frozen=True, slots=True)
class Sensitive:
    """One stretch of free text that must not leave the house: ``text[start:end]``."""

    kind: str
    start: int
    end: int


def name(text: str) -> str:
    """A person's name: surname + 某 for each further character, at most two (张某某)."""
    text = text.strip()
    if not text:
        return ""
    if not "\u4e00" <= text[0] <= "\u9fff":
        return text[0] + "***"
    surname = text[:2] if text[:2] in _COMPOUND_SURNAMES and len(text) > 2 else text[0]
    return surname + "某" * max(1, min(2, len(text) - len(surname)))


def citizen_id(number: str) -> str:
    """First six and last one stay: 350200***********X. Anything else is masked whole."""
    if len(number) != 18:
        return "*" * len(number)
    return number[:6] + "*" * 11 + number[17]


def phone(number: str) -> str:
    """A mobile keeps three and four digits; whatever is shorter keeps only its last two."""
    digits = re.sub(r"[^0-9]", "", number)
    if len(digits) == 11:
        return digits[:3] + "****" + digits[7:]
    return "*" * (len(digits) - 2) + digits[-2:] if len(digits) > 4 else "*" * len(digits)


def tail(number: str, keep: int = 4) -> str:
    """Accounts and certificates: only the last characters stay, never more than half."""
    keep = min(keep, len(number) // 2)
    return "*" * (len(number) - keep) + number[len(number) - keep :]


def find(text: str) -> tuple[Sensitive, ...]:
    """Personal numbers in free text, first to last, none overlapping another.

    An 18-character run that is a valid credit code names a firm, not a person, and is left alone.
    """
    found: list[Sensitive] = []
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if _is_firm(match.group()) or any(s.start < match.end() and match.start() < s.end for s in found):
                continue
            found.append(Sensitive(kind, match.start(), match.end()))
    return tuple(sorted(found, key=lambda s: s.start))


def _is_firm(run: str) -> bool:
    run = run.upper()
    return identifiers.is_uscc(run) and not identifiers.read_citizen_id(run).ok


def redact(text: str) -> str:
    """Free text with every personal number replaced by blocks of the same length."""
    for part in reversed(find(text)):
        text = text[: part.start] + "█" * (part.end - part.start) + text[part.end :]
    return text
