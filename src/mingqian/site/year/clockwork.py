"""The time and the random bytes of a run: real ones, or a fixed stream so that a demo repeats byte for byte."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mingqian.draw.types import Entropy

ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


LOCAL = ZoneInfo("Asia/Shanghai")


def at(day: date, hour: int = 9) -> datetime:
    """A full hour of a day, where the bureau is."""
    return datetime.combine(day, time(hour), LOCAL)


@dataclass
class Clock:
    """A moment that moves on with every step: events of a log never stand before each other (sxsj1 V19)."""

    moment: datetime
    step: timedelta = timedelta(seconds=30)

    def tick(self) -> datetime:
        """The next moment."""
        self.moment += self.step
        return self.moment

    def advance_to(self, moment: datetime) -> None:
        """Go on to a later moment; never back."""
        self.moment = max(self.moment, moment)


@dataclass
class Fixed:
    """Bytes derived from a label: for the demo and tests only, worthless as secrets."""

    label: str
    count: int = field(default=0)

    def __call__(self, size: int) -> bytes:
        self.count += 1
        found = b""
        while len(found) < size:
            found += hashlib.sha256(f"{self.label}/{self.count}/{len(found)}".encode()).digest()
        return found[:size]


real: Entropy = secrets.token_bytes


def secret(entropy: Entropy, length: int = 32) -> str:
    """A party's secret as its own device would make it: letters and digits without look-alikes."""
    return "".join(_letters(entropy, ALPHABET, length))


def dice(entropy: Entropy, count: int = 20) -> str:
    """Ten-sided dice, simulated; a ceremony in front of people rolls real ones."""
    return "".join(_letters(entropy, "0123456789", count))


def _letters(entropy: Callable[[int], bytes], alphabet: str, count: int) -> list[str]:
    """Unbiased letters: bytes beyond the last whole multiple of the alphabet are thrown again."""
    limit = 256 - 256 % len(alphabet)
    found: list[str] = []
    while len(found) < count:
        found += [alphabet[byte % len(alphabet)] for byte in entropy(count) if byte < limit]
    return found[:count]
