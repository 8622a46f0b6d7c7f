"""What goes into the rolls of a draw: the registries for an implementation plan, the lists of a review."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

from mingqian.accounts.types import Actor
from mingqian.core.canonical import normalised
from mingqian.core.decision import Refused, denied
from mingqian.core.draw import roll, rows
from mingqian.draw import grouping
from mingqian.draw.enums import Departure, RollKind
from mingqian.draw.models import Draw
from mingqian.draw.services import casefiles
from mingqian.draw.services.rollmaking import Intake, Label, Source
from mingqian.draw.types import Crew, Wanted
from mingqian.planning.selectors.drawing import DrawItem
from mingqian.registry import selectors as registries
from mingqian.registry.enums import SubjectStatus
from mingqian.registry.types import UniverseRow

TOLD_EVERY = 5000  # rows


def subjects(
    draw: Draw, item: Wanted, by: Actor, on: date, key: str | None, steps: Callable[[str], None]
) -> Intake:
    """Everything an item may be drawn from."""
    if draw.review is not None:
        return casefiles.cases(draw.review, item.code, key)
    assert isinstance(item, DrawItem)
    universe = registries.universe.rows(by, item.code, on, item.roll_rules)
    tally = registries.universe.Tally()
    recent = item.roll_rules.recent_months
    return Intake(
        Label(RollKind.SUBJECT, item.code, f"监管对象名录库·{item.name}", key),
        _counted(_told(universe, item.name, steps), tally),
        lambda: registries.universe.in_words(
            tally,
            recent_months=recent,
            unconfirmed=registries.universe.unconfirmed(by, item.code, on),
        ),
        denied(
            "draw.empty_universe",
            f"事项“{item.name}”的监管对象名录库为空，无从抽取",
            "厦门 三(二)：名录库应包括监管事项对应的所有对象主体",
            "请先导入或登记监管对象，或把该事项移出本次实施方案",
        ),
        partial(_left, by),
    )


def _left(by: Actor, codes: Sequence[str]) -> dict[str, str]:
    """Why each of them is no longer in the universe of an item."""
    known = registries.subjects.named(by, codes)
    return {
        code: _LEFT.get(SubjectStatus(one.status), Departure.UNTAGGED.value) for code, one in known.items()
    }


_LEFT = {
    SubjectStatus.CLOSED: Departure.CLOSED.value,
    SubjectStatus.REVOKED: Departure.CLOSED.value,
    SubjectStatus.MOVED: Departure.MOVED.value,
}


def people(draw: Draw, pool: str, panels: Sequence[Crew], by: Actor, unit_path: str, on: date) -> Intake:
    """Everybody who may sit in the teams of these panels."""
    if draw.review is not None:
        return _sound(casefiles.experts(draw.review))
    found = list(registries.inspectors.rows(by, pool, on, within=unit_path))
    sources = [
        Source(
            rows.Entry(one.id, normalised(dict(one.record)), grouping.stratum(one, panels), one.status),
            one.name,
            one.reason,
            one.clause,
        )
        for one in found
    ]
    return _sound(
        Intake(
            Label(RollKind.INSPECTOR, f"{pool}-pool", "执法检查人员名录库"),
            sources,
            lambda: registries.inspectors.in_words(found),
            denied("draw.no_inspectors", "执法检查人员名录库为空", "厦门 三(三)", "请先登记并启用检查人员"),
        )
    )


def _sound(intake: Intake) -> Intake:
    faults = roll.inspector_faults(source.entry for source in intake.sources)
    if faults:
        raise Refused(*(denied("draw.inspector_row", fault, "sxsj1 §2") for fault in faults))
    return intake


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
        standing = one.standing
        record = normalised(dict(one.record))
        entry = rows.Entry(one.id, record, one.stratum, standing.status, standing.weight)
        yield Source(entry, one.name, standing.reason, standing.clause)
