"""新许可必查 (XM-42): licences of the first supervision cycle, who was checked since, who was guided before (XM-86)."""

from dataclasses import dataclass
from datetime import date

from mingqian.accounts.types import Actor
from mingqian.core.decision import Refused
from mingqian.core.timelimits import add_months
from mingqian.inspection.selectors import guidance
from mingqian.policy.rules import reading
from mingqian.registry import selectors as registries

CYCLE = 12
"""Months, where the pack says nothing: a supervision cycle is a year (每年度制定计划)."""


@dataclass(frozen=True, slots=True)
class Licensee:
    """One subject whose licence is new; ``late``: its first cycle ended without a check."""

    code: str
    name: str
    licence: str
    since: date
    until: date
    checked: date | None
    guided: date | None
    late: bool


def cycle(by: Actor, on: date) -> int:
    """Months of the first cycle under the unit's pack."""
    try:
        said = reading.said(registries.packs.in_force(by.unit_path, on), "new_licensee.cycle", int)
    except Refused:
        return CYCLE
    return said.value if said else CYCLE


def of_period(by: Actor, today: date) -> list[Licensee]:
    """Every new licensee of the last two cycles in scope, oldest licence first."""
    months = cycle(by, today)
    rows = registries.subjects.licensed_since(by, add_months(today, -2 * months), today)
    guided = guidance.first_days([row.code for row in rows])
    return [
        Licensee(
            row.code, row.name, row.licence, row.since, until := add_months(row.since, months), row.checked,
            guided.get(row.code), row.checked is None and until < today,
        )
        for row in rows
    ]  # fmt: skip


def waiting(by: Actor, today: date) -> list[Licensee]:
    """Those nobody has checked yet."""
    return [one for one in of_period(by, today) if one.checked is None]
