"""What a preview says to the person, in Chinese lines an officer understands. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator

from mingqian.registry import trade_words
from mingqian.registry.enums import ItemCategory
from mingqian.registry.importing import fates, merge
from mingqian.registry.importing.columns import Kind
from mingqian.registry.importing.fates import Fate
from mingqian.registry.importing.findings import TITLES, Level, Tally, printable
from mingqian.registry.importing.preview import Preview
from mingqian.registry.importing.reading import SHEET_NAME, Table

SHOWN_KINDS = 12
SHOWN_LINES = 3


def lines(table: Table, preview: Preview) -> Iterator[str]:
    """The whole preview: how the file was read, what would change, what is wrong, what was healed."""
    yield from opening(table)
    blank = f"（另有空行或重复表头 {preview.blank} 行）" if preview.blank else ""
    yield f"读到 {preview.rows:,} 行{blank}："
    counted = preview.fates
    yield (
        f"  新增 {counted[Fate.NEW]:,} · 变更 {counted[Fate.CHANGED]:,} · 无变化 {counted[Fate.UNCHANGED]:,}"
        f" · 重复合并 {counted[Fate.MERGED]:,} · 不能导入 {preview.refused:,}"
    )
    yield from _new(preview)
    yield from _changed(preview)
    yield from _conflicts(preview)
    yield from _tags(preview)
    yield from _renewed(preview)
    yield from findings(preview.tally)
    yield from gaps(preview.gaps, preview.rows)


def opening(table: Table) -> Iterator[str]:
    """How the file was read and which columns were taken for what."""
    yield table.described()
    pairs = "、".join(h if h == label else f"{printable(h)}→{label}" for h, label in table.layout.in_words())
    yield f"  列：{pairs}"
    if table.layout.kept:
        yield f"  附加信息：{printable('、'.join(key for key, _ in table.layout.kept))}"
    if table.layout.unknown:
        yield f"  未使用的列：{printable('、'.join(map(_one_line, table.layout.unknown)))}（如需使用：改表头；命令行用 --map 列=字段）"
    if table.layout.repeated:
        yield f"  重复的列只取第一个：{printable('、'.join(map(_one_line, table.layout.repeated)))}"
    if table.other_sheets:
        yield f"  未读的工作表：{_sheets(table.other_sheets)}（上传时填“工作表名称”；命令行用 --sheet）"
    if table.like_sheets:
        yield f"  其中表头相同、可能是名录另一部分的：{_sheets(table.like_sheets)}，请逐个导入"
    notes = table.notes
    for lines_, words in (
        (notes.other_encoding, "行的编码与全文不同，已按实际编码读出"),
        (notes.undecodable, "行含无法解码的字节，读成了“\ufffd”，请核对"),
        (notes.stray_quotes, "行有不成对的引号，已按文字读出"),
        (table.filled, "行由上方的合并单元格说明，已取合并格里的内容"),
    ):
        if lines_:
            yield f"  {len(lines_)} {words}：第{_places(lines_)}行"


def _one_line(heading: str) -> str:
    return " ".join(heading.split())


def _sheets(names: tuple[str, ...]) -> str:
    return printable("、".join(name[:SHEET_NAME] for name in names[:12]))


def _places(numbers: list[int]) -> str:
    return "、".join(str(n) for n in numbers[:8]) + ("……" if len(numbers) > 8 else "")


def _new(preview: Preview) -> Iterator[str]:
    for line, number, name in preview.new[:SHOWN_LINES]:
        yield f"    新增 第{line}行 {number} {printable(name)}"


def _changed(preview: Preview) -> Iterator[str]:
    if preview.changed_fields:
        words = "、".join(f"{fates.label(name)} {n:,}" for name, n in preview.changed_fields.most_common())
        yield f"  变更涉及：{words}"
    for change in preview.changed:
        for name, value in change.after.items():
            old, new = _short(change.before[name]), _short(value)
            yield f"    变更 第{change.line}行 {change.name} {fates.label(name)}：{old} → {new}"


def _short(value: object) -> str:
    text = printable(str(value))
    return f"“{text[:40]}{'……' if len(text) > 40 else ''}”" if text else "（空）"


def _conflicts(preview: Preview) -> Iterator[str]:
    if not preview.conflict_fields:
        return
    words = "、".join(f"{fates.label(name)} {n:,}" for name, n in preview.conflict_fields.most_common())
    yield f"  与其他来源不一致 {preview.conflicts:,} 处（保留现值，清单：mingqian import --conflicts）：{words}"
    for change in preview.changed:
        for name, value in change.conflicts.items():
            yield f"    冲突 第{change.line}行 {change.name} {fates.label(name)}：本名单为{_short(value)}"


def _tags(preview: Preview) -> Iterator[str]:
    if preview.tags:
        rules = trade_words.load()
        words = "、".join(f"{rules.label(tag)} {n:,}" for tag, n in preview.tags.most_common())
        yield f"  按行业用语归类：{words}"


def categories(found: Iterable[int]) -> Iterator[str]:
    """XM-15: how many items of each category the list brings; a document without categories says nothing."""
    counted = Counter(ItemCategory(number) for number in found)
    if counted.keys() - {ItemCategory.UNSORTED}:
        words = "、".join(f"{category.label} {counted[category]:,}" for category in sorted(counted))
        yield f"  新增和变更的事项按类别：{words}，合计 {counted.total():,}"


def _renewed(preview: Preview) -> Iterator[str]:
    if preview.renewed:
        yield f"  许可延续或变更 {len(preview.renewed):,} 件："
    for one in preview.renewed[:SHOWN_LINES]:
        old, new = _short(one.before["licence_until"]), _short(one.after["licence_until"])
        yield f"    第{one.line}行 许可证{one.number} 有效期止：{old} → {new}"


def findings(tally: Tally) -> Iterator[str]:
    """Errors, warnings and what was healed: how many of each kind, and the first places."""
    for level in Level:
        kinds = tally.of(level)
        if not kinds:
            continue
        yield f"  {level.label} {tally.total(level):,} 处："
        for code, name, number, firsts in kinds[:SHOWN_KINDS]:
            shown = firsts[:SHOWN_LINES] if level is Level.ERROR else firsts[:1]
            where = f"第{_places([f.line for f in firsts])}行" + ("等" if number > len(firsts) else "")
            title = f"{f'“{name}”' if name else '整行'}{TITLES.get(code, '')}"
            yield f"    {title} {number:,} 处，{where}；如：{shown[0].message if shown else ''}"
            for finding in shown[1:]:
                yield f"      {finding}"
        if len(kinds) > SHOWN_KINDS:
            yield f"    ……另有 {len(kinds) - SHOWN_KINDS} 类，见错误工作簿（--errors）"


def gaps(missing: dict[str, int], rows: int) -> Iterator[str]:
    """厦门 三(二): the seven fields; a gap is named and does not keep the row out."""
    if missing:
        words = "、".join(
            f"{label} {'全部' if number >= rows else f'{number:,}'}" for label, number in missing.items()
        )
        yield f"  应有而空缺（照常导入，列入待补）：{words}"


def done(kind: Kind, preview: Preview, number: str) -> str:
    """The last line after saving."""
    counted = preview.fates
    return (
        f"已导入，批次 {number}：{kind.label}新增 {counted[Fate.NEW]:,}、变更 {counted[Fate.CHANGED]:,}、"
        f"核对无变化 {counted[Fate.UNCHANGED]:,}；未导入 {preview.refused:,}。撤回：mingqian import --undo {number}"
    )


def conflict_rows(found: Iterator[merge.Conflict]) -> Iterator[list[str]]:
    """The conflict list as a table: one row per firm and field."""
    yield ["统一社会信用代码", "单位名称", "字段", "现用", "各来源"]
    for one in found:
        said = "；".join(f"{merge.SOURCES.get(source, source)}：{value}" for source, value in one.said)
        yield [one.code.split(":", 1)[-1], one.name, fates.label(one.field), one.kept, said]
