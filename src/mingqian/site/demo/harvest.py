"""The results of the two rounds beside the table of the demo year (§6.4): every number counted from the tasks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from mingqian.accounts.types import Actor
from mingqian.clocks import selectors as clocks
from mingqian.inspection import selectors as inspections
from mingqian.inspection.selectors.tasks import Row
from mingqian.inspection.types import Tally
from mingqian.publicity import selectors as publicity
from mingqian.publicity.enums import NoticeKind, NoticeState
from mingqian.site.demo.rounds import Round
from mingqian.ui import words

MORNING = date(2026, 11, 17)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the table says of a round; ``orders`` are given, in time, late, not put right, still open."""

    outcomes: Mapping[str, int]
    rate: str
    notices: int
    defended: tuple[int, int]
    orders: tuple[int, int, int, int, int]
    published_on: date
    late_units: int


SPRING = Expected(
    {"none": 742, "corrected": 46, "rectify": 71, "case": 9, "unreachable": 8, "no_activity": 7,
     "uncooperative": 1, "exempt": 4},
    "14.3%", 127, (19, 6), (71, 68, 2, 1, 0), date(2026, 4, 29), 0,
)  # fmt: skip
AUTUMN = Expected(
    {"none": 731, "corrected": 41, "rectify": 62, "case": 7, "unreachable": 9, "no_activity": 8,
     "uncooperative": 0, "exempt": 3},
    "12.8%", 110, (11, 3), (62, 0, 0, 0, 62), date(2026, 11, 10), 1,
)  # fmt: skip
Pair = tuple[str, str, str]
"""Name, what the table says, what the rows come to."""


def of_round(by: Actor, one: Round, said: Expected) -> Iterator[Pair]:
    """Every line of the results of a round."""
    batch = inspections.batches.one(by, one.code)
    if batch is None:
        raise LookupError(f"no checks of {one.code}")
    tally, rows = inspections.batches.tally(batch), inspections.tasks.visible(by).filter(batch=batch)
    yield from _outcomes(one, said, tally)
    yield f"{one.batch} 送达初步结果告知书", str(said.notices), str(_distinct(rows, notices__isnull=False))
    changed = _distinct(rows.exclude(answers__before=F("answers__after")), answers__isnull=False)
    heard = _distinct(rows, defences__waived=False)
    yield f"{one.batch} 陈述申辩 → 改变结果", _arrow(said.defended), _arrow((heard, changed))
    yield f"{one.batch} 整改：按期/逾期/未改/在办", _arrow(said.orders), _arrow(_orders(rows))
    yield f"{one.batch} 结果公示日", words.day(said.published_on), _published(by, one)
    yield f"{one.batch} 超过公示期限的处室", str(said.late_units), str(_late(by, one))


def _outcomes(one: Round, said: Expected, tally: Tally) -> Iterator[Pair]:
    labels = {each.code: each.label for each in inspections.results.table()}
    for code, number in said.outcomes.items():
        yield f"{one.batch} {labels[code]}", str(number), str(tally.by_outcome.get(code, 0))
    yield f"{one.batch} 检查结果合计", str(sum(said.outcomes.values())), str(tally.total)
    yield f"{one.batch} 问题发现率", said.rate, _percent(tally.problems, tally.total)


def _percent(part: int, whole: int) -> str:
    """One place behind the point, rounded half up, without a float."""
    permille = (part * 2_000 + whole) // (2 * whole)
    return f"{permille // 10}.{permille % 10}%"


def _distinct(rows: QuerySet[Row], **narrowed: object) -> int:
    return rows.filter(**narrowed).values("pk").distinct().count()


def _arrow(numbers: tuple[int, ...]) -> str:
    return "/".join(map(str, numbers))


def _orders(rows: QuerySet[Row]) -> tuple[int, int, int, int, int]:
    """Given; put right by the date set, and after it; not put right; not decided yet."""
    given = rows.filter(rectification__isnull=False)
    right = given.filter(rectification__state="corrected")
    in_time = right.filter(rectification__revisited_on__lte=F("rectification__due_on")).count()
    never = given.filter(rectification__state="uncorrected").count()
    total, corrected = given.count(), right.count()
    return total, in_time, corrected - in_time, never, total - corrected - never


def _published(by: Actor, one: Round) -> str:
    """The day the first notice with results went out."""
    out = publicity.notices.visible(by).filter(
        kind=NoticeKind.RESULTS, thing__startswith=f"results:{one.code}/", state=NoticeState.RELEASED
    )
    first = out.order_by("released_at").first()
    return words.day(first.released_at.date()) if first and first.released_at else ""


def _late(by: Actor, one: Round) -> int:
    """Sections whose publication was not out by its day, as the clocks have it on the morning of the visit."""
    overdue = clocks.due.overdue(by, today=MORNING).filter(thing__startswith=f"results:{one.code}/")
    return overdue.values("unit").distinct().count()
