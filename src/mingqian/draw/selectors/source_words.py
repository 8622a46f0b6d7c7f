"""Public sources of randomness as people call them."""

from collections.abc import Mapping
from typing import Any

SOURCES = {
    "dice10": "十面骰 {count} 次",
    "dice6": "六面骰 {count} 次",
    "lottery": "{game}第 {issue} 期开奖号码",
    "drand": "drand 第 {round} 轮",
    "nist": "NIST 信标第 {pulse} 个脉冲",
}
GROUPS = {"dice10": 5, "dice6": 5, "drand": 8, "nist": 8}
"""How many characters of a value are read in one breath; the numbers of a lottery are read one by one."""


def named(source: Mapping[str, Any]) -> str:
    """十面骰 20 次."""
    return SOURCES[source["src"]].format(**source)


CAUTIONS = {
    "nist": "NIST 脉冲的 RSA 签名无法核验，取值请再到 beacon.nist.gov 对照；要紧的抽取请用或者加用 drand",
}
"""What a source cannot show by itself: said wherever it is chosen, entered or shown."""


def caution(source: Mapping[str, Any]) -> str:
    """What nobody can check about values of this source; empty for most."""
    return CAUTIONS.get(source["src"], "")


def spoken(source: Mapping[str, Any], value: str) -> tuple[str, ...]:
    """The value in the pieces in which it is read out."""
    if source["src"] == "lottery":
        return tuple(value.split(","))
    size = GROUPS[source["src"]]
    return tuple(value[place : place + size] for place in range(0, len(value), size))
