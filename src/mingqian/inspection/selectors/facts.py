"""What the gates ask, gathered for many tasks at once: papers, ties, approvals, checklists."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.timezone import localdate

from mingqian.inspection.gates import Facts, Presented, Walk
from mingqian.inspection.material import Material
from mingqian.inspection.models import Acceptance, Batch, Checklist, Task, TeamSeat
from mingqian.inspection.models.approvals import STATES
from mingqian.inspection.selectors import announcing, offsite, visits
from mingqian.inspection.selectors import tasks as reads
from mingqian.inspection.types import InspectionRules
from mingqian.registry.enums import InspectorClass, InspectorState, ItemState, TieKind

PAPERS: Mapping[str, str] = {
    InspectorClass.ENFORCEMENT.value: "行政执法证",
    InspectorClass.BUSINESS.value: "工作证",
}
_LABELS = dict(STATES)
_Tie = tuple[str, date, date | None]


@dataclass
class World:
    """The teams, ties and checklists of one batch, read once."""

    batch: Batch
    seats: dict[int, list[TeamSeat]] = field(default_factory=lambda: defaultdict(list))
    ties: dict[tuple[int, int], list[_Tie]] = field(default_factory=lambda: defaultdict(list))
    points: dict[int, tuple[str, ...]] = field(default_factory=dict)
    conclusions: dict[int, tuple[str, ...]] = field(default_factory=dict)
    walks: Mapping[int, list[Walk]] = field(default_factory=dict)
    recusals: dict[tuple[int, int], str] = field(default_factory=dict)
    materials: Mapping[int, Material] = field(default_factory=dict)
    rules: InspectionRules = field(init=False)

    def __post_init__(self) -> None:
        self.rules = InspectionRules.from_json(self.batch.rules)
        for seat in reads.seats(self.batch.pk):
            self.seats[seat.team].append(seat)
        columns = ("inspector_id", "subject_id", "kind", "from_on", "until_on")
        tied = TeamSeat.objects.filter(batch=self.batch, inspector__ties__isnull=False)
        for row in tied.values_list("inspector_id", *(f"inspector__ties__{name}" for name in columns[1:])):
            self.ties[row[0], row[1]].append((row[2], row[3], row[4]))
        said = (
            announcing.standing_recusals(approval__tasks__batch=self.batch)
            .select_related("decision")
            .distinct()
        )
        self.recusals = {(row.inspector_id, row.approval_id): _said(row) for row in said}
        self.walks = visits.walks(self.batch.pk)
        self.materials = offsite.materials(self.batch)
        for sheet in Checklist.objects.filter(batch=self.batch):
            self.points[sheet.item_id] = tuple(point["key"] for point in sheet.points)
            self.conclusions[sheet.item_id] = tuple(sheet.conclusions)


def world(batch: Batch) -> World:
    """Everything but the tasks, in a handful of queries however many tasks there are."""
    return World(batch)


def of(world: World, task: Task, certificates: Sequence[str], on: date, today: date) -> Facts:
    """The facts of one task on the day of its check."""
    people, strangers = _presented(world, task, certificates, on)
    approval = task.approval
    version, item = task.item.item_version, task.item.item
    return Facts(
        where=f"任务{task.code}（{task.subject_name}）",
        on_site=task.method == "on_site",
        approved=approval is not None and approval.stands,
        approval_label=_LABELS[approval.state] if approval else "",
        item_published=version.state == ItemState.PUBLISHED,
        item_retired_on=item.retired_on,
        opened_on=localdate(world.batch.opened_at),
        starts_on=world.batch.starts_on,
        today=today,
        min_team=world.rules.min_team,
        min_team_clause=world.rules.min_team_clause,
        points=world.points.get(task.item_id, ()),
        conclusions=world.conclusions.get(task.item_id, ()),
        people=people,
        strangers=strangers,
        walks=tuple(world.walks.get(task.approval_id or 0, ())),
        material=None
        if task.method == "on_site"
        else world.materials.get(task.pk, Material(task.method, world.batch.code)),
    )


def _presented(
    world: World, task: Task, numbers: Sequence[str], on: date
) -> tuple[tuple[Presented, ...], tuple[str, ...]]:
    seats = world.seats.get(task.team, [])
    known = {number: seat for seat in seats for number in _numbers(seat, task.credential)}
    wanted = [one.strip() for one in numbers if one.strip()]
    if not wanted and task.method != "on_site":
        chosen = seats
    else:
        chosen = list({known[one].pk: known[one] for one in wanted if one in known}.values())
    people = tuple(_person(world, seat, task, on) for seat in chosen)
    return people, tuple(one for one in wanted if one not in known)


def _numbers(seat: TeamSeat, credential: str) -> tuple[str, ...]:
    """What a person may be named by: the certificate of the item's class, else the registry's own number."""
    papers = [one for one in seat.inspector.credentials.all() if one.inspector_class == credential]
    numbers = [one.certificate_no for one in papers if one.certificate_no]
    return (*numbers, seat.inspector.code)


def _person(world: World, seat: TeamSeat, task: Task, on: date) -> Presented:
    person = seat.inspector
    paper: Any = next((p for p in person.credentials.all() if p.inspector_class == task.credential), None)
    running = [
        kind
        for kind, since, until in world.ties.get((person.pk, task.subject_id), ())
        if since <= on and (until is None or on <= until)
    ]
    return Presented(
        name=person.name,
        certificate="" if paper is None else paper.certificate_no or person.code,
        paper=PAPERS.get(task.credential, "证件"),
        valid_from=paper.valid_from if paper else None,
        valid_until=paper.valid_until if paper else None,
        state=InspectorState(person.state).label,
        active=person.state == InspectorState.ACTIVE,
        tie=TieKind(running[0]).label if running else "",
        code=person.code,
        recusal=world.recusals.get((person.pk, task.approval_id or 0), ""),
    )


def _said(row: Acceptance) -> str:
    return f"{row.recusal}；{'已同意回避' if row.granted else '处室尚未答复'}"
