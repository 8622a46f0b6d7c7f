"""The moves of planning: which event leads where is core's table; here it only meets a row's state."""

from mingqian.core import machine
from mingqian.core.machines import annual_plan, implementation_plan, item_paper
from mingqian.planning.enums import PaperState, PlanState


def annual(state: str, event: str) -> PlanState:
    """The state of an annual plan after ``event``; ``Refused`` with what is possible instead."""
    return PlanState(machine.move(annual_plan.MACHINE, state, event))


def implementation(state: str, event: str) -> PlanState:
    """The state of an implementation plan after ``event``."""
    return PlanState(machine.move(implementation_plan.MACHINE, state, event))


def paper(state: str, event: str) -> PaperState:
    """The state of a guideline or an evaluation method after ``event``."""
    return PaperState(machine.move(item_paper.MACHINE, state, event))
