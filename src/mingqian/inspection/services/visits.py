"""一次入企 up to the record: opening, scan, certificates, rights, breaking off; many entries at once from the desk.

The moment ``at`` is the one of legal effect, told by the phone's corrected clock or by whoever writes it down
later; ``now`` is when the program hears of it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.clocks import services as clocks
from mingqian.clocks.types import Start
from mingqian.core import machine
from mingqian.core.canonical import Suite, hex_digest, jcs
from mingqian.core.decision import Decision, Refused, allowed, demand, demand_all, denied
from mingqian.core.machines import visit as course
from mingqian.core.timelimits import Period, Unit
from mingqian.documents.enums import Kind
from mingqian.documents.services import numbers
from mingqian.inspection import gates, scancodes
from mingqian.inspection.enums import EntryHow
from mingqian.inspection.models import Approval, Task, Visit
from mingqian.inspection.selectors import batches, facts, spots
from mingqian.inspection.selectors import tasks as found_tasks
from mingqian.inspection.services import journaling, saving
from mingqian.inspection.types import Scan, WalkIn
from mingqian.ui import words

MAKE_UP = "visit.scan"
_MAKE_UP = Period(24, Unit.HOURS, "补扫企业码", "紧急入企", "国办发〔2024〕54号 扫码入企：紧急情况事后补办")
_AHEAD = timedelta(minutes=5)


def open_for(approvals: Iterable[Approval], *, now: datetime) -> list[Visit]:
    """The next visit of each approval that has none open. Inside another write, whose entry tells of it."""
    rows = list(approvals)
    busy = set(
        Visit.objects.filter(approval__in=rows, state__in=course.OPEN).values_list("approval_id", flat=True)
    )
    last = dict(
        Visit.objects.filter(approval__in=rows).values("approval").annotate(last=Max("number"))
        .values_list("approval", "last")
    )  # fmt: skip
    made = [_next(one, last.get(one.pk, 0) + 1, now) for one in rows if one.pk not in busy]
    _number(made, now)
    return Visit.objects.bulk_create(made, batch_size=500)


def _next(approval: Approval, number: int, now: datetime) -> Visit:
    return Visit(
        approval=approval, number=number, code=f"{approval.number}-{number}",
        planned_on=max(approval.planned_on, localdate(now)) if number > 1 else approval.planned_on, opened_at=now,
    )  # fmt: skip


def _number(made: Sequence[Visit], now: datetime) -> None:
    """笔录文号, kept for the walk so that the record can be written without signal."""
    units = {one.approval.batch.unit_id for one in made}
    for unit in sorted(units):
        own = {f"visit:{one.code}": one for one in made if one.approval.batch.unit_id == unit}
        kept = numbers.reserve(kind=Kind.SITE_RECORD, unit=unit, holders=list(own), now=now)
        for holder, one in own.items():
            one.record_number = kept[holder][0]


@transaction.atomic
def arrive(*, visit: str, scan: Scan, by: Actor, now: datetime) -> Visit:
    """扫码入企. A second scan changes nothing, unless it makes up for an emergency's."""
    spot = spots.at(by, visit)
    row = spot.visit
    demand(spot.may())
    if row.arrived_at is not None:
        return _made_up(row, scan, by, now) if scan.how != EntryHow.EMERGENCY else row
    demand_all([*spot.standing(), *_fallen(spot), *_moment(spot, scan.at, now)])
    how = _entered(spot, scan, by, now)
    row.save()
    body = {"how": how, "at": scan.at.isoformat(), "reason": journaling.plain(scan.reason)}
    audit.record("visit.entered", by=by, now=now, thing=f"visit:{row.code}", body=body)
    return row


def _fallen(spot: spots.Spot) -> list[Decision]:
    """Nobody goes in for draws that are all void; what another draw wants done on the same walk is done."""
    return batches.all_fallen(task.batch for task in spot.tasks)


def _entered(spot: spots.Spot, scan: Scan, by: Actor, now: datetime) -> str:
    """The columns of an entry; an emergency's clock starts."""
    row, person = spot.visit, spots.person(by)
    how = scan.how
    if how == EntryHow.EMERGENCY:
        demand(_reasoned(spot, scan))
        row.emergency = scan.reason.strip()[:300]
        unit = row.approval.batch.unit
        start = Start(
            thing=f"visit:{row.code}", kind=MAKE_UP, unit=unit.pk, title=_MAKE_UP.name, about=row.approval.subject.name,
            period=_MAKE_UP, start=localdate(scan.at), at=scan.at, url_name="field:visit", url_key=row.code,
        )  # fmt: skip
        clocks.running.start([start], division=unit.division_code, now=now)
    else:
        fits, how = scancodes.fits(row.approval.subject, how, scan.code)
        demand(fits)
        row.arrived_code = scan.code.strip()[:80]
    row.arrived_at, row.arrived_how, row.arrived_by_id = scan.at, how, person
    _advance(row)
    return how


def _reasoned(spot: spots.Spot, scan: Scan) -> Decision:
    if scan.reason.strip():
        return allowed()
    return spot.no("emergency", "没有扫码的，须写明紧急情况", gates.SCANNED, "请写明理由，24小时内补扫")


def _moment(spot: spots.Spot, at: datetime, now: datetime) -> Iterable[Decision]:
    """Not before the approval, not in the future."""
    approval = spot.visit.approval
    if at > now + _AHEAD:
        yield spot.no("future", f"入企时间{_said(at)}在现在之后", gates.SCANNED, "请核对时间")
    if (
        approval.state == "approved"
        and approval.decided_at
        and not approval.emergency
        and at < approval.decided_at
    ):
        why = f"入企时间{_said(at)}早于批准时间{_said(approval.decided_at)}"
        yield spot.no("unapproved", why, gates.PRIOR, "请核对手机时间；确属先检查的，按紧急检查补办")


def _said(at: datetime) -> str:
    return words.moment(at)


@transaction.atomic
def make_up(*, visit: str, scan: Scan, by: Actor, now: datetime) -> Visit:
    """补扫 of an emergency entry, also when everything else is done."""
    spot = spots.at(by, visit)
    demand(spot.may())
    return _made_up(spot.visit, scan, by, now)


def _made_up(row: Visit, scan: Scan, by: Actor, now: datetime) -> Visit:
    if row.arrived_how != EntryHow.EMERGENCY or row.made_up_at is not None:
        return row
    demand(scancodes.fits(row.approval.subject, scan.how, scan.code)[0])
    row.made_up_at, row.made_up_by_id = scan.at, spots.person(by)
    row.save(update_fields=["made_up_at", "made_up_by"])
    clocks.running.meet([f"visit:{row.code}"], kind=MAKE_UP, on=localdate(scan.at), at=scan.at)
    body = {"how": scan.how, "at": scan.at.isoformat()}
    audit.record("visit.scan_made_up", by=by, now=now, thing=f"visit:{row.code}", body=body)
    return row


@transaction.atomic
def show(*, visit: str, certificates: Sequence[str], at: datetime, by: Actor, now: datetime) -> Visit:
    """亮证: at least two, valid on that day, of this team."""
    spot = spots.at(by, visit)
    row = spot.visit
    demand(spot.may())
    if certificates and spot.has_shown(certificates):
        return row  # a second phone tells what the first has told, perhaps long after
    demand_all([*spot.standing(), *_shown(spot, certificates, at, now)])
    _advance(row)
    row.save()
    body = {"papers": [paper[1] for paper in row.papers], "at": at.isoformat()}
    audit.record("visit.shown", by=by, now=now, thing=f"visit:{row.code}", body=body)
    return row


def _shown(spot: spots.Spot, certificates: Sequence[str], at: datetime, now: datetime) -> list[Decision]:
    """Judge the people by the gates of every task, then write them down.

    Where two teams walk in together under one approval, each shows its own papers when it comes; a team that has
    shown none yet is stopped at its results.
    """
    refusals: dict[str, Decision] = {}
    papers: dict[str, list[str]] = {paper[3]: paper for paper in spot.visit.papers}
    judged = spot.judged()
    for task in [one for one in judged if spot.own(one, certificates)] or judged:
        world = spot.world(task.batch)
        known = facts.of(world, task, spot.own(task, certificates), localdate(at), localdate(now))
        for one in gates.people(known, localdate(at)):
            refusals.setdefault(one.reason.partition("：")[2], one)
        papers |= {one.code: [one.name, one.certificate, one.paper, one.code] for one in known.people}
    if not refusals:
        spot.visit.papers = list(papers.values())
        spot.visit.shown_at = spot.visit.shown_at or at
    return list(refusals.values())


@transaction.atomic
def tell(*, visit: str, rights: str, prompts: Sequence[str], at: datetime, by: Actor, now: datetime) -> Visit:
    """告知权利义务, with the spoken prompts that were given."""
    spot = spots.at(by, visit)
    demand_all(spot.standing())
    row = spot.visit
    row.rights, row.prompts, row.told_at = rights, sorted({*row.prompts, *prompts}), row.told_at or at
    _advance(row)
    row.save()
    body = {"rights": rights, "prompts": list(row.prompts), "at": at.isoformat()}
    audit.record("visit.told", by=by, now=now, thing=f"visit:{row.code}", body=body)
    return row


def _advance(row: Visit) -> None:
    steps = {"arrive": row.arrived_at, "show": row.shown_at, "tell": row.told_at}
    row.state = course.reached(row.state, frozenset(name for name, at in steps.items() if at is not None))


@transaction.atomic
def enter(*, walks: Mapping[str, WalkIn], by: Actor, now: datetime) -> list[Visit]:
    """Entries written down at the desk, by task: one visit per approval, all or nothing, one journal entry."""
    rows = found_tasks.locked(by, list(walks))
    wanted = {task.approval_id: walks[task.code] for task in rows if task.approval is not None}
    approvals = {task.approval_id: task.approval for task in rows if task.approval is not None}
    _demand_approved(rows)
    open_for(approvals.values(), now=now)
    refusals, changed = [], []
    for spot in spots.many(by, [pk for pk in approvals if pk is not None]):
        walk, here = wanted[spot.visit.approval_id], spot.visit.arrived_at is not None
        if here and spot.has_shown(walk.certificates):
            continue  # somebody was quicker: an entry is made once
        asked = _joins(spot, walk, now) if here else _may_enter(spot, walk, now)
        denials = [one for one in asked if not one.ok]
        if not denials and not here:
            _entered(spot, walk.scan, by, now)
        if not denials:
            changed.append(spot.visit)
        refusals.append(tuple(denials))
    demand_all(gates.all_of(refusals))
    _save(changed)
    listed = [
        [one.code, one.arrived_how, one.arrived_at.isoformat() if one.arrived_at else ""] for one in changed
    ]
    body = {"visits": len(changed), "named": [one.code for one in changed[: journaling.NAMED]],
            "sha256": hex_digest(Suite.SHA256, jcs(listed))}  # fmt: skip
    audit.record("visit.entered", by=by, now=now, thing=f"inspection:{rows[0].batch.code}", body=body)
    return changed


def _may_enter(spot: spots.Spot, walk: WalkIn, now: datetime) -> list[Decision]:
    return [
        *spot.standing(),
        *_fallen(spot),
        *_moment(spot, walk.scan.at, now),
        *_shown(spot, walk.certificates, walk.scan.at, now),
    ]


def _joins(spot: spots.Spot, walk: WalkIn, now: datetime) -> list[Decision]:
    """The second team of one walk: the entry stands, its papers are added."""
    return [*spot.standing(), *_shown(spot, walk.certificates, walk.scan.at, now)]


def _demand_approved(rows: Sequence[Task]) -> None:
    without = [task for task in rows if task.approval is None or task.method != "on_site"]
    if without:
        where = f"任务{without[0].code}（{without[0].subject_name}）"
        why = f"{where}：没有经批准的现场检查，不能登记入企"
        raise Refused(denied("inspection.approval", why, gates.PRIOR, "请先申请检查审批；非现场检查不需入企"))


def _save(rows: Sequence[Visit]) -> None:
    fields = [
        "state",
        "arrived_at",
        "arrived_how",
        "arrived_code",
        "arrived_by",
        "emergency",
        "papers",
        "shown_at",
    ]
    for row in rows:  # no two alike; one statement for all of them takes six times as long to put together
        row.save(update_fields=fields)


@transaction.atomic
def leave(*, visit: str, why: str, again: bool, at: datetime, by: Actor, now: datetime) -> Visit:
    """Work broken off; ``again`` opens the next visit under the same approval."""
    spot = spots.at(by, visit)
    row = spot.visit
    demand_all([spot.may(), machine.may(course.MACHINE, row.state, "leave")])
    if not why.strip():
        raise Refused(spot.no("no_words", "中断检查须写明原因", gates.SCANNED, "请填写原因"))
    _ended(row, "leave", why, now)
    if again:
        open_for([row.approval], now=now)
    body = {"why": journaling.plain(why), "again": again, "at": at.isoformat()}
    audit.record("visit.left", by=by, now=now, thing=f"visit:{row.code}", body=body)
    return row


def _ended(row: Visit, event: str, reason: str, now: datetime) -> None:
    row.state = machine.move(course.MACHINE, row.state, event)
    row.reason = reason.strip()[:500]
    row.save(update_fields=["state", "reason"])
    numbers.give_back(holders=[f"visit:{row.code}"], now=now)


def filed(tasks: Sequence[Task], *, now: datetime) -> None:
    """Results came in at the desk: walks with nothing left to do are over. Inside the write of the results."""
    rows = Visit.objects.filter(approval__in={task.approval_id for task in tasks}, state__in=course.OPEN)
    open_ones = list(rows.select_related("approval"))
    left = Task.objects.filter(approval__in=[one.approval_id for one in open_ones], state="waiting")
    waiting = set(left.filter(method="on_site").values_list("approval_id", flat=True))
    days = {task.approval_id: task.checked_on for task in tasks}
    over = [one for one in open_ones if one.approval_id not in waiting]
    for row in over:
        event = next(
            (one for one in ("finish", "file") if machine.find(course.MACHINE, row.state, one)), "leave"
        )
        row.state = machine.move(course.MACHINE, row.state, event)
        row.finished_on = days[row.approval_id] if event != "leave" else None
        row.reason = "已登记结果，没有入企" if event == "leave" else row.reason
        if event == "leave":
            _no_make_up(row, row.reason, now)
    saving.save(over, ["state", "finished_on", "reason"])
    numbers.give_back(holders=[f"visit:{one.code}" for one in over], now=now)


def again(tasks: Sequence[Task], *, now: datetime) -> None:
    """退回重查: whoever goes there again has a visit to go on. Inside the write that sends back."""
    approvals = {one.approval_id: one.approval for one in tasks if one.approval is not None}
    open_for([one for one in approvals.values() if one.stands], now=now)


def withdrawn(tasks: Sequence[Task], reason: str, *, now: datetime) -> None:
    """撤销任务: a walk on which nothing is left to do does not take place. Inside the write that cancels."""
    approvals = {task.approval_id for task in tasks if task.approval_id is not None}
    left = Task.objects.filter(approval__in=approvals).exclude(state="cancelled")
    busy = set(left.values_list("approval_id", flat=True))
    for row in Visit.objects.filter(approval__in=approvals - busy, state__in=course.OPEN):
        if machine.find(course.MACHINE, row.state, "cancel"):
            _ended(row, "cancel", f"任务已撤回：{reason}", now)
            _no_make_up(row, row.reason, now)


def _no_make_up(row: Visit, reason: str, now: datetime) -> None:
    """What does not take place is not scanned afterwards: its 24 hours end."""
    clocks.running.cancel([f"visit:{row.code}"], kind=MAKE_UP, on=localdate(now), reason=reason)
