"""People who can prove to be themselves: passwords, telephones, sign-ins."""

from datetime import timedelta
from hashlib import sha256
from itertools import count

import pyotp

from mingqian.accounts import codes
from mingqian.accounts.models import Credential, Person
from mingqian.accounts.services import proofs, signing_in
from mingqian.accounts.types import Origin

GOOD = "Chuan-Qiao7号"
OTHER = "Bai-Lu2026岛"
SALT = "5a17"
ENTROPY = b"".join(sha256(bytes([one])).digest() for one in range(4))
HERE = Origin("192.0.2.7", "测试浏览器")
_tokens = count(1)


def give_password(actor, text=GOOD, *, now, enrolled=False):
    """A password and, if wanted, an authenticator, as if set through the pages."""
    person = Person.objects.get(code=actor.code)
    proofs.write_password(person, text, now=now, keep_session=0)
    if enrolled:
        Credential.objects.filter(person=person).update(totp_salt=SALT, totp_since=now)
    return person


def code_of(actor, now):
    """What this person's telephone shows."""
    return pyotp.TOTP(codes.secret(SALT, actor.code)).at(now)


def enter(actor, password=GOOD, *, now, origin=HERE):
    """The first step of a sign-in by password."""
    return signing_in.with_password(
        code=actor.code, password=password, token=f"token-{next(_tokens)}", origin=origin, now=now
    )


def come_in(actor, *, now):
    """All the way in."""
    session = enter(actor, now=now)
    signing_in.second_step(session, code_of(actor, now), origin=HERE, now=now)
    session.refresh_from_db()
    return session


def minutes(number):
    return timedelta(minutes=number)
