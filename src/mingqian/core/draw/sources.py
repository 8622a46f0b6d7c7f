"""Public sources of randomness: what a value looks like, and how many there can be (section 5).

What belongs here: dice, lottery and beacon values. Who enters them, and when, is the ceremony's.
"""

import re
from collections.abc import Mapping, Sequence
from math import comb
from typing import Any

ENTROPY = 2**64
DICE = {"dice10": (20, re.compile(r"[0-9]+")), "dice6": (26, re.compile(r"[1-6]+"))}
BEACON = {"drand": (64, 2**256), "nist": (128, 2**512)}
_HEX = re.compile(r"[0-9a-f]+")


def is_dice(source: Mapping[str, Any]) -> bool:
    """Dice are rolled at the table and have no moment of their own."""
    return source["src"] in DICE


def outcomes(source: Mapping[str, Any]) -> int:
    """10^count, 6^count, C(max,count), 2^256 or 2^512."""
    kind = source["src"]
    if kind == "dice10":
        return int(10 ** source["count"])
    if kind == "dice6":
        return int(6 ** source["count"])
    if kind == "lottery":
        return comb(source["max"], source["count"])
    return BEACON[kind][1]


def enough(sources: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the product of all outcomes is at least 2^64."""
    product = 1
    for source in sources:
        product *= outcomes(source)
    return product >= ENTROPY


NAMED_BY = {"lottery": ("game", "issue"), "drand": ("chain", "round"), "nist": ("chain", "pulse")}


def repeated(sources: Sequence[Mapping[str, Any]]) -> bool:
    """Whether one drawing, round or pulse is named twice: it would count twice and be random once."""
    named = [
        (one["src"], *(one[name] for name in NAMED_BY[one["src"]]))
        for one in sources
        if one["src"] in NAMED_BY
    ]
    return len(set(named)) < len(named)


def faults(source: Mapping[str, Any]) -> list[str]:
    """What forbids naming this source in a plan."""
    kind = source["src"]
    found: list[str] = []
    if kind in DICE:
        least = DICE[kind][0]
        if source["count"] < least:
            found.append(f"{kind} 至少要掷 {least} 次，现为 {source['count']}")
        if source["at"] is not None:
            found.append(f"{kind} 没有公布时刻，at 应为 null")
        return found
    if source["at"] is None:
        found.append(f"{kind} 必须写明公布时刻 at")
    if kind == "lottery" and source["count"] >= source["max"]:
        found.append("彩票的 count 必须小于 max")
    return found


def value_fault(source: Mapping[str, Any], value: str) -> str | None:
    """Why ``value`` cannot come from this source, or None."""
    kind = source["src"]
    if kind in DICE:
        pattern = DICE[kind][1]
        if not pattern.fullmatch(value):
            return f"{kind} 的值含有不该有的字符"
        if len(value) != source["count"]:
            return f"{kind} 应有 {source['count']} 个点数，现有 {len(value)} 个"
        return None
    if kind == "lottery":
        return _lottery_fault(source, value)
    length = BEACON[kind][0]
    if len(value) != length or not _HEX.fullmatch(value):
        return f"{kind} 的值应为 {length} 位小写十六进制"
    return None


def _lottery_fault(source: Mapping[str, Any], value: str) -> str | None:
    highest = source["max"]
    width = len(str(highest))
    numbers = value.split(",")
    allowed = {str(number).zfill(width) for number in range(1, highest + 1)}
    if any(number not in allowed for number in numbers):
        return f"彩票号码应为 1 至 {highest} 的 {width} 位数字，用逗号分开"
    if sorted(set(numbers)) != numbers:
        return "彩票号码应各不相同、由小到大"
    if len(numbers) != source["count"]:
        return f"彩票应有 {source['count']} 个号码，现有 {len(numbers)} 个"
    return None
