"""What a draw says as seats and tasks of its batch: at the opening, and again after every change of the draw.

A subject that could not be found keeps its task, for that is a result too (sxsj1 §8: `out` and its visit stay); who
comes in for it gets one of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.draw import selectors as draws
from mingqian.draw.types import TeamSheet
from mingqian.inspection import policies
from mingqian.inspection.models import Batch, BatchItem, Task, TeamSeat
from mingqian.inspection.policies import Verb
from mingqian.inspection.selectors import batches
from mingqian.planning import selectors as plans
from mingqian.planning.types import DrawnPair
from mingqian.registry import selectors as registries
from mingqian.registry.enums import InspectorClass, SubjectKind

IN_ORDER = "厦门 三(五)6(2)：按抽取先后顺序依次进行递补"


@dataclass(frozen=True, slots=True)
class Followed:
    """What changed: seats, tasks of subjects that came in, waiting tasks that went to another team."""

    seats: Sequence[str]
    came_in: Sequence[str]
    moved: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.seats or self.came_in or self.moved)


@transaction.atomic
def follow(*, batch: str, by: Actor, now: datetime) -> Followed:
    """After a change of the draw its batch says what the draw says; what is already checked stays as it was."""
    row = batches.locked(by, batch)
    demand_all([policies.may(by, Verb.OPEN, row.unit.path), _drawn(row)])
    pairs = draws.outcome.pairs(by, row.code)
    found = Followed(_reseated(row, by), _came_in(row, pairs, by, now), _moved(row, pairs))
    if found:
        body = {"seats": found.seats, "tasks": found.came_in, "moved": found.moved}
        audit.record("inspection.teams_refreshed", by=by, now=now, thing=f"inspection:{batch}", body=body)
    return found


def _reseated(row: Batch, by: Actor) -> list[str]:
    before = set(TeamSeat.objects.filter(batch=row).values_list("team", "seat", "inspector__code"))
    after = set(_seats(draws.outcome.sheet(by, row.code).teams))
    if before == after:
        return []
    TeamSeat.objects.filter(batch=row).delete()
    seat(row, by)
    left_empty = {place[:2] for place in before} - {place[:2] for place in after}
    changed = [*(after - before), *((team, place, "—") for team, place in left_empty)]
    return [f"{team}{place} {code}" for team, place, code in sorted(changed)]


def _came_in(row: Batch, pairs: Sequence[DrawnPair], by: Actor, now: datetime) -> list[str]:
    known = set(row.tasks.values_list("subject__code", "item__item__code"))
    fresh = [pair for pair in pairs if (pair.subject_id, pair.item_code) not in known]
    if not fresh:
        return []
    demand(_still_open(row))
    rows = BatchItem.objects.filter(batch=row).select_related("item__unit", "item_version", "planned__panel")
    items = {one.item.code: one for one in rows}
    last = max(row.tasks.values_list("number", flat=True), default=0)
    return [one.code for one in tasks(row, items, fresh, by, now, after=last)]


def _moved(row: Batch, pairs: Sequence[DrawnPair]) -> list[str]:
    """A subject that comes in for another item too may need another team for the whole visit."""
    teams = {(pair.subject_id, pair.item_code): pair.team for pair in pairs}
    found = []
    for task in row.tasks.filter(state="waiting").select_related("subject", "item__item").order_by("number"):
        team = teams.get((task.subject.code, task.item.item.code), task.team)
        if team != task.team:
            found.append(f"{task.code} {task.team}→{team}")
            task.team = team
            task.save(update_fields=["team"])
    return found


def _drawn(row: Batch) -> Decision:
    if row.draw_id is not None:
        return allowed()
    why = f"批次{row.code}不是抽取产生的，没有可以更新的抽取结果"
    return denied("inspection.not_drawn", why, IN_ORDER, "检查组有变动的，另行下达任务")


def _still_open(row: Batch) -> Decision:
    if row.ended_on is None:
        return allowed()
    why = f"本批检查已于{row.ended_on}结束，顺补进来的对象不能再下达"
    return denied("inspection.ended", why, IN_ORDER, "请在下一批次检查")


def seat(batch: Batch, by: Actor) -> None:
    """Everybody of every team, as the draw has them."""
    sheet = draws.outcome.sheet(by, batch.code)
    pairs = list(_seats(sheet.teams))
    known = {one.code: one.pk for one in registries.inspectors.named([code for _, _, code in pairs])}
    TeamSeat.objects.bulk_create(
        TeamSeat(batch=batch, team=team, seat=seat, inspector_id=known[code], captain=seat == "C")
        for team, seat, code in pairs
    )


def _seats(teams: Sequence[TeamSheet]) -> Iterator[tuple[int, str, str]]:
    for team in teams:
        if team.captain:
            yield team.number, "C", team.captain.identity
        for place, member in enumerate(team.members, 1):
            if member:
                yield team.number, f"M{place}", member.identity


def tasks(
    batch: Batch,
    items: Mapping[str, BatchItem],
    pairs: Sequence[DrawnPair],
    by: Actor,
    now: datetime,
    *,
    after: int = 0,
) -> list[Task]:
    """One task per pair, numbered on from ``after``; whoever was spared after the draw stands there as 免检."""
    subjects = registries.subjects.named(by, sorted({pair.subject_id for pair in pairs}))
    _demand_all_known(pairs, subjects)
    spared = plans.exemptions.spared(by, batch.code)
    made = []
    for number, pair in enumerate(pairs, after + 1):
        item, subject = items[pair.item_code], subjects[pair.subject_id]
        task = Task(
            code=f"{batch.code}-{number:04d}",
            batch=batch,
            number=number,
            item=item,
            item_name=item.item_version.name[:300],
            subject=subject,
            subject_name=subject.name,
            natural_person=subject.kind == SubjectKind.NATURAL_PERSON,
            unit=item.item.unit,
            team=pair.team,
            method=item.method,
            credential=_credential(item),
        )
        key = (pair.subject_id, pair.item_code)
        if key in spared:
            task.state, task.outcome = "confirmed", "exempt"
            task.confirmed_by_id, task.confirmed_on = spared[key], localdate(now)
        made.append(task)
    return Task.objects.bulk_create(made, batch_size=500)


def _credential(item: BatchItem) -> str:
    if item.planned is not None and item.planned.panel is not None:
        return str(item.planned.panel.pool_class)
    return item.item_version.inspector_class or InspectorClass.ENFORCEMENT.value


def _demand_all_known(pairs: Sequence[DrawnPair], subjects: dict[str, Any]) -> None:
    missing = sorted({pair.subject_id for pair in pairs} - set(subjects))
    if missing:
        why = f"抽中的{len(missing)}个对象不在您的数据范围内：{'、'.join(missing[:3])}"
        raise Refused(denied("inspection.subject", why, "", "请由方案制定单位的人员下达"))
