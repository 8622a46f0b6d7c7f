"""The ledger of obligations over all packs: totals and rows per bureau, as data and as a page."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mingqian.policy import loader
from mingqian.policy.schema.pack import CLAUSE_LABELS, ClauseRow, ClauseStatus, Pack

STATUSES = tuple(ClauseStatus)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The clauses of one bureau."""

    prefix: str
    bureau: str
    pack: str
    rows: tuple[ClauseRow, ...]

    def count(self, status: ClauseStatus) -> int:
        return sum(row.status is status for row in self.rows)


def ledgers(packs: Iterable[Pack] | None = None) -> tuple[Ledger, ...]:
    """One ledger per pack that has clauses, in the order of the packs."""
    known = tuple(packs) if packs is not None else tuple(loader.load(name) for name in loader.names())
    return tuple(
        Ledger(pack.identity.prefix, pack.identity.bureau, pack.name, pack.clauses)
        for pack in known
        if pack.clauses
    )


def chosen(ledger: Ledger, status: str = "") -> tuple[ClauseRow, ...]:
    """The rows of one ledger, all or of one status."""
    return tuple(row for row in ledger.rows if not status or row.status == status)


def totals(found: Iterable[Ledger]) -> tuple[tuple[str, ...], ...]:
    """One line per bureau and one for all: bureau, clauses, then a count per status."""
    lines: list[tuple[str, ...]] = []
    whole: Counter[ClauseStatus] = Counter()
    for ledger in found:
        counts = [ledger.count(status) for status in STATUSES]
        whole.update(dict(zip(STATUSES, counts, strict=True)))
        lines.append((f"{ledger.prefix} {ledger.bureau}", str(len(ledger.rows)), *map(str, counts)))
    lines.append(("合计", str(whole.total()), *(str(whole[status]) for status in STATUSES)))
    return tuple(lines)


HEADS: tuple[str, ...] = ("单位", "条款", *(CLAUSE_LABELS[status] for status in STATUSES))
ROW_HEADS: tuple[str, ...] = ("编号", "状态", "条款", "测试")


def page(found: tuple[Ledger, ...], status: str = "") -> str:
    """The ledger as Markdown."""
    return "\n".join(_lines(found, status)).rstrip("\n") + "\n"


def _lines(found: tuple[Ledger, ...], status: str) -> Iterator[str]:
    yield "# 条款台账"
    yield ""
    yield "由各规则包的 `clauses.csv` 生成（`tools/write_clauses.py`），请勿手改。"
    yield "“已实现”的条款都有带该编号的测试，全套测试运行时逐条核对。"
    yield ""
    yield from table(HEADS, totals(found))
    for ledger in found:
        yield ""
        yield f"## {ledger.prefix} {ledger.bureau}"
        yield ""
        rows = ((row.id, CLAUSE_LABELS[row.status], row.clause, row.test) for row in chosen(ledger, status))
        yield from table(ROW_HEADS, rows)


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """A Markdown table."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '／') for cell in row)} |"
