"""Digests nobody can compute without the server's key; when MINGQIAN_SECRET_KEY changes, all of them do."""

import hmac
from hashlib import sha256

from django.conf import settings


def digest(purpose: str, text: str) -> bytes:
    """32 bytes; ``purpose`` keeps one use apart from every other."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"mingqian.{purpose}/{text}".encode(), sha256)
