"""Links of seats and marks of phones: derived from the server's key, known in the database by digests only."""

import hmac
from base64 import urlsafe_b64encode
from hashlib import sha256

from django.conf import settings

SALT = 32
"""Random bytes of a salt, and of a phone's mark."""

COOKIE = "mingqian_seat"


def token(salt: str) -> str:
    """The unguessable part of a link: 256 bits, the same each time the desk or the screen shows it."""
    mac = hmac.digest(settings.SECRET_KEY.encode(), f"mingqian.seat/{salt}".encode(), sha256)
    return urlsafe_b64encode(mac).decode().rstrip("=")


def digest(secret: str) -> str:
    """What is kept of a link or of a phone's mark."""
    return sha256(secret.encode()).hexdigest()
