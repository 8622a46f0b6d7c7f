"""The vault with what surrounds it: the backup carries it, tasks and visits are what records are of."""

import os
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from tests.records.conftest import photo

from mingqian.records import incoming, known
from mingqian.records.models import Upload
from mingqian.records.services import checking
from mingqian.site import recordkeeping
from mingqian.site.backup import archive


def test_the_backup_carries_contents_and_what_firms_handed_in_and_no_pieces(phone, vault):
    note = phone.note(photo(b"half"))
    phone.announce(note)
    phone.piece(note["id"], 0, photo(b"half")[:1000])
    assert incoming.length(Upload.objects.get().pk) == 1000
    digest = phone.note(photo(b"whole"))["sha256"]
    phone.send(photo(b"whole"))
    (vault / "received/ab").mkdir(parents=True)
    (vault / "received/ab/abcd").write_bytes(b"handed in")
    names = [name for name, _ in archive.beside(vault)]
    assert names == ["received/ab/abcd", f"records/{digest[:2]}/{digest[2:4]}/{digest}"]


def test_records_on_a_disk_of_their_own_come_back_there(phone, vault, settings, tmp_path):
    settings.RECORDS = str(tmp_path / "other disk")
    phone.send(photo(b"elsewhere"))
    ((name, place),) = archive.beside(vault)
    assert (tmp_path / "other disk") in place.parents and name.startswith("records/")
    content = place.read_bytes()
    place.rename(tmp_path / "unpacked")
    archive.bring_home(tmp_path / "unpacked", name, vault)
    assert place.read_bytes() == content


def test_visits_and_tasks_are_wired_and_unknown_ones_are_told(db, cast):
    kinds = {one.word: one for one in recordkeeping.THINGS}
    assert set(kinds) == {"visit", "task"} <= set(known.TABLE)
    for kind in kinds.values():
        assert kind.describe("NOT-THERE") is None
        for may in (kind.may_add, kind.may_see):
            assert not may(cast.inspector, "NOT-THERE").ok
    assert list(kinds["visit"].under_way(cast.bureau_leader, cast.today)) == []


def test_what_a_kill_left_of_arriving_and_of_putting_away_is_taken_away_and_nothing_else(phone, vault, cast):
    phone.send(photo(b"whole"))
    waiting = phone.note(photo(b"half"))
    phone.announce(waiting)
    phone.piece(waiting["id"], 0, photo(b"half")[:1000])
    (content,) = (one for one in vault.rglob("records/??/??/*"))
    draft = content.with_name(f".{content.name}.1.1.new")
    os.link(content, draft)
    place = incoming.place_of(uuid4())
    for name in (place, place.with_suffix(".lock"), incoming.place_of(uuid4()).with_suffix(".lock")):
        name.touch()
    today = datetime.now(UTC)  # noqa: TID251 — the files are of this very day
    assert checking.tidy(now=today) == 1 and draft.exists(), "it may be somebody's of this very moment"
    assert checking.tidy(now=today + timedelta(days=2)) == 1
    left = sorted(one.suffix for one in vault.rglob("records/**/*") if one.is_file())
    assert left == ["", ".lock", ".part"] and content.exists()
    assert phone.send(photo(b"half"), **waiting).json()["state"] == "received"
