"""Numbers that name a firm or a person: reading, healing, check digits, protocol ids.

What a cell held is kept apart from what it means: every reader answers with a ``Reading`` that says
what was healed, what is wrong, at which position, and what might have been meant. Masking for publication
stands in ``masking``. Formats: GB 32100-2015 (统一社会信用代码), GB 11714 (组织机构代码),
GB 11643-1999 (公民身份号码).
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from operator import mul

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS = "10X98765432"
DEPARTMENTS = "123456789AGNY"
"""First position of a USCC. Codes outside the list of the standard only warn: the list grows."""

_NO = 255
_USCC_VALUES = bytes(USCC_ALPHABET.find(chr(c)) if chr(c) in USCC_ALPHABET else _NO for c in range(256))
_BASE36 = bytes(int(chr(c), 36) if chr(c).isalnum() and c < 91 else _NO for c in range(256))
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "Z": "2", "S": "5"})
_PROTOCOL_ID = re.compile(r"[0-9A-Z]{1,12}:[0-9A-Z:._-]{1,51}")


@dataclass(frozen=True, slots=True)
class Reading:
    """One cell, read. ``value`` is what to store when ``ok``; ``message`` is for the person."""

    ok: bool
    value: str
    code: str = "ok"
    message: str = ""
    position: int = 0
    suggestion: str = ""
    healed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def heal(text: str) -> tuple[str, tuple[str, ...]]:
    """Heal what has only one meaning: full width, blanks, quotes, dashes, lower case."""
    if text.isascii() and text.isalnum() and text == text.upper():
        return text, ()
    done: list[str] = []
    value = text
    for label, change in _HEALINGS:
        changed = change(value)
        if changed != value:
            done.append(label)
            value = changed
    return value, tuple(done)


def _drop_invisible(text: str) -> str:
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cf", "Cc"))


_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HEALINGS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("全角转半角", lambda text: text.translate(_HALF_WIDTH)),
    ("去除空白和不可见字符", _drop_invisible),
    ("去除引号", lambda text: text.translate(dict.fromkeys(map(ord, "'\"‘’“”`")))),
    ("去除连字符", lambda text: text.translate(dict.fromkeys(map(ord, "-‐‑‒–—−")))),
    ("小写转大写", str.upper),
)


def uscc_check(body: str) -> str:
    """Check character of the first 17: (31 − Σ(Ci·Wi) mod 31) mod 31 (GB 32100-2015)."""
    values = body[:17].encode("ascii").translate(_USCC_VALUES)
    return USCC_ALPHABET[-sum(map(mul, values, USCC_WEIGHTS)) % 31]


def org_check(body: str) -> str:
    """Check character of 8 characters: 11 − Σ mod 11, 10 → X, 11 → 0 (GB 11714)."""
    values = body[:8].encode("ascii").translate(_BASE36)
    return "0123456789X"[-sum(map(mul, values, ORG_WEIGHTS)) % 11]


def citizen_check(body: str) -> str:
    """Check character of 17 digits: remainder 0..10 → 1,0,X,9,8,7,6,5,4,3,2 (GB 11643-1999)."""
    return ID_CHECKS[sum(int(c) * weight for c, weight in zip(body[:17], ID_WEIGHTS, strict=True)) % 11]


def is_uscc(value: str) -> bool:
    """Is this, as it stands, a valid code? The fast path of an import of a million rows."""
    if len(value) != 18 or not value.isascii() or not value[2:8].isdecimal():
        return False
    values = value.encode("ascii").translate(_USCC_VALUES)
    return _NO not in values and values[17] == -sum(map(mul, values, USCC_WEIGHTS)) % 31


def read_uscc(text: str) -> Reading:
    """Read a 统一社会信用代码: heal, then check characters, check digit, region and inner code."""
    if is_uscc(text):
        return Reading(True, text, warnings=_uscc_warnings(text))
    value, healed = heal(text)
    if is_uscc(value):
        return Reading(True, value, healed=healed, warnings=_uscc_warnings(value))
    code, position, message = _uscc_fault(value)
    guess = value.translate(_LOOKALIKES)
    suggestion = guess if guess != value and is_uscc(guess) else ""
    if suggestion:
        message += f"；是否应为 {suggestion}？（字母 O、I、Z、S 不用于代码，请核对执照，系统不代改）"
    return Reading(False, value, code, message, position, suggestion, healed)


def _uscc_fault(value: str) -> tuple[str, int, str]:
    """Name what is wrong: (code, position from 1 or 0, message)."""
    if not value:
        return "empty", 0, "统一社会信用代码为空"
    if len(value) != 18:
        return _wrong_length(value)
    for position, letter in enumerate(value, 1):
        if letter not in USCC_ALPHABET:
            return "character", position, f"第{position}位“{letter}”不是统一社会信用代码可用的字符"
        if 3 <= position <= 8 and not letter.isdecimal():
            return "character", position, f"第{position}位“{letter}”应为数字（第3—8位是行政区划代码）"
    right = uscc_check(value)
    return "check", 18, f"第18位校验码应为“{right}”，填的是“{value[17]}”，说明前17位或校验码有误"


def _wrong_length(value: str) -> tuple[str, int, str]:
    digits = value.isdecimal() and value.isascii()
    if len(value) in (13, 15) and digits:
        return "registration", 0, f"{len(value)}位工商注册号，请补18位统一社会信用代码"
    if len(value) == 9 and re.fullmatch(r"[0-9A-Z]{8}[0-9X]", value):
        return "organisation", 0, "9位组织机构代码，请补18位统一社会信用代码（其第9—17位就是该代码）"
    if not value.isascii():
        return "format", 0, f"“{value[:20]}”不是统一社会信用代码（应为18位数字或大写字母）"
    return "length", 0, f"统一社会信用代码应为18位，实为{len(value)}位"


def _uscc_warnings(value: str) -> tuple[str, ...]:
    """What looks odd but never rejects a code: department letter, inner organisation code."""
    found: list[str] = []
    if value[0] not in DEPARTMENTS:
        found.append(f"第1位登记管理部门代码“{value[0]}”不在标准表内")
    if org_check(value[8:16]) != value[16]:
        found.append("第9—17位组织机构代码的校验位不符（只提醒，以登记机关为准）")
    return tuple(found)


def organisation_code(uscc: str) -> str:
    """The 9-character 组织机构代码 inside a USCC: positions 9–17."""
    return uscc[8:17]


def division_code(uscc: str) -> str:
    """The 行政区划代码 inside a USCC: positions 3–8. It may be obsolete: warn, never reject."""
    return uscc[2:8]


def read_organisation_code(text: str) -> Reading:
    """Read a 9-character 组织机构代码 (GB 11714), with or without its hyphen."""
    value, healed = heal(text)
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", value):
        return Reading(False, value, "format", "组织机构代码应为8位数字或大写字母加1位校验码", 0, "", healed)
    right = org_check(value)
    if right != value[8]:
        return Reading(False, value, "check", f"第9位校验码应为“{right}”", 9, "", healed)
    return Reading(True, value, healed=healed)


def read_citizen_id(text: str) -> Reading:
    """Read a 公民身份号码: 18 characters, real birth date, check digit; the region never rejects.

    The messages never repeat the number: it must not travel into logs and error lists.
    """
    value, healed = heal(text)
    if not re.fullmatch(r"[0-9]{17}[0-9X]", value, re.ASCII):
        if re.fullmatch(r"[0-9]{15}", value, re.ASCII):
            return Reading(False, value, "length", "15位旧身份证号，请补18位公民身份号码", 0, "", healed)
        return Reading(False, value, "format", "公民身份号码应为17位数字加1位校验码", 0, "", healed)
    try:
        date(int(value[6:10]), int(value[10:12]), int(value[12:14]))
    except ValueError:
        return Reading(False, value, "date", "第7—14位不是真实的出生日期", 7, "", healed)
    if citizen_check(value) != value[17]:
        return Reading(False, value, "check", "第18位校验码不符", 18, "", healed)
    return Reading(True, value, healed=healed)


def protocol_id(scheme: str, number: str) -> str:
    """The draw's id of a subject or inspector, e.g. ``USCC:9135…`` (draw protocol §1)."""
    made = f"{scheme}:{number}"
    if scheme == "USCC" and not is_uscc(number):
        raise ValueError("USCC ids are made from valid codes only")
    if scheme == "PID" and re.fullmatch(r"[0-9]{17}[0-9X]", number) and citizen_check(number) == number[17]:
        raise ValueError("a person's id is a random registry number, never the citizen id")
    if not _PROTOCOL_ID.fullmatch(made):
        raise ValueError("a protocol id is SCHEME:NUMBER of capital letters, digits and : . _ -")
    return made
