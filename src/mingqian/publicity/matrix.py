"""The publication matrix: for every kind of notice what, where, by when, who approves, by which clause.

石嘴山方案 1(1): 公示的范围、内容、载体、程序、时限. The rows stand in ``data/matrix.toml``; limits and columns that
the rule packs hold are read from the packs in force, where the stricter value already prevails.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from mingqian.accounts.enums import Role, roles_named
from mingqian.core import timelimits
from mingqian.core.timelimits import Deadline, Period
from mingqian.core.workdays import Calendar, OutOfCalendar
from mingqian.policy.layers import Effective
from mingqian.policy.rules import clocks
from mingqian.policy.schema.values import YearDate
from mingqian.publicity.enums import Channel, NoticeKind

PERSONS = ("pack", "never", "named")


class BadMatrix(ValueError):
    """The file beside this module is wrong; a test reads it, so nobody meets this at work."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of the matrix with the packs laid over it."""

    kind: NoticeKind
    what: str
    columns: tuple[str, ...]
    channels: tuple[Channel, ...]
    approvers: tuple[Role, ...]
    confirmers: frozenset[Role]
    persons: str
    periods: tuple[Period, ...]
    yearly: YearDate | None
    start: str
    clause: str
    ids: tuple[str, ...]

    @property
    def limit(self) -> str:
        """自检查结束之日起10个工作日内；每年1月25日前."""
        if self.yearly is not None:
            return self.yearly.text()
        return "；".join(f"自{one.event}之日起{one.count}{one.unit.label}内" for one in self.periods)


@cache
def _file() -> Mapping[str, Mapping[str, Any]]:
    text = resources.files("mingqian.publicity").joinpath("data/matrix.toml").read_text("utf-8")
    table: Mapping[str, Mapping[str, Any]] = tomllib.loads(text)
    if set(table) != {kind.value for kind in NoticeKind}:
        raise BadMatrix(f"rows and kinds differ: {set(table) ^ {kind.value for kind in NoticeKind}}")
    return table


def cell(kind: NoticeKind, policy: Effective | None = None) -> Cell:
    """The row of a kind. Without a pack in force the matrix's own words hold."""
    row = _file()[kind]
    periods, yearly = _limit(row, policy)
    if row["persons"] not in PERSONS:
        raise BadMatrix(f"{kind}: persons is {row['persons']!r}")
    return Cell(
        kind=kind,
        what=row["what"],
        columns=_columns(row["columns"], policy),
        channels=tuple(Channel(one) for one in row["channels"]),
        approvers=tuple(Role(one) for one in row["approves"]),
        confirmers=_confirmers(row.get("confirms", ""), policy),
        persons=_persons(row["persons"], policy),
        periods=periods,
        yearly=yearly,
        start=periods[0].event if periods else "年度终了",
        clause=_clause(row, policy),
        ids=tuple(row["ids"]),
    )


def cells(policy: Effective | None = None) -> tuple[Cell, ...]:
    """The whole matrix in the order of the kinds."""
    return tuple(cell(kind, policy) for kind in NoticeKind)


def due(one: Cell, started: date | None, calendar: Calendar) -> Deadline | None:
    """The earliest of the cell's periods from its start; None where nothing started or nothing is counted."""
    if started is None:
        return None
    if one.yearly is not None:
        period = Period(0, timelimits.Unit.BY_DATE, one.what, "年度终了", one.clause)
        return timelimits.by_date(calendar, period, date(started.year + 1, one.yearly.month, one.yearly.day))
    found = []
    for period in one.periods:
        try:
            found.append(timelimits.run(calendar, period, started))
        except OutOfCalendar:
            continue
    dated = [deadline for deadline in found if deadline.due is not None]
    return min(dated, key=lambda deadline: deadline.due or started, default=None)


def _limit(row: Mapping[str, Any], policy: Effective | None) -> tuple[tuple[Period, ...], YearDate | None]:
    key = row.get("key", "")
    if key and policy is not None:
        yearly = clocks.yearly(policy, key)
        return ((), yearly[0]) if yearly else (clocks.periods(policy, key), None)
    if key:
        return (), None
    unit = timelimits.Unit(row["unit"])
    return (Period(row["amount"], unit, row["what"], row["start"], row["clause"]),), None


def _columns(said: str | list[str], policy: Effective | None) -> tuple[str, ...]:
    if isinstance(said, str):
        value = policy.value(said) if policy is not None else None
        return tuple(map(str, value)) if isinstance(value, tuple | list) else ()
    return tuple(said)


def _confirmers(key: str, policy: Effective | None) -> frozenset[Role]:
    if not key:
        return frozenset()
    return roles_named(str(policy.value(key)) if policy is not None else Role.SUPERVISION_AUTHORITY.value)


def _persons(said: str, policy: Effective | None) -> str:
    """``off`` where nobody says otherwise: publication needs a law (个人信息保护法 第二十五条)."""
    if said != "pack":
        return said
    return str(policy.value("natural_person.publish") or "off") if policy is not None else "off"


def _clause(row: Mapping[str, Any], policy: Effective | None) -> str:
    key = row.get("key", "")
    binding = policy.clause(key) if key and policy is not None else ""
    return binding or str(row["clause"])
