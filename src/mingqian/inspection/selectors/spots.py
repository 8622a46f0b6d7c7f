"""A visit as a write finds it: the row locked, its tasks and crew, and what may stand in the way of going on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, allowed, denied
from mingqian.core.machines import visit as course
from mingqian.inspection import policies
from mingqian.inspection.models import Batch, Task, TeamSeat, Visit
from mingqian.inspection.policies import Verb
from mingqian.inspection.selectors import facts, visits
from mingqian.registry.enums import SubjectStatus

person = policies.person
_GONE = (SubjectStatus.CLOSED, SubjectStatus.REVOKED, SubjectStatus.MOVED)


@dataclass
class Spot:
    """One visit at the moment somebody acts on it."""

    visit: Visit
    tasks: list[Task]
    seats: list[TeamSeat]
    by: Actor
    worlds: dict[int, facts.World] = field(default_factory=dict)

    def no(self, code: str, why: str, clause: str, remedy: str) -> Decision:
        """A denial that says where."""
        where = f"入企检查{self.visit.code}（{self.visit.approval.subject.name}）"
        return denied(f"inspection.visit_{code}", f"{where}：{why}", clause, remedy)

    def may(self) -> Decision:
        """A seat in the team, or the section that owns one of the items."""
        answer = allowed()
        for task in self.tasks[:1]:
            answer = policies.team_may(self.by, Verb.VISIT, task.unit.path, in_team=self.in_team())
        return answer

    def in_team(self) -> bool:
        """Does this person sit in the team now?"""
        me = self.by.person_id
        return me is not None and any(seat.inspector.person_id == me for seat in self.seats)

    def standing(self) -> Iterator[Decision]:
        """May anything go on here at all?"""
        row, approval = self.visit, self.visit.approval
        yield self.may()
        if row.state in course.MACHINE.final:
            label = course.MACHINE.states[row.state]
            reason = f"（{row.reason}）" if row.reason else ""
            remedy = (
                "请打开该审批表的下一次入企检查" if row.state == "broken" else "不必再办；已记下的由处室核对"
            )
            yield self.no("over", f"{label}{reason}，不能再办理", "", remedy)
        elif not self.waiting():
            yield self.no("withdrawn", "任务已撤回或已有结果", "", "请由处室核对任务")
        if not approval.stands:
            label = approval.get_state_display()
            yield self.no("approval", f"审批表{label}，不能检查", policies.PRIOR, "请由负责人审批")
        yield from self._subject()

    def _subject(self) -> Iterator[Decision]:
        subject = self.visit.approval.subject
        if subject.merged_into is not None:
            why = f"对象已并入{subject.merged_into.name}（{subject.merged_into.code}）"
            yield self.no("merged", why, "厦门 三(二)：名录库一户一条", "请处室核对后处理这次检查")
        elif subject.status in _GONE:
            label = SubjectStatus(subject.status).label
            yield self.no(
                "closed", f"对象已{label}", "厦门 三(二)：名录库动态管理", "请处室核对后处理这次检查"
            )

    def waiting(self) -> list[Task]:
        """What is still to be done on this walk."""
        return [task for task in self.tasks if task.state == "waiting"]

    def judged(self) -> list[Task]:
        """One waiting task for each team and kind of certificate: people are asked once, not per item."""
        return list({(task.batch_id, task.team, task.credential): task for task in self.waiting()}.values())

    def world(self, batch: Batch) -> facts.World:
        """The batch's teams and papers, read once."""
        if batch.pk not in self.worlds:
            self.worlds[batch.pk] = facts.world(batch)
        return self.worlds[batch.pk]

    def has_shown(self, numbers: Sequence[str]) -> bool:
        """Are all these papers among those shown on this walk?"""
        known = {number for paper in self.visit.papers for number in (paper[1], paper[3])}
        return known.issuperset(numbers)

    def own(self, task: Task, numbers: Sequence[str]) -> list[str]:
        """The papers of the task's team, by the registry's own numbers, and those nobody here has."""
        found: list[str] = []
        for number in numbers:
            seat = next((one for one in self.seats if number in _numbers(one)), None)
            if seat is None:
                found.append(number)
            elif (seat.batch_id, seat.team) == (task.batch_id, task.team):
                found.append(seat.inspector.code)
        return found


def _numbers(seat: TeamSeat) -> set[str]:
    return {seat.inspector.code, *(one.certificate_no for one in seat.inspector.credentials.all())}


def at(by: Actor, code: str) -> Spot:
    """The visit of this code, locked."""
    row = visits.locked(code)
    tasks = visits.tasks_of([row])[row.approval_id]
    return Spot(row, tasks, visits.crew(tasks), by)


def many(by: Actor, approvals: Sequence[int]) -> list[Spot]:
    """The open visits of these approvals, locked, with teams and tasks read together."""
    rows = Visit.objects.select_related(*visits.WITH).select_for_update(of=("self",))
    found = list(rows.filter(approval__in=approvals, state__in=course.OPEN).order_by("approval_id"))
    tasks = visits.tasks_of(found)
    seats = visits.crew([task for row in found for task in tasks[row.approval_id]])
    worlds: dict[int, facts.World] = {}
    spots = []
    for row in found:
        teams = {(task.batch_id, task.team) for task in tasks[row.approval_id]}
        own = [seat for seat in seats if (seat.batch_id, seat.team) in teams]
        spots.append(Spot(row, tasks[row.approval_id], own, by, worlds))
    return spots
