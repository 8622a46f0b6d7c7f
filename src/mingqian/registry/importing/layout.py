"""Where the header stands and which column is which field. Titles above the header are passed over."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from mingqian.registry.importing import columns
from mingqian.registry.importing.columns import Column, Kind
from mingqian.registry.importing.findings import Finding, Level, printable
from mingqian.registry.importing.sniffing import refuse

SEARCHED_ROWS = 30
LONGEST = 60
"""Letters of a heading; what is longer is a title or a note."""
KEPT = "附加:"
"""``--map 列=附加:名`` keeps a column the registry has no field for among the subject's facts."""

_BRACKETS = re.compile(r"[（(【\[〔].*?[）)】\]〕]")
_EITHER = re.compile(r"[/／、]|或者?")
_NOISE = re.compile(r"[\s*＊:：_\-—、,，.。/／\\·'\"“”]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """A header found: its row, and for each field the position of its column."""

    kind: Kind
    line: int
    header: tuple[str, ...]
    fields: tuple[tuple[Column, int], ...]
    kept: tuple[tuple[str, int], ...] = ()
    unknown: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()

    def position(self, name: str) -> int:
        """Which column holds the field, or −1."""
        return next((position for column, position in self.fields if column.name == name), -1)

    def finding(self, level: Level, code: str, line: int, name: str, raw: str, message: str) -> Finding:
        """A remark on the cell of a field, at its column where the list has one."""
        label = next(c.label for c in columns.COLUMNS[self.kind] if c.name == name)
        return Finding(level, code, line, self.position(name), label, raw[:80], message)

    def missing(self) -> tuple[Column, ...]:
        """Required fields without a column."""
        have = {column.name for column, _ in self.fields}
        return tuple(c for c in columns.COLUMNS[self.kind] if c.required and c.name not in have)

    def in_words(self) -> list[tuple[str, str]]:
        """(column heading, field) pairs for the preview."""
        return [(self.header[position], column.label) for column, position in self.fields]


def simplified(heading: str) -> str:
    """A heading without what people decorate it with: blanks, stars, remarks in brackets, full width."""
    text = unicodedata.normalize("NFKC", heading).strip().lower()
    bare = _NOISE.sub("", _BRACKETS.sub("", text))
    return bare or _NOISE.sub("", text)


def _synonyms(kind: Kind) -> dict[str, Column]:
    known: dict[str, Column] = {}
    for column in columns.COLUMNS[kind]:
        for name in column.names:
            known.setdefault(simplified(name), column)
    return known


_KNOWN = {kind: _synonyms(kind) for kind in Kind}


def find(
    kind: Kind | None, rows: Sequence[tuple[int, Sequence[str]]], mapping: dict[str, str] | None = None
) -> Layout:
    """The best header among the first rows, or a refusal that says what was looked for and what was found."""
    kinds = [kind] if kind else list(Kind)
    best: tuple[int, int, int, Layout] | None = None
    for order, one in enumerate(kinds):
        for line, cells in rows[:SEARCHED_ROWS]:
            layout = _match(one, line, cells, mapping or {})
            score = (-len(layout.missing()), len(layout.fields), -order)
            if len(layout.fields) >= 2 and (best is None or score > best[:3]):
                best = (*score, layout)
    if best is not None:
        _check_targets(best[3], mapping or {})
    if best is None or best[3].missing():
        raise _no_header(kind or (best[3].kind if best else Kind.SUBJECTS), rows, best[3] if best else None)
    _check_mapping(best[3], mapping or {})
    return best[3]


def _match(kind: Kind, line: int, cells: Sequence[str], mapping: dict[str, str]) -> Layout:
    """Read one row as a header."""
    known = _KNOWN[kind]
    fields: dict[str, tuple[Column, int]] = {}
    kept: list[tuple[str, int]] = []
    unknown: list[str] = []
    repeated: list[str] = []
    wanted = {simplified(heading): target for heading, target in mapping.items()}
    words = [simplified(cell) for cell in cells if len(cell) <= LONGEST]
    named = {known[word].name for word in words if word in known}
    for position, cell in enumerate(cells):
        heading = cell.strip()
        if not heading or len(heading) > LONGEST:
            continue
        target = wanted.get(simplified(heading)) or wanted.get(str(position + 1))
        if target and target.startswith(KEPT):
            kept.append((target.removeprefix(KEPT) or heading, position))
            continue
        column = columns.column(kind, target) if target else _meant(heading, known, named)
        if column is None:
            unknown.append(heading)
        elif column.name in fields and not target:
            repeated.append(heading)
        else:
            fields[column.name] = (column, position)
    return Layout(
        kind=kind,
        line=line,
        header=tuple(cell.strip() for cell in cells),
        fields=tuple(sorted(fields.values(), key=lambda pair: pair[1])),
        kept=tuple(kept),
        unknown=tuple(unknown),
        repeated=tuple(repeated),
    )


def _meant(heading: str, known: dict[str, Column], named: Collection[str]) -> Column | None:
    """「社会信用代码/组织机构代码」 has no entry of its own, but both halves are names of one field.

    Not where another column bears one of the field's own names (``named``): that one is the field.
    """
    if column := known.get(simplified(heading)):
        return column
    parts = [known.get(simplified(part)) for part in _EITHER.split(heading)]
    one = parts[0] if len(set(parts)) == 1 else None
    return one if one is not None and one.name not in named else None


def _check_mapping(layout: Layout, mapping: dict[str, str]) -> None:
    """A wish that names a column or field that is not there is a mistake to be told, not to be dropped."""
    headings = {simplified(h) for h in layout.header} | {str(n + 1) for n in range(len(layout.header))}
    for heading in mapping:
        if simplified(heading) not in headings:
            raise refuse(
                "map_column",
                f"--map 指定的列“{heading}”不在表头中",
                f"表头有：{_listed(layout.header)}；也可以写列的序号",
            )


def _check_targets(layout: Layout, mapping: dict[str, str]) -> None:
    for target in mapping.values():
        if not target.startswith(KEPT) and columns.column(layout.kind, target) is None:
            fields = "、".join(c.label for c in columns.COLUMNS[layout.kind])
            raise refuse(
                "map_field",
                f"--map 指定的字段“{target}”不存在",
                f"可用字段：{fields}；其他信息可写 {KEPT}名称",
            )


def _listed(cells: Sequence[str]) -> str:
    shown = [printable(" ".join(cell.split())[:20]) for cell in cells if cell.strip()]
    return "、".join(shown[:12]) + ("……" if len(shown) > 12 else "") if shown else "（空）"


def _no_header(kind: Kind, rows: Sequence[tuple[int, Sequence[str]]], best: Layout | None) -> Exception:
    required = [c.label for c in columns.COLUMNS[kind] if c.required]
    need = "、".join(f"“{label}”" for label in required)
    if best:
        lacking = "、".join(f"“{column.label}”" for column in best.missing())
        return refuse(
            "missing_columns",
            f"{kind.label}缺少必需的列{lacking}；第{best.line}行的表头是：{_listed(best.header)}",
            "请补上该列，或用 --map 表头名=字段 指明哪一列是它",
        )
    first = next(((line, cells) for line, cells in rows if any(c.strip() for c in cells)), None)
    if first is None:
        return refuse("no_rows", "表中没有内容", "请检查是否选错了文件或工作表（--sheet 可指定工作表）")
    return refuse(
        "no_header",
        f"前{SEARCHED_ROWS}行里找不到{kind.label}的表头（至少要有{need}）；第{first[0]}行是：{_listed(first[1])}",
        "请确认文件和工作表是否选对（--sheet），或给表加上表头，或用 --map 列序号=字段 指明",
    )
