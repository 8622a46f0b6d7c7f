"""鹭湾市用人单位名录-演示.xlsx: sixty lines with the dirt of real lists planted by hand, for the import's page.

A third of the firms are in the registry already, some under a new address; eighteen lines cannot come in.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import xlsxwriter

from mingqian.site.demo import registries, words
from mingqian.site.demo.registries import HEADER, Body

NAME = "鹭湾市用人单位名录-演示.xlsx"
KNOWN, MOVED, NEW = 14, 6, 16
TO_MEND = 18
_WRITTEN = datetime(2026, 11, 16, 9)  # noqa: DTZ001 — a workbook's own stamp has no zone
Cell = str | int


def _new(number: int) -> list[Cell]:
    """A firm the registry does not know."""
    at = 6_100 + number
    body = Body(words.credit_code("91", at), words.firm(at), at)
    return list(body.cells())


def _with(number: int, **cells: Cell) -> list[Cell]:
    """The same with something in another state; keys are the heads of the list."""
    row = _new(number)
    for head, value in cells.items():
        row[HEADER.index(head)] = value
    return row


def _wrong(code: str) -> str:
    """The check digit does not fit."""
    return code[:-1] + ("0" if code[-1] != "0" else "1")


def dirty() -> Iterator[list[Cell]]:
    """Eighteen lines that must be mended before they can come in."""
    for number in range(40, 45):
        yield _with(number, 统一社会信用代码=_wrong(str(_new(number)[0])))
    for number in (45, 46):
        yield _with(number, 统一社会信用代码=f"3599010000{number}234")
    for number in (47, 48):
        yield _with(number, 统一社会信用代码=str(_new(number)[0])[:17])
    for number in (49, 50):
        yield _with(number, 统一社会信用代码=str(_new(number)[0]).replace("A", "I"))
    yield _with(51, 统一社会信用代码=913599010800009012)
    yield _with(52, 统一社会信用代码="")
    yield _with(53, 单位名称="")
    yield _with(54, 统一社会信用代码="00000001-9")
    yield _with(55, 统一社会信用代码="=A3")
    yield _with(56, 单位名称="鹭湾演示一号商贸有限公司")
    yield _with(56, 单位名称="鹭湾演示二号商贸有限公司")


def healed() -> Iterator[list[Cell]]:
    """Lines that come in, put right or remarked upon: spaces, full-width digits, other ways to write a day."""
    yield _with(60, 统一社会信用代码=f" {_new(60)[0]} ")
    yield _with(61, 统一社会信用代码=str(_new(61)[0]).lower())
    yield _with(
        62, 统一社会信用代码=str(_new(62)[0]).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    )
    yield _with(63, 成立日期="二〇一五年三月十六日")
    yield _with(64, 地址="=1+1")
    yield _with(65, 单位名称=f"{_new(65)[1]}　")


def rows() -> list[list[Cell]]:
    """The sixty lines below the head, good and bad mixed."""
    known = [list[Cell](body.cells()) for body in registries.enterprises()[700 : 700 + KNOWN]]
    moved = [list[Cell](body.cells()) for body in registries.enterprises()[800 : 800 + MOVED]]
    for row in moved:
        row[HEADER.index("地址")] = f"{words.CITY}市湖滨区新港路1号"
    good = [*known, *moved, *(_new(number) for number in range(NEW)), *healed()]
    bad = list(dirty())
    for place, row in enumerate(bad):
        good.insert(place * 3 + 2, row)
    return good


def write(out: Path) -> int:
    """The file, the same bytes every time; how many lines it has."""
    lines = rows()
    with xlsxwriter.Workbook(str(out)) as book:
        book.set_properties({"created": _WRITTEN, "title": "虚构的鹭湾市，练习用，内有错误"})
        sheet = book.add_worksheet("名录")
        bold = book.add_format({"bold": True})
        for column, head in enumerate(HEADER):
            sheet.write_string(0, column, head, bold)
        for number, line in enumerate(lines, 1):
            for column, value in enumerate(line):
                if isinstance(value, int):
                    sheet.write_number(number, column, value)
                elif value:
                    sheet.write_string(number, column, value)
    return len(lines)
