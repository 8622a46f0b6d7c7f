"""The two rounds of the year after their draws, and the small one that is at work when a visitor comes.

Spring is over and closed; autumn is out but for one section, a day late, with its second looks still to be
made; November's round has a task in every state.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.draw import services as draws
from mingqian.draw.enums import ChangeReason
from mingqian.inspection import selectors as inspections
from mingqian.inspection import services
from mingqian.registry import services as registry
from mingqian.registry.enums import VisitKind
from mingqian.registry.types import VisitRow
from mingqian.site.demo import aftermath, fieldwork, findings, material, wages, writing
from mingqian.site.demo.fieldwork import AUTUMN, SPRING, Field
from mingqian.site.demo.publishing import Press
from mingqian.site.demo.rounds import FIRST, SECOND, THIRD, Year
from mingqian.site.demo.wages import Complaint
from mingqian.site.year.clockwork import at

DISPATCH = "LW-05"
ANNOUNCED = 30
"""So many of the firms that will be told to put something right hear of the walk beforehand: one of them gets a door."""
LATE_SECTION = "ZJC"
"""职业能力建设处 lets the day of publication pass in November."""
LATE, UNCORRECTED = 2, 1
OVERDUE, SEEN_AGAIN = 3, 4
SAW = "现场核对补签材料和支付凭证，问题已改正"
REPORT = {
    "situation": "按实施方案抽取对象和检查人员，现场检查由两名以上持证人员实施，出示证件、告知权利、制作笔录；"
    "书面和网络检查不入企。初步结果书面告知，听取陈述申辩后由另一人确认。",
    "analysis": "问题集中在劳动合同订立、工资清单和台账保存；各检查要点不符合的户数见表。",
    "measures": "责令限期改正的按期回访；拒不改正、不配合的移交立案；对小微企业发放用工指引并上门指导。",
}
NOT_DONE = "到期仍未支付，移送立案"


def spring(year: Year, complaint: Complaint) -> Field:
    """R1 up to the confirmed results and the orders; publication follows with the draw's own."""
    field = fieldwork.begun(year, FIRST, SPRING)
    wages.unpaid(complaint)
    field.settle(SPRING.preliminary)
    field.story = writing.told(field)
    material.gathered(field, date(2026, 3, 23))
    writing.in_writing(field)
    fieldwork.walked(field, SPRING)
    wages.answered(complaint)
    field.hear(SPRING)
    field.confirm(list(field.found), year.bureau["legal"])
    field.sign_for()
    field.order(dict.fromkeys(field.ordered(), date(2026, 5, 29)))
    return field


def reported(field: Field) -> None:
    """6 May: the report on the tenth working day after the checks."""
    field.report(date(2026, 5, 6), REPORT)


def followed_up(year: Year, field: Field) -> None:
    """71 orders: 68 put right in time, two late, one not at all; the cases end with penalties in June."""
    ordered = field.ordered()
    late, never = ordered[-LATE - UNCORRECTED : -UNCORRECTED], ordered[-UNCORRECTED:]
    in_time = ordered[: len(ordered) - LATE - UNCORRECTED]
    field.revisit(in_time, date(2026, 5, 26), "corrected", SAW)
    field.verify(in_time, date(2026, 5, 29))
    field.revisit(late, date(2026, 6, 10), "corrected", SAW)
    field.revisit(never, date(2026, 6, 10), "uncorrected", NOT_DONE)
    field.verify([*late, *never], date(2026, 6, 11))
    year.clock.advance_to(at(date(2026, 6, 22)))
    cases = field.tasks(outcome="case")
    registry.standing.record_visits(
        visits=[
            VisitRow(one.subject.code, date(2026, 6, 18), VisitKind.CASE.value, "on_site", penalised=True,
                     source="行政处罚决定")
            for one in cases
        ],
        by=year.bureau["legal"], now=year.clock.tick(),
    )  # fmt: skip
    field.concluded(date(2026, 6, 18), "监察支队立案，已作出行政处罚决定")


def autumn(year: Year) -> Field:
    """R2 up to the notices."""
    field = fieldwork.begun(year, SECOND, AUTUMN)
    field.settle(AUTUMN.preliminary)
    field.announce([code for code in field.burdened() if field.found[code].outcome == "rectify"][:ANNOUNCED])
    material.gathered(field, date(2026, 9, 21))
    fieldwork.walked(field, AUTUMN)
    return field


def autumn_confirmed(year: Year, field: Field) -> None:
    """9 November: everything but the late section's, with the orders; three of them for a few days only."""
    field.hear(AUTUMN)
    codes = [one.code for one in field.tasks(code__in=list(field.found)) if one.unit.code != LATE_SECTION]
    field.confirm(codes, year.bureau["legal"])
    field.sign_for()
    ordered = [code for code in field.ordered() if code in set(codes)]
    days = dict.fromkeys(ordered, date(2026, 12, 11))
    days |= dict.fromkeys(ordered[:OVERDUE], date(2026, 11, 13))
    days |= dict.fromkeys(ordered[OVERDUE : OVERDUE + SEEN_AGAIN], date(2026, 11, 20))
    field.order(days)


def autumn_followed_up(year: Year, field: Field, press: Press) -> str:
    """Four firms were looked at again early; on the 16th the late section confirms, too late by a day: its notice."""
    ordered = set(field.ordered())
    own = field.codes(code__in=list(field.found), unit__code=LATE_SECTION)
    early = sorted(ordered.difference(own), key=lambda code: int(code[-4:]))
    field.revisit(early[OVERDUE : OVERDUE + SEEN_AGAIN], date(2026, 11, 13), "corrected", SAW)
    field.report(date(2026, 11, 13), REPORT)
    year.clock.advance_to(at(date(2026, 11, 16), 9))
    field.confirm(own, year.bureau["training_head"])
    field.sign_for()
    late_orders = [code for code in own if code in ordered]
    if late_orders:
        field.order(dict.fromkeys(late_orders, date(2026, 12, 11)))
    row = press.results_draft(SECOND.code)
    press.review(row)
    return row.code


@dataclass(frozen=True, slots=True)
class AtWork:
    """November's round on the morning of the visit."""

    captain: Actor
    check: str
    defended: str
    drafted: str


def november(year: Year) -> Field:
    """Drawn on the 11th, given out the day after; most visits are approved."""
    field = Field.opened(year, THIRD, date(2026, 11, 12))
    waiting = field.codes(state="waiting", method="on_site")
    field.approve(waiting[: len(waiting) * 3 // 4])
    return field


def at_work(year: Year, field: Field, press: Press) -> AtWork:
    """Two teams have been out, the first has not; one firm answers, some results wait for a head."""
    approved = field.codes(approval__state="approved")
    teams = field.by_team(approved)
    out = [code for team in sorted(teams)[1:] for code in teams[team]]
    field.settle({"rectify": 2, "corrected": 1, "no_activity": 1}, out)
    field.record(out, at_once=at(date(2026, 11, 13), 15))
    burdened = field.burdened()
    field.serve(burdened, date(2026, 11, 16))
    year.clock.advance_to(at(date(2026, 11, 16), 14))
    field.defend(burdened[0], findings.DEFENCE[0])
    drafted = _first_results(year, field, press)
    left = field.tasks(state="waiting", approval__isnull=True)
    field.ask([one.code for one in left])
    aftermath.leave_asked(year, THIRD, DISPATCH, [one.subject.code for one in left[-2:]])
    draws.changing.propose_substitute(
        draw=THIRD.code, team=max(teams), seat="M1", reason=ChangeReason.DUTY, evidence="局办公室派差单",
        by=year.bureau["operator"], now=year.clock.tick(),
    )  # fmt: skip
    return AtWork(field.captains()[min(teams)], teams[min(teams)][0], burdened[0], drafted)


def _first_results(year: Year, field: Field, press: Press) -> str:
    """Three clean results are confirmed and drafted for publication; the others wait."""
    clean = field.codes(state="recorded", outcome="none")
    field.confirm(clean[:3], year.bureau["head"])
    return press.results_draft(THIRD.code).code


def let_in(year: Year, field: Field) -> Actor:
    """A firm with an open order gets its own door: one that was told of the walk, if there is one, has read it."""
    told = set(field.codes(approval__visit_notice__until_on__gte=F("records__on")))
    burdened = [
        one for one in field.tasks(outcome="rectify", item__item__code="LW-06", rectification__state="ordered")
        if one.subject.code.startswith("USCC:91") and one.rectification.due_on > date(2026, 11, 20)
    ]  # fmt: skip
    firm = writing.let_in(year, min(burdened, key=lambda one: one.code not in told), "泊安宁")
    for notice in inspections.announcing.of_firm(firm):
        services.announcing.read(notice=notice.number, by=firm, now=year.clock.tick())
    return firm


def heads(year: Year, roles: Sequence[Role]) -> list[int]:
    """The seats with one of these roles, as message recipients."""
    return [
        one.person_id for one in year.bureau.seats.values() if one.has(*roles) and one.person_id is not None
    ]
