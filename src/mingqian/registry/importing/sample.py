"""A practice list of fictional 鹭湾 firms with planted errors: what an officer tries first, and what a test reads.

Division prefix 3599 is unassigned in GB/T 2260; every code has a valid check digit, no firm or person is real.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter

from mingqian.core import identifiers
from mingqian.registry.importing import workbook
from mingqian.registry.importing.sniffing import refuse

TITLE = "鹭湾市检查对象名录（练习用，内有错误）"
HEADER = (
    "统一社会信用代码",
    "单位名称",
    "法定代表人",
    "地址",
    "联系人",
    "联系电话",
    "业务责任处室",
    "成立日期",
    "登记状态",
    "经营范围",
    "省份",
)
GOOD_ROWS = 24
FIRST_LINE = 3


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted error: its line, the finding it must raise (``findings.TITLES``), and the changed cells."""

    line: int
    code: str
    cells: dict[str, Any]


def firm(number: int) -> dict[str, Any]:
    """A complete fictional firm."""
    inner = f"{8_000_000 + number:08d}"
    body = f"9135990{number % 6 + 1}{inner}{identifiers.org_check(inner)}"
    trades = ("日用百货销售", "劳务派遣服务", "职业技能培训", "餐饮服务", "软件开发", "人力资源服务")
    return {
        "统一社会信用代码": body + identifiers.uscc_check(body),
        "单位名称": f"鹭湾练习{number:02d}号商贸有限公司",
        "法定代表人": f"练习人{number}",
        "地址": f"鹭湾市湖滨区练习路{number}号",
        "联系人": f"联系人{number}",
        "联系电话": f"0599-{2_000_000 + number}",
        "业务责任处室": "劳动关系处",
        "成立日期": f"20{number % 20 + 1:02d}-03-16",
        "登记状态": "存续",
        "经营范围": trades[number % 6],
        "省份": "福建",
    }


def planted() -> list[Planted]:
    """Every kind of error an office meets in its first week, each on a line of its own."""
    good = firm(90)["统一社会信用代码"]
    wrong = good[:17] + ("0" if good[17] != "0" else "1")
    changes: list[tuple[str, dict[str, Any]]] = [
        ("check", {"统一社会信用代码": wrong}),
        ("registration", {"统一社会信用代码": "359901000012345"}),
        ("organisation", {"统一社会信用代码": "00000001-9"}),
        ("precision", {"统一社会信用代码": 913599010800009012}),
        ("empty", {"统一社会信用代码": ""}),
        ("character", {"统一社会信用代码": good[:4] + "I" + good[5:]}),
        ("empty", {"单位名称": ""}),
        ("code_healed", {"统一社会信用代码": f" {firm(97)['统一社会信用代码'].lower()} "}),
        ("full_width", {"单位名称": "鹭湾练习９９号商贸有限公司"}),
        ("day", {"成立日期": "二〇一五年三月十六日"}),
        ("bad_day", {"成立日期": "2015年2月30日"}),
        ("inner_gap", {"单位名称": "鹭湾练习商行 第二名称：鹭湾练习商店"}),
        ("bad_status", {"登记状态": "观望"}),
        ("region", {"省份": "湖滨路"}),
        ("formula_like", {"地址": "=1+1"}),
    ]
    found = []
    for place, (code, cells) in enumerate(changes):
        line = FIRST_LINE + GOOD_ROWS + place
        found.append(Planted(line, code, firm(90 + place) | cells))
    first, second = FIRST_LINE + GOOD_ROWS + len(changes), FIRST_LINE + GOOD_ROWS + len(changes) + 1
    found.append(Planted(first, "clash", firm(70)))
    found.append(Planted(second, "clash", firm(70) | {"地址": "鹭湾市海岭区另一处1号"}))
    found.append(Planted(second + 1, "merged", firm(1)))
    return found


def rows() -> Iterator[tuple[int, dict[str, Any]]]:
    """(line, row) of the whole list."""
    for number in range(1, GOOD_ROWS + 1):
        yield FIRST_LINE + number - 1, firm(number)
    for error in planted():
        yield error.line, error.cells


def write(out: Path) -> int:
    """Write the list as a workbook; answers how many rows it has."""
    if out.suffix.lower() != ".xlsx":
        raise refuse("sample_name", f"练习名录“{out.name}”应以 .xlsx 结尾", "")
    count = 0
    with workbook.written(out), xlsxwriter.Workbook(str(out)) as book:
        sheet = book.add_worksheet("名录")
        sheet.write_string(0, 0, TITLE, book.add_format({"bold": True, "font_size": 16}))
        for column, name in enumerate(HEADER):
            sheet.write_string(1, column, name, book.add_format({"bold": True}))
        for line, row in rows():
            count += 1
            for column, name in enumerate(HEADER):
                value = row[name]
                if isinstance(value, int):
                    sheet.write_number(line - 1, column, value)
                elif value:
                    sheet.write_string(line - 1, column, value)
    return count
