"""RFC 3161: the query goes out, the answer of a real authority comes back, and is about this very checkpoint."""

import subprocess

import pytest
from tests.audit.test_checkpoints import append, home, sign  # noqa: F401 — home is a fixture

from mingqian.accounts.types import console
from mingqian.audit import services
from mingqian.audit.models import Entry, TimeStamp
from mingqian.core.decision import Refused

CONFIG = """
[req]
distinguished_name = dn
[dn]
[root]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ts]
default_tsa = here
[here]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
signer_key = tsa.key
default_policy = 1.2.3.4
digests = sha256
signer_digest = sha256
ess_cert_id_alg = sha256
"""


class Authority:
    """A time-stamp authority with a root of its own, by OpenSSL."""

    def __init__(self, folder) -> None:
        self.folder = folder
        (folder / "tsa.cnf").write_text(CONFIG)
        (folder / "serial").write_text("01")
        new = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -config tsa.cnf -days 3650"
        self.openssl(
            *new.split(),
            "-extensions",
            "root",
            "-subj",
            "/CN=Root",
            "-keyout",
            "root.key",
            "-out",
            "root.pem",
        )
        self.openssl(
            *[
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-config",
                "tsa.cnf",
                "-subj",
                "/CN=TSA",
                "-keyout",
                "tsa.key",
                "-out",
                "tsa.csr",
            ]
        )
        self.openssl(
            *[
                "x509",
                "-req",
                "-in",
                "tsa.csr",
                "-CA",
                "root.pem",
                "-CAkey",
                "root.key",
                "-CAcreateserial",
                "-days",
                "3650",
            ],
            *["-extfile", "tsa.cnf", "-extensions", "tsa", "-out", "tsa.pem"],
        )

    def openssl(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def stamp(self, query):
        (self.folder / "q.tsq").write_bytes(query)
        self.openssl(
            *[
                "ts",
                "-reply",
                "-queryfile",
                "q.tsq",
                "-config",
                "tsa.cnf",
                "-section",
                "here",
                "-out",
                "r.tsr",
            ]
        )
        return (self.folder / "r.tsr").read_bytes()

    @property
    def root(self):
        return (self.folder / "root.pem").read_bytes()


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("tsa"))


@pytest.mark.slow
def test_an_answer_about_this_checkpoint_is_kept_and_no_other(cast, authority, tmp_path_factory):
    first = sign(cast)
    answer = authority.stamp(services.stamping.request(first))
    given = {"roots": [authority.root], "by": console(), "now": cast.now}
    made = services.stamping.add(first, answer, **given)
    assert (made.authority, made.checkpoint_id) == ("CN=TSA", first.pk)
    assert Entry.objects.order_by("-seq").first().kind == "checkpoint.stamped"
    other = sign(cast)
    stranger = Authority(tmp_path_factory.mktemp("stranger"))
    wrong = [
        (other, answer, authority.root),
        (first, answer, stranger.root),
        (first, b"nonsense", authority.root),
    ]
    for checkpoint, data, root in wrong:
        with pytest.raises(Refused, match="时间戳核验不通过"):
            services.stamping.add(checkpoint, data, roots=[root], by=console(), now=cast.now)
    assert TimeStamp.objects.count() == 1
