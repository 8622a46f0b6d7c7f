"""OpenID Connect as a provider of ``outside``: authorisation code with PKCE, the ID token checked by PyJWT.

MINGQIAN_OUTSIDE_SIGN_IN=mingqian.accounts.oidc:provider; needs the extra ``mingqian[oidc]``. allauth was not
taken: it brings its own users, e-mail addresses, sessions and tables, and signs people up.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from mingqian.accounts.outside import Errand, Identity
from mingqian.accounts.preset import CLAUSE
from mingqian.core.decision import Refused, denied

ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384"]
"""Signatures with a public key only: a shared secret, or none, proves nothing."""
SECONDS = 10
LARGEST = 1 << 20
LEEWAY = 60
"""Seconds two clocks may differ."""
LOCAL = ("127.0.0.1", "localhost", "::1")


class _Stay(HTTPRedirectHandler):
    """Credentials go to the address that was configured, and to no other it points at."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


class OpenIdConnect:
    """One issuer, one client."""

    def __init__(self, issuer: str, client: str, secret: str, label: str) -> None:
        self.issuer = issuer.rstrip("/")
        self.client = client
        self.secret = secret
        self.label = label
        self._found: dict[str, Any] = {}

    def start(self, errand: Errand) -> str:
        """The address of the issuer, with everything that ties its answer to this errand."""
        challenge = urlsafe_b64encode(sha256(errand.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "scope": "openid",
            "client_id": self.client,
            "redirect_uri": errand.back,
            "state": errand.state,
            "nonce": errand.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        return f"{self._address('authorization_endpoint')}?{urlencode(asked)}"

    def finish(self, answer: Mapping[str, str], errand: Errand) -> Identity:
        """Change the code for an ID token and believe nothing of it that is not signed for us and this errand."""
        if not answer.get("code"):
            raise _refused("认证平台没有确认身份")
        form = {
            "grant_type": "authorization_code",
            "code": answer["code"],
            "redirect_uri": errand.back,
            "client_id": self.client,
            "client_secret": self.secret,
            "code_verifier": errand.verifier,
        }
        token = _fetch(self._address("token_endpoint"), urlencode(form).encode()).get("id_token")
        claims = self._claims(token if isinstance(token, str) else "")
        if claims.get("nonce") != errand.nonce:
            raise _refused("认证平台的凭据不是为本次登录签发的")
        return Identity(self.issuer, str(claims["sub"]))

    def _claims(self, token: str) -> dict[str, Any]:
        import jwt  # the extra; whoever configures this provider has installed it

        keys = _fetch(self._address("jwks_uri"))
        try:
            wanted = jwt.get_unverified_header(token).get("kid")
            found = [key for key in jwt.PyJWKSet.from_dict(keys).keys if wanted in (None, key.key_id)]
            if not found:
                raise _refused("认证平台的签名密钥不对")
            claims: dict[str, Any] = jwt.decode(
                token,
                found[0],
                algorithms=ALGORITHMS,
                audience=self.client,
                issuer=[self.issuer, f"{self.issuer}/"],
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as wrong:
            raise _refused("认证平台的凭据验不通过") from wrong
        return claims

    def _address(self, what: str) -> str:
        if not self._found:
            found = _fetch(f"{self.issuer}/.well-known/openid-configuration")
            if str(found.get("issuer", "")).rstrip("/") != self.issuer:
                raise _refused("认证平台自报的标识与配置不符")
            self._found = found
        return str(self._found.get(what, ""))


def _fetch(address: str, form: bytes | None = None) -> dict[str, Any]:
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOCAL):
        raise _refused("认证平台的网址不是 https")
    request = Request(address, data=form, headers={"Accept": "application/json"})  # noqa: S310 — checked above
    try:
        with build_opener(_Stay).open(request, timeout=SECONDS) as answer:
            found = json.loads(answer.read(LARGEST))
    except (URLError, OSError, ValueError) as trouble:
        raise _refused("认证平台连不上，或者没有按约定回答") from trouble
    if not isinstance(found, dict):
        raise _refused("认证平台没有按约定回答")
    return found


def _refused(reason: str) -> Refused:
    return Refused(denied("accounts.outside_refused", reason, CLAUSE, "请从登录页重新开始，或用密码登录"))


provider = OpenIdConnect(**settings.OIDC)
