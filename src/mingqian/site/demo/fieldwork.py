"""From the drawn list to confirmed results: approvals, visits, notices, defences, orders, second looks.

Every step is the service a person would use at the desk, with the person who would use it; the captain of each
team records for the team, a second person answers, a third confirms.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.core.workdays import Calendar, days
from mingqian.inspection import selectors
from mingqian.inspection import services as inspections
from mingqian.inspection.selectors.tasks import Row, Seat
from mingqian.inspection.types import Cause, Check, NamedCheck, Revisit, Scan, WalkIn
from mingqian.registry import selectors as registries
from mingqian.site.demo import findings, people, words
from mingqian.site.demo.findings import Drawn, Finding
from mingqian.site.demo.rounds import Round, Year
from mingqian.site.year.clockwork import at


@dataclass(frozen=True, slots=True)
class Plot:
    """How a round goes on: days, and the numbers of the demo year's table."""

    opened: date
    formed: date
    served: date
    answered: date
    confirmed: date
    outcomes: Mapping[str, int]
    defended: int
    softened: int

    @property
    def preliminary(self) -> dict[str, int]:
        """Before the firms were heard: the softened ones still stood as orders."""
        found = dict(self.outcomes)
        found["rectify"] += self.softened
        found["corrected"] -= self.softened
        return found


SPRING = Plot(
    opened=date(2026, 3, 20), formed=date(2026, 4, 20), served=date(2026, 4, 21), answered=date(2026, 4, 27),
    confirmed=date(2026, 4, 27),
    outcomes={"corrected": 46, "rectify": 71, "case": 9, "unreachable": 8, "no_activity": 7, "uncooperative": 1},
    defended=19, softened=6,
)  # fmt: skip
AUTUMN = Plot(
    opened=date(2026, 9, 18), formed=date(2026, 11, 2), served=date(2026, 11, 3), answered=date(2026, 11, 9),
    confirmed=date(2026, 11, 9),
    outcomes={"corrected": 41, "rectify": 62, "case": 7, "unreachable": 9, "no_activity": 8, "uncooperative": 0},
    defended=11, softened=3,
)  # fmt: skip


@dataclass
class Field:
    """One batch at work."""

    year: Year
    code: str
    starts_on: date
    ends_on: date
    found: dict[str, Finding] = field(default_factory=dict)
    seen: dict[str, date] = field(default_factory=dict)
    """Task → the day its material was compared, looked up or gone through: no result is older."""
    story: str = ""
    """The task whose papers are asked for one by one."""

    @classmethod
    def opened(cls, year: Year, one: Round, on: date) -> "Field":
        """下达: one task per drawn pair."""
        year.clock.advance_to(at(on, 14))
        inspections.batches.open_batch(
            draw=one.code, rules=selectors.rules.of(year.policy, suite=year.suite),
            by=year.bureau["legal"], now=year.clock.tick(),
        )  # fmt: skip
        return cls(year, one.code, one.starts_on, one.ends_on)

    @classmethod
    def named(
        cls, year: Year, cause: Cause, checks: Sequence[NamedCheck], captains: Sequence[int]
    ) -> "Field":
        """Without a lot: each captain, by the number of the certificate, goes with the next one of the list."""
        teams = {
            number: [f"ZFZ:{people.certificate_number(one)}" for one in (captain, captain + 1)]
            for number, captain in enumerate(captains, 1)
        }
        batch = inspections.openings.open_named(
            cause=cause, checks=checks, teams=teams, by=year.bureau["legal"], now=year.clock.tick()
        )
        return cls(year, batch.code, cause.starts_on, cause.ends_on)

    # -- reading

    def tasks(self, **narrowed: object) -> list[Row]:
        """The rows, in the order of the draw."""
        return list(selectors.tasks.many(self._rows(**narrowed)))

    def codes(self, **narrowed: object) -> list[str]:
        """Their codes alone."""
        return list(self._rows(**narrowed).values_list("code", flat=True))

    def by_team(self, codes: Iterable[str]) -> dict[int, list[str]]:
        """Who does what."""
        wanted, found = set(codes), defaultdict(list)
        for team, code in self._rows().values_list("team", "code"):
            if code in wanted:
                found[team].append(code)
        return dict(found)

    def _rows(self, **narrowed: object) -> QuerySet[Row]:
        rows = selectors.tasks.visible(self.year.bureau["legal"])
        return rows.filter(batch__code=self.code, **narrowed).order_by("number")

    def captains(self) -> dict[int, Actor]:
        """The head of each team, signed in."""
        on = self.year.clock.moment.date()
        return {
            seat.team: accounts.actor(seat.inspector.person.code, on=on)
            for seat in self._seats()
            if seat.captain and seat.inspector.person
        }

    def papers(self) -> dict[int, tuple[str, ...]]:
        """What the team shows at the door, by the registry's own numbers."""
        found: dict[int, tuple[str, ...]] = defaultdict(tuple)
        for seat in self._seats():
            found[seat.team] += (seat.inspector.code,)
        return found

    def _seats(self) -> list[Seat]:
        (batch,) = selectors.batches.visible(self.year.bureau["legal"]).filter(code=self.code)
        return list(selectors.tasks.seats(batch.pk).select_related("inspector__person"))

    # -- before the visits

    def approve(self, codes: Sequence[str]) -> None:
        """One application per firm for what is done on the spot; the leader answers the whole sheet."""
        bureau, clock = self.year.bureau, self.year.clock
        asked = self.ask(codes)
        inspections.approvals.decide(
            approvals=asked, approve=True, remark="同意", by=bureau["leader"], now=clock.tick()
        )

    def ask(self, codes: Sequence[str]) -> list[int]:
        """Applications that wait for the leader."""
        on = max(self.starts_on, self.year.clock.moment.date())
        made = inspections.approvals.request(
            tasks=codes, on=on, grounds="年度随机抽查，检查时间以方案为准", by=self.year.bureau["legal"],
            now=self.year.clock.tick(),
        )  # fmt: skip
        return [one.pk for one in made]

    def announce(self, codes: Collection[str]) -> None:
        """行政检查通知书: these firms are let know beforehand, through their own door."""
        clock, legal = self.year.clock, self.year.bureau["legal"]
        asked = self._rows(code__in=codes, approval__state="approved").order_by("approval")
        made = inspections.announcing.issue(
            approvals_=list(asked.values_list("approval", flat=True).distinct()), announced=True,
            from_on=self.starts_on, until_on=self.starts_on + timedelta(days=30),
            materials=["职工名册", "工资支付台账"], by=legal, now=clock.tick(),
        )  # fmt: skip
        for one in made:
            inspections.announcing.serve(
                notice=one.number, how="electronic", on=localdate(clock.moment), receipt="", by=legal,
                now=clock.tick(),
            )  # fmt: skip

    def settle(self, wanted: Mapping[str, int], codes: Collection[str] = ()) -> None:
        """Decide how each waiting task will end, or each of the named ones."""
        rows = [
            Drawn(one.code, one.item.item.code, one.subject.code, one.method == "on_site",
                  one.natural_person, one.number)
            for one in self.tasks(state="waiting")
            if not codes or one.code in codes
        ]  # fmt: skip
        self.found = findings.settle(rows, wanted)

    # -- the visits

    def record(self, codes: Iterable[str], *, at_once: datetime) -> None:
        """Each captain hands in the team's results; every firm has its day within the weeks of the round."""
        self.year.clock.advance_to(at_once)
        captains, papers, when = self.captains(), self.papers(), self._days()
        rows = {one.code: one for one in self.tasks()}
        for team, own in sorted(self.by_team(codes).items()):
            checks = {
                code: self._check(
                    rows[code],
                    max(when[rows[code].subject_id], self.seen.get(code, self.starts_on)),
                    papers[team],
                )
                for code in own
            }
            self._enter([rows[code] for code in own], checks, papers[team], captains[team])
            inspections.checks.record_many(
                batch=self.code, checks=checks, by=captains[team], now=self.year.clock.tick()
            )

    def _enter(
        self, rows: Sequence[Row], checks: Mapping[str, Check], papers: tuple[str, ...], captain: Actor
    ) -> None:
        """扫码入企 where somebody was met: the firm's code, both certificates, at nine or once it was approved."""
        walks = {
            one.code: WalkIn(
                Scan(_entry(one, checks[one.code].on), code=selectors.visits.scan_code(one)), papers
            )
            for one in rows
            if one.method == "on_site" and self.found[one.code].met
        }
        if walks:
            inspections.visits.enter(walks=walks, by=captain, now=self.year.clock.tick())

    def _days(self) -> dict[int, date]:
        """Firm → day: the firms of a team spread over the working days, one visit each."""
        calendar = registries.calendars.in_force(words.DIVISION)
        today = self.year.clock.moment.date()
        open_days = _working(calendar, self.starts_on, min(self.ends_on, today))
        firms: dict[int, dict[int, None]] = defaultdict(dict)
        for team, subject in self._rows().values_list("team", "subject_id"):
            firms[team].setdefault(subject)
        found: dict[int, date] = {}
        for own in firms.values():
            for place, subject in enumerate(own):
                found.setdefault(subject, open_days[place * len(open_days) // len(own)])
        return found

    def _check(self, task: Row, on: date, papers: tuple[str, ...]) -> Check:
        finding = self.found[task.code]
        on_site = task.method == "on_site"
        refused = finding.outcome == "uncooperative"
        signed = "refused" if refused else "signed" if on_site and finding.visited else "not_needed"
        return Check(
            on=on,
            outcome=finding.outcome,
            certificates=papers if on_site else (),
            answers={"1": "problem"} if finding.visited and finding.problems else {},
            problems=finding.problems,
            signed=signed,
            refusal="负责人拒绝签字，两名检查人员注明情况" if refused else "",
            guidance="现场讲解有关规定，发放合规指引" if on_site and finding.visited else "",
        )

    def end(self) -> None:
        """检查结束, on the last day or earlier: from here the limits of the results run."""
        now = self.year.clock.tick()
        on = min(self.ends_on, localdate(now))
        inspections.batches.end(batch=self.code, on=on, by=self.year.bureau["legal"], now=now)

    # -- hearing the firms

    def burdened(self) -> list[str]:
        """Whose first result burdens somebody, and so is told first."""
        return [code for code, one in sorted(self.found.items()) if one.outcome in findings.PROBLEMS]

    def serve(self, codes: Sequence[str], on: date) -> None:
        """初步结果告知书, on paper."""
        self.year.clock.advance_to(at(on, 11))
        inspections.notices.serve(
            tasks=codes, on=on, medium="paper", receipt=f"{self.code} 送达回证", by=self.year.bureau["legal"],
            now=self.year.clock.tick(),
        )  # fmt: skip

    def hear(self, plot: Plot) -> None:
        """Statements on paper, entered at the desk; another person answers, and some results become lighter."""
        ordered = [code for code in self.burdened() if self.found[code].outcome == "rectify"]
        softer = set(ordered[: plot.softened])
        for code in ordered[: plot.defended]:
            self.defend(code, findings.DEFENCE[code not in softer])
        self.year.clock.advance_to(at(plot.answered, 9))
        for code in ordered[: plot.defended]:
            self.answer(code, softer=code in softer)

    def defend(self, code: str, text: str) -> None:
        """A firm's statement, brought to the counter."""
        inspections.defences.submit(
            task=code, text=text, by=self.year.bureau["legal"], now=self.year.clock.tick()
        )

    def answer(self, code: str, *, softer: bool) -> None:
        """By somebody who was not there."""
        inspections.defences.answer(
            task=code, text=findings.ANSWERED[not softer], outcome="corrected" if softer else "",
            problems=self.found[code].problems if softer else "", by=self.year.bureau["second_legal"],
            now=self.year.clock.tick(),
        )  # fmt: skip

    def confirm(self, codes: Sequence[str], by: Actor) -> None:
        """确认最终结果."""
        inspections.results.confirm(tasks=codes, by=by, now=self.year.clock.tick())

    def sign_for(self) -> None:
        """The information department signs for every sheet of results that lies with it."""
        officer = self.year.bureau["information"]
        for sheet in selectors.deliveries.waiting(officer).filter(batch__code=self.code):
            inspections.deliveries.receive(
                delivery=sheet.number,
                receipt=f"{sheet.number} 签收单",
                by=officer,
                now=self.year.clock.tick(),
            )

    def report(self, on: date, words: Mapping[str, str]) -> None:
        """执法检查报告 on its last day: every case taken up, written by one, approved by another, sent."""
        self.year.clock.advance_to(at(on, 17))
        on = max(on, localdate(self.year.clock.moment))
        legal, leader, tick = self.year.bureau["legal"], self.year.bureau["leader"], self.year.clock.tick
        cases = [one.code for one in selectors.followups.unattended(legal, batch=self.code)]
        if cases:
            inspections.followups.choose(
                tasks=cases, kind="case", reason="移交监察支队立案查处", due_on=on + timedelta(days=60), by=legal,
                now=tick(),
            )  # fmt: skip
        reports = inspections.reports
        reports.draft(batch=self.code, by=legal, now=tick())
        reports.write(batch=self.code, **words, by=legal, now=tick())
        reports.submit(batch=self.code, by=legal, now=tick())
        reports.decide(batch=self.code, approve=True, remark="同意", by=leader, now=tick())
        reports.send(batch=self.code, to="市人民政府、省人力资源和社会保障厅", on=on, by=legal, now=tick())

    def concluded(self, on: date, outcome: str) -> None:
        """What the cases of this batch came to."""
        legal = self.year.bureau["legal"]
        for row in selectors.followups.open_ones(legal).filter(task__batch__code=self.code):
            inspections.followups.finish(
                follow_up=row.pk, on=on, outcome=outcome, by=legal, now=self.year.clock.tick()
            )

    # -- putting right

    def order(self, due: Mapping[str, date]) -> None:
        """责令限期改正."""
        inspections.rectifications.order(
            orders={code: (f"{self.found[code].problems}，限期改正并报送材料", on) for code, on in due.items()},
            by=self.year.bureau["legal"], now=self.year.clock.tick(),
        )  # fmt: skip

    def ordered(self) -> list[str]:
        """Whose confirmed result is an order."""
        return self.codes(outcome="rectify")

    def revisit(self, codes: Iterable[str], on: date, result: str, saw: str) -> None:
        """The teams look again."""
        self.year.clock.advance_to(at(on, 16))
        captains, papers = self.captains(), self.papers()
        for team, own in sorted(self.by_team(codes).items()):
            inspections.rectifications.revisit(
                revisits={code: Revisit(on, result, saw, papers[team]) for code in own}, by=captains[team],
                now=self.year.clock.tick(),
            )  # fmt: skip

    def verify(self, codes: Sequence[str], on: date) -> None:
        """A second person closes what was put right, or says that it was not."""
        self.year.clock.advance_to(at(on, 10))
        inspections.rectifications.verify(
            tasks=codes, by=self.year.bureau["legal"], now=self.year.clock.tick()
        )


def _working(calendar: Calendar, first: date, last: date) -> list[date]:
    return [day for day in days(first, last) if calendar.is_working_day(day)]


def begun(year: Year, one: Round, plot: Plot) -> Field:
    """Opened, and approved where somebody is to be visited."""
    field = Field.opened(year, one, plot.opened)
    field.approve(field.codes(state="waiting", method="on_site"))
    return field


def walked(field: Field, plot: Plot) -> None:
    """Visited, told: everything up to the firms' own word. How it will end is settled before."""
    field.record(field.found, at_once=at(plot.formed))
    field.end()
    field.serve(field.burdened(), plot.served)


def _entry(task: Row, on: date) -> datetime:
    morning, approved = at(on, 9), task.approval.decided_at if task.approval else None
    return max(morning, approved) if approved else morning
