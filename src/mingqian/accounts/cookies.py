"""The sign-in cookie: a token and the moment it was last shown, signed by the server.

The moment of last use travels in the cookie, not in the database: that is how a session that lies idle ends
although a GET writes nothing.
"""

from datetime import UTC, datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpResponse

NAME = "mingqian"
FRESH = timedelta(seconds=60)
"""How old the moment of last use may grow before a new cookie is sent."""


def digest(token: str) -> str:
    """What the database keeps of a token. Tokens are long and random: one plain hash is enough."""
    return sha256(token.encode()).hexdigest()


def value(token: str, seen_at: datetime) -> str:
    """What the browser keeps."""
    return _signer().sign(f"{token}.{int(seen_at.timestamp())}")


def read(text: str) -> tuple[str, datetime] | None:
    """Token and moment of last use; None for anything this server has not signed."""
    try:
        token, _, moment = _signer().unsign(text).rpartition(".")
        return token, datetime.fromtimestamp(int(moment), UTC)
    except (BadSignature, ValueError, OverflowError):
        return None


def send(response: HttpResponse, token: str, seen_at: datetime) -> None:
    """Hand the cookie to the browser: for this site, for HTTP only, until the browser is closed."""
    response.set_cookie(
        NAME,
        value(token, seen_at),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def withdraw(response: HttpResponse) -> None:
    """Take it back."""
    response.delete_cookie(NAME, samesite="Lax")


def _signer() -> Signer:
    return Signer(salt="mingqian.accounts.session")
