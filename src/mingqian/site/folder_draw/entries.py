"""From a list's row to an entry of the roll, or to the reason why not, with the row's number.

What belongs here: which column says what, and the judging of values. Rows of the roll are made by the core.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from mingqian.core.canonical import CONTROL, INTEGER_LIMIT, KEY, normalised
from mingqian.core.canonical import is_normalised as is_nfc
from mingqian.core.decision import Decision, Refused, denied
from mingqian.core.draw import grammar as g
from mingqian.core.draw.rows import Entry
from mingqian.site.folder_draw.lists import Listing, Tell

SHOWN = 20
STRATUM = "英文字母、数字、_ 和 -，至多 32 位，不能用汉字：请在来源表加一列代码，如 SM，--stratum 改指这一列"
REMEDY = "请在来源表中改正后重新生成；没有生成任何文件"


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column says what; ``record`` maps columns to the names they have in the record."""

    identity: str
    scheme: str = "USCC"
    stratum: str = ""
    everywhere: str = "ALL"  # the stratum of all rows where no column says one
    status: str = ""
    weight: str = ""
    record: Mapping[str, str] = field(default_factory=dict)

    def named(self) -> list[str]:
        return [
            name for name in (self.identity, self.stratum, self.status, self.weight, *self.record) if name
        ]


@dataclass(slots=True)
class Judged:
    """The entries of a list as they are read; when they are through, whatever was wrong stops the roll."""

    listing: Listing
    columns: Columns
    faults: list[Decision] = field(default_factory=list)
    refused: int = 0

    def entries(self, tell: Tell) -> Iterator[Entry]:
        """Sound rows; the others are counted, the first ones told with their number."""
        number = 0
        for number, values in self.listing.rows(tell):
            try:
                yield _entry(values, self.columns, len(self.listing.columns))
            except ValueError as fault:
                self._refuse(number, str(fault))
        if not number:
            told = f"“{self.listing.file.name}”只有表头，一行也没有"
            raise Refused(denied("list.empty", told, "sxsj1 §2", "请核对导出的文件"))
        self._demand_sound()

    def _refuse(self, number: int, why: str) -> None:
        self.refused += 1
        if len(self.faults) < SHOWN:
            self.faults.append(denied("list.row", f"第 {number} 行：{why}", "sxsj1 §1、§2"))

    def _demand_sound(self) -> None:
        """Nothing is drawn from half a list."""
        if not self.refused:
            return
        more = f"（先列出 {SHOWN} 处）" if self.refused > SHOWN else ""
        total = denied("list.rows", f"共 {self.refused:,} 行不合规{more}", "sxsj1 §2：全部对象入册", REMEDY)
        raise Refused(*self.faults, total)

    def twice(self, tags: Sequence[str], tag_of: Callable[[str], str]) -> Refused:
        """Which rows carry an id that occurs twice; the list is read once more to find them."""
        wanted, found = set(tags), []
        for number, values in self.listing.rows(lambda *_: None):
            identity = _identity(values or {}, self.columns)
            if tag_of(identity) in wanted:
                found.append(
                    denied(
                        "list.twice",
                        f"第 {number} 行：标识 {identity} 出现不止一次",
                        "sxsj1 §2：一个对象一行",
                    )
                )
            if len(found) == SHOWN:
                break
        return Refused(*found, denied("list.rows", "同一对象在名录中只能有一行", "sxsj1 §2", REMEDY))


def chosen(listing: Listing, columns: Columns, record: Mapping[str, str] | None) -> Columns:
    """The columns of a list, checked; without ``record`` every other column belongs to it under its own name."""
    missing = [name for name in columns.named() if name not in listing.columns]
    if missing:
        told = f"“{listing.file.name}”没有这些列：{'、'.join(missing)}"
        raise Refused(denied("list.no_column", told, remedy=f"它的列有：{'、'.join(listing.columns)}"))
    used = set(columns.named())
    wanted = record if record is not None else {name: name for name in listing.columns if name not in used}
    odd = [name for name in wanted.values() if not KEY.fullmatch(name)]
    absent = [name for name in wanted if name not in listing.columns]
    if odd or absent:
        told = f"这些列不能照原名进入记录：{'、'.join(odd or absent)}"
        remedy = "记录的字段名用字母、数字和下划线：--record 企业名称=name --record 人数=employees"
        raise Refused(denied("list.record", told, "sxsj1 §1", remedy))
    return Columns(
        columns.identity, columns.scheme, columns.stratum, columns.everywhere, columns.status, columns.weight,
        dict(wanted),
    )  # fmt: skip


def _identity(values: Mapping[str, Any], columns: Columns) -> str:
    return f"{columns.scheme}:{_text(values.get(columns.identity)).upper()}"


def _entry(values: Mapping[str, Any] | None, columns: Columns, width: int) -> Entry:
    if values is None:
        raise ValueError(f"栏数与表头不同（应为 {width} 栏）")
    identity = _identity(values, columns)
    if not g.is_identity(identity):
        raise ValueError(f"标识“{identity}”不合规（方案:号码，大写字母、数字和 :._-，号码至多 51 位）")
    stratum = _text(values.get(columns.stratum)) if columns.stratum else columns.everywhere
    if not g.is_word(stratum):
        raise ValueError(f"层名“{stratum}”不合规（{STRATUM}）")
    status = (_text(values.get(columns.status)) if columns.status else "") or "E"
    if not g.is_status(status):
        raise ValueError(f"状态“{status}”不合规（E，或 F:、X:、S: 加代码）")
    weight = (_text(values.get(columns.weight)) if columns.weight else "") or "1"
    if not g.is_weight(weight) or (status != "E" and weight != "1"):
        raise ValueError(f"签数“{weight}”不合规（1 至 999；不参加抽签的一律为 1）")
    record = {name: _value(column, values.get(column)) for column, name in columns.record.items()}
    sound = is_nfc("".join(one for one in record.values() if isinstance(one, str)))
    return Entry(identity, record if sound else normalised(record), stratum, status, int(weight))


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _value(column: str, value: object) -> object:
    """What a record may hold: text, whole numbers, yes and no, nothing; days and moments as text."""
    if isinstance(value, str):
        if value.isprintable() or not CONTROL.search(value):
            return value
        raise ValueError(f"列“{column}”的文字里有控制字符")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int) and -INTEGER_LIMIT < value < INTEGER_LIMIT:
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise ValueError(f"列“{column}”的值不是文字、整数或是否：{str(value)[:40]}")
