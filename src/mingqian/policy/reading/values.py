"""Reading one parameter value by the kind its key declares."""

import dataclasses
import types
import typing
from collections.abc import Callable, Mapping
from enum import StrEnum
from itertools import pairwise

from mingqian.policy.reading.problems import Table, kind_of
from mingqian.policy.schema.key import Key, Kind
from mingqian.policy.schema.values import PPM, Rate, Tier, Value

RATE_UNITS: Mapping[str, int] = {"percent": 10_000, "per_mille": 1_000, "ppm": 1}


MANY = 10**12


def read(key: Key, table: Table) -> Value | None:
    """The value under ``value`` of one parameter table; None after a reported problem."""
    raw = table.get("value")
    if isinstance(raw, float):
        table.wrong("value", "不能使用小数", "比例写成 { percent = 5 } 或 { per_mille = 2 }，数量写整数")
        return None
    return READERS[key.kind](key, raw, table)


def rate(table: Table) -> Rate | None:
    """A rate from exactly one of percent, per_mille, ppm."""
    given = [unit for unit in RATE_UNITS if unit in table.raw]
    for unit in RATE_UNITS:
        table.seen.add(unit)
    if len(given) != 1:
        table.wrong("", "比例须写明 percent、per_mille、ppm 之一")
        return None
    amount = table.integer(given[0])
    if amount is None:
        return None
    ppm = amount * RATE_UNITS[given[0]]
    if not 1 <= ppm <= PPM:
        table.wrong(given[0], f"比例{amount}超出范围（大于0且不超过100%）")
        return None
    return Rate(ppm)


def _plain(expected: type, name: str) -> Callable[[Key, object, Table], Value | None]:
    def reader(key: Key, raw: object, table: Table) -> Value | None:
        if not isinstance(raw, expected) or (expected is int and isinstance(raw, bool)):
            table.wrong("value", f"{key.label}应为{name}，实际为{kind_of(raw)}")
            return None
        _bounded("value", raw, (1, MANY) if expected is int else None, table)
        return typing.cast(Value, raw)

    return reader


def _rate(key: Key, raw: object, table: Table) -> Value | None:
    inner = _inner(raw, "value", table)
    if inner is None:
        return None
    found = rate(inner)
    inner.close()
    return found


def _tiers(key: Key, raw: object, table: Table) -> Value | None:
    tiers: list[Tier] = []
    for inner in _rows(raw, table):
        upto, found = inner.integer("upto"), rate(inner)
        _bounded("upto", upto, (1, MANY), inner)
        inner.close()
        if found is not None:
            tiers.append(Tier(upto, found))
    bounds = [tier.upto for tier in tiers]
    rising = all(a is not None and (b is None or a < b) for a, b in pairwise(bounds))
    if not tiers or not rising or bounds[-1] is not None:
        table.wrong("value", "分档须按上限递增排列，最后一档不写上限")
        return None
    return tuple(tiers)


def _choice(key: Key, raw: object, table: Table) -> Value | None:
    if not isinstance(raw, str) or raw not in key.choices:
        table.wrong("value", f"“{raw}”不在可选范围：{'、'.join(key.choices)}")
        return None
    return raw


def _words(key: Key, raw: object, table: Table) -> Value | None:
    if not isinstance(raw, list) or not raw or not all(isinstance(one, str) and one for one in raw):
        table.wrong("value", f"{key.label}应为非空文字列表")
        return None
    return _distinct(tuple(raw), table)


def _codes(key: Key, raw: object, table: Table) -> Value | None:
    if not isinstance(raw, list):
        table.wrong("value", f"{key.label}应为代码列表")
        return None
    strangers = [str(one) for one in raw if one not in key.choices]
    if strangers:
        table.wrong("value", f"“{'、'.join(strangers)}”不在可选范围：{'、'.join(key.choices)}")
        return None
    return _distinct(tuple(raw), table)


def _numbers(key: Key, raw: object, table: Table) -> Value | None:
    if not isinstance(raw, list) or not all(
        isinstance(one, int) and not isinstance(one, bool) for one in raw
    ):
        table.wrong("value", f"{key.label}应为整数列表")
        return None
    return tuple(raw)


def _record(key: Key, raw: object, table: Table) -> Value | None:
    inner = _inner(raw, "value", table)
    return None if inner is None else build(_class_of(key), inner)


def _records(key: Key, raw: object, table: Table) -> Value | None:
    built = [build(_class_of(key), inner) for inner in _rows(raw, table)]
    if not built or any(one is None for one in built):
        if not built:
            table.wrong("value", f"{key.label}应为非空的表列")
        return None
    return typing.cast(Value, tuple(built))


def _class_of(key: Key) -> type:
    assert key.record is not None, key.name
    return key.record


def _distinct(values: tuple[str, ...], table: Table) -> tuple[str, ...]:
    for value in sorted({one for one in values if values.count(one) > 1}):
        table.wrong("value", f"“{value}”重复")
    return values


def _inner(raw: object, name: str, table: Table) -> Table | None:
    if not isinstance(raw, dict):
        table.wrong(name, f"应为表，实际为{kind_of(raw)}")
        return None
    return Table(raw, table.file, f"{table.path}.{name}", table.report, table.clause)


def _rows(raw: object, table: Table) -> list[Table]:
    if not isinstance(raw, list):
        table.wrong("value", f"应为表的列表，实际为{kind_of(raw)}")
        return []
    rows = (_inner(one, f"value[{n}]", table) for n, one in enumerate(raw, 1))
    return [row for row in rows if row is not None]


def build(cls: type, table: Table) -> Value | None:
    """A record from a table by the types of its fields; unknown and missing names are reported."""
    before = len(table.report.problems)
    hints = typing.get_type_hints(cls)
    found: dict[str, object] = {}
    for one in dataclasses.fields(cls):
        required = one.default is dataclasses.MISSING
        if not required and one.name not in table.raw:
            table.seen.add(one.name)
            continue
        found[one.name] = _field(one.name, hints[one.name], table)
        _bounded(one.name, found[one.name], one.metadata.get("within"), table)
        if "among" in one.metadata:
            table.choice(one.name, list(one.metadata["among"]), "")
    table.close()
    if len(table.report.problems) > before:
        return None
    made = cls(**found)
    if fault := made.fault() if hasattr(made, "fault") else "":
        table.wrong("", fault)
    return typing.cast(Value, made)


def _bounded(name: str, number: object, bounds: tuple[int, int] | None, table: Table) -> None:
    """A number that no clause can mean: a period of −3 days, a witness less than nobody."""
    if bounds and isinstance(number, int) and not bounds[0] <= number <= bounds[1]:
        table.wrong(name, f"{number}不在{bounds[0]}至{bounds[1]}之间")


def _field(name: str, hint: object, table: Table) -> object:
    if isinstance(hint, types.UnionType):
        hint = next(part for part in typing.get_args(hint) if part is not types.NoneType)
    if typing.get_origin(hint) is tuple:
        return table.texts(name)
    if hint is bool:
        if name not in table.raw:
            table.wrong(name, f"缺少“{name}”")
        return table.flag(name, default=False)
    if hint is int:
        return table.integer(name, required=True)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        table.get(name, required=True)
        return hint(table.choice(name, [one.value for one in hint], next(iter(hint)).value))
    return table.text(name, required=True)


READERS: Mapping[Kind, Callable[[Key, object, Table], Value | None]] = {
    Kind.TEXT: _plain(str, "文字"),
    Kind.INT: _plain(int, "整数"),
    Kind.BOOL: _plain(bool, "true 或 false"),
    Kind.RATE: _rate,
    Kind.TIERS: _tiers,
    Kind.CHOICE: _choice,
    Kind.WORDS: _words,
    Kind.CODES: _codes,
    Kind.NUMBERS: _numbers,
    Kind.RECORD: _record,
    Kind.RECORDS: _records,
}
