"""The plan of the year and its ceremonies: a rehearsal, R1 in March, R2 in September, a small one in November.

Only words, days and head counts stand here; quotas come from the rules in force and the rolls of the day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from mingqian.core.canonical import Suite
from mingqian.draw.enums import Origin
from mingqian.draw.types import PartySpec
from mingqian.planning import selectors as plans
from mingqian.planning.enums import Nature, RollMode
from mingqian.planning.services import AnnualPlan, forecasting
from mingqian.planning.services.filling import ItemText, PanelText, PlanText
from mingqian.planning.services.plan_lines import LineText
from mingqian.planning.types import PackInForce
from mingqian.policy.layers import Effective
from mingqian.policy.schema.item import Item
from mingqian.registry.enums import InspectorClass, ItemCategory, Method
from mingqian.site.demo.people import BUREAU, DISCIPLINE_NAME, NAME, OFFICES, Bureau
from mingqian.site.year import ceremony, programme
from mingqian.site.year.ceremony import Ceremony, Progress, Table
from mingqian.site.year.clockwork import Clock, Fixed, at
from mingqian.site.year.programme import Campaign, Office

PACK = "luwan-2026"
ORIGIN, PRACTICE = "mingqian.luwan.example/draws", "mingqian.luwan.example/practice"
FIELD, BUSINESS = "P1", "P2"
FIELD_TEAMS = 15
ON_SITE = frozenset({"LW-01", "LW-02", "LW-03", "LW-05", "LW-06", "LW-21"})
NETWORK = frozenset({"LW-14", "LW-18", "LW-22", "LW-23"})


@dataclass(frozen=True, slots=True)
class Round:
    """One draw of the year with its days; ``frozen`` is the evening before, ``open_from`` the embargo's end."""

    batch: str
    code: str
    plan: str
    title: str
    frozen: datetime
    drawn: datetime
    starts_on: date
    ends_on: date
    open_from: datetime
    published: datetime
    publish_by: datetime
    items: frozenset[str] = frozenset()  # none named: every item of the year
    field_teams: int = FIELD_TEAMS
    business_teams: int = 5


FIRST = Round(
    "R1", "LW-2026-R1", "SS-2026-R1", "2026年第一次随机抽查",
    frozen=at(date(2026, 3, 16), 18), drawn=at(date(2026, 3, 17)),
    starts_on=date(2026, 3, 23), ends_on=date(2026, 4, 17),
    open_from=at(date(2026, 4, 20)), published=at(date(2026, 4, 29)), publish_by=at(date(2026, 5, 6)),
)  # fmt: skip
SECOND = Round(
    "R2", "LW-2026-R2", "SS-2026-R2", "2026年第二次随机抽查",
    frozen=at(date(2026, 9, 14), 18), drawn=at(date(2026, 9, 15)),
    starts_on=date(2026, 9, 21), ends_on=date(2026, 10, 30),
    open_from=at(date(2026, 10, 31)), published=at(date(2026, 11, 10)), publish_by=at(date(2026, 11, 13)),
)  # fmt: skip
# Dispatch agencies once more, at work when a visitor opens the demo.
THIRD = Round(
    "D1", "LW-2026-D1", "SS-2026-D1", "2026年劳务派遣单位专项抽查",
    frozen=at(date(2026, 11, 10), 18), drawn=at(date(2026, 11, 11)),
    starts_on=date(2026, 11, 12), ends_on=date(2026, 11, 27),
    open_from=at(date(2026, 11, 28)), published=at(date(2026, 12, 8)), publish_by=at(date(2026, 12, 11)),
    items=frozenset({"LW-05"}), field_teams=3, business_teams=0,
)  # fmt: skip
REHEARSED = at(date(2026, 3, 13))


@dataclass(frozen=True, slots=True)
class Year:
    """What every round of the year needs: the rules, who acts, the clock."""

    policy: Effective
    pack: PackInForce
    bureau: Bureau
    suite: Suite
    clock: Clock

    @property
    def office(self) -> Office:
        """Who drafts and who approves."""
        return Office(self.bureau["legal"], self.bureau["leader"])


def planned(year: Year) -> AnnualPlan:
    """鹭湾人社〔2026〕3号: twenty items, two rounds each; the three retired ones are on no list any more."""
    plan = programme.annual_plan(
        unit=BUREAU,
        year=2026,
        title="鹭湾市人力资源和社会保障局2026年度抽查计划",
        lines=[_line(one) for one in _active(year)],
        left_out={},
        document_no="鹭湾人社〔2026〕3号",
        pack=year.pack,
        office=year.office,
        clock=year.clock,
    )
    # What the strip of twelve months says of coverage and caps is there to be looked at.
    forecasting.count(plan=plan, pack=year.pack, by=year.office.legal, now=year.clock.tick())
    return plan


def _active(year: Year) -> list[Item]:
    return [one for one in year.policy.own.items if one.plannable]


def _line(item: Item) -> LineText:
    once_more = ((11, THIRD.batch),) if item.code in THIRD.items else ()
    return LineText(
        item=item.code,
        rounds=((3, FIRST.batch), (9, SECOND.batch), *once_more),
        responsible_unit=OFFICES[item.departments[0]],
        duties="归口处室牵头，劳动保障监察支队、社保中心配合",
        mode=RollMode.SEALED,
    )


def started(year: Year, one: Round) -> None:
    """The implementation plan of a round with the seven fields, two panels, every item's nature and way."""
    items = [item for item in _active(year) if not one.items or item.code in one.items]
    field = [item.code for item in items if item.category != ItemCategory.BUSINESS_CHECK]
    business = [item.code for item in items if item.code not in field]
    programme.started(
        annual=_in_force(year),
        campaign=Campaign(
            code=one.plan,
            batch=one.batch,
            title=one.title,
            mode=RollMode.SEALED,
            text=_text(one),
            items=[_item(item) for item in items],
            panels=_panels(one, field, business),
        ),
        pack=year.pack,
        office=year.office,
        clock=year.clock,
    )


def _in_force(year: Year) -> AnnualPlan:
    found = plans.annual.plan(year.bureau["legal"], BUREAU, 2026)
    if found is None:
        raise LookupError("no plan of the year yet")
    return found


def _panels(one: Round, field: list[str], business: list[str]) -> list[PanelText]:
    panels = (
        PanelText(FIELD, InspectorClass.ENFORCEMENT, one.field_teams, field),
        PanelText(BUSINESS, InspectorClass.BUSINESS, one.business_teams, business),
    )
    return [panel for panel in panels if panel.teams]


def _item(item: Item) -> ItemText:
    business = item.category == ItemCategory.BUSINESS_CHECK
    return ItemText(item.code, Nature.BUSINESS if business else Nature.ENFORCEMENT, method=way(item.code))


def way(item: str) -> str:
    """现场、网络 or 书面, one way per item."""
    if item in ON_SITE:
        return Method.ON_SITE.value
    return Method.NETWORK.value if item in NETWORK else Method.WRITTEN.value


def _text(one: Round) -> PlanText:
    return PlanText(
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        purpose="检查用人单位和有关机构遵守人力资源社会保障法律法规的情况",
        methods=(Method.ON_SITE.value, Method.WRITTEN.value, Method.NETWORK.value),
        confidentiality="检查开始前不得泄露抽取结果；名录以编号公布，检查结束后开封",
        result_use="结果向社会公示，记入信用档案",
        draw_on=one.drawn.date(),
        embargo_until=one.open_from,
        public_by=one.drawn.replace(hour=12),
        reveal_by=one.drawn.replace(hour=14),
        publish_by=one.publish_by,
    )


def ceremony_of(year: Year, one: Round, *, practice: bool = False, progress: Progress) -> Ceremony:
    """A round's ceremony at the table: the organiser, two discipline witnesses, a citizen's paper slip."""
    bureau = year.bureau
    return Ceremony(
        code=f"{one.code}-YL" if practice else one.code,
        plan=one.plan,
        origin=PRACTICE if practice else ORIGIN,
        table=Table(
            operator=bureau["operator"],
            reader=bureau["reader"],
            witnesses={"witness": bureau["witness"], "witness2": bureau["witness2"]},
            parties=[
                PartySpec("organiser", NAME, False, bureau["operator"].code),
                PartySpec("witness", DISCIPLINE_NAME, True, bureau["witness"].code),
                PartySpec("witness2", DISCIPLINE_NAME, True, bureau["witness2"].code),
                PartySpec("public", "鹭湾市民代表", True),
            ],
            approver=bureau["leader"],
        ),
        pack=year.pack,
        suite=year.suite,
        clock=year.clock,
        entropy=Fixed(f"{one.code}/{'practice' if practice else 'official'}"),
        progress=progress,
        evidence="演示：骰子由程序模拟",
    )


def open_logs(year: Year) -> None:
    """A public log for the draws that count, another for rehearsals."""
    for origin, nature in ((ORIGIN, Origin.OFFICIAL), (PRACTICE, Origin.PRACTICE)):
        ceremony.open_log(
            origin=origin, nature=nature, suite=year.suite, by=year.bureau["operator"], clock=year.clock
        )


def rehearse(year: Year, progress: Progress) -> None:
    """The whole ceremony once for practice; it stays in its own log and counts for nothing."""
    year.clock.advance_to(REHEARSED)
    ceremony_of(year, FIRST, practice=True, progress=progress).hold()


def end_rehearsal(year: Year) -> None:
    """Its secret is over with the round it rehearsed: published and ended, so that a visitor may rehearse anew."""
    rehearsed = ceremony_of(year, FIRST, practice=True, progress=lambda words: None)
    rehearsed.publish()
    rehearsed.complete()


def hold(year: Year, one: Round, progress: Progress, announced: Callable[[str], None]) -> Ceremony:
    """Freeze in the evening and say so in public, everything else on the morning of the draw."""
    held = ceremony_of(year, one, progress=progress)
    year.clock.advance_to(one.frozen)
    held.freeze()
    announced(one.code)
    year.clock.advance_to(one.drawn)
    held.seal()
    held.draw()
    held.sign()
    return held
