"""Links of seats and marks of phones: derived from the server's key, known in the database by digests only."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from mingqian.ui import keyed

SALT = 32
"""Random bytes of a salt, and of a phone's mark."""

COOKIE = "mingqian_seat"


def token(salt: str) -> str:
    """The unguessable part of a link: 256 bits, the same each time the desk or the screen shows it."""
    return urlsafe_b64encode(keyed.digest("seat", salt)).decode().rstrip("=")


def mark(salt: str, once: str) -> str:
    """What a phone is known by: from its own form's token, so that an answer lost on the way can be given again."""
    return keyed.digest("phone", f"{salt}/{once}").hex()


def digest(secret: str) -> str:
    """What is kept of a link or of a phone's mark."""
    return sha256(secret.encode()).hexdigest()
