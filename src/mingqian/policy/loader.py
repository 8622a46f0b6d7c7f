"""Loading a pack from its directory: everything that is wrong at once, in Chinese, with its place."""

import csv
import io
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from mingqian.policy import layers
from mingqian.policy.reading import identity as heads
from mingqian.policy.reading import items, ledger, parameters
from mingqian.policy.reading.problems import PackErrors, Problem, Report
from mingqian.policy.schema.pack import File, Layer, Pack

__all__ = ["PACKS", "PackErrors", "Problem", "clause_ids", "load", "names"]

PACKS = Path(__file__).parent / "packs"
FILES = ("pack.toml", "items.csv", "bases.csv", "clauses.csv", "cases.toml", "SOURCE.md")
RULING = ("pack.toml", "items.csv", "bases.csv")
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
SIZE_LIMIT = 2_000_000
TOML_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def names() -> tuple[str, ...]:
    """The packs that come with the product, national layer first, then by name."""
    found = (one.name for one in PACKS.iterdir() if (one / "pack.toml").is_file())
    return tuple(sorted(found, key=lambda name: (not name.startswith("national"), name)))


def load(name_or_path: str | Path) -> Pack:
    """The pack of this name, or in this directory; ``PackErrors`` with everything that is wrong."""
    directory = _directory(name_or_path)
    return _cached(directory) if directory.parent == PACKS else _read(directory)


@cache
def _cached(directory: Path) -> Pack:
    return _read(directory)


def _directory(name_or_path: str | Path) -> Path:
    text = str(name_or_path)
    if NAME.fullmatch(text) and (PACKS / text / "pack.toml").is_file():
        return PACKS / text
    path = Path(name_or_path)
    if path.is_dir():
        return path.resolve()
    problem = Problem(
        "", "", "", f"没有名为“{text}”的规则包", f"可用：{'、'.join(names())}；或给出规则包目录"
    )
    raise PackErrors(text, (problem,))


@cache
def clause_ids() -> frozenset[str]:
    """Every clause id of the inventory, read from the ledgers of the built-in packs."""
    found: set[str] = set()
    for name in names():
        path = PACKS / name / "clauses.csv"
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as file:
                found.update(row.get("id") or "" for row in csv.DictReader(file))
    return frozenset(found - {""})


def _read(directory: Path) -> Pack:
    report = Report()
    texts = {name: _text(directory / name, report) for name in FILES}
    raw = _toml(texts["pack.toml"], "pack.toml", report)
    head_table = heads.table_of(raw, "pack", report)
    head, gap = heads.identity(head_table, directory.name)
    rows = _rows(texts["clauses.csv"], ledger.CLAUSE_COLUMNS, "clauses.csv", report)
    clauses = ledger.clauses(rows, head.prefix, report)
    known = clause_ids() | {clause.id for clause in clauses}
    documents = heads.documents(raw, report, known)
    if head.document and head.document not in documents:
        head_table.wrong("document", f"文件“{head.document}”不在本包的文件清单", "在 [[document]] 中登记")
    listed = items.items(_rows(texts["items.csv"], items.COLUMNS, "items.csv", report), report, known)
    codes = frozenset(item.code for item in listed)
    for name in sorted(set(raw) - {"pack", "document", "parameter", "anomaly", "tension"}):
        report.add("pack.toml", name, f"不认识的项“{name}”", remedy="请核对拼写或删除")
    pack = Pack(
        identity=head,
        documents=tuple(documents.values()),
        parameters=parameters.read(
            heads.table_of(raw, "parameter", report).raw, head, documents, known, report
        ),
        items=listed,
        items_gap=gap,
        bases=items.bases(_rows(texts["bases.csv"], items.BASIS_COLUMNS, "bases.csv", report), codes, report),
        anomalies=heads.anomalies(raw, report, known),
        tensions=heads.tensions(raw, report, known),
        cases=ledger.cases(_toml(texts["cases.toml"], "cases.toml", report), report, known, codes),
        clauses=clauses,
        files=tuple(File(name, tuple(texts[name].removesuffix("\n").split("\n"))) for name in RULING),
    )
    _finish(pack, report)
    return pack


def _finish(pack: Pack, report: Report) -> None:
    """The checks that look at the whole: an unexplained empty list, control characters, looser than above."""
    if not pack.items and not pack.items_gap and pack.identity.layer in (Layer.BUREAU, Layer.CHILD):
        report.add("items.csv", "", "事项清单为空", remedy="录入事项，或在 [pack] 写明 items_gap（为何没有）")
    for file in pack.files:
        for number, line in enumerate(file.lines, 1):
            if any(ord(char) < 32 or ord(char) == 127 for char in line):
                report.add(file.name, f"第{number}行", "含有制表符等控制字符", remedy="改用空格")
    if pack.identity.inherits and not report.problems:
        parent = load(pack.identity.inherits)
        for conflict in layers.loosened(pack, parent):
            report.add(
                "pack.toml",
                f"parameter.{conflict.key}",
                conflict.text,
                clause=conflict.upper.citation,
                remedy="下级规则只可从严；改为不低于上级的值或删去",
            )
    if report.problems:
        in_order = sorted(report.problems, key=lambda problem: FILES.index(problem.file))
        raise PackErrors(pack.name, tuple(in_order))


def _text(path: Path, report: Report) -> str:
    if not path.is_file():
        report.add(path.name, "", "缺少文件")
        return ""
    if path.stat().st_size > SIZE_LIMIT:
        report.add(path.name, "", f"文件超过{SIZE_LIMIT // 1_000_000}MB")
        return ""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        report.add(path.name, f"第{error.start + 1}字节", "不是 UTF-8 文字", remedy="用 UTF-8 另存")
        return ""
    if not text.strip():
        report.add(path.name, "", "文件是空的")
    return text


def _toml(text: str, file: str, report: Report) -> Mapping[str, object]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        report.add(file, "", "表或列表嵌套过深", remedy="规则包不需要深层嵌套")
    except ValueError as error:  # TOMLDecodeError, and Python's own for a number of thousands of digits
        match = TOML_PLACE.search(str(error))
        place = f"第{match[1]}行第{match[2]}列" if match else "文件末尾"
        report.add(file, place, "TOML 写法有误", remedy=f"解析器的说法：{str(error).split(' (')[0]}")
    return {}


def _rows(text: str, columns: tuple[str, ...], file: str, report: Report) -> list[dict[str, str]]:
    if not text.strip():
        return []
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        header = tuple(reader.fieldnames or ())
        rows = list(reader)
    except csv.Error as error:
        report.add(file, "", "CSV 写法有误", remedy=f"解析器的说法：{error}")
        return []
    if header != columns:
        lacking = "、".join(name for name in columns if name not in header) or "无"
        extra = "、".join(str(name) for name in header if name not in columns) or "无"
        words = f"栏目不符：缺少{lacking}，多出{extra}"
        report.add(file, "第1行", words, remedy="栏目名称与次序须与样板一致")
        return []
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            report.add(file, f"第{number}行", "栏目数与表头不符", remedy="检查逗号与引号")
    # Broken rows stay, emptied where they lack cells, so that the numbers of the rows below stay true.
    return [{name: row.get(name) or "" for name in columns} for row in rows]
