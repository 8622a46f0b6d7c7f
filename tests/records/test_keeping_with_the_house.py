"""The vault with what surrounds it: the backup carries it, tasks and visits are what records are of."""

from tests.records.conftest import photo

from mingqian.records import incoming, known
from mingqian.records.models import Upload
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
