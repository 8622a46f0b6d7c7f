"""The stage of an application, for whoever knows its number and the tail of the telephone."""

from mingqian.guides.enums import Outcome
from mingqian.guides.models import Application
from mingqian.guides.types import Stage


def of(row: Application) -> Stage:
    """What is told: where it stands, never who applied."""
    outcome = Outcome(row.outcome).label if row.outcome else ""
    return Stage(
        number=row.number,
        name=row.guide.power.name,
        unit=row.unit.name,
        stage=outcome or row.steps[row.stage - 1],
        accepted_on=row.accepted_on,
        due_on=row.due_on,
        outcome=outcome,
        closed_on=row.closed_on,
    )
