"""One-time codes (RFC 6238) and recovery codes, on plain values.

The secret is derived from a salt in the database and the server's key, so that neither alone is enough; when
MINGQIAN_SECRET_KEY changes, everybody enrols anew.
"""

import hmac
from base64 import b32encode
from datetime import datetime

import pyotp

from mingqian.core.letters import spelt
from mingqian.ui import keyed

PERIOD = 30
DRIFT = 1
"""Periods a telephone's clock may be wrong, either way."""

RECOVERY_CODES = 10


def secret(salt: str, person: str) -> str:
    """The shared secret, as authenticator programs want it (base32, 160 bits)."""
    mac = keyed.digest("totp", f"{person}/{salt}")
    return b32encode(mac[:20]).decode()


def matching(typed: str, *, salt: str, person: str, now: datetime) -> int | None:
    """The counter of the period this code belongs to; None when it belongs to none near ``now``."""
    digits = "".join(typed.split())
    if len(digits) != 6 or not (digits.isascii() and digits.isdecimal()):
        return None
    totp = pyotp.TOTP(secret(salt, person), interval=PERIOD)
    here = int(now.timestamp()) // PERIOD
    near = range(here - DRIFT, here + DRIFT + 1)
    return next((one for one in near if hmac.compare_digest(totp.generate_otp(one), digits)), None)


def address(salt: str, person: str) -> str:
    """The ``otpauth:`` address behind the QR code; short, so that the picture stays coarse enough to scan."""
    totp = pyotp.TOTP(secret(salt, person), interval=PERIOD)
    return totp.provisioning_uri(name=person, issuer_name="明签")


def recovery_codes(entropy: bytes) -> list[str]:
    """Ten codes of sixty bits, readable aloud, from 120 random bytes."""
    if len(entropy) < 12 * RECOVERY_CODES:
        raise ValueError("too little entropy for the recovery codes")
    chars = spelt(entropy)
    whole = [chars[12 * one : 12 * one + 12] for one in range(RECOVERY_CODES)]
    return [f"{code[:4]}-{code[4:8]}-{code[8:]}" for code in whole]


def recovery_digest(typed: str, person: str) -> str:
    """What is kept of a recovery code; case, spaces and dashes do not matter."""
    plain = "".join(one for one in typed.upper() if one.isalnum())
    return keyed.digest("recovery", f"{person}/{plain}").hex()
