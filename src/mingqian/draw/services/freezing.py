"""Freeze the rolls of a draw (sxsj1 §2): the whole universe, excluded rows with their reasons, no edits after."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.canonical import Document, Suite, parse
from mingqian.core.decision import Decision, demand_all, denied
from mingqian.core.machines import ceremony
from mingqian.draw import keyfiles, policies
from mingqian.draw.models import Draw, DrawRoll, Roll
from mingqian.draw.policies import Verb
from mingqian.draw.selectors import draws, occasions
from mingqian.draw.services import deltas, gathering, refreezing, rollmaking, staging
from mingqian.draw.services import log as logs
from mingqian.draw.services.preparation import organiser
from mingqian.draw.types import Basis, Crew, Tell, silent
from mingqian.planning.selectors.drawing import DrawItem
from mingqian.planning.types import PackInForce
from mingqian.registry import selectors as registries


def freeze(*, draw: str, pack: PackInForce, by: Actor, now: datetime, tell: Tell = silent) -> Draw:
    """Freeze every roll the plan needs and publish the headers; from here nobody edits the pool."""
    gathered = gather(draw=draw, pack=pack, by=by, now=now, tell=tell)
    return keep(gathered, pack=pack, by=by, now=now)


@dataclass(frozen=True, slots=True)
class Gathered:
    """All rolls of a draw as the registries had them at one moment; the rows wait on the stage."""

    draw: str
    basis: Basis
    items: Mapping[str, rollmaking.Ready]
    pools: Mapping[tuple[str, ...], rollmaking.Ready]


def gather(*, draw: str, pack: PackInForce, by: Actor, now: datetime, tell: Tell = silent) -> Gathered:
    """Read and hash the rolls. Minutes for a large registry, so nothing is locked meanwhile and nothing kept."""
    on = localdate(now)
    with staging.unlocked():
        row = draws.get(by, draw)
        basis = _fit(row, by, on, pack)
        key = keyfiles.read(Suite(row.suite), row.roll_key_commit) if row.roll_key_commit else None
        items: dict[str, rollmaking.Ready] = {}
        for place, item in enumerate(basis.items):
            steps = partial(tell, place, len(basis.items) + 1)
            intake = gathering.subjects(row, item, by, on, key, steps)
            make = refreezing.successor if row.previous is not None else rollmaking.ready
            items[item.code] = make(row, intake, place)
        tell(len(basis.items), len(basis.items) + 1, "人员名录")
        pools: dict[tuple[str, ...], rollmaking.Ready] = {}
        for place, (pool, panels) in enumerate(_pools(basis.panels).items(), len(basis.items)):
            intake = gathering.people(row, pool, panels, by, basis.unit_path, on)
            pools[tuple(one.code for one in panels)] = rollmaking.ready(row, intake, place)
    return Gathered(draw, basis, items, pools)


def keep(gathered: Gathered, *, pack: PackInForce, by: Actor, now: datetime) -> Draw:
    """Into the books, if all still is what it was when the rolls were read; the stage is bare afterwards either way."""
    try:
        return _keep(gathered, pack=pack, by=by, now=now)
    finally:
        staging.clear()


@transaction.atomic
def _keep(gathered: Gathered, *, pack: PackInForce, by: Actor, now: datetime) -> Draw:
    row = draws.locked(by, gathered.draw)
    demand_all(_moved(row, gathered, _fit(row, by, localdate(now), pack)))
    for item, made in gathered.items.items():
        DrawRoll.objects.create(draw=row, roll=rollmaking.keep(row, made, now), item=item)
    for panels, made in gathered.pools.items():
        roll = rollmaking.keep(row, made, now)
        for panel in panels:
            DrawRoll.objects.create(draw=row, roll=roll, panel=panel)
    row.state = machine.move(ceremony.MACHINE, row.state, "freeze")
    row.frozen_at = now
    row.save(update_fields=["state", "frozen_at"])
    _publish_headers(row, by, now)
    return row


def _fit(row: Draw, by: Actor, on: date, pack: PackInForce) -> Basis:
    """What the draw stands on, where it may be frozen by this person on this day."""
    basis = occasions.basis(by, row, on=on, pack=pack)
    demand_all(
        [policies.may(by, Verb.OPERATE, basis.unit_path), machine.may(ceremony.MACHINE, row.state, "freeze")]
    )
    demand_all(_obstacles(by, basis, on, pack))
    return basis


def _moved(row: Draw, gathered: Gathered, basis: Basis) -> Iterator[Decision]:
    """What was read is no longer what would be read now."""
    if basis != gathered.basis:
        why = f"读取名录期间，抽取“{row.code}”的方案有改动，没有冻结"
        yield denied("draw.plan_moved", why, "sxsj1 §2", "请核对方案后再冻结一次")
    for item, made in gathered.items.items():
        if deltas.overtaken(row, made.label.list_id, made.prev, counted=made.counted):
            why = f"读取名录期间，事项“{item}”的另一次抽取已经办结，与上次名录相比的增减已不准，没有冻结"
            yield denied("draw.list_overtaken", why, "sxsj1 §10", "请再冻结一次")


def _obstacles(by: Actor, basis: Basis, on: date, pack: PackInForce) -> Iterator[Decision]:
    """The very versions of the plan must still be fit: published, not retired, with basis and method."""
    planned = [(one.code, one.version) for one in basis.items if isinstance(one, DrawItem)]
    for facts in registries.items.wordings(by, planned).values():
        yield from registries.items.obstacles(facts, on, national_layer=pack.national)


def _pools(panels: Sequence[Crew]) -> dict[str, list[Crew]]:
    """Panels of one class share one inspector roll, so that nobody sits in two teams."""
    pools: dict[str, list[Crew]] = {}
    for one in panels:
        pools.setdefault(one.pool_class, []).append(one)
    return pools


def _publish_headers(draw: Draw, by: Actor, now: datetime) -> None:
    """Headers are published before the plan, roll files with the result (sxsj1 §2)."""
    role = organiser(draw)
    for made in Roll.objects.filter(pk__in=draw.rolls.values("roll")).order_by("pk"):
        header: Document = parse(made.header.encode())
        facts = {"list": made.list_id, "roll": made.roll_hash, "n": made.count, "words": made.in_words}
        logs.append(
            draw.log, "roll", header, draw=draw, roll=made, role=role,
            told="draw.roll_published", facts=facts, by=by, now=now,
        )  # fmt: skip
    rolls = list(draw.rolls.order_by("pk").values_list("roll__roll_hash", flat=True))
    audit.record("draw.frozen", by=by, now=now, thing=f"draw:{draw.code}", body={"rolls": rolls})
