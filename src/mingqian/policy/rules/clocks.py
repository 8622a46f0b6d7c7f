"""Deadlines of the policy: every clock that runs on one duty, strictest first where they compare."""

from dataclasses import dataclass

from mingqian.core import timelimits
from mingqian.core.timelimits import Period
from mingqian.policy.layers import Effective
from mingqian.policy.schema.keys import BY_NAME
from mingqian.policy.schema.values import START_LABELS, Deadline, Unit, YearDate


@dataclass(frozen=True, slots=True)
class Clock:
    """One period with its citation; several may run side by side on the same duty."""

    key: str
    deadline: Deadline
    clause: str


def clocks(policy: Effective, key: str) -> tuple[Clock, ...]:
    """All clocks of one duty; the earliest due date binds. Empty where no layer gives a figure."""
    value = policy.values[key]
    said = [one for one in (value.parameter, *value.also) if one is not None]
    return tuple(Clock(key, one.value, one.citation) for one in said if isinstance(one.value, Deadline))


def periods(policy: Effective, key: str) -> tuple[Period, ...]:
    """The same clocks as ``core.timelimits`` runs them; a weekly duty is seven calendar days."""
    return tuple(_period(clock) for clock in clocks(policy, key))


def _period(clock: Clock) -> Period:
    deadline = clock.deadline
    weekly = deadline.unit is Unit.WEEKS
    return Period(
        count=deadline.amount * 7 if weekly else deadline.amount,
        unit=timelimits.Unit(Unit.CALENDAR_DAYS if weekly else deadline.unit),
        name=BY_NAME[clock.key].label,
        event=START_LABELS[deadline.start],
        clause=clock.clause,
    )


def yearly(policy: Effective, key: str) -> tuple[YearDate, str] | None:
    """A date of every year with its citation (每年1月25日前)."""
    value = policy.value(key)
    return (value, policy.clause(key)) if isinstance(value, YearDate) else None
