"""What follows a draw in the story of 鹭湾市: substitutes, exemptions, merged visits.

The winter campaign's checks come onto the record only after the first draw, six of them of firms just drawn:
so the story is the same whichever firms the seed happens to name, and the rules alone decide what follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from mingqian.core.decision import Decision, Refused
from mingqian.draw import selectors as draws
from mingqian.draw.enums import ChangeReason
from mingqian.draw.services import merging, sparing
from mingqian.draw.types import Known, TeamSheet
from mingqian.planning import selectors as plans
from mingqian.planning import services
from mingqian.planning.types import DrawnPair
from mingqian.registry import services as registry
from mingqian.registry.enums import TieKind, VisitKind
from mingqian.registry.types import VisitRow
from mingqian.site.demo import registries
from mingqian.site.demo.rounds import FIELD_TEAMS, Round, Year
from mingqian.site.year.ceremony import Ceremony
from mingqian.site.year.clockwork import at

EMPLOYERS, INSURED = "LW-06", "LW-14"
WINTER = 186
FLAGGED_DAYS = (date(2025, 12, 17), date(2025, 12, 18), date(2025, 12, 22), date(2025, 12, 24),
                date(2025, 12, 29), date(2025, 12, 30))  # fmt: skip
TOO_OLD = date(2025, 12, 16)
ABNORMAL = 2
AUGUST, OCTOBER = date(2026, 8, 5), date(2026, 10, 20)
SPARED_AGAIN = 3


@dataclass(frozen=True, slots=True)
class Change:
    """One seat that had to be filled anew; ``place`` counts the thirty seats in the order of the teams."""

    place: int
    reason: ChangeReason
    evidence: str

    @property
    def team(self) -> int:
        """Two seats a team."""
        return (self.place + 1) // 2

    @property
    def seat(self) -> str:
        """The captain sits first."""
        return "C" if self.place % 2 else "M1"


# S8: primary #7 has a court day, #12's spouse works for a firm of the team's; three more.
CHANGES = (
    Change(7, ChangeReason.DUTY, "鹭湾市湖滨区人民法院出庭通知书"),
    Change(12, ChangeReason.RECUSED, "本人申报：配偶在被检查单位任职"),
    Change(18, ChangeReason.DUTY, "局办公室派差单"),
    Change(23, ChangeReason.RECUSED, "本人申报：近亲属在被检查单位任职"),
    Change(2 * FIELD_TEAMS + 3, ChangeReason.RECUSED, "本人申报：曾在被检查单位任职"),
)
_TIES = {12: TieKind.SPOUSE, 23: TieKind.RELATIVE, 2 * FIELD_TEAMS + 3: TieKind.FORMER_POST}


def substitute(year: Year, held: Ceremony) -> None:
    """Two on other duty, three recused: each time the next in order comes in, asked by one, approved by another."""
    for change in CHANGES:
        if change.place in _TIES:
            _declare(year, held, change)
        held.substitute(change.team, change.seat, change.reason, change.evidence)


def _declare(year: Year, held: Ceremony, change: Change) -> None:
    """The inspector sees the list and tells; the tie binds from that day in every draw."""
    operator = held.table.operator
    team = next(one for one in draws.outcome.sheet(operator, held.code).teams if one.number == change.team)
    firm = next(pair for pair in draws.outcome.pairs(operator, held.code) if pair.team == change.team)
    registry.recusals.declare(
        inspector=seated(team, change.seat).identity, subject=firm.subject_id, kind=_TIES[change.place],
        evidence=change.evidence, from_on=year.clock.moment.date(), by=year.bureau["legal"],
        now=year.clock.tick(),
    )  # fmt: skip


def seated(team: TeamSheet, seat: str) -> Known:
    """Who sits there now."""
    found = team.captain if seat == "C" else team.members[int(seat[1:]) - 1]
    if found is None:
        raise LookupError(f"team {team.number} has nobody in seat {seat}")
    return found


@dataclass(frozen=True, slots=True)
class Screening:
    """What became of the firms checked shortly before the draw."""

    flagged: int
    exempted: int
    kept: tuple[Decision, ...]
    coverage: tuple[Decision, ...]


def screen(year: Year, one: Round) -> Screening:
    """18–20 March: whoever was checked since 17 December is flagged; four are spared, two abnormal ones not."""
    year.clock.advance_to(at(one.drawn.date() + timedelta(days=1)))
    legal, drawn_on = year.bureau["legal"], one.drawn.date()
    pairs = draws.outcome.pairs(legal, one.code)
    chosen = _firms_of(pairs)[: len(FLAGGED_DAYS) + 1]
    _winter(year, chosen, {pair.subject_id for pair in pairs})
    for code in chosen[:ABNORMAL]:
        registry.standing.enter_abnormal(
            code=code, ground="CJ", grounds=("JYYC", "CJ", "TSDC"), source="劳动保障守法诚信等级评价",
            evidence="2025年度等级评价结果C级", from_on=date(2026, 1, 15), by=legal, now=year.clock.tick(),
        )  # fmt: skip
    bodies = [pair.subject_id for pair in pairs if pair.item_code != registries.SUBSIDY]
    found = plans.exemptions.flagged(legal, sorted(set(bodies)), drawn_on, year.pack)
    kept: list[Decision] = []
    told: list[Decision] = []
    for code in sorted(found):
        try:
            told.append(_spare(year, one, code))
        except Refused as refused:
            kept += refused.decisions
    return Screening(len(found), len(told), tuple(kept), tuple(told))


def spare_again(year: Year, one: Round) -> int:
    """R2: three firms had been asked for papers in August, which came onto the record only now."""
    year.clock.advance_to(at(one.drawn.date() + timedelta(days=1)))
    pairs = draws.outcome.pairs(year.bureau["legal"], one.code)
    codes = _firms_of(pairs)[:SPARED_AGAIN]
    registry.standing.record_visits(
        visits=[
            VisitRow(code, AUGUST, VisitKind.SPECIAL.value, "written", source="专项书面检查补录")
            for code in codes
        ],
        by=year.bureau["legal"],
        now=year.clock.tick(),
    )
    for code in codes:
        _spare(year, one, code)
    return len(codes)


def _firms_of(pairs: Sequence[DrawnPair]) -> list[str]:
    """Enterprises drawn as employers and audited as insured, for nothing else, in the order of the draw."""
    items: dict[str, set[str]] = {}
    for pair in pairs:
        items.setdefault(pair.subject_id, set()).add(pair.item_code)
    return [code for code, found in items.items() if found == {EMPLOYERS, INSURED} and ":91" in code]


def _winter(year: Year, chosen: Sequence[str], drawn: set[str]) -> None:
    """根治欠薪冬季行动: 186 sites, seven of them drawn in March, one of these a day too long ago."""
    others = [body.code for body in registries.enterprises()[1_500:] if body.code not in drawn]
    days = dict(zip(chosen, (*FLAGGED_DAYS, TOO_OLD), strict=True))
    days |= {code: date(2025, 11, 17) for code in others[: WINTER - len(chosen)]}
    registry.standing.record_visits(
        visits=[
            VisitRow(code, on, VisitKind.SPECIAL.value, "on_site", source="冬季行动检查记录补录")
            for code, on in sorted(days.items())
        ],
        by=year.bureau["legal"],
        now=year.clock.tick(),
    )


def leave_asked(year: Year, one: Round, item: str, firms: Sequence[str]) -> None:
    """D1: two firms had sent in papers in October; one request is refused, the other waits for the leader."""
    refused, waiting = firms
    registry.standing.record_visits(
        visits=[
            VisitRow(code, OCTOBER, VisitKind.SPECIAL.value, "written", source="专项书面检查补录")
            for code in firms
        ],
        by=year.bureau["legal"],
        now=year.clock.tick(),
    )
    asked = _asked(year, one, item, refused)
    services.exemptions.decide(
        exemption=asked.pk, approve=False, reason="前次只查书面材料，与本次检查内容不同，照常检查",
        pack=year.pack, by=year.bureau["leader"], now=year.clock.tick(),
    )  # fmt: skip
    _asked(year, one, item, waiting)


def _spare(year: Year, one: Round, code: str) -> Decision:
    asked = _asked(year, one, EMPLOYERS, code)
    return services.exemptions.decide(
        exemption=asked.pk, approve=True, reason="情况属实", pack=year.pack, by=year.bureau["leader"],
        now=year.clock.tick(),
    )  # fmt: skip


def _asked(year: Year, one: Round, item: str, code: str) -> plans.exemptions.Request:
    return sparing.ask(
        draw=one.code, item=item, subject=code, reason="抽中前三个月内已接受检查", evidence="前次检查记录",
        pack=year.pack, by=year.bureau["legal"], now=year.clock.tick(),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Merged:
    """On-site pairs and the visits they became, with the person-days before and after."""

    pairs: int
    visits: int
    days_before: int
    days_after: int


def merge(year: Year, one: Round) -> Merged:
    """一次性完成: several items of one firm become one visit."""
    legal = year.bureau["legal"]
    proposal = merging.propose(draw=one.code, pack=year.pack, by=legal, now=year.clock.tick())
    services.visits.accept(proposal=proposal.pk, by=legal, now=year.clock.tick())
    return Merged(
        proposal.pairs, proposal.visits_count, proposal.person_days_before, proposal.person_days_after
    )
