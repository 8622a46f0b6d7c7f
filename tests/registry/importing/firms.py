"""Fictional firms of 鹭湾 for import tests: valid codes, made on the spot; no person or firm is real."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path

from mingqian.core import identifiers

HEADER = [
    "统一社会信用代码",
    "单位名称",
    "法定代表人",
    "地址",
    "联系人",
    "联系方式",
    "业务责任处室",
    "成立日期",
    "经营范围",
]


def code(number: int, district: int = 1) -> str:
    """The code of the firm with this number."""
    inner = f"{number:08d}"
    body = f"9135990{district}{inner}{identifiers.org_check(inner)}"
    return body + identifiers.uscc_check(body)


def firm(number: int, **changes: str) -> dict[str, str]:
    """One complete row; ``changes`` by heading."""
    row = {
        "统一社会信用代码": code(number),
        "单位名称": f"鹭湾第{number}商贸有限公司",
        "法定代表人": f"经营者{number}",
        "地址": f"鹭湾市湖滨区湖滨路{number}号",
        "联系人": f"联系人{number}",
        "联系方式": f"0599-{2000000 + number}",
        "业务责任处室": "劳动关系处",
        "成立日期": "2015-03-16",
        "经营范围": "日用百货销售",
    }
    return row | changes


def write(path: Path, rows: Iterable[Mapping[str, str]], header: list[str] | None = None) -> Path:
    """A CSV file of these rows."""
    rows = list(rows)
    names = header or list(dict.fromkeys([*HEADER, *(name for row in rows for name in row)]))
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, names, extrasaction="ignore", restval="")
        out.writeheader()
        out.writerows(rows)
    return path
