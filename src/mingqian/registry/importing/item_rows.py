"""Rows of an item list read as wordings: ratios, frequencies, methods and contents out of a table's words. Pure.

平顶山 附件 随机抽查事项清单: 序号、抽查事项、检查依据、检查对象、检查内容、事项类别、检查方式、抽查比例、抽查频次、
实施层级、责任科室、单位. What cannot be read as a rule stays as the words it is, and is said.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from mingqian.registry.enums import InspectorClass, ItemCategory, ItemClass, Method
from mingqian.registry.importing.findings import Finding, Level
from mingqian.registry.importing.layout import Layout
from mingqian.registry.types import BasisRef, Wording

_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*(%|％|‰)")
_HEADS = re.compile(r"(?:至少|不少于|不低于|抽取)?\s*(\d+)\s*(人|户|家|个|名)")
_TIMES = re.compile(r"(?:每年|一年)?\s*([0-9一二两三四])\s*次\s*(?:[/／每]\s*年)?")
_SHARE = re.compile(r"0\.\d{1,6}")
"""What a cell formatted as per cent holds: the workbook shows 5% and says 0.05."""
_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4}
_NUMBERED = re.compile(r"(?:^|[；;。\n]|\s)\s*\d{1,2}[）).、．]\s*|\s*[（(]\d{1,2}[）)]\s*")
_TITLE = re.compile(r"《([^》]+)》")
_METHOD_WORDS = (
    (Method.COMPARISON, ("比对",)),
    (Method.NETWORK, ("网络", "网上", "线上")),
    (Method.WRITTEN, ("书面", "材料")),
    (Method.ON_SITE, ("现场", "实地")),
    (Method.SELF_CHECK, ("自查",)),
    (Method.EXPERT, ("专业机构", "第三方", "专家")),
)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of the list; ``parent`` names the item it is a sub-item of, ``code`` may be empty."""

    line: int
    code: str
    parent: str
    wording: Wording
    findings: tuple[Finding, ...]
    implied: bool = False
    """A parent that stands in the list only through its sub-items."""


def read(layout: Layout, line: int, values: Sequence[str], documents: Mapping[str, str]) -> ItemRow:
    """One checked row; ``documents`` maps titles of registered documents to their codes."""
    cells = {column.name: value for (column, _), value in zip(layout.fields, values, strict=True)}
    reader = _Reader(layout, line, cells)
    name, child = cells["name"], cells.get("sub_item", "")
    is_child = bool(child) and child != name
    category, item_class = reader.category()
    bases, unregistered = reader.bases(documents)
    wording = Wording(
        name=child if is_child else name,
        category=category,
        item_class=item_class,
        inspector_class=reader.inspector_class(category),
        seq=int(cells.get("seq") or 0),
        necessity=cells.get("necessity", ""),
        subject_text=cells.get("subject_text", ""),
        methods=reader.methods(),
        ratio=reader.ratio(),
        ratio_text=percent(cells.get("ratio", "")),
        frequency=reader.frequency(),
        frequency_text=cells.get("frequency", ""),
        level_text=cells.get("level", ""),
        departments=listed(cells.get("departments", "")),
        contents=contents(cells.get("content", "")),
        bases=bases,
        notes=unregistered,
    )
    return ItemRow(line, cells.get("code", ""), name if is_child else "", wording, tuple(reader.findings))


def joined(read: Iterable[ItemRow]) -> tuple[list[ItemRow], list[Finding]]:
    """Rows under one merged name that differ in contents or methods alone are one item, and say so."""
    rows: list[ItemRow] = []
    findings: list[Finding] = []
    for row in read:
        before = rows[-1] if rows else row
        more = replace(before.wording, contents=row.wording.contents, methods=row.wording.methods)
        if (
            not rows
            or row.code not in ("", before.code)
            or row.parent != before.parent
            or more != row.wording
        ):
            rows.append(row)
            continue
        if row.wording in (before.wording, replace(before.wording, contents=())):
            rows.append(row)  # nothing is added: a repeated row, to be told as one
            continue
        contents, methods = (
            tuple(dict.fromkeys((*getattr(before.wording, name), *getattr(row.wording, name))))
            for name in ("contents", "methods")
        )
        rows[-1] = replace(before, wording=replace(before.wording, contents=contents, methods=methods))
        message = f"与第{before.line}行是同一事项“{row.wording.name[:40]}”，检查内容已并入"
        findings.append(Finding(Level.HEALED, "joined", row.line, -1, "", row.wording.name[:80], message))
    return rows, findings


class _Reader:
    """Reads the cells of one row, gathering remarks."""

    def __init__(self, layout: Layout, line: int, cells: Mapping[str, str]) -> None:
        self._layout = layout
        self._line = line
        self._cells = cells
        self.findings: list[Finding] = []

    def _remark(self, name: str, code: str, message: str) -> None:
        raw = self._cells[name]
        self.findings.append(self._layout.finding(Level.WARNING, code, self._line, name, raw, message))

    def ratio(self) -> dict[str, object] | None:
        text = self._cells.get("ratio", "")
        found = ratio(text)
        if (shown := percent(text)) != text:
            message = f"“{text}”读作{shown}"
            self.findings.append(
                self._layout.finding(Level.HEALED, "share", self._line, "ratio", text, message)
            )
        if text and found is None:
            self._remark("ratio", "ratio_words", "比例不是数字，照文字保存，抽取时按规则包的分档执行")
        return found

    def frequency(self) -> dict[str, object] | None:
        text = self._cells.get("frequency", "")
        found = frequency(text)
        if text and found is None:
            self._remark("frequency", "frequency_words", "频次不是“N次/年”，照文字保存")
        return found

    def methods(self) -> tuple[str, ...]:
        text = self._cells.get("method", "")
        found: list[str] = []
        for part in listed(text):
            method = next((m for m, words in _METHOD_WORDS if any(word in part for word in words)), None)
            if method is None:
                self._remark("method", "method_words", f"检查方式“{part[:20]}”不认识，未采用")
            elif method.value not in found:
                found.append(method.value)
        return tuple(found)

    def category(self) -> tuple[int, str]:
        text = self._cells.get("category", "")
        for category in ItemCategory:
            if category and category.label.removesuffix("事项") in text:
                return int(category), ItemClass.GENERAL.value
        for item_class in (ItemClass.KEY, ItemClass.GENERAL):
            if item_class.label[:2] in text:
                return int(ItemCategory.UNSORTED), item_class.value
        if text:
            self._remark("category", "category_words", f"事项类别“{text[:20]}”不认识，按一般检查事项")
        return int(ItemCategory.UNSORTED), ItemClass.GENERAL.value

    def inspector_class(self, category: int) -> str:
        text = self._cells.get("inspector_class", "")
        if "业务" in text or (not text and category == ItemCategory.BUSINESS_CHECK):
            return InspectorClass.BUSINESS.value
        return InspectorClass.ENFORCEMENT.value

    def bases(self, documents: Mapping[str, str]) -> tuple[tuple[BasisRef, ...], tuple[str, ...]]:
        """(bases on registered documents, the words of what is not registered yet)."""
        text = self._cells.get("basis", "")
        found, missing = bases(text, documents)
        if missing:
            shown = "、".join(f"《{title}》" for title in missing[:4])
            self._remark(
                "basis", "basis_unregistered", f"{shown}尚未登记为制度文件，登记后才能作为该事项的依据"
            )
        return found, (f"检查依据原文：{text}",) if missing else ()


def bases(text: str, documents: Mapping[str, str]) -> tuple[tuple[BasisRef, ...], tuple[str, ...]]:
    """(bases on registered documents with their articles, what the words name beside them)."""
    titles = list(_TITLE.finditer(text))
    found: dict[str, BasisRef] = {}
    missing: list[str] = []
    for number, match in enumerate(titles):
        end = titles[number + 1].start() if number + 1 < len(titles) else len(text)
        quoted = text[match.start() : end].rstrip("；;、, ，")
        code = documents.get(match[1])
        if code is None:
            missing.append(match[1])
        elif code not in found:
            found[code] = BasisRef(code, _article(quoted), quoted[:300])
    if text and not titles:
        missing.append(text[:60])
    return tuple(found.values()), tuple(missing)


def ratio(text: str) -> dict[str, object] | None:
    """「5%」「不低于3‰」「至少200人」「全部」 and 0.05 as a rule; anything else is words."""
    text = percent(text)
    if "全部" in text or "全覆盖" in text:
        return {"kind": "all"}
    if (match := _PERCENT.search(text)) and len(_PERCENT.findall(text)) == 1:
        ppm = Decimal(match[1]) * (1000 if match[2] == "‰" else 10_000)
        if ppm == int(ppm) and 1 <= ppm <= 1_000_000:
            return {"kind": "ratio", "ppm": int(ppm)}
        return None
    if match := _HEADS.fullmatch(text.strip()):
        return {"kind": "min_count", "count": int(match[1]), "unit": match[2]}
    return None


def percent(text: str) -> str:
    """0.05 as the 5% that the office sees in that cell; anything else as it stands."""
    if not _SHARE.fullmatch(text.strip()):
        return text
    return f"{(Decimal(text.strip()) * 100).normalize():f}%"


def frequency(text: str) -> dict[str, object] | None:
    """「1次/年」「每年2次」「根据工作需要或1次/年」 as a rule; anything else is words."""
    bare = text.strip()
    as_needed = re.match(r"根据(?:工作|实际)?需要(?:或|或者)", bare)
    match = _TIMES.fullmatch(bare[as_needed.end() :] if as_needed else bare)
    if match is None or "年" not in bare:
        return None
    times = _DIGITS.get(match[1]) or int(match[1])
    return {"kind": "as_needed_or_per_year" if as_needed else "per_year", "times": times}


def contents(text: str) -> tuple[str, ...]:
    """检查内容 point by point: split at 「1.」「2、」「（3）」, else at semicolons."""
    if not text:
        return ()
    parts = _NUMBERED.split(text)
    if len([part for part in parts if part.strip()]) < 2:
        parts = re.split(r"[；;\n]", parts[-1] if parts[-1].strip() else text)
    return tuple(clean[:500] for part in parts if (clean := part.strip().rstrip("；;。")))


def listed(text: str) -> tuple[str, ...]:
    """The parts of a cell that names several."""
    return tuple(part for part in (p.strip() for p in re.split(r"[、,，；;/]", text)) if part)


def _article(quoted: str) -> str:
    """The articles named after a title: 「第六十、六十五条」."""
    found = re.findall(
        r"第[〇零一二三四五六七八九十百\d][^《；;。]*?条(?:第[一二三四五六七八九十]+[款项])*", quoted
    )
    return "、".join(found)[:100]
