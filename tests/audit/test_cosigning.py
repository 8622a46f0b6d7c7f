"""An upper bureau co-signs what extends what it saw, over a real connection; a rewritten history is refused with proof."""

import shutil
import socket
import sqlite3
import threading

import pytest
from django.core.management import call_command
from django.db import transaction
from tests.audit.test_checkpoints import ORIGIN, SEED, append, home, sign  # noqa: F401 — home is a fixture
from tests.shell import Shell
from tests.site.test_serve import Site

from mingqian.accounts.types import console
from mingqian.audit import keyfiles, selectors, services
from mingqian.audit.enums import KeyHolder, Purpose
from mingqian.audit.models import Entry, SeenNote
from mingqian.core import notes
from mingqian.core.decision import Refused
from mingqian.core.journal import Checkpoint
from mingqian.core.notes import Kind, VerifierKey
from mingqian.site import outside_log


class Bureau:
    """Both ends in one database: the lower signs, the upper co-signs what it is shown."""

    def __init__(self, cast) -> None:
        self.cast = cast
        self.first = sign(cast)
        self.trust(str(selectors.notes.own_keys(ORIGIN)[0]), KeyHolder.LOG)

    def trust(self, key, holder):
        return services.keys.trust(key, holder=holder, unit="鹭江省厅", by=console(), now=self.cast.now)

    def text(self, checkpoint):
        return str(selectors.notes.note(checkpoint))

    def cosign(self, text, proof=()):
        return services.cosigning.cosign(
            text, name="upper", proof=proof, seed=bytes(32), by=console(), now=self.cast.now
        )

    def upper_key(self):
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        public = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
        return str(VerifierKey("upper", Kind.COSIGNATURE, public))


@pytest.fixture
def bureau(cast):
    return Bureau(cast)


def test_a_cosignature_comes_back_and_is_shown_with_the_checkpoint(bureau):
    answer = bureau.cosign(bureau.text(bureau.first))
    assert answer.decision
    with pytest.raises(Refused, match="联署公钥须先登记"):
        services.checkpoints.add_cosignatures(str(answer.note), by=console(), now=bureau.cast.now)
    bureau.trust(bureau.upper_key(), KeyHolder.UPPER)
    (kept,) = services.checkpoints.add_cosignatures(str(answer.note), by=console(), now=bureau.cast.now)
    assert kept.by.unit == "鹭江省厅"
    good, _ = notes.verified(selectors.notes.cosigner_keys(), selectors.notes.note(bureau.first))
    assert [key.name for key in good] == ["upper"]
    assert Entry.objects.order_by("-seq").first().kind == "checkpoint.cosigned"
    with pytest.raises(Refused, match="没有可以收下的新联署"):
        services.checkpoints.add_cosignatures(str(answer.note), by=console(), now=bureau.cast.now)


def test_a_longer_log_needs_the_proof_that_it_extends_the_shorter(bureau):
    bureau.cosign(bureau.text(bureau.first))
    append(bureau.cast, 5)
    longer = sign(bureau.cast)
    assert services.cosigning.wanted(bureau.text(longer)) == (ORIGIN, bureau.first.size, longer.size)
    assert not bureau.cosign(bureau.text(longer)).decision
    proof = selectors.proofs.consistency(ORIGIN, old=bureau.first.size, new=longer.size)
    assert bureau.cosign(bureau.text(longer), proof).decision
    assert "变短" in bureau.cosign(bureau.text(bureau.first)).decision.reason
    assert list(SeenNote.objects.order_by("pk").values_list("verdict", flat=True)) == [
        "cosigned", "refused", "cosigned", "refused",
    ]  # fmt: skip


def test_a_size_that_no_document_can_write_is_refused_and_kept_as_evidence(bureau):
    bureau.cosign(bureau.text(bureau.first))
    body = Checkpoint(ORIGIN, 2**53, bytes.fromhex(bureau.first.root))
    text = "".join(f"{one}\n" for one in body.lines())
    pen = keyfiles.load(keyfiles.place(Purpose.LOG))
    text = str(notes.Note(text).signed(notes.sign(pen, ORIGIN, text)))
    assert services.cosigning.wanted(text) == (ORIGIN, 0, 2**53)
    answer = bureau.cosign(text)
    assert not answer.decision and "整数范围" in answer.decision.reason
    assert SeenNote.objects.get(verdict="refused").note == text
    assert f'"size":"{2**53}"' in Entry.objects.order_by("-seq").first().body


@pytest.mark.parametrize("place", ["http://[::1/log/x", "http://127.0.0.1:1/a\x01", "http://127.0.0.1:1/a b"])
def test_an_address_that_is_none_is_refused_in_words(place):
    with pytest.raises(Refused, match="网址"):
        outside_log.note(place)


@pytest.mark.parametrize(
    "answer",
    [
        b"\x1b[31mgarbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
    ],
)
def test_an_answer_that_is_no_whole_http_is_refused_in_words(answer):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def once():
            with server.accept()[0] as peer:
                peer.recv(4096)
                peer.sendall(answer)

        serving = threading.Thread(target=once)
        serving.start()
        with pytest.raises(Refused, match="不是完整的 HTTP 回答"):
            outside_log.note(f"http://127.0.0.1:{server.getsockname()[1]}/log/x")
        serving.join()


@pytest.mark.django_db
def test_a_key_is_shown_only_under_a_name_that_a_note_can_carry():
    for name in ("a b", "a+b", "http://[::1/x"):
        with pytest.raises(Refused, match="--as"):
            call_command("cosign", "--show-key", "--as", name)
    assert not Entry.objects.filter(kind="log_key.made").exists()


def test_what_no_known_key_signed_is_not_looked_at(bureau):
    text = bureau.text(bureau.first)
    with pytest.raises(Refused, match="没有登记日志"):
        bureau.cosign(text.replace("359900", "110000"))
    with pytest.raises(Refused, match="与登记的公钥不符"):
        bureau.cosign(text.replace(f"\n{bureau.first.size}\n", f"\n{bureau.first.size + 1}\n"))
    with pytest.raises(Refused, match="不是签名"):
        bureau.cosign("nonsense")
    assert not SeenNote.objects.exists()


def test_a_note_that_is_not_ours_and_a_key_of_the_wrong_kind_are_refused(bureau):
    with pytest.raises(Refused, match="没有签发过"):
        text = bureau.text(bureau.first).replace(f"\n{bureau.first.size}\n", "\n7\n")
        services.checkpoints.add_cosignatures(text, by=console(), now=bureau.cast.now)
    with pytest.raises(Refused, match="这不是"):
        bureau.trust(bureau.upper_key(), KeyHolder.LOG)
    with pytest.raises(Refused, match="编号"):
        bureau.trust(bureau.upper_key().replace("upper", "other"), KeyHolder.UPPER)


def test_an_ended_key_signs_no_more_and_thaws_never(bureau):
    row = bureau.trust(bureau.upper_key(), KeyHolder.UPPER)
    services.keys.end(row.key, reason="人员调离", by=console(), now=bureau.cast.now)
    answer = bureau.cosign(bureau.text(bureau.first))
    with pytest.raises(Refused, match="没有可以收下的新联署"):
        services.checkpoints.add_cosignatures(str(answer.note), by=console(), now=bureau.cast.now)
    with pytest.raises(Exception, match="已生效"), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(state="in_use", ended_at=None)


@pytest.mark.slow
def test_two_installations_over_http_and_a_rewritten_history_is_refused_with_both_notes(
    founded, founded_home, tmp_path
):
    shutil.copytree(founded_home, tmp_path / "upper")
    upper = Shell(tmp_path / "upper")
    earlier = tmp_path / "earlier.sqlite3"
    shutil.copy(founded.database, earlier)

    founded.run("checkpoint", "make")
    key = founded.run("checkpoint", "keys").stdout.splitlines()[0]
    upper.run("checkpoint", "trust", key, "--holder", "log", "--unit", "鹭湾市局")
    own = upper.run("cosign", "--show-key").stdout.strip()
    founded.run("checkpoint", "trust", own, "--holder", "upper", "--unit", "鹭江省厅")
    with Site(founded, "--no-worker") as site:
        site.wait()
        url = f"http://127.0.0.1:{site.port}/log/{ORIGIN}"
        done = upper.run("cosign", url, "--out", str(tmp_path / "cosigned"))
        assert done.returncode == 0, done.stderr
        taken = founded.run("checkpoint", "add-cosignature", str(tmp_path / "cosigned"))
        assert "鹭江省厅" in taken.stdout
        founded.run("checkpoint", "make")
        assert "cosigner" in upper.run("cosign", url).stdout  # the longer log, by its proof over the wire
        site.end()

    assert sqlite3.connect(earlier).execute("SELECT count(*) FROM audit_entry").fetchone()[0] < 90
    for left in founded.home.glob("mingqian.sqlite3*"):
        left.unlink()
    shutil.copy(earlier, founded.database)
    for code in ("LWX1", "LWX2", "LWX3", "LWX1", "LWX2"):
        founded.run("login-link", code)
    founded.run("checkpoint", "make")
    with Site(founded, "--no-worker") as site:
        site.wait()
        done = upper.run("cosign", f"http://127.0.0.1:{site.port}/log/{ORIGIN}")
        site.end()
    assert done.returncode != 0
    assert "改写了历史" in done.stderr or "改写了日志" in done.stderr or "变短" in done.stderr
    assert done.stderr.count(f"{ORIGIN}\n") >= 2
