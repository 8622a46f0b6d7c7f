"""The seam to a city's own sign-in service (统一身份认证): OIDC, CAS, whatever it speaks.

A provider is any object with the two methods below, named by MINGQIAN_OUTSIDE_SIGN_IN (``package.module:name``).
It proves *who* somebody is; which person of ours that is, a binding says (``services.outside``), and what the
person may do, their posts say. Nothing is created by signing in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom the service has proved this to be: its own name and its own key of the account."""

    issuer: str
    subject: str


@dataclass(frozen=True, slots=True)
class Errand:
    """One trip to the service and back: random values that tie the answer to this browser."""

    back: str
    state: str
    nonce: str
    verifier: str


class Provider(Protocol):
    """What a sign-in service has to offer."""

    label: str

    def start(self, errand: Errand) -> str:
        """The address to send the browser to."""
        ...

    def finish(self, answer: Mapping[str, str], errand: Errand) -> Identity:
        """Check what the browser brought back; refuse (``Refused``) anything that is not proof."""
        ...


def configured() -> Provider | None:
    """The provider of this installation; None where people sign in here."""
    if not settings.OUTSIDE_SIGN_IN:
        return None
    module, _, name = settings.OUTSIDE_SIGN_IN.partition(":")
    provider: Provider = getattr(import_module(module), name)
    return provider
