"""Reading items.csv and bases.csv: verbatim cells beside their structure."""

import re
from collections.abc import Iterable, Mapping

from mingqian.policy.reading.problems import Report, Table
from mingqian.policy.schema.item import (
    Basis,
    BasisStatus,
    Cells,
    Frequency,
    FrequencyKind,
    Item,
    ItemStatus,
    Quota,
    QuotaKind,
)
from mingqian.policy.schema.keys_draw import BASIS_LEVELS
from mingqian.policy.schema.keys_process import METHODS
from mingqian.policy.schema.values import POOLS, PPM, Rate

ITEMS = "items.csv"
BASES = "bases.csv"
# The eleven columns of a published list (平人社办〔2020〕47号 附件), in their printed order.
CELLS = (
    "序号",
    "抽查事项",
    "检查依据",
    "检查对象",
    "检查内容",
    "事项类别",
    "检查方式",
    "抽查比例",
    "抽查频次",
    "实施层级",
    "责任科室、单位",
)
COLUMNS = (
    "code",
    *CELLS,
    "name",
    "category",
    "category_name",
    "item_class",
    "subjects",
    "subject_kinds",
    "contents",
    "methods",
    "inspector_class",
    "quota_kind",
    "rate",
    "quota_count",
    "quota_unit",
    "frequency_kind",
    "frequency_times",
    "level",
    "departments",
    "sub_items",
    "necessity",
    "status",
    "status_note",
    "clause",
    "ids",
    "gaps",
)
BASIS_COLUMNS = (
    "id",
    "items",
    "title",
    "number",
    "articles",
    "level",
    "status",
    "verbatim",
    "mapping",
    "anomaly",
    "note",
)
SUBJECT_KINDS = {"org": "单位", "person": "自然人", "gov": "机关事业单位", "internal": "系统内机构"}
ITEM_CLASSES = {"": "未分类", "key": "重点检查事项", "general": "一般检查事项"}
MAPPINGS = {"item": "逐项对应", "category": "原文按类别列举，未逐项对应"}
LONGEST_NUMBER = 12
RATE = re.compile(r"([0-9]{1,3})(%|‰)")

Row = Mapping[str, str]


def items(rows: Iterable[Row], report: Report, clause_ids: frozenset[str], source: str) -> tuple[Item, ...]:
    """All items in list order; a code that stands twice is reported. ``source``: the document's short name."""
    found: list[Item] = []
    for number, row in enumerate(rows, 2):
        table = _table(row, ITEMS, number, COLUMNS, report)
        item = _item(table, clause_ids, source)
        if item.code in {one.code for one in found}:
            table.wrong("code", f"事项“{item.code}”重复")
        found.append(item)
    return tuple(found)


def _table(row: Row, file: str, number: int, columns: tuple[str, ...], report: Report) -> Table:
    return Table(
        {name: row.get(name) or "" for name in columns},
        file,
        f"第{number}行",
        report,
        row.get("clause") or "",
    )


def _item(table: Table, clause_ids: frozenset[str], source: str) -> Item:
    cells = Cells(*(table.text(name) for name in CELLS))
    category = _whole(table, "category")
    ids = split(table.text("ids"))
    strangers = [one for one in ids if one not in clause_ids]
    if strangers:
        table.wrong("ids", f"条款编号“{'、'.join(strangers)}”不在条款清单")
    return Item(
        code=table.text("code", required=True),
        cells=cells,
        name=table.text("name", required=True),
        category=category,
        category_name=table.text("category_name"),
        item_class=table.choice("item_class", ITEM_CLASSES, ""),
        subjects=split(table.text("subjects")),
        subject_kinds=_several(table, "subject_kinds", SUBJECT_KINDS, needed=True),
        contents=split(table.text("contents")),
        methods=_several(table, "methods", METHODS),
        inspector_class=table.choice("inspector_class", POOLS, ""),
        quota=_quota(table),
        frequency=_frequency(table),
        level=table.text("level"),
        departments=split(table.text("departments")),
        sub_items=_whole(table, "sub_items") or 0,
        necessity=table.text("necessity"),
        status=ItemStatus(table.choice("status", [one.value for one in ItemStatus], "active")),
        status_note=table.text("status_note"),
        clause=table.text("clause", required=True),
        ids=ids,
        gaps=split(table.text("gaps")),
        source=source,
    )


def _quota(table: Table) -> Quota:
    kind = QuotaKind(table.choice("quota_kind", [one.value for one in QuotaKind], "missing"))
    written, count = table.text("rate"), _whole(table, "quota_count")
    rate = None
    if written:
        rate = read_rate(written)
        if rate is None:
            table.wrong("rate", f"“{written}”不是整数比例", "写成 5% 或 2‰，不用小数")
    if (kind is QuotaKind.RATIO) != bool(written):
        table.wrong("rate", "按比例抽查的事项须写明比例，其他事项不得写")
    if (kind is QuotaKind.MIN_COUNT) != (count is not None):
        table.wrong("quota_count", "有绝对数下限的事项须写明数量，其他事项不得写")
    return Quota(kind, rate, count, table.text("quota_unit"))


def read_rate(text: str) -> Rate | None:
    """5% or 2‰ as whole parts per million; None for anything else, decimals included."""
    match = RATE.fullmatch(text)
    if match is None:
        return None
    ppm = int(match[1]) * (10_000 if match[2] == "%" else 1_000)
    return Rate(ppm) if 1 <= ppm <= PPM else None


def _frequency(table: Table) -> Frequency:
    kind = FrequencyKind(table.choice("frequency_kind", [one.value for one in FrequencyKind], "missing"))
    times = _whole(table, "frequency_times")
    counted = kind in (FrequencyKind.PER_YEAR, FrequencyKind.AS_NEEDED_OR_PER_YEAR)
    if counted != (times is not None):
        table.wrong("frequency_times", "写明频次的事项须写次数，其他事项不得写")
    return Frequency(kind, times)


def _whole(table: Table, name: str) -> int | None:
    text = table.text(name)
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > LONGEST_NUMBER:
        table.wrong(name, f"“{text}”不是整数")
        return None
    return int(text)


def _several(table: Table, name: str, choices: Mapping[str, str], *, needed: bool = False) -> tuple[str, ...]:
    found = split(table.text(name))
    strangers = [one for one in found if one not in choices]
    if strangers or (needed and not found):
        table.wrong(name, f"“{'、'.join(strangers)}”不在可选范围：{'、'.join(choices)}")
    return tuple(one for one in found if one in choices)


def split(text: str) -> tuple[str, ...]:
    """Cells with several values separate them by a bar."""
    return tuple(part.strip() for part in text.split("|") if part.strip())


def bases(rows: Iterable[Row], codes: frozenset[str], report: Report) -> tuple[Basis, ...]:
    """All legal bases; a basis without item or for an unknown item is reported."""
    found: list[Basis] = []
    for number, row in enumerate(rows, 2):
        table = _table(row, BASES, number, BASIS_COLUMNS, report)
        basis = _basis(table)
        strangers = [one for one in basis.items if one not in codes]
        if strangers:
            table.wrong("items", f"事项“{'、'.join(strangers)}”不在事项清单")
        if basis.id in {one.id for one in found}:
            table.wrong("id", f"依据“{basis.id}”重复")
        found.append(basis)
    return tuple(found)


def _basis(table: Table) -> Basis:
    return Basis(
        id=table.text("id", required=True),
        items=split(table.text("items", required=True)),
        title=table.text("title", required=True),
        number=table.text("number"),
        articles=table.text("articles"),
        level=table.choice("level", BASIS_LEVELS, "normative_doc"),
        status=BasisStatus(table.choice("status", [one.value for one in BasisStatus], "unchecked")),
        verbatim=table.text("verbatim"),
        mapping=table.choice("mapping", MAPPINGS, "item"),
        anomaly=table.text("anomaly"),
        note=table.text("note"),
    )
