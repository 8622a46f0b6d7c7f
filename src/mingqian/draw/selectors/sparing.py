"""免检: which of an item's drawn firms may be asked for, and why the others may not (XM-58)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.core.decision import Decision, allowed, denied
from mingqian.core.machines import ceremony
from mingqian.draw.models import Draw
from mingqian.draw.selectors import draws, logs, occasions
from mingqian.draw.types import ItemSheet, Known
from mingqian.planning import selectors as planned
from mingqian.planning.enums import ExemptionState

AFTER_DRAW = "厦门方案 三(五)6：免检是抽取之后、检查之前的决定"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A firm drawn by lot, with what the rules say to sparing it."""

    firm: Known
    answer: Decision


def drawn_on(row: Draw) -> date:
    """The day of the result, as the public log has it."""
    return localdate(next(one.at for one in logs.marks(row) if one.kind == "result"))


def still_open(row: Draw) -> Decision:
    """免检 is asked for between the draw and its checks: of a round that is over nobody can be spared any more."""
    if row.state not in ceremony.OVER:
        return allowed()
    why = f"抽取“{row.code}”{ceremony.MACHINE.states[row.state]}，不能再申请免检"
    return denied("draw.spare.over", why, AFTER_DRAW, "查过的结果不当的，按结果更正办理；下一轮抽中后再申请")


def candidates(by: Actor, code: str, sheet: ItemSheet, today: date) -> list[Candidate]:
    """Everybody drawn for the item; who may be asked for comes first, the others in the order of the draw."""
    row = draws.for_item(by, code, sheet.code)
    firms = [one.identity for one in sheet.drawn]
    pack = occasions.pack_of(row)
    found = planned.exemptions.answers(firms, drawn_on(row), today, pack) | dict(_asked(by, code, sheet))
    listed = [Candidate(one, found[one.identity]) for one in sheet.drawn]
    return sorted(listed, key=lambda one: not one.answer.ok)


def _asked(by: Actor, code: str, sheet: ItemSheet) -> Iterator[tuple[str, Decision]]:
    """A request that was refused may be repeated."""
    for one in planned.exemptions.of_draw(by, code):
        if one.item.item.code == sheet.code and one.state != ExemptionState.REFUSED:
            label = ExemptionState(one.state).label
            yield one.subject.code, denied("exempt.again", f"已经申请：{label}", one.clause)
