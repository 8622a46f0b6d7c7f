"""Periods of this room that no pack rules: data beside their clause, read once."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from mingqian.core.timelimits import Period, Unit

FILE = Path(__file__).parent / "data/periods.toml"
CONDUCT = "conduct.reply"


@cache
def table() -> Mapping[str, Period]:
    """Every period by its key."""
    doc = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return MappingProxyType(
        {
            row["key"]: Period(row["count"], Unit(row["unit"]), row["name"], row["event"], row["clause"])
            for row in doc["period"]
        }
    )
