"""Batches that no draw made: a lead, a special plan, new licensees, a joint or a single check — each with its cause.

What is named is judged on the rows themselves: they are written, every gate is asked, and one refusal undoes all.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core.canonical import Suite
from mingqian.core.decision import Decision, Refused, demand_all, denied
from mingqian.inspection import gates, naming, policies
from mingqian.inspection.enums import Origin
from mingqian.inspection.models import Batch, BatchItem, JointMember, Task, TeamSeat
from mingqian.inspection.policies import OWN, Verb
from mingqian.inspection.selectors import facts, rules
from mingqian.inspection.selectors import tasks as reads
from mingqian.inspection.services import forms_of_items, journaling
from mingqian.inspection.types import Cause, NamedCheck
from mingqian.leads import services as leads
from mingqian.planning import selectors as plans
from mingqian.registry import selectors as registries
from mingqian.registry.enums import SubjectKind
from mingqian.registry.types import ItemFacts

PREFIX = {Origin.NEW_LICENSEE: "XK", Origin.JOINT: "LH", Origin.CASE: "GA"}
Teams = Mapping[int, Sequence[str]]
"""Team number → inspectors by their code in the registry, the captain first."""


@transaction.atomic
def open_named(
    *, cause: Cause, checks: Sequence[NamedCheck], teams: Teams, by: Actor, now: datetime
) -> Batch:
    """The batch with its tasks; nothing of it stays when one gate says no."""
    today = localdate(now)
    items = {
        code: registries.items.facts(by, code, today) for code in dict.fromkeys(one.item for one in checks)
    }
    demand_all(
        [
            *naming.may_name(cause, checks, _offered(items, today, by), teams=len(teams), today=today),
            *(policies.may(by, Verb.OPEN, item.unit_path) for item in items.values()),
            *_within_plan(cause, checks),
        ]
    )
    batch = _batch(cause, items, by, now)
    _seats(batch, teams, by)
    made = _tasks(batch, forms_of_items.write(batch, _items(batch, checks, items, by), by), checks, by)
    demand_all(gates.all_of(_may_go(batch, made, cause.starts_on)))
    _joint(batch, cause)
    if cause.origin == Origin.LEAD:
        people = TeamSeat.objects.filter(batch=batch, inspector__person__isnull=False)
        barred = people.values_list("inspector__person_id", flat=True)
        leads.handling.take_up(lead=cause.source, batch=batch.code, people=barred, by=by, now=now)
    _journal(batch, cause, made, by, now)
    return batch


def _within_plan(cause: Cause, checks: Sequence[NamedCheck]) -> list[Decision]:
    """专项检查: within the approved window, items and number."""
    if cause.origin != Origin.SPECIAL:
        return []
    used = Task.objects.filter(batch__origin=Origin.SPECIAL.value, batch__source=cause.source)
    return [
        plans.specials.may_use(
            cause.source, items={one.item for one in checks}, starts_on=cause.starts_on, ends_on=cause.ends_on,
            subjects=len({one.subject for one in checks}),
            used=used.exclude(state="cancelled").values("subject").distinct().count(),
        )
    ]  # fmt: skip


def _offered(items: Mapping[str, ItemFacts], today: date, by: Actor) -> dict[str, naming.Offered]:
    national = plans.packs.of_unit(by.unit_path, today).national
    return {
        code: naming.Offered(
            item.name, item.methods, registries.items.obstacles(item, today, national_layer=national)
        )
        for code, item in items.items()
    }


def _batch(cause: Cause, items: Mapping[str, ItemFacts], by: Actor, now: datetime) -> Batch:
    owners = sorted({item.unit_code for item in items.values()})
    unit = accounts.units(by).filter(code=owners[0]).first() if len(owners) == 1 else None
    unit_id, path = (unit.pk, unit.path) if unit else (by.unit_id, by.unit_path)
    if unit_id is None:
        raise Refused(denied("inspection.no_unit", "下达任务的人员没有所属单位", OWN, "请由事项责任单位下达"))
    today = localdate(now)
    pack = rules.of(registries.packs.in_force(path, today), suite=Suite.SHA256)
    return Batch.objects.create(
        code=_code(cause, today.year), origin=Origin(cause.origin).value, source=cause.source.strip(), reason=cause.reason.strip(),
        unit_id=unit_id, title=cause.title.strip()[:200], rules=pack.as_json(), starts_on=cause.starts_on,
        ends_on=cause.ends_on, opened_by_id=policies.person(by), opened_at=now,
    )  # fmt: skip


def _code(cause: Cause, year: int) -> str:
    """A lead's batches carry its number, a special plan's its own; the rest are counted in the year."""
    origin = Origin(cause.origin)
    if origin in PREFIX:
        return audit.numbers.code(f"{PREFIX[origin]}-{year}-", 3, among=Batch)
    return audit.numbers.code(f"{cause.source.strip()[:28]}-", 1, among=Batch)


def _items(
    batch: Batch, checks: Sequence[NamedCheck], items: Mapping[str, ItemFacts], by: Actor
) -> list[BatchItem]:
    rows = {
        row.code: row for row in registries.items.visible(by).filter(code__in=items).select_related("unit")
    }
    methods = {check.item: check.method for check in reversed(checks)}
    return [
        BatchItem(
            batch=batch, number=number, item=rows[code], item_version_id=item.version_pk, method=methods[code]
        )
        for number, (code, item) in enumerate(items.items(), 1)
    ]


def _seats(batch: Batch, teams: Teams, by: Actor) -> None:
    named = [code for members in teams.values() for code in members]
    known = {one.code: one.pk for one in registries.inspectors.visible(by).filter(code__in=named)}
    missing = [code for code in dict.fromkeys(named) if code not in known]
    if missing or len(set(named)) < len(named):
        raise Refused(_nobody(missing))
    TeamSeat.objects.bulk_create(
        TeamSeat(
            batch=batch, team=team, seat="C" if place == 0 else f"M{place}", inspector_id=known[code],
            captain=place == 0,
        )
        for team, members in teams.items()
        for place, code in enumerate(members)
    )  # fmt: skip


def _nobody(missing: Sequence[str]) -> Decision:
    if missing:
        why = f"人员库中没有“{'、'.join(missing[:3])}”，或不在您的数据范围内"
        return denied("inspection.no_inspector", why, gates.CERTIFIED, "请从执法检查人员名录库中选择")
    return denied("inspection.seat_twice", "同一人在检查组中出现两次", gates.CERTIFIED, "一人只占一个席位")


def _tasks(batch: Batch, items: Iterable[BatchItem], checks: Sequence[NamedCheck], by: Actor) -> list[Task]:
    rows = {row.item.code: row for row in items}
    subjects = registries.reading.named(by, sorted({one.subject for one in checks}))
    missing = sorted({one.subject for one in checks} - set(subjects))
    if missing:
        why = f"名录库中没有“{'、'.join(missing[:3])}”，或不在您的数据范围内"
        raise Refused(denied("inspection.subject", why, OWN, "请先在监管对象名录库中登记"))
    Task.objects.bulk_create(
        _task(batch, number, one, rows[one.item], subjects) for number, one in enumerate(checks, 1)
    )
    return list(reads.many(Task.objects.filter(batch=batch)).order_by("number"))


def _task(batch: Batch, number: int, check: NamedCheck, item: BatchItem, subjects: Mapping[str, Any]) -> Task:
    subject = subjects[check.subject]
    return Task(
        code=f"{batch.code}-{number:04d}", batch=batch, number=number, item=item,
        item_name=item.item_version.name[:300], subject=subject, subject_name=subject.name,
        natural_person=subject.kind == SubjectKind.NATURAL_PERSON, unit=item.item.unit, team=check.team,
        method=check.method, credential=item.item_version.inspector_class,
    )  # fmt: skip


def _may_go(batch: Batch, tasks: Sequence[Task], on: date) -> list[tuple[Decision, ...]]:
    """Two certified people without a tie, for every task that has a team."""
    world = facts.world(batch)
    found = []
    for task in tasks:
        if task.team:
            numbers = [seat.inspector.code for seat in world.seats.get(task.team, [])]
            found.append(gates.people(facts.of(world, task, numbers, on, on), on))
    return found


def _joint(batch: Batch, cause: Cause) -> None:
    papers = [one.certificate.strip() for one in cause.joint]
    if not all(papers) or len(set(papers)) < len(papers):
        why = "联合单位的人员没有填写证件号，或证件号重复"
        raise Refused(denied("inspection.joint_papers", why, naming.TOGETHER, "请逐人填写单位、姓名、证件号"))
    JointMember.objects.bulk_create(
        JointMember(
            batch=batch, authority=one.authority.strip(), name=one.name.strip(),
            certificate=one.certificate.strip(), duty=one.duty.strip(),
        )
        for one in cause.joint
    )  # fmt: skip


def _journal(batch: Batch, cause: Cause, made: Sequence[Task], by: Actor, now: datetime) -> None:
    listed = [{"task": one.code, "subject": one.subject.code, "item": one.item.item.code} for one in made]
    body = {
        **journaling.body(made, listed),
        "tasks": len(made),
        "origin": batch.origin,
        "source": batch.source,
        "reason": journaling.plain(batch.reason),
    }
    audit.record("inspection.named", by=by, now=now, thing=f"inspection:{batch.code}", body=body)
