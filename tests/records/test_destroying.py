"""销毁 cut off by kill −9, or meeting an upload of the same bytes: the decision stands, no kept record loses its own."""

import hashlib
import os
import signal
import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from tests import cast as casting
from tests.records.conftest import Phone, photo
from tests.shell import Shell

from mingqian.records.disk import DiskStore
from mingqian.records.models import Item
from mingqian.records.services import expiring

CONTENTS = [b"first", b"second", b"needed by another record"]


def destroy_and_be_killed() -> None:
    """Three expired records in a real vault, listed by one person, decided by another, whose process dies."""
    from datetime import timedelta

    from django.conf import settings
    from django.utils.timezone import localdate
    from tests.cast import NOW, POSTS

    from mingqian.accounts import selectors
    from mingqian.accounts.enums import Role
    from mingqian.records import vault
    from mingqian.records.disk import DiskStore
    from mingqian.records.models import Item
    from mingqian.records.services import expiring

    archivist, leader = (
        selectors.actor(POSTS[role][0], on=localdate(NOW)) for role in (Role.ARCHIVIST, Role.LEGAL_OFFICE)
    )
    unit = selectors.units(leader).get(code="JCZD")
    for number, content in enumerate([*CONTENTS, CONTENTS[2]]):
        file = Path(settings.HOME) / "piece"
        file.write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        vault.current().put(file, digest)
        Item.objects.create(
            media=UUID(int=number), thing="visit:A", title="A", unit_id=unit.pk, stage="onsite", kind="scene",
            medium="photo", name="p.png", type="image/png", size=len(content), sha256=digest, captured_at=NOW,
            received_at=NOW, person_id=leader.person_id, retention="half", part=1, of=1, receipt=f"MR-{number:016X}",
            until=localdate(NOW) + timedelta(days=1),
        )  # fmt: skip
    later = NOW + timedelta(days=30)
    made = expiring.propose([UUID(int=one) for one in range(3)], why="已到期", by=archivist, now=later)
    delete = DiskStore.delete

    def delete_and_die(store: DiskStore, digest: str) -> None:
        delete(store, digest)
        os.kill(os.getpid(), signal.SIGKILL)

    DiskStore.delete = delete_and_die  # type: ignore[method-assign]
    expiring.decide(made.number, yes=True, by=leader, now=later)


def left(shell: Shell) -> int:
    names = {hashlib.sha256(one).hexdigest() for one in CONTENTS}
    return sum(one.name in names for one in (shell.home / "records").rglob("*"))


def rows(shell: Shell, asked: str) -> list[Any]:
    with closing(sqlite3.connect(shell.database)) as database:
        return database.execute(asked).fetchall()


@pytest.mark.slow
@pytest.mark.clause("SZ-32")
def test_a_destruction_killed_half_way_is_ended_by_the_next_check_and_takes_nothing_more(
    founded: Shell,
) -> None:
    done = founded.do(destroy_and_be_killed, MINGQIAN_DEMO="1", MINGQIAN_CLOCK="2026-02-04T09:00:00+08:00")
    assert done.returncode == -signal.SIGKILL, done.stderr
    decided = (
        "SELECT d.state, c.ended_at FROM records_disposal d JOIN records_clearing c ON c.disposal_id = d.id"
    )
    assert left(founded) == 2 and rows(founded, decided) == [("done", None)]
    for _ in range(2):
        checked = founded.run("records", "check")
        assert checked.returncode == 0 and "1 份内容" in checked.stdout, checked.stderr
    assert left(founded) == 1 and rows(founded, decided)[0][1] is not None
    told = rows(founded, "SELECT count(*) FROM audit_entry WHERE kind = 'records.cleared'")
    assert told == [(1,)]


@pytest.fixture
def cast(transactional_db: None) -> Any:
    """For threads with connections of their own."""
    return casting.assemble()


@pytest.mark.slow
@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="one writer: nobody is between two steps of a write"
)
def test_who_uploads_the_same_bytes_waits_until_they_are_taken_away_and_puts_them_there_again(
    cast: Any, phone: Phone, vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    phone.send(photo())
    old, later = Item.objects.get(), casting.NOW + timedelta(days=200)
    made = expiring.propose([old.media], why="已到期，没有留存价值", by=cast.archivist, now=later)
    ended, delete = threading.Event(), DiskStore.delete

    def upload() -> None:
        phone.send(photo())
        ended.set()
        connection.close()

    other = threading.Thread(target=upload)

    def delete_meanwhile(store: DiskStore, digest: str) -> None:
        other.start()
        assert not ended.wait(0.5)
        delete(store, digest)

    monkeypatch.setattr(DiskStore, "delete", delete_meanwhile)
    expiring.decide(made.number, yes=True, by=cast.legal_office, now=later)
    other.join(30)
    again = Item.objects.get(state="kept")
    assert again.sha256 == old.sha256 and list((vault / "records").rglob(old.sha256))
