"""检查结果: one batch, row by row; persons masked or counted, and every row that stays back counted (XM-69, PD-27)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import chain

from django.db.models import Count, Max, Min

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.inspection import selectors as inspections
from mingqian.inspection.enums import Origin, Withhold
from mingqian.inspection.types import PublicResult
from mingqian.publicity import content as contents
from mingqian.publicity import redaction
from mingqian.publicity.enums import KeepBackGround, NoticeKind, NoticeState
from mingqian.publicity.models import Notice
from mingqian.publicity.types import Candidate, Column, Content, Line, Withheld
from mingqian.ui.asking import Asking
from mingqian.ui.words import day

COLUMNS = (
    Column("item", "检查事项"),
    Column("number", "统一社会信用代码"),
    Column("name", "检查对象"),
    Column("checked", "检查日期"),
    Column("outcome", "检查结果"),
    Column("summary", "发现的问题"),
    Column("use", "结果运用"),
)


def candidates(by: Actor, *, now: datetime) -> Asking[list[Candidate]]:
    """Every batch with confirmed results that are neither out nor decided against."""
    waiting = inspections.tasks.visible(by).filter(state="confirmed").order_by()
    columns = ("batch__code", "batch__title", "batch__unit__path", "batch__unit__code", "batch__ended_on")
    counted = waiting.values(*columns).annotate(n=Count("pk"), first=Min("code"), last=Max("checked_on"))
    rows = counted.order_by("batch__code")
    yield (rows,)
    return [
        Candidate(
            NoticeKind.RESULTS, f"results:{one['batch__code']}/{one['first']}", f"检查结果 · {one['batch__title']}",
            one["batch__unit__path"], one["batch__unit__code"],
            one["batch__ended_on"] or one["last"],  # 任务完成 starts the clock, else the last check
            f"{one['n']:,} 项次待公示", "",
        )
        for one in rows
    ]  # fmt: skip


def content(by: Actor, thing: str, *, persons: str, now: datetime) -> Content:
    """The rows of the batch that are confirmed today, or for a correction those this notice made public."""
    batch, _, first = thing.removeprefix("results:").partition("/")
    rows = _rows(by, batch, first)
    if not rows:
        raise Refused(denied("publicity.no_results", f"批次“{batch}”没有已确认而未公示的检查结果"))
    firms = [_line(one) for one in rows if not one.natural_person]
    people = [_line(one) for one in rows if one.natural_person]
    lines, withheld = redaction.persons(firms, people, persons)
    decided = list(_decided(by, batch, thing))
    total = len(rows) + sum(one.count for one in decided)
    return Content(
        title=_title(by, batch),
        lead=f"本批检查结果 {total:,} 项次，公示 {len(lines):,} 项次，不予公开 {total - len(lines):,} 项次。",
        clause="厦门方案 四(三)；平顶山方案 四(二)；国发〔2019〕5号",
        facts=(
            ("批次", batch),
            ("检查起止", _span(rows)),
            *((label, f"{count:,} 项次") for label, count in _tally(rows).items()),
        ),
        columns=COLUMNS,
        lines=tuple(lines),
        withheld=(*withheld, *decided),
        detail={
            "batch": batch,
            "tally": [[label, count] for label, count in _tally(rows).items()],
            "total": total,
        },
    )


def _title(by: Actor, code: str) -> str:
    """What was drawn or planned, in its own words; any other batch goes by its number, its words are the desk's."""
    batch = inspections.batches.one(by, code)
    if batch is None or batch.origin not in (Origin.DRAW, Origin.SPECIAL):
        return f"检查结果公示（{code}）"
    return f"{batch.title} · 检查结果"


def _rows(by: Actor, batch: str, first: str) -> list[PublicResult]:
    out = list(inspections.results.public(batch=batch, limit=contents.MOST_ROWS))
    notice = next((one.notice for one in out if one.task == first), "")
    mine = (one for one in out if notice and one.notice == notice)
    return sorted(chain(mine, inspections.results.to_publish(by, batch=batch)), key=lambda one: one.task)


def _decided(by: Actor, batch: str, thing: str) -> Iterator[Withheld]:
    """What a head decided not to publish, counted under the reason, once: another notice counts what is new."""
    counted = Counter(
        inspections.tasks.visible(by)
        .filter(batch__code=batch)
        .exclude(withheld_code="")
        .values_list("withheld_code", flat=True)
    )
    before = _counted_before(batch, thing)
    for code, count in sorted(counted.items()):
        if count > before[Withhold(code).label]:
            yield Withheld(
                Withhold(code).label, KeepBackGround.PRIVACY.clause, count - before[Withhold(code).label]
            )


def _counted_before(batch: str, thing: str) -> Counter[str]:
    """Reason → how many the other notices of the batch that are out have counted under it."""
    found = Notice.objects.filter(
        kind=NoticeKind.RESULTS, thing__startswith=f"results:{batch}/", state=NoticeState.RELEASED
    )
    counted: Counter[str] = Counter()
    for head in found.exclude(thing=thing).values_list("head", flat=True):
        counted.update({one.reason: one.count for one in contents.read(head).withheld})
    return counted


def _line(one: PublicResult) -> Line:
    number = one.subject.partition(":")[2]
    cells = {
        "item": one.item_name,
        "number": number,
        "name": one.subject_name,
        "checked": one.checked_on.isoformat() if one.checked_on else "",
        "outcome": one.outcome_label,
        "summary": one.summary,
        "use": one.disposal,
    }
    return Line(cells, key=number, name=one.subject_name, ref=one.task)


def _tally(rows: Sequence[PublicResult]) -> Counter[str]:
    return Counter(one.outcome_label for one in rows)


def _span(rows: Sequence[PublicResult]) -> str:
    days = [one.checked_on for one in rows if one.checked_on is not None]
    return f"{day(min(days))} 至 {day(max(days))}" if days else ""
