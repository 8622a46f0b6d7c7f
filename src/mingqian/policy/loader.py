"""Loading a pack from its directory: everything that is wrong at once, in Chinese, with its place."""

import csv
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from mingqian.policy import layers
from mingqian.policy.reading import files, items, ledger, parameters
from mingqian.policy.reading import identity as heads
from mingqian.policy.reading.problems import PackErrors, Problem, Report
from mingqian.policy.schema.item import Basis, Item
from mingqian.policy.schema.pack import Document, File, Identity, Layer, Pack

__all__ = ["PACKS", "PackErrors", "Problem", "clause_ids", "load", "names"]

PACKS = Path(__file__).parent / "packs"
FILES = ("pack.toml", "items.csv", "bases.csv", "clauses.csv", "cases.toml", "SOURCE.md")
RULING = ("pack.toml", "items.csv", "bases.csv")
TABLES = frozenset({"pack", "document", "parameter", "anomaly", "tension"})
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def names() -> tuple[str, ...]:
    """The packs that come with the product, national layer first, then by name."""
    found = (one.name for one in PACKS.iterdir() if (one / "pack.toml").is_file())
    return tuple(sorted(found, key=lambda name: (not name.startswith("national"), name)))


def load(name_or_path: str | Path) -> Pack:
    """The pack of this name, or in this directory; ``PackErrors`` with everything that is wrong."""
    return _load(_directory(name_or_path), ())


def _load(directory: Path, below: tuple[Path, ...]) -> Pack:
    """``below``: the packs that inherit this one, to notice a circle."""
    if directory.parent == PACKS and not below:
        return _cached(directory)
    return _read(directory, below)


@cache
def _cached(directory: Path) -> Pack:
    return _read(directory, ())


def _directory(name_or_path: str | Path, beside: Path | None = None) -> Path:
    """A built-in pack by name, a pack beside another one, or any directory."""
    text = str(name_or_path)
    if NAME.fullmatch(text) and (PACKS / text / "pack.toml").is_file():
        return PACKS / text
    path = Path(name_or_path) if beside is None else beside.parent / text
    if path.is_dir():
        return path.resolve()
    remedy = f"可用：{'、'.join(names())}；或给出规则包目录"
    raise PackErrors(text, (Problem("", "", "", f"没有名为“{text}”的规则包", remedy),))


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


def _read(directory: Path, below: tuple[Path, ...]) -> Pack:
    report = Report()
    texts = {name: files.text(directory / name, report) for name in FILES}
    raw = files.toml(texts["pack.toml"], "pack.toml", report)
    cases = files.toml(texts["cases.toml"], "cases.toml", report)
    if not raw and any(problem.file == "pack.toml" for problem in report.problems):
        # Nothing can be said of what could not be read: two hundred missing parameters would hide the one mistake.
        raise _errors(directory.name, report)
    head, gap = heads.identity(heads.table_of(raw, "pack", report), directory.name)
    clause_rows = files.rows(texts["clauses.csv"], ledger.CLAUSE_COLUMNS, "clauses.csv", report)
    clauses = ledger.clauses(clause_rows, head.prefix, report)
    known = clause_ids() | {clause.id for clause in clauses}
    documents = _documents(raw, head, known, report)
    parent = _parent(head, directory, below, report)
    listed, bases = _lists(
        texts, documents[head.document].short if head.document in documents else "", known, report
    )
    if parent is not None and not listed and not gap:
        # A lower pack without a list of its own works with its superior's.
        listed, bases = parent.items, parent.bases
    said = heads.table_of(raw, "parameter", report).raw
    pack = Pack(
        identity=head,
        documents=tuple(documents.values()),
        parameters=parameters.read(said, head, documents, known, report),
        items=listed,
        items_gap=gap,
        bases=bases,
        anomalies=heads.anomalies(raw, report, known),
        tensions=heads.tensions(raw, report, known),
        cases=ledger.cases(cases, report, known, frozenset(item.code for item in listed)),
        clauses=clauses,
        files=tuple(File(name, tuple(texts[name].removesuffix("\n").split("\n"))) for name in RULING),
        parent=parent,
    )
    _finish(pack, report)
    return pack


def _documents(
    raw: Mapping[str, object], head: Identity, known: frozenset[str], report: Report
) -> dict[str, Document]:
    """The register of documents; the pack's own must be in it. Unknown tables are reported here, too."""
    for name in sorted(set(raw) - TABLES):
        report.add("pack.toml", name, f"不认识的项“{name}”", remedy="请核对拼写或删除")
    documents = heads.documents(raw, report, known)
    if head.document and head.document not in documents:
        words = f"文件“{head.document}”不在本包的文件清单"
        report.add("pack.toml", "pack.document", words, remedy="在 [[document]] 中登记")
    return documents


def _lists(
    texts: Mapping[str, str], source: str, known: frozenset[str], report: Report
) -> tuple[tuple[Item, ...], tuple[Basis, ...]]:
    rows = files.rows(texts["items.csv"], items.COLUMNS, "items.csv", report)
    listed = items.items(rows, report, known, source)
    rows = files.rows(texts["bases.csv"], items.BASIS_COLUMNS, "bases.csv", report)
    return listed, items.bases(rows, frozenset(item.code for item in listed), report)


def _parent(head: Identity, directory: Path, below: tuple[Path, ...], report: Report) -> Pack | None:
    """The superior's pack: built in, or in a directory beside this one."""
    if not head.inherits:
        return None
    place = "pack.inherits"
    try:
        found = _directory(head.inherits, directory)
        if found in (directory, *below):
            report.add(
                "pack.toml", place, f"继承“{head.inherits}”成环", remedy="上级规则包不得反过来继承下级"
            )
            return None
        return _load(found, (directory, *below))
    except PackErrors as error:
        report.add("pack.toml", place, f"上级规则包“{head.inherits}”不能使用：{error.problems[0].message}")
        return None


def _finish(pack: Pack, report: Report) -> None:
    """The checks that look at the whole: an unexplained empty list, control characters, looser than above."""
    if not pack.items and not pack.items_gap and pack.identity.layer in (Layer.BUREAU, Layer.CHILD):
        report.add("items.csv", "", "事项清单为空", remedy="录入事项，或在 [pack] 写明 items_gap（为何没有）")
    for file in pack.files:
        files.control_characters(file.name, file.lines, report)
    for conflict in layers.loosened(pack, *pack.ancestors) if pack.ancestors else ():
        report.add(
            "pack.toml",
            f"parameter.{conflict.key}",
            conflict.text,
            clause=conflict.upper.citation,
            remedy="下级规则只可从严；改为不低于上级的值或删去",
        )
    if report.problems:
        raise _errors(pack.name, report)


def _errors(name: str, report: Report) -> PackErrors:
    return PackErrors(name, tuple(sorted(report.problems, key=lambda problem: FILES.index(problem.file))))
