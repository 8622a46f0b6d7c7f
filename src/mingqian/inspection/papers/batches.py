"""Papers of a whole batch: 公示表, 执法检查报告, 台账."""

from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, Refused, denied
from mingqian.documents.enums import Kind
from mingqian.documents.types import Fields, Paper
from mingqian.inspection import nine, outcomes
from mingqian.inspection.models import Batch, BatchReport, Task
from mingqian.inspection.selectors import reports, results
from mingqian.inspection.types import PublicResult
from mingqian.ui.words import day

MOST = 3_000
"""So many rows make a book of a hundred pages; more is a spreadsheet's work."""


def result_sheet(batch: Batch) -> Paper:
    """检查结果公示表: what the public sees of a batch, and nothing else."""
    rows = results.public(batch=batch.code, limit=MOST)
    if not rows:
        raise Refused(_nothing(batch, "还没有公示的检查结果", "结果公示后再制作公示表"))
    counted: dict[str, int] = {}
    for one in rows:
        counted[one.outcome_label] = counted.get(one.outcome_label, 0) + 1
    days = sorted({one.published_on for one in rows if one.published_on})
    fields = {
        "batch": f"{batch.code} {batch.title}",
        "published_on": "、".join(day(one) for one in days),
        "count": f"{len(rows)}户次",
        "rows": [_row(number, one) for number, one in enumerate(rows, 1)],
        "tally": [{"outcome": label, "count": number} for label, number in counted.items()],
    }
    return _paper(Kind.RESULT_SHEET, batch, fields, days[-1])


def _row(number: int, one: PublicResult) -> dict[str, object]:
    return {
        "number": number,
        "subject": one.subject_name,
        "item": one.item_name,
        "checked_on": one.checked_on,
        "outcome": one.outcome_label,
        "disposal": one.disposal,
    }


def batch_report(batch: Batch, row: BatchReport) -> Paper:
    """执法检查报告 with the figures its approval froze."""
    found = dict(reports.shown(row).tables)
    total = sum(one.number for one in found["检查结果"]) or 1
    work, measures = _sentence(found["检查开展情况"]), _sentence(found["问题处理"])
    recurring = "；".join(f"{one.label}（{one.number}户）" for one in found["普遍性问题"])
    start, end = batch.starts_on, batch.ends_on
    fields = {
        "batch": batch.title,
        "period": f"{day(start)}至{day(end)}" if start and end else day(localdate(batch.opened_at)),
        "ended_on": batch.ended_on,
        "organised": "\n".join(part for part in (row.situation, f"{work}。" if work else "") if part),
        "figures": [
            {"outcome": one.label, "count": one.number, "share": _share(one.number, total)}
            for one in found["检查结果"]
        ],
        "by_item": [],
        "problems": "\n".join(part for part in (row.analysis, recurring) if part),
        "followed": f"{measures}。" if measures else "",
        "remarks": row.measures,
    }
    return _paper(Kind.BATCH_REPORT, batch, fields, localdate(row.decided_at or row.written_at))


def _sentence(rows: Iterable[reports.Row]) -> str:
    """Figures as one sentence; what is part of the figure before it stands in its brackets."""
    said: list[tuple[str, list[str]]] = []
    for one in rows:
        words = f"{one.label.strip()}{one.number}户次"
        if one.number and one.label.startswith("　") and said:
            said[-1][1].append(words)
        elif one.number:
            said.append((words, []))
    return "，".join(f"{words}（其中{'、'.join(parts)}）" if parts else words for words, parts in said)


def ledger(by: Actor, batch: Batch, today: date) -> Paper:
    """台账 with the nine fields of 厦门 三(六)2, the very cells of the page."""
    rows = list(results.ledger(by).filter(batch=batch)[:MOST])
    if not rows:
        raise Refused(_nothing(batch, "还没有可以列入台账的检查结果", "登记检查结果后再打印台账"))
    listed = [_nine(number, row) for number, row in enumerate(rows, 1)]
    fields = {
        "batch": f"{batch.code} {batch.title}",
        "as_of": day(today),
        "count": f"{len(rows)}户次",
        "rows": listed,
    }
    return _paper(Kind.LEDGER, batch, fields, today)


def _nine(number: int, row: Task) -> dict[str, object]:
    return {
        "number": number,
        "item": row.item_name,
        "subject": row.subject_name,
        "inspectors": nine.people(row),
        "checked_on": row.checked_on,
        "contents": nine.contents(row),
        "outcome": outcomes.of(row.outcome).name if row.outcome else "",
        "problems": row.problems,
        "disposal": nine.used(row),
        "rectified": nine.putting_right(row),
    }


def _paper(kind: Kind, batch: Batch, fields: Fields, dated: date) -> Paper:
    return Paper(kind, f"batch:{batch.code}", batch.unit_id, batch.title, fields, dated)


def _share(part: int, total: int) -> str:
    """One decimal of a per cent, by whole numbers."""
    tenths = (part * 2000 + total) // (2 * total)
    return f"{tenths // 10}.{tenths % 10}%"


def _nothing(batch: Batch, why: str, remedy: str) -> Decision:
    return denied("inspection.no_paper", f"批次{batch.code}{why}", "", remedy)
