"""What each kind of paper must say: read from ``data/<kind>.toml``, one file per kind.

A room hands over plain values (text, days, tables); here they are checked, written the way they will be read,
and frozen: the PDF, the bureau's own .docx and the public page of the code all show the same words.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from mingqian.core.decision import Decision, Refused, denied
from mingqian.core.workdays import written
from mingqian.documents.enums import Kind, Shape
from mingqian.documents.types import Cells, Fields

_PLACE = Path(__file__).parent / "data"
LONGEST = 20_000
MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a paper says."""

    key: str
    label: str
    shape: Shape = Shape.TEXT
    required: bool = False
    clause: str = ""
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of paper. ``public``: what the page of its code shows; ``party``: it goes to the firm.

    ``numbered``: it has a 文号 of its own; the others stand under the code of their draw, batch or plan.
    """

    kind: Kind
    title: str
    numbered: bool
    sealed: bool
    clause: str
    public: tuple[str, ...]
    party: bool
    fields: tuple[Field, ...]

    def field(self, key: str) -> Field:
        """The field of this name."""
        return next(one for one in self.fields if one.key == key)


@cache
def of(kind: Kind) -> Sheet:
    """The sheet of a kind."""
    raw = tomllib.loads((_PLACE / f"{kind.value}.toml").read_text("utf-8"))
    fields = tuple(_field(one) for one in raw["fields"])
    return Sheet(
        kind=kind, title=raw["title"], numbered=raw["numbered"], sealed=raw["sealed"], clause=raw["clause"],
        public=tuple(raw["public"]), party=raw.get("party", False), fields=fields,
    )  # fmt: skip


def _field(raw: Mapping[str, object]) -> Field:
    given = dict(raw)
    columns = tuple((key, label) for key, label in given.pop("columns", ()))  # type: ignore[attr-defined]
    shape = Shape(str(given.pop("shape", "text")))
    return Field(shape=shape, columns=columns, **given)  # type: ignore[arg-type]


def frozen(kind: Kind, values: Fields) -> dict[str, Cells]:
    """The values as they will stand on the paper; refused with everything that is missing or too much."""
    sheet = of(kind)
    known = {one.key for one in sheet.fields}
    faults = [_fault(sheet, f"没有“{key}”这一项", "请核对项目名称") for key in values if key not in known]
    written = {one.key: _written(one, values.get(one.key)) for one in sheet.fields}
    for one in sheet.fields:
        if one.required and not written[one.key]:
            faults.append(_fault(sheet, f"缺少“{one.label}”", "请先在办理页面补齐，再生成文书", one.clause))
        if len(str(written[one.key])) > LONGEST * 50 or _too_long(written[one.key]):
            faults.append(_fault(sheet, f"“{one.label}”太长", "请缩小范围，或导出表格"))
    if faults:
        raise Refused(*faults)
    return written


def _too_long(value: Cells) -> bool:
    return len(value) > (LONGEST if isinstance(value, str) else MOST_ROWS)


def _fault(sheet: Sheet, why: str, remedy: str, clause: str = "") -> Decision:
    return denied("documents.fields", f"{sheet.title}{why}", clause or sheet.clause, remedy)


def _written(field: Field, value: object) -> Cells:
    if field.shape is Shape.TABLE:
        rows = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
        return [{key: said(row.get(key, "")) for key, _ in field.columns} for row in rows]
    if field.shape is Shape.LIST:
        rows = value if isinstance(value, Sequence) and not isinstance(value, str) else ()
        return [said(one) for one in rows if said(one)]
    return said(value)


def said(value: object) -> str:
    """One value in words: days in Chinese, nothing as nothing, no white space at the ends."""
    if value is None:
        return ""
    if isinstance(value, date):
        return written(value)
    return str(value).replace("\r\n", "\n").strip()
