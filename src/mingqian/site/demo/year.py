"""The year of 鹭湾市 from foundation to the second transcript, told step by step while it is being built."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mingqian.core.canonical import Suite
from mingqian.draw import selectors as draws
from mingqian.draw.types import Evidence, Written
from mingqian.planning import selectors as plans
from mingqian.policy import stack
from mingqian.site.demo import (
    aftermath,
    counter,
    desk,
    figures,
    newcomers,
    people,
    powers,
    registries,
    rounds,
    seasons,
    special,
    superior,
    wages,
)
from mingqian.site.demo.figures import Figure, Told
from mingqian.site.demo.publishing import Press
from mingqian.site.demo.rounds import FIRST, PACK, SECOND, THIRD, Round, Year
from mingqian.site.demo.wages import Complaint
from mingqian.site.year.ceremony import Ceremony
from mingqian.site.year.clockwork import Clock, at

STEPS = 44
MORNING = "2026-11-17T08:31:00+08:00"
"""When a visitor of the demo's site opens it: a week after R2 went out, one unit a day late."""
Tell = Callable[[str], None]
"""Called at the beginning of each of ``STEPS`` steps."""


@dataclass(frozen=True, slots=True)
class Built:
    """What there is when the year is over."""

    figures: tuple[Figure, ...]
    written: tuple[Written, ...]
    evidence: Evidence
    not_yet: Evidence
    pools: tuple[str, ...]
    story: tuple[str, ...]


def build(folder: Path, *, suite: Suite, tell: Tell) -> Built:
    """The whole year into the database in use; lists and transcripts into ``folder``."""
    year = _founded(folder, suite, tell)
    press = Press(year)
    begun = _planned(year, press, tell)
    superior.known(year, folder)
    told, story, first = _spring(year, begun, press, tell, folder)
    tell("秋季名录变动")
    year.clock.advance_to(at(date(2026, 9, 1)))
    registries.change_in_autumn(folder / "lists", year.bureau, year.clock)
    second = _autumn(year, press, tell, folder, told)
    tell("核对全年数字")
    return Built(
        figures=tuple(figures.of_year(year, FIRST, SECOND, told)),
        written=(first, second),
        evidence=draws.outcome.evidence(year.bureau["legal"], FIRST.code),
        not_yet=draws.outcome.evidence(year.bureau["legal"], THIRD.code),
        pools=tuple(_pools(year)),
        story=story,
    )


def _founded(folder: Path, suite: Suite, tell: Tell) -> Year:
    policy = stack.of(PACK)
    clock = Clock(at(people.FOUNDED))
    tell("建局：机构、人员、三名管理员")
    bureau = people.found(policy, suite=suite, clock=clock)
    clock.advance_to(at(date(2026, 1, 9)))
    tell("公布随机抽查事项清单（23项，停用3项）")
    registries.items(policy, bureau, clock.moment.date(), clock)
    powers.listed(folder / "lists", bureau, clock)
    tell("导入监管对象名录（6240家单位及16类名单）")
    registries.write_lists(folder / "lists")
    registries.bodies(folder / "lists", bureau, clock)
    tell("登记补贴领取人10860名，二次建库")
    registries.subsidy_pool(policy, bureau, clock)
    tell("登记执法检查人员118名")
    people.inspectors(bureau, clock)
    year = Year(policy, plans.packs.of(policy, suite=suite), bureau, suite, clock)
    clock.advance_to(at(date(2026, 1, 16)))
    desk.papers(year)
    return year


@dataclass(frozen=True, slots=True)
class _Begun:
    """What is on its way before the first draw: a complaint, and the plan of the special check."""

    complaint: Complaint
    special: str


def _planned(year: Year, press: Press, tell: Tell) -> _Begun:
    press.item_list()
    press.papers()
    year.clock.advance_to(at(date(2026, 1, 20)))
    tell("编制、批准、公布年度计划")
    rounds.planned(year)
    press.annual_plan()
    press.last_years_numbers()
    people.suspend(year.bureau, year.clock)
    press.registries()
    rounds.started(year, FIRST)
    rounds.open_logs(year)
    complaint = wages.complained(year, press)
    begun = _Begun(complaint, special.planned(year))
    rounds.rehearse(year, lambda words: tell(f"演练：{words}"))
    return begun


def _spring(
    year: Year, begun: _Begun, press: Press, tell: Tell, folder: Path
) -> tuple[Told, tuple[str, ...], Written]:
    held = rounds.hold(year, FIRST, _quiet(tell, "R1"), press.draw_notice)
    superior.cosigned(year, FIRST, "drawn", folder)
    tell("R1：递补、免检、合并")
    before = _benches(year)
    aftermath.substitute(year, held)
    screening = aftermath.screen(year, FIRST)
    merged = aftermath.merge(year, FIRST)
    story = _story(year, before, screening)
    tell("R1：检查、告知、申辩、确认")
    field = seasons.spring(year, begun.complaint)
    tell("R1：公示结果，整改回访")
    written = _finished(year, held, FIRST, folder, press)
    seasons.reported(field)
    market = special.walked(year, begun.special)
    code = press.discretion()
    special.closed(market, press, begun.special)
    seasons.followed_up(year, field)
    wages.fined(year)
    desk.demands(year)
    counter.opened(year, press)
    return Told(screening, merged, code), story, written


def _autumn(year: Year, press: Press, tell: Tell, folder: Path, told: Told) -> Written:
    press.overturned(told.overturned)
    rounds.end_rehearsal(year)
    rounds.started(year, SECOND)
    held = rounds.hold(year, SECOND, _quiet(tell, "R2"), press.draw_notice)
    superior.cosigned(year, SECOND, "drawn", folder)
    aftermath.spare_again(year, SECOND)
    tell("R2：检查、告知")
    field = seasons.autumn(year)
    newcomers.licensed(year, press)
    tell("R2：申辩、确认、公示结果")
    seasons.autumn_confirmed(year, field)
    written = _finished(year, held, SECOND, folder, press)
    rounds.started(year, THIRD)
    rounds.hold(year, THIRD, _quiet(tell, "专项"), press.draw_notice)
    work = seasons.november(year)
    tell("专项：今天手边的事")
    late = seasons.autumn_followed_up(year, field, press)
    at_work = seasons.at_work(year, work, press)
    desk.morning(year, press, seasons.let_in(year, field), at_work, late, folder)
    return written


def _finished(year: Year, held: Ceremony, one: Round, folder: Path, press: Press) -> Written:
    """The result, the names after the checks, the checks' own results: out on one day."""
    year.clock.advance_to(one.published)
    held.publish()
    press.draw_result(one.code)
    held.complete()
    superior.cosigned(year, one, "completed", folder)
    press.draw_result(one.code)
    press.persons_stay_back(one.code)
    code = press.out(press.results_draft(one.code))
    written = held.write(folder / one.batch)
    press.at_the_window(code, one.published.date())
    return written


def _quiet(tell: Tell, batch: str) -> Tell:
    return lambda words: tell(f"{batch}：{words}")


def _benches(year: Year) -> dict[str, list[str]]:
    sheet = draws.outcome.sheet(year.bureau["legal"], FIRST.code)
    return {panel.code: [one.identity for one in panel.substitutes] for panel in sheet.panels}


def _story(year: Year, benches: dict[str, list[str]], screening: aftermath.Screening) -> tuple[str, ...]:
    """S8 and the exemptions in words."""
    sheet = draws.outcome.sheet(year.bureau["legal"], FIRST.code)
    lines = []
    for change in aftermath.CHANGES:
        team = next(one for one in sheet.teams if one.number == change.team)
        came = aftermath.seated(team, change.seat)
        place = benches[team.panel].index(came.identity) + 1
        lines.append(
            f"{change.reason.label}：第{change.team}组第{change.place}号席位由候补第{place}号"
            f"{came.name}递补（{change.evidence}）"
        )
    lines += [decision.reason for decision in screening.kept]
    return tuple(lines)


_TOLD = ("LW-06", "LW-09", "LW-23")


def _pools(year: Year) -> Iterator[str]:
    """Three pools and quotas in words, spring and autumn."""
    for one in (FIRST, SECOND):
        sheet = draws.outcome.sheet(year.bureau["legal"], one.code)
        for item in sheet.items:
            if item.code in _TOLD:
                yield f"{one.batch} 事项 {item.code}：{item.pool}；{item.quota}"
