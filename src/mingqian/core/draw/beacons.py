"""What can be said of a beacon's value without asking the beacon: rounds, times, hashes (section 5).

What belongs here: drand chains whose every figure follows from the chain hash a plan names, pulses of the
NIST beacon (NISTIR 8213). Whether a drand signature is the network's needs a pairing: ``draw.bls``.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

LONGEST = 16_000  # characters of a beacon's page
LAST_ROUND = 10**9  # a century of seconds by threes: later rounds have no date
_EVIDENCE = re.compile(r"sig=((?:[0-9a-f]{2})+)(?: prev=((?:[0-9a-f]{2})+))?(?: |$)")


class BeaconError(ValueError):
    """What a beacon's page says does not add up; the text is for the person who pasted it."""


@dataclass(frozen=True, slots=True)
class Chain:
    """A drand network: round r is due at genesis + (r - 1) · period, in seconds of Unix time."""

    name: str
    public_key: str
    period: int
    genesis: int
    seed: str
    chained: bool

    @property
    def hash(self) -> str:
        """The chain hash, by which a plan names the network: whoever names it has fixed its key."""
        beacon = b"" if self.name == "default" else self.name.encode()
        fixed = self.period.to_bytes(4, "big") + self.genesis.to_bytes(8, "big")
        told = fixed + bytes.fromhex(self.public_key) + bytes.fromhex(self.seed) + beacon
        return hashlib.sha256(told).hexdigest()

    def due(self, round_: int) -> datetime:
        """When a round comes out."""
        return datetime.fromtimestamp(self.genesis + (round_ - 1) * self.period, UTC)

    def first_round(self, at: datetime) -> int:
        """The first round that comes out at this moment or after it."""
        return max(1, 1 - (self.genesis - int(at.timestamp())) // self.period)

    def message(self, round_: int, previous: str = "") -> bytes:
        """What the network signs."""
        return hashlib.sha256(bytes.fromhex(previous) + round_.to_bytes(8, "big")).digest()


QUICKNET = Chain(
    name="quicknet",
    public_key="83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
    period=3,
    genesis=1692803367,
    seed="f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e",
    chained=False,
)
DEFAULT = Chain(
    name="default",
    public_key="868f005eb8e6e4ca0a47c8a77ceaa5309a47978a7c71bc5cce96366b5d7a569937c529eeda66c7293784a9402801af31",
    period=30,
    genesis=1595431050,
    seed="176f93498eac9ca337150b46d21dd58673ea4e3581185f869672e59fa4cb390a",
    chained=True,
)
CHAINS = {one.hash: one for one in (QUICKNET, DEFAULT)}


@dataclass(frozen=True, slots=True)
class Round:
    """A drand round as its page shows it."""

    round: int
    randomness: str
    signature: str
    previous: str


def read_round(text: str) -> Round:
    """The page of a round: randomness is the SHA-256 of the signature, or somebody mistyped."""
    shown = _page(text)
    round_, signature = shown.get("round"), _hex(shown, "signature")
    previous = _hex(shown, "previous_signature") if "previous_signature" in shown else ""
    if not isinstance(round_, int) or isinstance(round_, bool) or round_ < 1:
        raise BeaconError("页面内容里没有轮次 round")
    made = hashlib.sha256(bytes.fromhex(signature)).hexdigest()
    if "randomness" in shown and _hex(shown, "randomness") != made:
        raise BeaconError("randomness 不是 signature 的 SHA-256，页面内容抄录有误或被改动")
    return Round(round_, made, signature, previous)


def round_fault(source: Mapping[str, Any], shown: Round) -> str | None:
    """Why this round is not the one the plan names, or None."""
    chain = CHAINS.get(source["chain"])
    if shown.round != source["round"]:
        return f"公告写定的是第 {source['round']} 轮，页面是第 {shown.round} 轮"
    if chain and chain.chained and not shown.previous:
        return f"{chain.name} 网络的每一轮连着上一轮，页面内容里应有 previous_signature"
    return None


def source_fault(source: Mapping[str, Any]) -> str | None:
    """A round of a known network has one moment, and the plan must say that one."""
    chain = CHAINS.get(source["chain"]) if source["src"] == "drand" else None
    if chain is None or source["at"] is None:
        return None
    if not 1 <= source["round"] <= LAST_ROUND:
        return f"drand 轮次应在 1 到 {LAST_ROUND} 之间"
    due = f"{chain.due(source['round']):%Y-%m-%dT%H:%M:%SZ}"
    return None if source["at"] == due else f"drand {chain.name} 第 {source['round']} 轮的时刻是 {due}"


@dataclass(frozen=True, slots=True)
class Pulse:
    """A pulse of the NIST beacon as its page shows it."""

    chain: int
    pulse: int
    at: str
    value: str
    uri: str


def read_pulse(text: str) -> Pulse:
    """The page of a pulse: its output value is recomputed over all its fields and its signature."""
    shown = _page(text)
    shown = shown["pulse"] if isinstance(shown.get("pulse"), dict) else shown
    try:
        made = hashlib.sha512(pulse_bytes(shown) + bytes.fromhex(shown["signatureValue"])).hexdigest()
        told = Pulse(
            shown["chainIndex"],
            shown["pulseIndex"],
            shown["timeStamp"],
            shown["outputValue"].lower(),
            shown["uri"],
        )
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise BeaconError("页面内容不是完整的脉冲，请粘贴整段 JSON") from None
    if made != told.value:
        raise BeaconError("outputValue 与脉冲各字段重算的结果不符，页面内容抄录有误或被改动")
    return told


def pulse_bytes(shown: Mapping[str, Any]) -> bytes:
    """All fields before the signature: lengths and small integers in 4 bytes, indexes in 8."""
    outside = shown["external"]
    before: bytes = _sized(shown["uri"].encode()) + _sized(shown["version"].encode())
    before += _four(shown["cipherSuite"]) + _four(shown["period"]) + _hashed(shown["certificateId"])
    before += shown["chainIndex"].to_bytes(8, "big") + shown["pulseIndex"].to_bytes(8, "big")
    before += _sized(shown["timeStamp"].encode()) + _hashed(shown["localRandomValue"])
    before += _hashed(outside["sourceId"]) + _four(outside["statusCode"]) + _hashed(outside["value"])
    before += b"".join(_hashed(one["value"]) for one in shown["listValues"])
    return before + _hashed(shown["precommitmentValue"]) + _four(shown["statusCode"])


def pulse_fault(source: Mapping[str, Any], shown: Pulse) -> str | None:
    """Why this pulse is not the one the plan names, or None."""
    if (shown.chain, shown.pulse) != (source["chain"], source["pulse"]):
        wanted = f"链 {source['chain']} 第 {source['pulse']} 个脉冲"
        return f"公告写定的是{wanted}，页面是链 {shown.chain} 第 {shown.pulse} 个"
    if shown.at[:19] != source["at"][:19]:
        return f"公告写定的时刻是 {source['at']}，脉冲的时刻是 {shown.at}"
    return None


def taken(source: Mapping[str, Any], page: str) -> tuple[str, str]:
    """Value and evidence of a beacon out of its page; a page that is not the one announced is refused."""
    if source["src"] == "drand":
        shown = read_round(page)
        fault = round_fault(source, shown)
        told = f"sig={shown.signature}" + (f" prev={shown.previous}" if shown.previous else "")
        value = shown.randomness
    else:
        pulse = read_pulse(page)
        fault, value = pulse_fault(source, pulse), pulse.value
        told = f"{pulse.uri} 全文 SHA-256 {hashlib.sha256(page.encode()).hexdigest()}"[:400]
    if fault:
        raise BeaconError(fault)
    return value, told


def address(source: Mapping[str, Any]) -> str:
    """Where this round or pulse is to be read, on any machine with a network."""
    if source["src"] == "drand":
        return f"https://api.drand.sh/{source['chain']}/public/{source['round']}"
    return f"https://beacon.nist.gov/beacon/2.0/chain/{source['chain']}/pulse/{source['pulse']}"


def round_in(evidence: str, round_: int) -> Round | None:
    """The round whose signature stands in the evidence of a public value; anybody can check it again."""
    found = _EVIDENCE.match(evidence)
    if found is None:
        return None
    signature, previous = found[1], found[2] or ""
    made = hashlib.sha256(bytes.fromhex(signature)).hexdigest()
    return Round(round_, made, signature, previous)


def _page(text: str) -> dict[str, Any]:
    if len(text) > LONGEST:
        raise BeaconError(f"内容超过 {LONGEST} 个字符，不是一轮信标的页面")
    try:
        shown = json.loads(text)
    except (ValueError, RecursionError):
        raise BeaconError("内容不是信标页面的 JSON，请从“{”到“}”整段粘贴") from None
    if not isinstance(shown, dict):
        raise BeaconError("内容不是信标页面的 JSON，请从“{”到“}”整段粘贴")
    return shown


def _hex(shown: Mapping[str, Any], name: str) -> str:
    text = shown.get(name)
    try:
        return bytes.fromhex(text).hex() if isinstance(text, str) and text else _missing(name)
    except ValueError:
        return _missing(name)


def _missing(name: str) -> str:
    raise BeaconError(f"页面内容里没有 {name}，或不是十六进制")


def _sized(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _hashed(text: str) -> bytes:
    return _sized(bytes.fromhex(text))


def _four(number: int) -> bytes:
    return number.to_bytes(4, "big")
