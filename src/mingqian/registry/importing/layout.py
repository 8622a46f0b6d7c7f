"""Where the header stands and which column is which field. Titles above the header are passed over."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

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
_GARBLED = re.compile("[\x00\ufffd\ue000-\uf8ff]")
_NOISE = re.compile("[\ufeff\u200b-\u200f\u2060]|" r"[\s*＊:：_\-—、,，.。/／\\·'\"“”]+")


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
    written: tuple[tuple[str, ...], ...] = ()
    """The row or the two rows of the header as they stand in the file, to be known again further down."""

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
        return [(" ".join(self.header[position].split()), column.label) for column, position in self.fields]


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
        above: Layout | None = None
        for line, cells in rows[:SEARCHED_ROWS]:
            layout = _match(one, line, cells, mapping or {})
            both = _below(above, line, cells, mapping or {})
            above = layout
            for found in (layout, both):
                if found is None or len(found.fields) < 2:
                    continue
                score = (-len(found.missing()), len(found.fields), -order)
                if best is None or score > best[:3]:
                    best = (*score, found)
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
    header = tuple(cell.strip() for cell in cells)
    return Layout(
        kind=kind,
        line=line,
        header=header,
        fields=tuple(sorted(fields.values(), key=lambda pair: pair[1])),
        kept=tuple(kept),
        unknown=tuple(unknown),
        repeated=tuple(repeated),
        written=(header,),
    )


def _below(above: Layout | None, line: int, cells: Sequence[str], mapping: dict[str, str]) -> Layout | None:
    """A header of two rows: 「联系人」 over 「姓名」 and 「电话」. The lower row brings headings, and no record.

    A cell that is merged down stands once or twice; one that is merged across is the first part of what stands below.
    """
    if above is None or above.missing() or line != above.line + 1:
        return None
    upper, lower = above.written[0], [cell.strip() for cell in cells]
    identity = [position for column, position in above.fields if column.required]
    if any(at < len(lower) and lower[at] not in ("", upper[at]) for at in identity):
        return None
    group, joined = "", []
    for at in range(max(len(upper), len(lower))):
        over, under = (row[at] if at < len(row) else "" for row in (upper, lower))
        group = over or (group if under else "")
        joined.append(_joined(above.kind, group, under) if under and under != over else over)
    layout = _match(above.kind, line, joined, mapping)
    gained = {column.name for column, _ in layout.fields} - {column.name for column, _ in above.fields}
    return replace(layout, written=(upper, tuple(lower))) if gained else None


def _joined(kind: Kind, group: str, under: str) -> str:
    """Both together where that is a name we know (联系人电话), else the lower one if it is, else both."""
    known = _KNOWN[kind]
    both = group + under
    return under if simplified(both) not in known and simplified(under) in known else both


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
    looked = f"前{SEARCHED_ROWS}行里找不到{kind.label}的表头（至少要有{need}）"
    if any(_GARBLED.search(cell) for cell in first[1]):
        return refuse(
            "garbled",
            f"{looked}；第{first[0]}行是乱码，文件的编码不是 UTF-8、GBK、GB18030 或 UTF-16（可能是繁体 Big5）",
            "请用 Excel 或 WPS 打开，确认文字正常后另存为 xlsx，再导入",
        )
    if mark := _unsplit(kind, first[1]):
        return refuse(
            "not_split",
            f"{looked}；第{first[0]}行的各栏都挤在一格里，看来是用“{mark}”分开的",
            "请在 Excel 或 WPS 里用“分列”分成各栏后另存，再导入",
        )
    return refuse(
        "no_header",
        f"{looked}；第{first[0]}行是：{_listed(first[1])}",
        "请确认文件和工作表是否选对（--sheet），或给表加上表头，或用 --map 列序号=字段 指明",
    )


def _unsplit(kind: Kind, cells: Sequence[str]) -> str:
    """The mark between headings that all stand in one cell: 「单位名称，统一社会信用代码，…」."""
    filled = [cell for cell in cells if cell.strip()]
    for mark, shown in _MARKS if len(filled) == 1 else ():
        named = {
            known.name for part in filled[0].split(mark) if (known := _KNOWN[kind].get(simplified(part)))
        }
        if len(named) > 1:
            return shown
    return ""


_MARKS = (
    (",", ","),
    ("，", "，"),
    ("、", "、"),
    (";", ";"),
    ("；", "；"),
    ("|", "|"),
    ("^", "^"),
    ("\t", "制表符"),
    (" ", "空格"),
)
