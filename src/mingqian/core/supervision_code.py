"""行政执法监督码: short codes by which a firm asks whether the people at its door are who they say (54号 扫码入企).

Two kinds, both a keyed digest nobody can compute without the bureau's key. A *rotating* code names a person for
five minutes and stands on that person's telephone; a *standing* code names a piece of paper and is printed on it,
its number in front, so that it is found without a list and cannot be guessed. Neither says anything by itself.
"""

import hmac
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from mingqian.core.letters import LETTERS, spelt

WINDOW = 300
ROTATING, PROOF, NUMBER, LONGEST = 8, 8, 3, 12
"""Letters of a rotating code, of a standing code's proof, and at least and at most of its number: sixty bits."""

_SCALE = len(LETTERS)


def window(at: datetime) -> int:
    """The number of the five minutes a moment lies in, the same in every time zone."""
    return int(at.timestamp()) // WINDOW


def ends(at: datetime) -> int:
    """Seconds until the code of this moment is replaced by the next."""
    return WINDOW - int(at.timestamp()) % WINDOW


def rotating(key: bytes, person: str, number: int) -> str:
    """The code of a person in one window."""
    return spelt(hmac.digest(key, f"person/{person}/{number}".encode(), sha256)[:ROTATING])


def shaped(code: str) -> bool:
    """Has it the letters and the length of a code of ours? Certificates and notices have others."""
    return (len(code) == ROTATING or _printed(code)) and not set(code) - set(LETTERS)


def holder(key: bytes, typed: str, people: Iterable[str], at: datetime) -> str | None:
    """Whose code this is now, or was in the window before; who reads it aloud needs a moment."""
    code, here = plain(typed), window(at)
    if len(code) != ROTATING:
        return None
    # Every person is compared, found or not: how long it takes tells nothing.
    found = [
        person
        for person in people
        for number in (here, here - 1)
        if hmac.compare_digest(rotating(key, person, number), code)
    ]
    return found[0] if found else None


def standing(key: bytes, kind: str, number: int) -> str:
    """The code printed on a paper: one letter for its kind, its number, and what proves both; in fours."""
    front = kind + _count(number)
    code = front + spelt(hmac.digest(key, f"paper/{front}".encode(), sha256)[:PROOF])
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def paper(key: bytes, typed: str) -> tuple[str, int] | None:
    """(kind, number) of a standing code; None for what this bureau never printed."""
    code = plain(typed)
    if not _printed(code) or not shaped(code):
        return None
    kind, number = code[0], _number(code[1:-PROOF])
    return (kind, number) if hmac.compare_digest(plain(standing(key, kind, number)), code) else None


def _printed(code: str) -> bool:
    """Neither shorter nor longer than what is printed: letters without end would be reckoned with for seconds."""
    return NUMBER <= len(code) - 1 - PROOF <= LONGEST


def plain(typed: str) -> str:
    """As typed by a person: case, spaces and dashes do not matter."""
    return "".join(one for one in typed.upper() if one.isascii() and one.isalnum())


def _count(number: int) -> str:
    found = ""
    while number:
        number, rest = divmod(number, _SCALE)
        found = LETTERS[rest] + found
    return found.rjust(NUMBER, LETTERS[0])


def _number(letters: str) -> int:
    total = 0
    for letter in letters:
        total = total * _SCALE + LETTERS.index(letter)
    return total
