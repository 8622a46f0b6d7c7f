"""A signed draw in 鹭湾市 whose two teams go out: captains with accounts, a firm that answers, every step a service."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from tests import cast, standing
from tests.cast import Cast
from tests.draw.table import Table

from mingqian.accounts import selectors as accounts
from mingqian.accounts import services as people
from mingqian.accounts.enums import Role
from mingqian.accounts.models import Person
from mingqian.accounts.types import Actor
from mingqian.core.canonical import Suite
from mingqian.inspection import selectors
from mingqian.inspection import services as inspections
from mingqian.inspection.models import Batch, Rectification, Task, TeamSeat
from mingqian.inspection.types import Check, InspectionRules, Revisit, Scan, WalkIn
from mingqian.planning import services as plans
from mingqian.planning.enums import PaperKind
from mingqian.planning.papering import PaperText, Point
from mingqian.policy import stack
from mingqian.registry.models import Inspector

OPENED = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)
CHECKED = date(2026, 3, 26)
FORMED = datetime(2026, 4, 20, 2, 0, tzinfo=UTC)
SERVED = date(2026, 4, 21)
AFTER_DEFENCE = datetime(2026, 4, 27, 2, 0, tzinfo=UTC)
PUBLISHED = date(2026, 4, 29)
DRAW = "LW-2026-R1"


def moment(month: int, day: int, hour: int = 10) -> datetime:
    """So many o'clock in 鹭湾."""
    return datetime(2026, month, day, hour - 8, tzinfo=UTC)


@dataclass
class Field:
    """Shorthands over the real services; tests change one thing and see what is said."""

    cast: Cast
    captains: dict[int, Actor] = field(default_factory=dict)
    seconds: dict[int, Actor] = field(default_factory=dict)
    papers: dict[int, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def opened(cls, table: Table) -> "Field":
        """The batch of the draw, with an account for everybody in the teams."""
        made = cls(table.cast)
        made.method()
        made.open()
        made.accounts()
        return made

    @property
    def rules(self) -> InspectionRules:
        return selectors.rules.of(stack.of("luwan-2026"), suite=Suite.SHA256)

    @property
    def batch(self) -> Batch:
        return Batch.objects.get(code=DRAW)

    def open(self, **changes: Any) -> Batch:
        fields = {"draw": DRAW, "rules": self.rules, "by": self.cast.legal_office, "now": OPENED}
        return inspections.batches.open_batch(**{**fields, **changes})

    def method(self) -> None:
        """An evaluation method for the second item: two points, and no case among its conclusions."""
        legal, step = self.cast.legal_office, {"now": OPENED}
        text = PaperText(
            title="劳务派遣单位检查评价办法",
            points=(Point(1, "许可证在有效期内", "有效期届满前已申请延续"), Point(2, "台账", "保存两年")),
            conclusions=("未发现问题", "当场改正", "责令限期改正"),
        )
        row = plans.papers.draft(
            kind=PaperKind.EVALUATION_METHOD, item="JG05", unit="JYC", text=text, by=legal, **step
        )
        plans.papers.submit(paper=row.pk, by=legal, **step)
        plans.papers.approve(paper=row.pk, by=self.cast.bureau_leader, **step)
        plans.papers.publish(paper=row.pk, units=("JYC",), by=legal, **step)

    def accounts(self) -> None:
        """Inspectors of the teams sign in as themselves."""
        for number, seat in enumerate(
            TeamSeat.objects.select_related("inspector").order_by("team", "seat"), 1
        ):
            code = f"JC{number:02d}"
            people.create_person(
                code=code, name=seat.inspector.name, unit="JCZD", by=self.cast.system_admin, now=OPENED
            )
            people.appoint(
                person=code, unit="JCZD", role=Role.INSPECTOR, from_on=OPENED.date(),
                by=self.cast.security_admin, now=OPENED,
            )  # fmt: skip
            Inspector.objects.filter(pk=seat.inspector_id).update(person=Person.objects.get(code=code))
            actor = accounts.actor(code, on=OPENED.date())
            (self.captains if seat.captain else self.seconds)[seat.team] = actor
            numbers = seat.inspector.credentials.values_list("certificate_no", flat=True)
            self.papers[seat.team] = (*self.papers.get(seat.team, ()), *numbers)

    def tasks(self, count: int = 1, team: int = 1) -> list[Task]:
        return list(Task.objects.filter(team=team, state="waiting").order_by("number")[:count])

    def firm(self, task: Task) -> Actor:
        """Somebody of the firm, signed in."""
        return replace(self.cast.enterprise_user, subjects=(task.subject.number,))

    # -- steps

    def approved(self, tasks: list[Task], *, on: date = CHECKED) -> None:
        """Asked, answered, and on the day the team stands inside with its certificates."""
        asked = inspections.approvals.request(
            tasks=[task.code for task in tasks], on=CHECKED, grounds="年度双随机抽查",
            by=self.cast.legal_office, now=OPENED,
        )  # fmt: skip
        inspections.approvals.decide(
            approvals=[one.pk for one in asked], approve=True, remark="同意", by=self.cast.bureau_leader,
            now=OPENED,
        )  # fmt: skip
        self.entered(tasks, on)

    def entered(self, tasks: list[Task], on: date = CHECKED, **changes: Any) -> None:
        """扫码入企 and both certificates, written down at the desk by the captain of each team."""
        for team in {task.team for task in tasks}:
            walks = {
                task.code: WalkIn(
                    Scan(moment(on.month, on.day), code=selectors.visits.scan_code(task)), self.papers[team]
                )
                for task in tasks
                if task.team == team and task.method == "on_site"
            }
            inspections.visits.enter(
                **{"walks": walks, "by": self.captains[team], "now": moment(on.month, on.day, 18), **changes}
            )

    def check(self, team: int = 1, **changes: Any) -> Check:
        return Check(**{"on": CHECKED, "outcome": "none", "certificates": self.papers[team], **changes})

    def recorded(self, tasks: list[Task], *, now: datetime = FORMED, **changes: Any) -> None:
        for team in {task.team for task in tasks}:
            inspections.checks.record_many(
                batch=DRAW,
                checks={task.code: self.check(team, **changes) for task in tasks if task.team == team},
                by=self.captains[team],
                now=now,
            )

    def served(self, tasks: list[Task], **changes: Any) -> None:
        fields = {
            "tasks": [task.code for task in tasks], "on": SERVED, "medium": "paper", "receipt": "回证第1号",
            "by": self.captains[tasks[0].team], "now": moment(4, 21),
        }  # fmt: skip
        inspections.notices.serve(**{**fields, **changes})

    def confirmed(self, tasks: list[Task], **changes: Any) -> None:
        fields = {"tasks": [t.code for t in tasks], "by": self.cast.legal_office, "now": AFTER_DEFENCE}
        inspections.results.confirm(**{**fields, **changes})

    def published(self, tasks: list[Task], **changes: Any) -> None:
        fields = {
            "tasks": [t.code for t in tasks], "on": PUBLISHED, "notice": "GS-2026-001",
            "by": self.cast.publisher, "now": moment(4, 29),
        }  # fmt: skip
        inspections.publication.published(**{**fields, **changes})

    def ordered(self, tasks: list[Task], due_on: date = date(2026, 5, 15), **changes: Any) -> None:
        fields = {
            "orders": {t.code: ("补签劳动合同", due_on) for t in tasks}, "by": self.cast.legal_office,
            "now": AFTER_DEFENCE,
        }  # fmt: skip
        inspections.rectifications.order(**{**fields, **changes})

    def revisited(self, tasks: list[Task], result: str = "corrected", **changes: Any) -> None:
        on = changes.pop("on", date(2026, 5, 20))
        seen = {t.code: Revisit(on, result, "现场查看", self.papers[t.team]) for t in tasks}
        fields = {"revisits": seen, "by": self.captains[tasks[0].team], "now": moment(5, 20)}
        inspections.rectifications.revisit(**{**fields, **changes})

    def with_order(self) -> Task:
        """One task taken as far as a published result with an order."""
        tasks = self.tasks()
        self.approved(tasks)
        self.recorded(tasks, outcome="rectify", problems="3人未签劳动合同")
        self.served(tasks)
        self.confirmed(tasks)
        self.ordered(tasks)
        self.published(tasks)
        return again(tasks)[0]


def standing_field() -> Field:
    """A signed draw and its opened batch in an empty database; its files lie in the home of the moment."""

    def build() -> Field:
        return Field.opened(Table(cast.assemble()).world(firms=48).until_signed())

    return replace(standing.once("field", build))


def again(tasks: list[Task]) -> list[Task]:
    """The rows as they are now."""
    return list(Task.objects.filter(pk__in=[one.pk for one in tasks]).select_related(*selectors.tasks.WITH))


def order_of(task: Task) -> Rectification:
    """The order of a task as it is now."""
    return Rectification.objects.get(task=task)
