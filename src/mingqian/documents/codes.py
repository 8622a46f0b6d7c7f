"""The code under which anybody may check a paper: not to be guessed, the same each time it is worked out."""

from mingqian.core.letters import LETTERS, spelt
from mingqian.ui import keyed

LENGTH = 10


def of(kind: str, thing: str, version: int) -> str:
    """Fifty bits of a digest only this site can make."""
    return spelt(keyed.digest("paper", f"{kind}/{thing}/{version}")[:LENGTH])


def shaped(code: str) -> bool:
    """Has it the letters and the length of a paper's code?"""
    return len(code) == LENGTH and not set(code) - set(LETTERS)
