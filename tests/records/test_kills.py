"""A server killed with kill −9 in the middle of uploads, again and again: every record is there, none twice."""

import hashlib
import json
import random  # noqa: TID251 — a fixed seed, for the moments of the kills
import resource
import shutil
import socket
import sqlite3
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from uuid import UUID

import pytest
from tests.records.conftest import VISIT, photo
from tests.shell import Running, Shell

KILLS, MEDIA, PIECE = 10, 3, 1 << 16
TOKEN = "a-test-keeps-no-secrets"


def answer_forever(port: int, largest_file: int) -> None:
    """The real application over a real socket, in a process that can be killed; visits are things here."""
    from django.utils.timezone import localdate
    from tests.cast import NOW, POSTS
    from tests.records import conftest

    from mingqian.accounts import selectors
    from mingqian.accounts.enums import Role
    from mingqian.records import services as records
    from mingqian.site.wsgi import application

    class Cast:
        def __getattr__(self, name: str) -> object:
            return selectors.actor(POSTS[Role(name)][0], on=localdate(NOW))

    records.things.connect(conftest.things(Cast()))
    if largest_file:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log_message(self, *words: object) -> None:
            return None

    make_server("127.0.0.1", port, application, handler_class=Quiet).serve_forever()


class Server:
    """Starts it, kills it, starts it again."""

    def __init__(self, home: Path, largest_file: int = 0) -> None:
        self.home, self.largest_file = home, largest_file
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.running: Running | None = None

    def start(self) -> None:
        self.running = Shell(self.home).begin(
            answer_forever, self.port, self.largest_file, said=self.home / "said",
            MINGQIAN_DEMO="1", MINGQIAN_CLOCK="2026-01-05T09:00:00+08:00", MINGQIAN_HOSTS="127.0.0.1",
        )  # fmt: skip
        for _ in range(3000):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                assert self.running.alive(), self.running.err
                time.sleep(0.02)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        assert self.running is not None
        self.running.kill()


class Sender:
    """A phone that asks how far it is and goes on from there."""

    def __init__(self, port: int, cookies: str, piece: int = PIECE) -> None:
        self.port, self.cookies, self.piece = port, cookies, piece

    def ask(
        self, method: str, path: str, body: bytes = b"", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        line = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            given = {name.replace("_", "-"): value for name, value in headers.items()}
            line.request(method, path, body, {"Cookie": self.cookies, "X-CSRFToken": "x" * 32} | given)
            answer = line.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            line.close()

    def send(self, note: dict[str, object], content: bytes) -> str:
        """Until there is a receipt; any broken line is the caller's affair."""
        path = f"/records/uploads/{note['id']}/"
        status, _, body = self.ask(
            "POST", "/records/uploads/", json.dumps(note).encode(), Content_Type="application/json"
        )
        assert status in (200, 201), body.decode()
        told = json.loads(body)
        while not told["receipt"]:
            piece = content[told["offset"] : told["offset"] + self.piece]
            checksum = f"sha256 {hashlib.sha256(piece).hexdigest()}"
            _, _, body = self.ask(
                "PATCH", path, piece, Upload_Offset=str(told["offset"]), Upload_Checksum=checksum
            )
            told = json.loads(body)
            assert "offset" in told, told
            told.setdefault("receipt", "")
        return str(told["receipt"])


def sign_in() -> None:
    from tests import cast, web

    from mingqian.accounts import selectors
    from mingqian.accounts.enums import Role

    who = selectors.actor(cast.POSTS[Role.INSPECTOR][0], on=cast.TODAY)
    print(web.signed_in(who, now=cast.NOW).cookies.output(header="", sep=";"))


@pytest.fixture
def home(founded):
    """The bureau's directory, and the inspector signed in for good."""
    prepared = founded.do(sign_in)
    (founded.home / "cookie.txt").write_text(prepared.stdout.strip().partition(";")[0].strip())
    return founded.home


def notes(home: Path, count: int, size: int) -> list[tuple[dict[str, object], bytes]]:
    chance = random.Random(20261122)
    found = []
    for number in range(count):
        content = photo(chance.randbytes(size - 8), size)
        note = {
            "id": str(UUID(int=chance.getrandbits(128), version=4)), "thing": VISIT, "stage": "onsite", "kind": "scene",
            "name": f"{number}.png", "type": "image/png", "size": size, "sha256": hashlib.sha256(content).hexdigest(),
            "captured_at": "2026-01-05T08:30:00+08:00", "device": None, "series": None,
        }  # fmt: skip
        found.append((note, content))
    return found


def cookies(home: Path) -> str:
    return f"{(home / 'cookie.txt').read_text()}; csrftoken={'x' * 32}"


def rows(home: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(home / "mingqian.sqlite3") as database:
        found = database.execute("SELECT receipt, sha256 FROM records_item ORDER BY id").fetchall()
    database.close()
    return [(str(receipt), str(digest)) for receipt, digest in found]


@pytest.mark.slow
@pytest.mark.sqlite
def test_uploads_survive_kill_9_in_a_loop(home):
    server, chance = Server(home), random.Random(7)
    sender = Sender(server.port, cookies(home))
    receipts: dict[str, str] = {}
    wanted = notes(home, MEDIA, 2_000_000)
    kills = 0
    server.start()
    try:
        for note, content in wanted:
            while str(note["id"]) not in receipts:
                doomed = kills < KILLS
                if doomed:
                    killer = threading.Timer(chance.uniform(0.02, 0.4), server.kill)
                    killer.start()
                with suppress(OSError, HTTPException, ValueError):
                    receipts[str(note["id"])] = sender.send(note, content)
                if doomed:
                    killer.join(30)
                    kills += 1
                    server.start()
        again = {str(note["id"]): sender.send(note, content) for note, content in wanted}
    finally:
        server.kill()
    assert kills == KILLS
    assert again == receipts, "asked again, every record has the receipt it had"
    assert sorted(rows(home)) == sorted(
        (receipts[str(note["id"])], str(note["sha256"])) for note, _ in wanted
    )
    for note, content in wanted:
        (place,) = (home / "records").rglob(str(note["sha256"]))
        assert place.read_bytes() == content
    assert not list((home / "records/incoming").glob("*.part"))


@pytest.mark.slow
@pytest.mark.sqlite
def test_a_full_disk_is_told_with_507_and_breaks_nothing(home):
    server = Server(home, largest_file=(home / "mingqian.sqlite3").stat().st_size + 3_000_000)
    sender, limit = Sender(server.port, cookies(home), 4 * PIECE), server.largest_file
    (big, content), (small, few) = notes(home, 1, limit + 500_000)[0], notes(home, 2, 100_000)[1]
    server.start()
    try:
        with pytest.raises(AssertionError, match="存储空间不足"):
            sender.send(big, content)
        _, headers, _ = sender.ask("HEAD", f"/records/uploads/{big['id']}/")
        assert 0 < int(headers["Upload-Offset"]) <= limit
        assert sender.send(small, few).startswith("MR-")
    finally:
        server.kill()
    roomy = Server(home)
    roomy.start()
    try:
        assert Sender(roomy.port, cookies(home), 4 * PIECE).send(big, content).startswith("MR-"), (
            "it goes on where it stopped"
        )
    finally:
        roomy.kill()
    assert len(rows(home)) == 2
    shutil.rmtree(home / "records")
