"""The manipulation report: was chance kind to a group, do the same people meet again, who changes results most?

What belongs here: which questions are asked of past draws, and their answers in plain words. The arithmetic stands
in ``core.fairness`` and ``core.odds``. A statistic can never clear a single draw, and every reader is told so.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Max, QuerySet

from mingqian.accounts import selectors as accounts
from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.core import fairness, odds
from mingqian.core.fairness import Comparison, Group, Lot, Pattern
from mingqian.core.odds import Rate
from mingqian.draw.models import Draw
from mingqian.draw.selectors import draws, histories
from mingqian.draw.selectors.histories import Past
from mingqian.registry import selectors as registries
from mingqian.registry.enums import RiskClass, SubjectKind

CAVEAT = (
    "统计只能说明许多次抽取合在一起像不像随机，永远不能证明某一次抽取没有问题；"
    "某一次抽取是否作假，只能用它自己的复核记录重算。"
)
MOST = 300_000
"""Rows a page reads while somebody waits; beyond it the command does the work."""

KINDS: Mapping[str, str] = {str(one.value): one.label for one in SubjectKind}
RISKS: Mapping[str, str] = {str(one.value): one.label for one in RiskClass}
QUARTERS = ("第一段（编号最小）", "第二段", "第三段", "第四段（编号最大）")
TIMES = ("没有", "一次", "两次以上")
SUFFIX = "人力资源和社会保障局"
"""What every division's bureau is called; without it the chart's words are short."""
Label = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Finding:
    """One comparison with its sentence."""

    comparison: Comparison
    words: str
    grave: bool

    @property
    def title(self) -> str:
        return self.comparison.title


@dataclass(frozen=True, slots=True)
class Line:
    """One past draw in numbers."""

    code: str
    title: str
    unit: str
    operator: str
    state: str
    total: int
    eligible: int
    forced: int
    exempt: int
    screened: int
    drawn: int
    spent: int | None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything the page, the command and the export show."""

    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    repeats: Group
    rates: tuple[tuple[str, tuple[Rate, ...]], ...]
    voids: Mapping[str, int]
    too_long: int = 0  # rows, where the page has not counted

    @property
    def grave(self) -> tuple[Finding, ...]:
        return tuple(one for one in self.findings if one.grave)


def report(
    by: Actor, *, since: date | None = None, until: date | None = None, most: int | None = None
) -> Report:
    """Over the draws this person may see; the audit administrator sees the counts of all of them."""
    rows = Draw.objects.all() if by.has(Role.AUDIT_ADMIN) else draws.visible(by)
    kinds = dict(
        registries.subjects.visible(by).exclude(entity_type="").values_list("code", "entity_type").iterator()
    )
    return _report(histories.within(rows, since, until), kinds, most)


def public(*, most: int | None = MOST) -> Report:
    """What everybody may know: published draws of the bureau, without anybody's name."""
    told = _published().annotate(last=Max("events__index"), at=Max("events__at")).order_by("code")
    known = tuple(told.values_list("code", "state", "result_hash", "last", "at"))
    return _public(known, tuple(sorted(accounts.divisions().items())), most)


def _published() -> QuerySet[Draw]:
    return Draw.objects.filter(published_at__isnull=False)


@lru_cache(maxsize=2)
def _public(known: tuple[object, ...], places: tuple[object, ...], most: int | None) -> Report:
    """Every log and result ``known`` names is append-only: anybody may ask, so the sum is made once and kept."""
    return _report(histories.within(_published(), None, None), {}, most)


def _report(rows: Sequence[Draw], kinds: Mapping[str, str], most: int | None) -> Report:
    finished = histories.finished(rows)
    used = histories.lists(finished)
    size = histories.rows_of(used) if most is not None else 0
    if most is not None and size > most:
        return Report((), (), odds.repeats(()), (), _voids(rows), size)
    past = histories.read(finished, used)
    met: histories.Meetings = set()
    again = [visit for one in past for visit in histories.visits(one, met)]
    return Report(
        lines=tuple(map(_line, past)),
        findings=tuple(_finding(one) for one in _comparisons(past, kinds)),
        repeats=odds.repeats(again),
        rates=tuple(_rates(rows, past)),
        voids=_voids(rows),
    )


def _line(one: Past) -> Line:
    row = one.row
    return Line(
        row.code, row.title, row.unit.name, row.operator.name, row.get_state_display(), one.total("N"),
        one.total("E"), one.total("F"), one.total("X"), one.total("S"), one.total("k"), one.spent,
    )  # fmt: skip


def _comparisons(past: Sequence[Past], kinds: Mapping[str, str]) -> Iterable[Comparison]:
    districts = {code: name.removesuffix(SUFFIX) for code, name in accounts.divisions().items()}
    before: Counter[str] = Counter()
    lots: dict[str, list[Lot]] = {}
    orders: dict[str, Sequence[str]] = {}
    for one in past:
        for title, order, label in _groupings(one, kinds, districts, Counter(before)):
            orders[title] = order
            lots.setdefault(title, []).append(_lot(one, label))
        before.update(who for who, times in one.drawn.items() if times)
    return [fairness.compare(title, found, orders[title]) for title, found in lots.items()]


def _groupings(
    past: Past, kinds: Mapping[str, str], districts: Mapping[str, str], before: Mapping[str, int]
) -> Iterable[tuple[str, Sequence[str], Label]]:
    """Title, the order a reader expects the groups in (empty: by name), and the group of each."""
    told = past.attributes
    order = sorted(told)
    quarter = {who: QUARTERS[4 * place // len(order)] for place, who in enumerate(order)}
    yield "主体类别", list(KINDS.values()), lambda who: KINDS.get(told[who][0], told[who][0] or "未登记")
    if kinds:
        yield "企业类型（按现在的登记）", (), lambda who: kinds.get(who, "未登记")
    places = [districts[code] for code in sorted(districts)]
    yield "区划", places, lambda who: districts.get(told[who][1], told[who][1] or "未登记")
    yield "守法诚信等级", list(RISKS.values()), lambda who: RISKS.get(told[who][2], told[who][2])
    yield "以前被抽中过几次", TIMES, lambda who: TIMES[min(before.get(who, 0), 2)]
    yield "在名录里的位置", QUARTERS, lambda who: quarter[who]


def _lot(past: Past, label: Label) -> Lot:
    eligible: Counter[tuple[Pattern, str]] = Counter()
    drawn: Counter[str] = Counter()
    for who, pattern in past.patterns.items():
        group = label(who)
        eligible[pattern, group] += 1
        drawn[group] += past.drawn[who]
    return Lot(past.quotas, eligible, drawn)


def _finding(one: Comparison) -> Finding:
    words, grave = _judged(one)
    few = sum(group.few for group in one.groups)
    small = f"有 {few} 组随机应抽中不足五个，样本太小，不单独判断。" if few else ""
    return Finding(one, words + small, grave)


def _judged(one: Comparison) -> tuple[str, bool]:
    if one.p is None:
        return "只有一组，或全部抽中，无从比较。", False
    if one.p >= 0.05:
        return f"与随机一致（p = {one.p:.2f}）。", False
    if one.p >= 0.001:
        rare = round(1 / one.p)
        return f"略有偏离：完全随机时，大约每 {rare} 次这样的比较也会出现一次。", False
    return f"明显偏离：完全随机时不到千分之一（p = {one.p:.1e}），应当查明原因。", True


def _rates(rows: Sequence[Draw], past: Sequence[Past]) -> Iterable[tuple[str, tuple[Rate, ...]]]:
    """Per organiser: the unit and the operator who runs its draws."""
    attempts: Counter[str] = Counter(map(_organiser, rows))
    void: Counter[str] = Counter(_organiser(one) for one in rows if one.state == "voided")
    counted: dict[str, Counter[str]] = {}
    for one in past:
        mine = counted.setdefault(_organiser(one.row), Counter())
        mine.update(one.later)
        mine.update(seats=one.seats, drawn=one.total("k"))

    def against(what: str, of: str) -> tuple[Rate, ...]:
        return odds.rates({name: (mine[what], mine[of]) for name, mine in counted.items()})

    yield "递补人员（占席位）", against("substitute", "seats")
    yield "跳过候补（占席位）", against("skip", "seats")
    yield "替换对象（占抽中）", against("replace", "drawn")
    yield "作废（占抽取次数）", odds.rates({name: (void[name], of) for name, of in attempts.items()})


def _organiser(row: Draw) -> str:
    return f"{row.unit.name} · {row.operator.name}"


def _voids(rows: Sequence[Draw]) -> Mapping[str, int]:
    """How many attempts fell, before and after their result was known."""
    void = [one for one in rows if one.state == "voided"]
    known = sum(bool(one.result_hash) for one in void)
    return {"抽取": len(rows), "结果产生前作废": len(void) - known, "结果产生后作废": known}
