"""Freeze the rolls of a draw (sxsj1 §2): the whole universe, excluded rows with their reasons, no edits after."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import partial

from django.db import transaction
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.core import machine
from mingqian.core.canonical import Document, Suite, normalised, parse
from mingqian.core.decision import Decision, Refused, demand_all, denied
from mingqian.core.draw import roll, rows
from mingqian.core.machines import ceremony
from mingqian.draw import grouping, keyfiles, policies
from mingqian.draw.enums import RollKind
from mingqian.draw.models import Draw, DrawRoll, Roll
from mingqian.draw.policies import Verb
from mingqian.draw.selectors import draws
from mingqian.draw.services import log as logs
from mingqian.draw.services import refreezing, rollmaking
from mingqian.draw.services.preparation import organiser
from mingqian.draw.services.rollmaking import Label, Source
from mingqian.draw.types import Tell, silent
from mingqian.planning.selectors import drawing
from mingqian.planning.selectors.drawing import DrawBasis, DrawItem, DrawPanel
from mingqian.planning.types import PackInForce
from mingqian.registry import selectors as registries
from mingqian.registry.types import UniverseRow

TOLD_EVERY = 5000  # rows


@transaction.atomic
def freeze(*, draw: str, pack: PackInForce, by: Actor, now: datetime, tell: Tell = silent) -> Draw:
    """Freeze every roll the plan needs and publish the headers; from here nobody edits the pool."""
    row = draws.locked(by, draw)
    on = localdate(now)
    basis = drawing.basis(by, row.plan.code, on=on, pack=pack)
    demand_all(
        [policies.may(by, Verb.OPERATE, basis.unit_path), machine.may(ceremony.MACHINE, row.state, "freeze")]
    )
    demand_all(_obstacles(by, basis, on, pack))
    key = keyfiles.read(Suite(row.suite), row.roll_key_commit) if row.roll_key_commit else None
    for place, item in enumerate(basis.items):
        steps = partial(tell, place, len(basis.items) + 1)
        universe = _told(registries.universe.rows(by, item.code, on, item.roll_rules), item.name, steps)
        if row.previous is None:
            made = _subject_roll(row, item, universe, key, now)
        else:
            made = refreezing.successor(row, item, universe, key, now)
        DrawRoll.objects.create(draw=row, roll=made, item=item.code)
    tell(len(basis.items), len(basis.items) + 1, "检查人员名录")
    for pool, panels in _pools(basis.panels).items():
        made = _inspector_roll(row, pool, panels, by, basis.unit_path, now)
        for one in panels:
            DrawRoll.objects.create(draw=row, roll=made, panel=one.code)
    row.state = machine.move(ceremony.MACHINE, row.state, "freeze")
    row.frozen_at = now
    row.save(update_fields=["state", "frozen_at"])
    _publish_headers(row, by, now)
    return row


def _obstacles(by: Actor, basis: DrawBasis, on: date, pack: PackInForce) -> Iterator[Decision]:
    """The very versions of the plan must still be fit: published, not retired, with basis and method."""
    for item in basis.items:
        facts = registries.items.version(by, item.code, item.version)
        yield from registries.items.obstacles(facts, on, national_layer=pack.national)


def _pools(panels: Sequence[DrawPanel]) -> dict[str, list[DrawPanel]]:
    """Panels of one class share one inspector roll, so that nobody sits in two teams."""
    pools: dict[str, list[DrawPanel]] = {}
    for one in panels:
        pools.setdefault(one.pool_class, []).append(one)
    return pools


def _subject_roll(
    draw: Draw, item: DrawItem, universe: Iterator[UniverseRow], key: str | None, now: datetime
) -> Roll:
    label = Label(RollKind.SUBJECT, item.code, f"监管对象名录库·{item.name}", key)
    made = rollmaking.begin(draw, label, now)
    tally, schemes = registries.universe.Tally(), set[str]()
    sources = rollmaking.watched(_counted(universe, tally), schemes)
    lines = rollmaking.fill(Suite(draw.suite), made, sources, key)
    if not lines:
        raise Refused(
            denied(
                "draw.empty_universe",
                f"事项“{item.name}”的监管对象名录库为空，无从抽取",
                "厦门 三(二)：名录库应包括监管事项对应的所有对象主体",
                "请先导入或登记监管对象，或把该事项移出本次实施方案",
            )
        )
    words = registries.universe.in_words(tally, recent_months=item.roll_rules.recent_months)
    return rollmaking.freeze(draw, made, lines, label, schemes, in_words=words)


def _told(universe: Iterator[UniverseRow], name: str, steps: Callable[[str], None]) -> Iterator[UniverseRow]:
    """The same rows, with a word every so many."""
    steps(name)
    for number, one in enumerate(universe, start=1):
        if number % TOLD_EVERY == 0:
            steps(f"{name}：已读 {number:,} 行")
        yield one


def _counted(universe: Iterator[UniverseRow], tally: "registries.universe.Tally") -> Iterator[Source]:
    for one in universe:
        tally.add(one.standing)
        yield subject_source(one)


def subject_source(one: UniverseRow) -> Source:
    """A subject as the registry shows it today."""
    standing = one.standing
    entry = rows.Entry(one.id, normalised(dict(one.record)), one.stratum, standing.status, standing.weight)
    return Source(entry, one.name, standing.reason, standing.clause)


def _inspector_roll(
    draw: Draw, pool: str, panels: Sequence[DrawPanel], by: Actor, unit_path: str, now: datetime
) -> Roll:
    people = list(registries.inspectors.rows(by, pool, localdate(now), within=unit_path))
    if not people:
        raise Refused(
            denied("draw.no_inspectors", "执法检查人员名录库为空", "厦门 三(三)", "请先登记并启用检查人员")
        )
    sources = [
        Source(
            rows.Entry(one.id, normalised(dict(one.record)), grouping.stratum(one, panels), one.status),
            one.name,
            one.reason,
            one.clause,
        )
        for one in people
    ]
    faults = roll.inspector_faults(source.entry for source in sources)
    if faults:
        raise Refused(*(denied("draw.inspector_row", fault, "sxsj1 §2") for fault in faults))
    label = Label(RollKind.INSPECTOR, f"{pool}-pool", "执法检查人员名录库")
    made = rollmaking.begin(draw, label, now)
    lines = rollmaking.fill(Suite(draw.suite), made, sources, None)
    schemes = {rollmaking.scheme(one.id) for one in people}
    words = registries.inspectors.in_words(people)
    return rollmaking.freeze(draw, made, lines, label, schemes, in_words=words)


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
