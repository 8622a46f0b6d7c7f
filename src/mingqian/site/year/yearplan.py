"""What a run puts into the annual plan and the implementation plans: choices of a practice run, each one said.

Rules stay where they are: the services refuse what the pack forbids, and the ratios come from them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from mingqian.core.decision import Refused, denied
from mingqian.planning import selectors as plans
from mingqian.planning.enums import CaptainMode, Nature, RollMode
from mingqian.planning.selectors.annual import Plan as AnnualPlan
from mingqian.planning.services.filling import ItemText, PanelText, PlanText
from mingqian.planning.services.plan_lines import LineText
from mingqian.planning.types import LineForecast, PackInForce
from mingqian.registry import selectors as registries
from mingqian.registry.enums import InspectorClass, Method, SubjectKind
from mingqian.registry.types import ItemFacts
from mingqian.site.year import programme
from mingqian.site.year.bureau import Bureau
from mingqian.site.year.clockwork import Clock, at
from mingqian.site.year.programme import Campaign, Office

EMPTY = "名录库中没有属于该事项的监管对象"
NOT_ASKED = "本次运行只办理指定的事项"
NO_METHOD = "清单没有写明检查方式，演练按现场检查"
OWN_REASON = "演练假定的比例，正式办理须由本单位按实际确定"
DUTIES = "政策法规机构牵头，执法检查机构实施（演练）"
SIZE, PAIRS_PER_TEAM, MOST_TEAMS = 2, 20, 15
PANELS = {InspectorClass.ENFORCEMENT: "ZF", InspectorClass.BUSINESS: "YW"}
NATURES = {InspectorClass.ENFORCEMENT: Nature.ENFORCEMENT, InspectorClass.BUSINESS: Nature.BUSINESS}


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person asked for, with the defaults of the command filled in."""

    year: int
    items: frozenset[str] = frozenset()
    ratio_ppm: int | None = None
    teams: int | None = None
    draws: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What is drawn together: the items planned for one month, open and numbered rolls apart."""

    code: str
    month: int
    mode: RollMode
    items: tuple[ItemFacts, ...]
    quotas: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class YearPlan:
    """The plan of the year and its batches in order; ``left_out`` and ``barred`` say why not."""

    annual: AnnualPlan
    batches: tuple[Batch, ...]
    forecast: tuple[LineForecast, ...]
    left_out: Mapping[str, str]
    barred: Mapping[str, str]
    assumed: Mapping[str, str]
    names: Mapping[str, str]


def demand_known(asked: Collection[str], listed: Mapping[str, int]) -> None:
    """Whoever names items, by code or by their number in the list, hears of those that are not there."""
    unknown = sorted(set(asked).difference(*(_called(code, number) for code, number in listed.items())))
    if unknown:
        why = f"清单中没有可办理的事项 {'、'.join(unknown)}（未公布、已停用的也不能抽取）"
        raise Refused(denied("run.unknown_item", why, "", f"可用的事项：{'、'.join(listed)}"))


def _called(code: str, number: int) -> set[str]:
    """What somebody may write for an item: its code, or the number the list gives it, where it gives one."""
    return {code, str(number)} if number else {code}


@dataclass(frozen=True, slots=True)
class Planner:
    """Makes the plans of one run."""

    bureau: Bureau
    pack: PackInForce
    choices: Choices
    clock: Clock

    @property
    def office(self) -> Office:
        return Office(self.bureau["legal"], self.bureau["leader"])

    def draft(self) -> YearPlan:
        """Every usable item gets a line; those with nobody to draw are taken out again, with the reason."""
        on, legal = self.clock.moment.date(), self.bureau["legal"]
        listed = registries.items.listing(legal, on)
        demand_known(self.choices.items, {one.code: one.seq for one in listed})
        barred = {one.code: reason for one in listed if (reason := self._barred(one, on))}
        usable = [one for one in listed if one.code not in barred]
        left_out = {one.code: NOT_ASKED for one in usable if not self._asked(one)}
        wanted = [one for one in usable if one.code not in left_out]
        annual = programme.drafted(
            unit=self.bureau.code, year=self.choices.year,
            title=f"{self.bureau.name}{self.choices.year}年度随机抽查工作计划（演练）",
            lines=[self._line(one) for one in wanted], left_out=left_out, pack=self.pack,
            office=self.office, clock=self.clock,
        )  # fmt: skip
        forecast = plans.forecast.coverage(legal, annual, on, self.pack)
        empty = {one.item_code: EMPTY for one in forecast if one.pool == 0 or one.quota == 0}
        programme.leave_out(annual, empty, pack=self.pack, office=self.office, clock=self.clock)
        kept = [one for one in wanted if one.code not in empty]
        return YearPlan(
            annual=annual,
            batches=tuple(self._batches(kept, {one.item_code: one.quota for one in forecast})),
            forecast=tuple(one for one in forecast if one.item_code not in empty),
            left_out={**left_out, **empty},
            barred=barred,
            assumed={one.code: NO_METHOD for one in kept if not one.methods},
            names={one.code: one.name for one in listed},
        )

    def approve(self, plan: YearPlan) -> YearPlan:
        """Submit, approve, publish."""
        annual = programme.approved(
            plan.annual, document_no=f"演练〔{self.choices.year}〕1号", pack=self.pack, office=self.office,
            clock=self.clock,
        )  # fmt: skip
        return replace(plan, annual=annual)

    def start(self, plan: YearPlan, batch: Batch) -> str:
        """The implementation plan of a batch, started: its code."""
        appointed = self.appointed
        day = draw_day(self.choices.year, batch.month)
        campaign = Campaign(
            code=f"SS-{self.choices.year}-{batch.code}", batch=batch.code,
            title=f"{self.choices.year}年{batch.month}月随机抽查实施方案（演练）", mode=batch.mode,
            text=self._text(day, batch, self.bureau["leader"].code if appointed else ""),
            items=[self._item(one) for one in batch.items], panels=list(self._panels(batch)),
        )  # fmt: skip
        return programme.started(
            annual=plan.annual, campaign=campaign, pack=self.pack, office=self.office, clock=self.clock,
            acknowledged_by=self.bureau["leader"] if appointed else None,
        )  # fmt: skip

    @property
    def appointed(self) -> bool:
        """Whether the pack has team leaders appointed instead of drawn."""
        mode = self.pack.rules.captain_mode
        return mode is not None and mode.value == CaptainMode.APPOINTED

    def teams(self, batch: Batch, pool: InspectorClass) -> int:
        """As many teams as the expected pairs keep busy; the person may say otherwise."""
        codes = [one.code for one in batch.items if self.pool(one) is pool]
        if not codes:
            return 0
        if self.choices.teams is not None:
            return self.choices.teams
        pairs = sum(batch.quotas[code] for code in codes)
        return min(MOST_TEAMS, max(1, -(-pairs // PAIRS_PER_TEAM)))

    def pool(self, item: ItemFacts) -> InspectorClass:
        """Which pool the pack names for the item's category; for an unsorted item what its list says."""
        pools = self.pack.rules.category_pools
        named = {one.category: one.pool for one in pools.value} if pools else {}
        return InspectorClass(named.get(item.category, item.inspector_class))

    @property
    def factor100(self) -> int:
        """Twice what is needed where the pack leaves room, so that there are substitutes in order."""
        span = self.pack.rules.multiplier
        if span is None:
            return 200
        return 100 * (span.value.preferred or min(max(2, span.value.low), span.value.high))

    def _barred(self, item: ItemFacts, on: date) -> str:
        found = registries.items.obstacles(item, on, national_layer=self.pack.national)
        return "；".join(f"{one.reason}（{one.clause}）" if one.clause else one.reason for one in found)

    def _asked(self, item: ItemFacts) -> bool:
        return not self.choices.items or not _called(item.code, item.seq).isdisjoint(self.choices.items)

    def _line(self, item: ItemFacts) -> LineText:
        own = None if item.ratio else self.choices.ratio_ppm  # a ratio of the list itself prevails
        return LineText(
            item=item.code,
            rounds=[(month, _batch(month, _mode(item))) for month in months(self._times(item))],
            responsible_unit=self.bureau.code,
            duties=DUTIES,
            methods=methods(item),
            mode=_mode(item),
            own_ppm=own,
            own_reason=OWN_REASON if own is not None else "",
            own_approver=self.bureau["leader"].code if own is not None else "",
        )

    def _times(self, item: ItemFacts) -> int:
        """As often as the list says, else as often as the pack asks at least."""
        said = (item.frequency or {}).get("times")
        least = self.pack.rules.min_rounds
        return int(str(said)) if said else max(1, least.value if least else 1)

    def _batches(self, items: Sequence[ItemFacts], quotas: Mapping[str, int]) -> Iterable[Batch]:
        found: dict[tuple[int, RollMode], list[ItemFacts]] = {}
        for item in items:
            for month in months(self._times(item)):
                found.setdefault((month, _mode(item)), []).append(item)
        ordered = sorted(found.items())[: self.choices.draws]
        for (month, mode), members in ordered:
            yield Batch(_batch(month, mode), month, mode, tuple(members), quotas)

    def _text(self, day: date, batch: Batch, leader: str) -> PlanText:
        starts = day + timedelta(days=6)
        chosen = {self._item(one).method for one in batch.items}
        return PlanText(
            starts_on=starts, ends_on=starts + timedelta(days=25),
            purpose="检查遵守人力资源和社会保障法律法规情况（演练）", methods=sorted(chosen),
            confidentiality="检查前不得泄露抽取结果", result_use="结果公示并记入信用档案", draw_on=day,
            public_by=at(day, 18), reveal_by=at(day, 20), publish_by=at(day + timedelta(days=30), 18),
            leader=leader,
        )  # fmt: skip

    def _item(self, item: ItemFacts) -> ItemText:
        ways = methods(item)
        return ItemText(
            item=item.code, nature=NATURES[self.pool(item)],
            method=Method.ON_SITE.value if Method.ON_SITE.value in ways else ways[0], reserve=1,
        )  # fmt: skip

    def _panels(self, batch: Batch) -> Iterable[PanelText]:
        for pool, code in PANELS.items():
            teams = self.teams(batch, pool)
            if teams:
                codes = [one.code for one in batch.items if self.pool(one) is pool]
                yield PanelText(code, pool, teams, codes, factor100=self.factor100)


def methods(item: ItemFacts) -> tuple[str, ...]:
    """The ways of the list; where the list names none (厦门: 附件未收录) the practice run visits."""
    return item.methods or (Method.ON_SITE.value,)


def months(times: int) -> tuple[int, ...]:
    """Once: March; twice: March and September; oftener: evenly over the year."""
    if times <= 2:
        return (3, 9)[:times]
    count = min(times, 12)
    return tuple(1 + number * 12 // count for number in range(count))


def draw_day(year: int, month: int) -> date:
    """The third Tuesday of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(1 - first.weekday()) % 7 + 14)


def _mode(item: ItemFacts) -> RollMode:
    """Natural persons are listed by number only (厦门 三(六)); the service refuses anything else."""
    persons = SubjectKind.NATURAL_PERSON.value in item.subject_kinds
    return RollMode.SEALED if persons else RollMode.OPEN


def _batch(month: int, mode: RollMode) -> str:
    return f"{month:02d}{'N' if mode is RollMode.SEALED else ''}"
