"""The code under which anybody may check a paper: not to be guessed, the same each time it is worked out."""

import hmac
from hashlib import sha256

from django.conf import settings

LENGTH = 10
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like something else


def of(kind: str, thing: str, version: int) -> str:
    """Fifty bits of a digest only this site can make."""
    text = f"mingqian.paper/{kind}/{thing}/{version}"
    mac = hmac.digest(settings.SECRET_KEY.encode(), text.encode(), sha256)
    return "".join(_ALPHABET[byte & 31] for byte in mac[:LENGTH])


def shaped(code: str) -> bool:
    """Has it the letters and the length of a paper's code?"""
    return len(code) == LENGTH and not set(code) - set(_ALPHABET)
