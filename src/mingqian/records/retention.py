"""How long a record is kept: data beside its clause, read once. Pure: the day is given."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from mingqian.records.enums import Medium

FILE = Path(__file__).parent / "data/retention.toml"
LAW = "石嘴山 8(1)：分类确定归档保存形式和期限"


@dataclass(frozen=True, slots=True)
class Class:
    """One period. Neither years nor months: for ever."""

    code: str
    label: str
    clause: str
    years: int = 0
    months: int = 0

    @property
    def weight(self) -> int:
        """Longer is heavier."""
        return self.years * 12 + self.months or 10**6

    def until(self, since: date) -> date | None:
        """The last day it is kept; nothing for ever."""
        span = self.years * 12 + self.months
        if not span:
            return None
        year, month = divmod(since.year * 12 + since.month - 1 + span, 12)
        for day in range(since.day, 0, -1):  # 31 August + 6 months is the end of February
            try:
                return date(year, month + 1, day)
            except ValueError:
                continue
        raise AssertionError("every month has a first day")


@cache
def classes() -> Mapping[str, Class]:
    """Every period by its code."""
    doc = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return MappingProxyType({row["code"]: Class(**row) for row in doc["class"]})


@cache
def _rules() -> tuple[Mapping[str, object], ...]:
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["rule"])


def of(stage: str, medium: Medium, *, evidence: bool) -> Class:
    """The first rule that fits."""
    for rule in _rules():
        facts = {"stage": stage, "medium": medium.value, "evidence": evidence}
        if all(rule[key] == value for key, value in facts.items() if key in rule):
            return classes()[str(rule["class"])]
    raise AssertionError("the last rule fits everything")
