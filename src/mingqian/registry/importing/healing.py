"""What a cell means: text, days, counts, codes. Heals what has one meaning only and says so.

Every reader answers ``Cell(value, remarks)``; a remark is (level, code, message). Nothing here knows
of lines, files or databases. Codes of firms and persons are read by ``core.identifiers``.
"""

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from mingqian.core import identifiers
from mingqian.registry.enums import SubjectStatus
from mingqian.registry.importing.columns import Reads
from mingqian.registry.importing.findings import Level
from mingqian.ui.words import UNSEEN

Remark = tuple[Level, str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell, read."""

    value: str
    remarks: tuple[Remark, ...] = ()


BLANKS = frozenset(
    [
        "",
        "N/A",
        "n/a",
        "NA",
        "#N/A",
        "NULL",
        "null",
        "None",
        "nan",
        "NaN",
        "(null)",
        "无",
        "暂无",
        "空",
        "／",
        "/",
        "\\",
    ]
)
DASHES = frozenset(["-", "--", "---", "—", "——", "－", "－－", "–", "*", "**", "***"])

_UNTIDY = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2069\u3000\ufeff"
    "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd&]"
    '|^[ \'"=+\\-@`]|[ "]$|  '
)
_FULL_WIDTH = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_INVISIBLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad{UNSEEN}]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd]")
_SCIENTIFIC = re.compile(r"[0-9](?:\.[0-9]+)?[Ee]\+?[0-9]{2}")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\ue000-\uf8ff\ufffd]")
_HAN_GAP = re.compile(r"(?<=\S)\s(?=\S)")


def text(cell: str, *, inner_gap: bool = False) -> Cell:
    """Free text. ``inner_gap`` remarks on a blank inside (names of firms have none)."""
    if cell in BLANKS:
        return Cell("")
    if cell.strip() in DASHES:
        return Cell("", ((Level.HEALED, "dash", f"“{cell.strip()}”按空白处理"),))
    if _UNTIDY.search(cell) is None and not (inner_gap and " " in cell):
        return Cell(cell)
    remarks: list[Remark] = []
    value = _tidy(cell, remarks)
    if value in BLANKS:
        return Cell("", tuple(remarks))
    _warn(value, remarks, inner_gap=inner_gap)
    return Cell(value, tuple(remarks))


def _tidy(cell: str, remarks: list[Remark]) -> str:
    """Each step that changed something leaves a remark."""
    value = cell
    for code, message, step in _STEPS:
        after = step(value)
        if after != value:
            remarks.append((Level.HEALED, code, message))
            value = after
    return value


def _entities(value: str) -> str:
    """``&amp;`` and its like, also where they were escaped twice or lost a following letter."""
    return html.unescape(html.unescape(value)) if "&" in value and ";" in value else value


_AS_TEXT = re.compile(r'\s*="([^"]*)"\s*')


def plain(cell: str) -> str:
    """``="0599"`` is how exports keep a spreadsheet from taking a text for a number; what it says stands inside."""
    match = _AS_TEXT.fullmatch(cell) if '="' in cell else None
    return match[1] if match else cell


def _quotes(value: str) -> str:
    """The mark Excel puts before text, and quotation marks that lost their partner."""
    value = plain(value)
    if value.startswith(("'", "`")) and value.count(value[0]) == 1:
        value = value[1:]
    while len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    if value.count('"') == 1 and (value.startswith('"') or value.endswith('"')):
        value = value.strip('"')
    return value


_STEPS: tuple[tuple[str, str, Callable[[str], str]], ...] = (
    ("entity", "网页转义符已还原", _entities),
    ("invisible", "去除不可见字符", lambda value: _INVISIBLE.sub("", value)),
    ("full_width", "全角字母数字转半角", lambda value: value.translate(_FULL_WIDTH)),
    ("blanks", "去除首尾空白", lambda value: value.strip()),
    ("inner_blanks", "连续空白并作一个", lambda value: " ".join(value.split())),
    ("quotes", "去除多余引号", lambda value: _quotes(value).strip()),
)


def _warn(value: str, remarks: list[Remark], *, inner_gap: bool) -> None:
    if private := _PRIVATE.search(value):
        codepoint = f"U+{ord(private.group()):04X}"
        message = f"含无法显示的自造字（{codepoint}，第{private.start() + 1}字），请按执照补正"
        remarks.append((Level.WARNING, "private_use", message))
    if "\ufffd" in value:
        remarks.append((Level.WARNING, "garbled", "含乱码，请核对原文件"))
    if value[0] in "=+-@":
        remarks.append((Level.WARNING, "formula_like", f"以“{value[0]}”开头，按文字保存，不作公式"))
    if inner_gap and _HAN_GAP.search(value):
        remarks.append((Level.WARNING, "inner_gap", "名称中间有空白，请核对是否为两个名称或多余空格"))


def name(cell: str) -> Cell:
    """A firm's name: one name, in Chinese characters, no blanks inside, rarely over forty characters."""
    found = text(cell, inner_gap=True)
    if found.value and _HAN.search(found.value) is None:
        remark = (Level.WARNING, "no_han", f"名称“{found.value[:20]}”里没有汉字，请核对是否填错了列")
        found = Cell(found.value, (*found.remarks, remark))
    if len(found.value) <= 40:
        return found
    remark = (Level.WARNING, "long_name", f"名称有{len(found.value)}字，超过40字，请核对是否混入其他内容")
    return Cell(found.value, (*found.remarks, remark))


def uscc(cell: str) -> Cell:
    """统一社会信用代码: healed where unambiguous; anything else is an error with its position."""
    cell = plain(cell)
    if _SCIENTIFIC.fullmatch(cell.strip()):
        return Cell(
            "",
            (
                (
                    Level.ERROR,
                    "precision",
                    "代码被当作数字存成科学计数，后几位已丢失；请把该列设为“文本”后重填",
                ),
            ),
        )
    if cell.strip() in BLANKS | DASHES:
        return Cell("", ((Level.ERROR, "empty", "没有统一社会信用代码"),))
    reading = identifiers.read_uscc(cell)
    remarks: list[Remark] = []
    if reading.healed:
        remarks.append((Level.HEALED, "code_healed", "、".join(reading.healed)))
    if not reading.ok:
        remarks.append((Level.ERROR, reading.code, reading.message))
        return Cell("", tuple(remarks))
    remarks += [(Level.WARNING, "uscc_odd", warning) for warning in reading.warnings]
    return Cell(reading.value, tuple(remarks))


_DAY = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\+08:?00)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_SERIAL = re.compile(r"[1-9]\d{4}(?:\.0+)?")
_HAN_DIGITS = str.maketrans("〇零○Ｏ一二三四五六七八九", "0000123456789")
_HAN_TENS = re.compile(r"([1-9]?)十([1-9]?)")
_EPOCH = date(1899, 12, 30)


def day(cell: str) -> Cell:
    """A day as YYYY-MM-DD. 「2020年1月2日」, 20200102, 2020/1/2, 二〇二〇年一月二日 and Excel's serial numbers.

    A day that reads two ways (01/02/2020, 98-5-1) or does not exist is left empty with a warning.
    """
    if len(cell) == 10 and cell[4] == "-":
        try:
            return Cell(date.fromisoformat(cell).isoformat())
        except ValueError:
            pass
    cell = plain(cell)
    if cell in BLANKS or cell.strip() in DASHES:
        return Cell("")
    value = unicodedata.normalize("NFKC", cell).strip().strip("'\"").strip()
    value = (
        _HAN_TENS.sub(_tens, value.translate(_HAN_DIGITS))
        if re.search("[〇零○一二三四五六七八九十]", value)
        else value
    )
    value = re.sub(r"\s*([-/.年月日])\s*", r"\1", value)
    found = _day(value)
    if found is None:
        why = "看不出是哪一天" if not _MONTH.fullmatch(value) else "只有年月，缺日"
        return Cell("", ((Level.WARNING, "bad_day", f"日期“{cell.strip()[:20]}”{why}，留空"),))
    if not 1900 <= found.year <= 2100:
        return Cell("", ((Level.WARNING, "bad_day", f"日期“{cell.strip()[:20]}”不在合理范围内，留空"),))
    return Cell(
        found.isoformat(), ((Level.HEALED, "day", f"日期“{cell.strip()[:24]}”读作 {found.isoformat()}"),)
    )


def _tens(match: re.Match[str]) -> str:
    return f"{match[1] or '1'}{match[2] or '0'}"


def _day(value: str) -> date | None:
    for pattern in (_DAY, _COMPACT):
        if match := pattern.fullmatch(value):
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                return None
    if _SERIAL.fullmatch(value):
        return _EPOCH + timedelta(days=int(value.split(".")[0]))
    return None


_ANY_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?|\d{8}")
_BETWEEN = re.compile(r"(?:自|从)?#起?(?:至|到|[-—~～]{1,2})#止?")


def until(cell: str) -> Cell:
    """The day something ends; of 「2021-03-05至2026-03-04」 and 「自…起至…止」 the second."""
    value = re.sub(r"\s", "", unicodedata.normalize("NFKC", cell))
    days = _ANY_DAY.findall(value)
    if len(days) != 2 or not _BETWEEN.fullmatch(_ANY_DAY.sub("#", value)):
        return day(cell)
    first, last = (_day(text) for text in days)
    if first is None or last is None or first > last:
        return Cell("", ((Level.WARNING, "bad_day", f"起止日期“{cell.strip()[:40]}”看不懂，留空"),))
    message = f"起止日期“{cell.strip()[:40]}”取截止日 {last.isoformat()}"
    return Cell(last.isoformat(), ((Level.HEALED, "day", message),))


def count(cell: str) -> Cell:
    """A whole number: 「1,200人」 is 1200."""
    cell = plain(cell)
    if cell in BLANKS or cell.strip() in DASHES:
        return Cell("")
    value = unicodedata.normalize("NFKC", cell).strip().replace(",", "").rstrip("人名家年个")
    if re.fullmatch(r"\d{1,9}(?:\.0+)?", value):
        return Cell(str(int(value.split(".")[0])))
    return Cell("", ((Level.WARNING, "bad_count", f"“{cell.strip()[:20]}”不是整数，留空"),))


_STATUS_WORDS = (
    (SubjectStatus.REVOKED, ("吊销",)),
    (SubjectStatus.CLOSED, ("注销", "撤销", "清算")),
    (SubjectStatus.MOVED, ("迁出", "迁往", "迁移")),
    (SubjectStatus.SUSPENDED, ("停业", "歇业", "停保", "暂停")),
    (SubjectStatus.ACTIVE, ("存续", "在营", "开业", "在业", "正常", "在册", "登记成立", "迁入", "参保")),
)


def status(cell: str) -> Cell:
    """登记状态 by its words: 「存续（在营、开业、在册）」, 「吊销，未注销」 …"""
    if cell in BLANKS or cell.strip() in DASHES:
        return Cell("")
    value = cell.strip()
    for state, words in _STATUS_WORDS:
        if value == state.value or any(word in value for word in words):
            return Cell(state.value)
    return Cell("", ((Level.WARNING, "bad_status", f"登记状态“{value[:20]}”不认识，不改动状态"),))


PROVINCES = frozenset(
    [
        "北京",
        "天津",
        "河北",
        "山西",
        "内蒙古",
        "辽宁",
        "吉林",
        "黑龙江",
        "上海",
        "江苏",
        "浙江",
        "安徽",
        "福建",
        "江西",
        "山东",
        "河南",
        "湖北",
        "湖南",
        "广东",
        "广西",
        "海南",
        "重庆",
        "四川",
        "贵州",
        "云南",
        "西藏",
        "陕西",
        "甘肃",
        "青海",
        "宁夏",
        "新疆",
        "台湾",
        "香港",
        "澳门",
        "新疆生产建设兵团",
    ]
)
_PROVINCE_TAIL = re.compile("(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)$")


def province(cell: str) -> Cell:
    """A province that is none usually means the columns of this row have slipped. Warns, never rejects."""
    value = cell.strip()
    if value in PROVINCES or _PROVINCE_TAIL.sub("", value) in PROVINCES:
        return Cell(value)
    shown = f"“{value[:20]}”不是省份" if value and value not in BLANKS else "为空"
    return Cell("", ((Level.WARNING, "region", f"省份{shown}，该行可能错位，请核对"),))


def division(cell: str) -> Cell:
    """行政区划代码: six or more digits; anything else is dropped with a warning."""
    found = text(cell)
    if not found.value or re.fullmatch(r"\d{6}(?:\d{3}|\d{6})?", found.value):
        return found
    remark = (Level.WARNING, "region", f"行政区划代码“{found.value[:20]}”不是6位数字，不采用")
    return Cell("", (*found.remarks, remark))


def citizen(cell: str) -> Cell:
    """公民身份号码. The messages never repeat it; the checked number is hashed before it is stored."""
    cell = plain(cell)
    if cell in BLANKS or cell.strip() in DASHES:
        return Cell("")
    if _SCIENTIFIC.fullmatch(cell.strip()):
        return Cell(
            "", ((Level.ERROR, "precision", "号码被当作数字，后几位已丢失；请把该列设为“文本”后重填"),)
        )
    reading = identifiers.read_citizen_id(cell)
    if not reading.ok:
        return Cell("", ((Level.ERROR, f"citizen_{reading.code}", reading.message),))
    return Cell(reading.value)


READERS: dict[Reads, Callable[[str], Cell]] = {
    Reads.TEXT: text,
    Reads.USCC: uscc,
    Reads.DAY: day,
    Reads.UNTIL: until,
    Reads.COUNT: count,
    Reads.STATUS: status,
    Reads.PROVINCE: province,
    Reads.DIVISION: division,
    Reads.CITIZEN: citizen,
}
