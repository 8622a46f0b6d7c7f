"""OpenID Connect against an issuer on loopback: real keys, real HTTP, and every way an answer can lie."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from mingqian.accounts.oidc import OpenIdConnect
from mingqian.accounts.outside import Errand
from mingqian.core.decision import Refused

ERRAND = Errand("https://desk.example/login/outside/back/", "the-state", "the-nonce", "the-verifier" * 4)
KEY, OTHER_KEY = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))


class Issuer(BaseHTTPRequestHandler):
    """As much of an issuer as the client asks of."""

    def log_message(self, *args):
        pass

    def do_GET(self):
        base = self.server.base
        if self.path.endswith("openid-configuration"):
            return self._say(
                {
                    "issuer": self.server.claims.get("says_it_is", base),
                    "authorization_endpoint": f"{base}/authorise",
                    "token_endpoint": f"{base}/token",
                    "jwks_uri": f"{base}/keys",
                }
            )
        key = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(KEY.public_key())) | {"kid": "one", "alg": "ES256"}
        return self._say({"keys": [key]})

    def do_POST(self):
        self.server.asked = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        if self.server.elsewhere:
            self.send_response(307)
            self.send_header("Location", f"{self.server.base}/keys")
            self.end_headers()
            return None
        return self._say({"id_token": self.server.token})

    def _say(self, what):
        body = json.dumps(what).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def server():
    made = HTTPServer(("127.0.0.1", 0), Issuer)
    made.base = f"http://127.0.0.1:{made.server_port}"
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join(5)


@pytest.fixture
def client(server):
    server.claims, server.elsewhere = {}, False
    return OpenIdConnect(server.base, "mingqian", "s3cret", "市统一认证")


def token(server, key=KEY, algorithm="ES256", **changes):
    now = int(time.time())
    claims = {
        "iss": server.base,
        "aud": "mingqian",
        "sub": "4711",
        "iat": now,
        "exp": now + 300,
        "nonce": "the-nonce",
    }
    return jwt.encode(claims | changes, key, algorithm=algorithm, headers={"kid": "one"})


def test_the_address_ties_the_answer_to_the_errand(client, server):
    asked = parse_qs(urlsplit(client.start(ERRAND)).query)
    assert asked["state"] == ["the-state"] and asked["nonce"] == ["the-nonce"]
    assert asked["code_challenge_method"] == ["S256"] and ERRAND.verifier not in client.start(ERRAND)


def test_a_good_token_says_who_it_is(client, server):
    server.token = token(server)
    found = client.finish({"code": "c"}, ERRAND)
    assert (found.issuer, found.subject) == (server.base, "4711")
    assert server.asked["code_verifier"] == [ERRAND.verifier]


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"aud": "somebody-else"}, "验不通过"),
        ({"iss": "https://elsewhere.example"}, "验不通过"),
        ({"exp": 1}, "验不通过"),
        ({"sub": None}, "验不通过"),
        ({"nonce": "another"}, "不是为本次登录"),
        ({"key": OTHER_KEY}, "验不通过"),
        ({"key": "x" * 32, "algorithm": "HS256"}, "验不通过"),
        ({"key": None, "algorithm": "none"}, "验不通过"),
    ],
)
def test_a_token_that_lies_is_refused(client, server, changes, word):
    server.token = token(server, **changes)
    with pytest.raises(Refused, match=word):
        client.finish({"code": "c"}, ERRAND)


def test_an_issuer_that_answers_nonsense_is_refused(client, server):
    for nonsense in (None, "", "a.b.c", 7, ["x"]):
        server.token = nonsense
        with pytest.raises(Refused, match="验不通过"):
            client.finish({"code": "c"}, ERRAND)
    with pytest.raises(Refused, match="没有确认身份"):
        client.finish({"error": "access_denied"}, ERRAND)
    server.token, server.elsewhere = token(server), True
    with pytest.raises(Refused, match="没有按约定回答"):
        client.finish({"code": "c"}, ERRAND)


def test_an_issuer_that_calls_itself_otherwise_is_refused(client, server):
    server.claims = {"says_it_is": "https://elsewhere.example"}
    with pytest.raises(Refused, match="与配置不符"):
        client.start(ERRAND)


@pytest.mark.parametrize("address", ["http://id.luwan.example", "file:///etc/passwd", "ftp://127.0.0.1", ""])
def test_nothing_but_https_is_asked(address):
    with pytest.raises(Refused, match="不是 https"):
        OpenIdConnect(address, "c", "s", "l").start(ERRAND)
