"""Bytes of a pack directory to text, tables and rows; hostile or broken files become problems."""

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from mingqian.policy.reading.problems import Report

SIZE_LIMIT = 2_000_000
DOTS_LIMIT = 50
"""The parser takes time with the square of the parts of a dotted key: a file within the size could hold it for hours."""

TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def text(path: Path, report: Report) -> str:
    """The file as text; empty after a reported problem."""
    if not path.is_file():
        report.add(path.name, "", "缺少文件")
        return ""
    if path.stat().st_size > SIZE_LIMIT:
        report.add(path.name, "", f"文件超过{SIZE_LIMIT // 1_000_000}MB")
        return ""
    try:
        found = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        report.add(path.name, f"第{error.start + 1}字节", "不是 UTF-8 文字", remedy="用 UTF-8 另存")
        return ""
    if not found.strip():
        report.add(path.name, "", "文件是空的")
    return found


def toml(content: str, file: str, report: Report) -> Mapping[str, object]:
    """The parsed TOML; an empty table after a reported problem."""
    for number, line in enumerate(content.splitlines(), 1):
        if line.count(".") > DOTS_LIMIT:
            report.add(file, f"第{number}行", f"一行里有超过{DOTS_LIMIT}个点", remedy="规则包不需要深层嵌套")
            return {}
    try:
        return tomllib.loads(content)
    except RecursionError:
        report.add(file, "", "表或列表嵌套过深", remedy="规则包不需要深层嵌套")
    except ValueError as error:  # TOMLDecodeError, and Python's own for a number of thousands of digits
        match = TOML_PLACE.search(str(error))
        place = f"第{match[1]}行第{match[2]}列" if match else "文件末尾"
        report.add(file, place, "TOML 写法有误", remedy=f"解析器的说法：{str(error).split(' (')[0]}")
    return {}


def rows(content: str, columns: tuple[str, ...], file: str, report: Report) -> list[dict[str, str]]:
    """The rows under a header that must be exactly ``columns``; none after a reported problem."""
    if not content.strip():
        return []
    try:
        reader = csv.DictReader(io.StringIO(content, newline=""), strict=True)
        header = tuple(reader.fieldnames or ())
        found = list(reader)
    except csv.Error as error:
        report.add(file, "", "CSV 写法有误", remedy=f"解析器的说法：{error}")
        return []
    if header != columns:
        lacking = "、".join(name for name in columns if name not in header) or "无"
        extra = "、".join(str(name) for name in header if name not in columns) or "无"
        words = f"栏目不符：缺少{lacking}，多出{extra}"
        report.add(file, "第1行", words, remedy="栏目名称与次序须与样板一致")
        return []
    for number, row in enumerate(found, 2):
        if None in row or None in row.values():
            report.add(file, f"第{number}行", "栏目数与表头不符", remedy="检查逗号与引号")
    # Broken rows stay, emptied where they lack cells, so that the numbers of the rows below stay true.
    return [{name: row.get(name) or "" for name in columns} for row in found]


def control_characters(name: str, lines: tuple[str, ...], report: Report) -> None:
    """Report tabs and the like: no canonical text may hold them, so the digest could not be taken."""
    for number, line in enumerate(lines, 1):
        if any(ord(char) < 32 or ord(char) == 127 for char in line):
            report.add(name, f"第{number}行", "含有制表符等控制字符", remedy="改用空格")
