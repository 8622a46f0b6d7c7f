"""What reading a row brought to light: errors, warnings and what was healed, with the place."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from mingqian.core.labels import LabelledCode


def printable(text: str) -> str:
    """Words out of a stranger's file, fit for a terminal and a comment: no control character gets through."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in text)


class Level(LabelledCode):
    """An error keeps its row out; a warning does not; healed says what was changed on the way in."""

    ERROR = "error", "错误"
    WARNING = "warning", "提醒"
    HEALED = "healed", "已修正"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark on one cell (``column`` from 0; −1 for the whole row)."""

    level: Level
    code: str
    line: int
    column: int
    field: str
    raw: str
    message: str

    def __str__(self) -> str:
        place = f"第{self.line}行" + (f"“{self.field}”" if self.field else "")
        return f"{place}：{self.message}"


TITLES = {
    "registration": "是旧注册号",
    "organisation": "是组织机构代码",
    "length": "位数不对",
    "character": "有不能用的字符",
    "check": "校验码不符",
    "format": "不是代码",
    "precision": "丢了后几位",
    "empty": "缺",
    "clash": "在文件内重复且不一致",
    "merged": "在文件内重复",
    "foreign": "属于其他单位",
    "too_long": "过长",
    "too_many_cells": "列数多于表头",
    "inner_gap": "中间有空白",
    "long_name": "超过40字",
    "no_han": "没有汉字",
    "private_use": "含自造字",
    "garbled": "含乱码",
    "region": "可能错位",
    "formula_like": "像公式",
    "uscc_odd": "有疑点",
    "bad_day": "看不懂的日期",
    "bad_count": "不是整数",
    "bad_status": "不认识的状态",
    "unit": "单位不认识",
    "power_kind": "不认识的类别",
    "power_unit": "单位不认识",
    "power_items": "不能实施这项权力",
    "power_gone": "已取消",
    "power_otherwise": "与清单上的不同",
    "basis_unregistered": "有未登记的文件",
    "no_article": "没有条款",
    "aside": "是合计或附注",
    "joined": "与上一行是同一事项",
    "share": "按百分数读出",
    "ratio_words": "不是数字",
    "frequency_words": "不是“N次/年”",
    "method_words": "有不认识的方式",
    "category_words": "不认识的类别",
    "open_version": "有一版在办理",
    "class": "不认识的类别",
    "certificate": "有不能用的字符",
    "no_certificate": "缺",
    "no_validity": "缺",
    "no_business": "缺",
    "code_healed": "写法已规范",
    "full_width": "全角转半角",
    "blanks": "首尾空白",
    "inner_blanks": "连续空白",
    "invisible": "不可见字符",
    "quotes": "多余引号",
    "entity": "网页转义符",
    "dash": "横线作空白",
    "day": "日期写法",
}
"""What a code of a finding is called in a count."""


@dataclass
class Tally:
    """Counts of all findings and the first few of each kind; the memory it takes does not grow."""

    keep: int = 5
    counts: Counter[tuple[Level, str, str]] = field(default_factory=Counter)
    firsts: dict[tuple[Level, str, str], list[Finding]] = field(default_factory=dict)

    def add(self, findings: Iterable[Finding]) -> None:
        """Count each finding under its level, code and field."""
        for finding in findings:
            key = (finding.level, finding.code, finding.field)
            self.counts[key] += 1
            shown = self.firsts.setdefault(key, [])
            if len(shown) < self.keep:
                shown.append(finding)

    def count(self, level: Level, key: str, label: str, number: int = 1) -> None:
        """Count something too frequent to be kept as findings, such as N/A read as empty."""
        self.counts[(level, key, label)] += number

    def total(self, level: Level) -> int:
        """How many findings of this level."""
        return sum(number for (lvl, _, _), number in self.counts.items() if lvl is level)

    def of(self, level: Level) -> list[tuple[str, str, int, list[Finding]]]:
        """(code, field, count, first ones) of one level, the most frequent first."""
        rows = [
            (code, label, number, self.firsts.get((lvl, code, label), []))
            for (lvl, code, label), number in self.counts.items()
            if lvl is level
        ]
        return sorted(rows, key=lambda row: (-row[2], row[0], row[1]))
