"""The ladder as data, read once: which rung reaches whom, and which roles are meant by a party."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from mingqian.accounts.enums import Role
from mingqian.core.ladder import Rung

FILE = Path(__file__).parent / "data/ladder.toml"
HANDLER, CAPTAIN = "handler", "captain"


@dataclass(frozen=True, slots=True)
class Ladder:
    """Both sets of rungs, the parties' names and roles, and who handles which kind of period."""

    days: tuple[Rung, ...]
    hours: tuple[Rung, ...]
    labels: Mapping[str, str]
    roles: Mapping[str, tuple[Role, ...]]
    handlers: Mapping[str, tuple[Role, ...]]

    def roles_of(self, party: str, kind: str) -> tuple[Role, ...]:
        """Whom a party means for a kind of period: its own word, that of its family, or the usual one."""
        if party != HANDLER:
            return self.roles[party]
        family = kind.partition(".")[0] + "."
        return self.handlers.get(kind) or self.handlers.get(family) or self.roles[party]


@cache
def table() -> Ladder:
    """A word that is no party or no role stops the start, not the first reminder."""
    doc = tomllib.loads(FILE.read_text(encoding="utf-8"))
    parties: Mapping[str, Any] = doc["party"]
    ladder = Ladder(
        tuple(_rung(row) for row in doc["rung"]),
        tuple(_rung(row) for row in doc["hours"]),
        {name: one["label"] for name, one in parties.items()},
        {name: _roles(one["roles"]) for name, one in parties.items()},
        {kind: _roles(roles) for kind, roles in doc["handler"].items()},
    )
    for rung in (*ladder.days, *ladder.hours):
        assert set(rung.to) <= set(parties), rung
    return ladder


def _rung(row: Mapping[str, Any]) -> Rung:
    return Rung(row["code"], row["offset"], tuple(row["to"]), row.get("escalates", False))


def _roles(codes: list[str]) -> tuple[Role, ...]:
    return tuple(Role(code) for code in codes)
