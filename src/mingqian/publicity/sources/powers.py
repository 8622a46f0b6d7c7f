"""权责清单: every power in force on the day, whose it is, what it rests on, which items carry it out (石嘴山 2(2), 2(4))."""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused, denied
from mingqian.publicity import stamping
from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.types import Candidate, Column, Content, Line
from mingqian.registry import selectors as registries
from mingqian.registry.enums import PowerKind
from mingqian.registry.selectors.powers import Dated
from mingqian.ui.asking import Asking
from mingqian.ui.words import day

TITLE = "行政权责清单"
CLAUSE = "石嘴山方案 2(2)：落实权责清单制度，主动公开职责、权限、依据；2(4)：统筹推进权责清单公布"
COLUMNS = (
    Column("number", "序号", numeric=True),
    Column("code", "职权编码"),
    Column("name", "职权名称"),
    Column("kind", "职权类别"),
    Column("body", "行使主体"),
    Column("basis", "设定依据"),
    Column("listed", "列入清单"),
    Column("items", "实施的抽查事项"),
)


def candidates(by: Actor, *, now: datetime) -> Asking[list[Candidate]]:
    """The list of the bureau, once it holds a power; what was cancelled changes it too."""
    bureau = accounts.bureau()
    if bureau is None or not by.covers(bureau.path):
        return []
    today = localdate(now)
    rows = yield from registries.powers.dated(by)
    known = [one for one in rows if one.listed_on <= today]
    running = [one for one in known if one.runs(today)]
    if not running:
        return []
    return [
        Candidate(
            NoticeKind.POWER_LIST, f"power_list:{bureau.code}", TITLE, bureau.path, bureau.code,
            max(_changes(known, today)), f"现行 {len(running)} 项", stamping.of(one.mark for one in running),
        )
    ]  # fmt: skip


def _changes(known: list[Dated], today: date) -> Iterator[date]:
    for one in known:
        yield one.listed_on
        if one.cancelled_on is not None and one.cancelled_on <= today:
            yield one.cancelled_on


def content(by: Actor, thing: str, *, persons: str, now: datetime) -> Content:
    """Every power in force, by kind and code."""
    today = localdate(now)
    listed = registries.powers.published(by, today)
    if not listed:
        raise Refused(
            denied("publicity.no_powers", "权责清单里没有现行的职权", CLAUSE, "请先在“权责清单”登记")
        )
    counts = [(kind.label, f"{number} 项") for kind, number in registries.powers.counts(by, today) if number]
    return Content(
        title=TITLE,
        lead=f"现行行政职权 {len(listed)} 项。未列入本清单的职权不得行使。",
        clause=CLAUSE,
        facts=(("职权数", f"{len(listed)} 项"), *counts, ("清单日期", f"{today:%Y-%m-%d}")),
        columns=COLUMNS,
        lines=tuple(_line(number, one) for number, one in enumerate(listed, 1)),
    )


def _line(number: int, one: registries.powers.Row) -> Line:
    document = one.document
    return Line(
        {
            "number": number,
            "code": one.code,
            "name": one.name,
            "kind": PowerKind(one.kind).label,
            "body": one.unit.name,
            "basis": f"《{document.title}》{document.number}{one.article}",
            "listed": f"{day(one.listed_on)}（{one.listed_by}）",
            "items": "；".join(link.item.code for link in one.links.all()),
        },
        key=one.code,
        name=one.name,
    )
