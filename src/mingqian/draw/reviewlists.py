"""Reading the two lists of a case-file review: which column is which, what a cell means, what is wrong with it."""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from mingqian.core.decision import Decision, denied

Row = tuple[int, list[str]]
SHOWN = 12
"""So many faults are named at once; the rest is counted."""

CASE_KINDS = (
    ("CF", ("处罚",)), ("QZ", ("强制",)), ("XK", ("许可",)), ("SF", ("收费", "征收")), ("QR", ("确认",)),
    ("JC", ("检查",)), ("QT", ("其他",)),
)  # fmt: skip
EXPERT_KINDS = (("SP", ("法官", "审判")), ("JC", ("检察",)), ("FZ", ("法制", "司法行政")), ("ZF", ("执法",)))
OTHER = "QT"
CASE_HEADS = {
    "number": ("案卷编号", "案号", "案卷号", "卷号", "文号", "编号"),
    "kind": ("执法种类", "案卷种类", "种类", "类别"),
    "unit": ("承办单位", "办案单位", "单位"),
    "handlers": ("承办人", "承办人员", "办案人员"),
    "excluded": ("不参加原因", "不参加的原因", "不参评原因"),
}
EXPERT_HEADS = {
    "name": ("姓名", "专家姓名", "专家"),
    "unit": ("工作单位", "所在单位", "单位"),
    "kind": ("专家类别", "类别", "身份"),
    "captain": ("可任组长", "组长"),
    "absent": ("不能参加原因", "不能参加的原因", "缺席原因"),
    "recuses": ("回避单位", "须回避的单位"),
}
YES, NO = {"是", "可", "√", "Y", "1"}, {"", "否", "不可", "×", "N", "0"}
_PLAIN = re.compile(r"[0-9A-Z][0-9A-Z._-]{0,47}")


@dataclass(frozen=True, slots=True)
class Case:
    """A row of the list of case files."""

    identity: str
    number: str
    kind: str
    unit: str
    handlers: str = ""
    excluded: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A row of the list of experts."""

    name: str
    unit: str
    kind: str
    captain: bool
    absent: str = ""
    recuses: str = ""


@dataclass
class Faults:
    """What is wrong, line by line."""

    what: str
    found: list[str] = field(default_factory=list)

    def add(self, line: int, words: str) -> None:
        self.found.append(f"{self.what}第 {line} 行：{words}")

    def decisions(self) -> list[Decision]:
        """At most so many, and how many more."""
        remedy = "请在名单里改正后重新提交，没有保存任何内容"
        told = [denied("draw.review_row", one, "", remedy) for one in self.found[:SHOWN]]
        if len(self.found) > SHOWN:
            told.append(
                denied("draw.review_rows", f"{self.what}还有 {len(self.found) - SHOWN} 处错误", "", remedy)
            )
        return told


def cases(listed: Sequence[Row]) -> tuple[list[Case], Faults]:
    """Case files; without a heading the columns are taken in the order of the table above."""
    faults, made = Faults("案卷名单"), list[Case]()
    seen: dict[str, int] = {}
    for line, cells in _records(listed, CASE_HEADS):
        number = cells.get("number", "")
        if not number or len(number) > 100:
            faults.add(line, "没有案卷编号，或编号超过 100 字")
            continue
        identity = case_identity(number)
        if identity in seen:
            faults.add(line, f"案卷“{number}”与第 {seen[identity]} 行重复")
            continue
        seen[identity] = line
        kind, unit = _kind(cells.get("kind", ""), CASE_KINDS), cells.get("unit", "")
        if cells.get("kind") and kind is None:
            faults.add(
                line,
                f"不认识的执法种类“{cells['kind'][:20]}”，可用：处罚、强制、检查、许可、收费、确认、其他",
            )
        _short(faults, line, cells)
        made.append(
            Case(identity, number, kind or OTHER, unit, cells.get("handlers", ""), cells.get("excluded", ""))
        )
    return made, faults


def people(listed: Sequence[Row]) -> tuple[list[Person], Faults]:
    """Experts."""
    faults, made = Faults("专家名单"), list[Person]()
    seen: dict[tuple[str, str], int] = {}
    for line, cells in _records(listed, EXPERT_HEADS):
        name, unit = cells.get("name", ""), cells.get("unit", "")
        if not name or not unit or len(name) > 60:
            faults.add(line, "没有姓名或单位，或姓名超过 60 字")
            continue
        if (name, unit) in seen:
            faults.add(line, f"{name}（{unit}）与第 {seen[name, unit]} 行重复")
            continue
        seen[name, unit] = line
        lead = cells.get("captain", "").strip().upper()
        if lead not in YES | NO:
            faults.add(line, f"“可任组长”写“是”或“否”，现为“{lead[:20]}”")
        _short(faults, line, cells)
        made.append(
            Person(
                name,
                unit,
                _kind(cells.get("kind", ""), EXPERT_KINDS) or OTHER,
                lead in YES,
                cells.get("absent", ""),
                cells.get("recuses", ""),
            )
        )
    return made, faults


def case_identity(number: str) -> str:
    """A ticket hangs on the file's own number: as it is, or, where it holds other characters, its hash."""
    plain = "".join(unicodedata.normalize("NFKC", number).upper().split())
    if _PLAIN.fullmatch(plain):
        return f"AJ:{plain}"
    return f"AJ:H{hashlib.sha256(plain.encode()).hexdigest()[:24].upper()}"


def _short(faults: Faults, line: int, cells: Mapping[str, str]) -> None:
    for cell in cells.values():
        if len(cell) > 200 or not cell.isprintable():
            faults.add(line, f"“{cell[:20]}…”超过 200 字或有不可见字符")


def _kind(text: str, table: Sequence[tuple[str, tuple[str, ...]]]) -> str | None:
    return next((code for code, marks in table if text == code or any(mark in text for mark in marks)), None)


def _records(listed: Sequence[Row], heads: Mapping[str, tuple[str, ...]]) -> list[tuple[int, dict[str, str]]]:
    """Rows as fields; the heading is the first row that names the leading column."""
    names, first = list(heads), heads[next(iter(heads))]
    place = next(
        (at for at, (_, cells) in enumerate(listed[:20]) if any(one in first for one in cells)), None
    )
    order: Callable[[int], str | None] = lambda at: names[at] if at < len(names) else None  # noqa: E731
    body = listed
    if place is not None:
        found = {
            at: name for at, cell in enumerate(listed[place][1]) for name in names if cell in heads[name]
        }
        order, body = found.get, listed[place + 1 :]
    return [
        (line, {name: cell for at, cell in enumerate(cells) if (name := order(at)) is not None})
        for line, cells in body
    ]
