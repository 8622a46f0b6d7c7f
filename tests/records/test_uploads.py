"""Media travel up in pieces: nothing lost, nothing doubled, nothing half received, no lie believed."""

import errno
import hashlib
import json
import os
from uuid import uuid4

import pytest
from django.db import connection
from tests.records.conftest import FOREIGN, VISIT, Phone, film, photo
from tests.web import signed_in

from mingqian.audit.models import Entry
from mingqian.records import incoming
from mingqian.records import vault as vaults
from mingqian.records.models import Item, Upload

TAKEN = {"records.too_large": 413, "records.no_room": 507}


def files(home):
    return sorted(one for one in (home / "records").rglob("*") if one.is_file())


def test_a_photo_in_pieces_is_kept_once_under_its_hash_with_a_receipt(phone, vault, cast):
    content = photo()
    answer = phone.send(content)
    assert answer.status_code == 200 and answer.json()["state"] == "received"
    digest = hashlib.sha256(content).hexdigest()
    item = Item.objects.get()
    assert (
        item.receipt == answer.json()["receipt"]
        and item.receipt.startswith("MR-")
        and len(item.receipt) == 19
    )
    assert (item.sha256, item.size, item.thing, item.medium) == (digest, 3000, VISIT, "photo")
    assert item.captured_at < item.received_at == cast.now
    assert files(vault) == [vault / "records" / digest[:2] / digest[2:4] / digest]
    assert files(vault)[0].read_bytes() == content and files(vault)[0].stat().st_mode & 0o777 == 0o400
    (entry,) = Entry.objects.filter(kind="records.received")
    assert entry.thing == VISIT and json.loads(entry.body)["sha256"] == digest


def test_the_same_upload_again_is_answered_with_the_same_receipt(phone):
    content = photo()
    note = phone.note(content)
    first = [phone.announce(note), phone.piece(note["id"], 0, content)][1].json()
    assert phone.announce(note).json() == first
    assert phone.piece(note["id"], 0, content).json() == first  # the answer to the last piece was lost
    assert phone.ask(note["id"]).headers["Upload-Receipt"] == first["receipt"]
    assert Item.objects.count() == 1 and Entry.objects.filter(kind="records.received").count() == 1


def test_a_known_id_with_other_data_is_refused_and_changes_nothing(phone):
    note = phone.note(photo())
    phone.announce(note)
    answer = phone.announce(note | {"size": 2999})
    assert answer.status_code == 409 and answer.json()["code"] == "records.other_content"
    assert Upload.objects.get().size == 3000


def test_a_wrong_offset_is_told_the_true_one(phone):
    content = photo()
    note = phone.note(content)
    phone.announce(note)
    phone.piece(note["id"], 0, content[:1000])
    for offset in (0, 999, 2000):
        answer = phone.piece(note["id"], offset, content[offset : offset + 500])
        assert (answer.status_code, answer.json()["offset"]) == (409, 1000)
    head = phone.ask(note["id"])
    assert (head.headers["Upload-Offset"], head.headers["Upload-State"]) == ("1000", "receiving")


def test_a_piece_broken_on_the_way_is_not_taken(phone):
    content = photo()
    note = phone.note(content)
    phone.announce(note)
    answer = phone.piece(note["id"], 0, content[:1000], checksum="0" * 64)
    assert answer.status_code == 422 and "校验值不符" in answer.json()["reason"]
    assert phone.ask(note["id"]).headers["Upload-Offset"] == "0"


def test_a_whole_that_is_not_what_was_announced_begins_anew(phone, vault):
    content = photo()
    note = phone.note(content, sha256=hashlib.sha256(b"another").hexdigest())
    phone.announce(note)
    answer = phone.piece(note["id"], 0, content)
    assert (answer.status_code, answer.json()["code"]) == (422, "records.wrong_hash")
    assert phone.ask(note["id"]).headers["Upload-Offset"] == "0"
    assert files(vault) == [] and not Item.objects.exists()


@pytest.mark.parametrize(
    ("content", "changes", "words"),
    [
        (b"MZ\x90\x00".ljust(3000, b"x"), {}, "内容不是照片"),
        (b"\x7fELF".ljust(3000, b"x"), {"type": "video/mp4", "kind": "process"}, "内容不是照片"),
        (film(), {}, "内容是 MP4"),
        (photo(), {"type": "application/x-msdownload"}, "不收"),
        (photo(), {"kind": "process"}, "应当是录像、录音"),
        (photo(), {"kind": "nonsense"}, "事项清单里没有"),
    ],
)  # fmt: skip
def test_a_lie_about_what_it_is_is_refused(phone, vault, content, changes, words):
    answer = phone.send(content, **changes)
    assert answer.status_code == 422 and words in answer.json()["reason"]
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"size": 0}, {"size": "3000"}, {"size": True}, {"size": 1e3}, {"sha256": "x"}, {"id": "1"}, {"id": None},
        {"captured_at": "yesterday"}, {"captured_at": "2026-01-05T09:00:00"}, {"captured_at": "0001-01-01T00:00:00Z"},
        {"thing": "visit"}, {"thing": "../../etc/passwd"}, {"thing": "visit:../x"}, {"stage": "../x"}, {"series": [1]},
        {"series": {"id": str(uuid4()), "part": 2, "of": 1}}, {"series": {"id": str(uuid4()), "part": 0, "of": 1}},
        {"name": 5}, {"device": "my phone"}, {"type": "image/\ud800"}, {"thing": "visit:\ud800"},
    ],
)  # fmt: skip
def test_an_announcement_that_is_not_understood_is_refused_in_words(phone, change):
    answer = phone.announce(phone.note(photo()) | change)
    assert answer.status_code == 422 and answer.json()["reason"], answer.content
    assert not Upload.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"[" * 30000, b"\xff\xfe", b'{"id": 1}', b"x" * 70000])
def test_bytes_that_are_no_announcement_are_refused_in_words(phone, body):
    answer = phone.client.post("/records/uploads/", body, content_type="application/json")
    assert answer.status_code in (413, 422) and answer.json()["reason"]


def test_a_name_full_of_tricks_is_only_a_name(phone, vault):
    phone.send(photo(), name="../../../etc/cron.d/x\r\nSet-Cookie: a=b;<script>.png")
    assert Item.objects.get().name == "xSet-Cookie a=b;script.png"
    assert {one.parent.parent.parent for one in files(vault)} == {vault / "records"}


def test_too_large_and_too_much_at_once_are_told_before_a_byte_is_stored(phone, monkeypatch):
    answer = phone.announce(phone.note(photo(), size=(2 << 30) + 1))
    assert answer.status_code == 413 and "2048 MB" in answer.json()["reason"]
    monkeypatch.setattr(incoming, "SPARE", 1 << 60)
    answer = phone.announce(phone.note(photo()))
    assert answer.status_code == 507 and "存储空间不足" in answer.json()["reason"]
    assert not Upload.objects.exists()


def test_a_piece_larger_than_agreed_is_refused(phone):
    note = phone.note(photo(size=2_000_000))
    phone.announce(note)
    assert phone.piece(note["id"], 0, b"x" * ((1 << 20) + 1)).status_code == 413


def test_a_disk_that_fills_up_keeps_what_was_there_and_goes_on_later(phone, vault, monkeypatch):
    content = photo()
    note = phone.note(content)
    phone.announce(note)
    phone.piece(note["id"], 0, content[:1000])
    ordinary, written = os.write, []

    def full(handle, data):
        if written:
            raise OSError(errno.ENOSPC, "No space left on device")
        written.append(ordinary(handle, data[:100]))
        return written[0]

    monkeypatch.setattr(incoming.os, "write", full)
    answer = phone.piece(note["id"], 1000, content[1000:2000])
    assert answer.status_code == 507 and "这一段没有存下" in answer.json()["reason"]
    monkeypatch.undo()
    assert phone.ask(note["id"]).headers["Upload-Offset"] == "1000"
    phone.piece(note["id"], 1000, content[1000:2000])
    assert phone.piece(note["id"], 2000, content[2000:]).json()["state"] == "received"


def test_a_store_that_fills_up_at_the_last_byte_loses_nothing(phone, monkeypatch):
    content = photo()
    note = phone.note(content)
    phone.announce(note)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(vaults.current(), "put", full)
    assert phone.piece(note["id"], 0, content).status_code == 507
    monkeypatch.undo()
    offset = int(phone.ask(note["id"]).headers["Upload-Offset"])
    assert offset == 2999, "one byte more ends it; nothing is sent twice"
    assert phone.piece(note["id"], offset, content[offset:]).json()["state"] == "received"


def test_two_phones_with_one_content_make_two_records_of_one_file(phone, cast, vault):
    other = Phone(signed_in(cast.inspection_body, now=cast.now), cast.now)
    assert {phone.send(photo()).json()["state"], other.send(photo()).json()["state"]} == {"received"}
    assert Item.objects.count() == 2 and len(files(vault)) == 1
    assert len(set(Item.objects.values_list("receipt", flat=True))) == 2


def test_other_peoples_uploads_are_not_there(phone, cast):
    content = photo()
    note = phone.note(content)
    phone.announce(note)
    other = Phone(signed_in(cast.inspection_body, now=cast.now), cast.now)
    assert other.ask(note["id"]).status_code == 404
    assert other.piece(note["id"], 0, content).status_code == 404
    assert other.announce(note).status_code == 403
    assert other.client.delete(f"/records/uploads/{note['id']}/").status_code == 404


def test_records_of_a_visit_come_from_its_team_alone(phone, cast):
    answer = phone.announce(phone.note(photo(), thing=FOREIGN))
    assert answer.status_code == 403 and "检查组" in answer.json()["reason"]
    stranger = Phone(signed_in(cast.business_inspector, now=cast.now), cast.now)
    assert stranger.announce(stranger.note(photo())).status_code == 403
    assert phone.announce(phone.note(photo(), thing="case:1")).status_code == 404


def test_signed_out_is_401_and_everything_stays(phone, client):
    note = phone.note(photo())
    phone.announce(note)
    for answer in (
        client.post("/records/uploads/", json.dumps(note), content_type="application/json"),
        client.patch(f"/records/uploads/{note['id']}/", b"x"),
    ):
        assert answer.status_code == 401 and "登录已失效" in answer.json()["reason"]
    assert client.head(f"/records/uploads/{note['id']}/").status_code == 401
    assert phone.ask(note["id"]).status_code == 200


def test_given_up_before_it_is_whole_and_never_after(phone, vault, django_capture_on_commit_callbacks):
    content = photo()
    note = phone.note(content)
    phone.announce(note)
    phone.piece(note["id"], 0, content[:1000])
    with django_capture_on_commit_callbacks(execute=True):
        assert phone.client.delete(f"/records/uploads/{note['id']}/").status_code == 204
    assert files(vault) == [] and Entry.objects.filter(kind="records.abandoned").count() == 1
    again = {"id": note["id"], "offset": 0, "state": "receiving", "receipt": "", "sha256": ""}
    assert phone.announce(note).json() == again
    phone.piece(note["id"], 0, content)
    answer = phone.client.delete(f"/records/uploads/{note['id']}/")
    assert answer.status_code == 409 and "已经收到" in answer.json()["reason"]


def test_a_second_sender_at_the_same_moment_is_told_to_wait(phone):
    content = photo()
    note = phone.note(content)
    phone.announce(note)
    with incoming.held(Upload.objects.get().pk):
        answer = phone.piece(note["id"], 0, content)
    assert answer.status_code == 423 and "另一处" in answer.json()["reason"]  # 409 would be for good


def test_no_lock_is_held_while_bytes_arrive_or_are_hashed(phone, monkeypatch):
    """SQLite has one writer: a piece that is no last one writes no row, and none is locked while a body is read."""
    content = photo()
    note = phone.note(content)
    phone.announce(note)
    said = []
    with connection.execute_wrapper(lambda run, sql, *rest: (said.append(sql), run(sql, *rest))[1]):
        phone.piece(note["id"], 0, content[:1000])
    assert said and not [sql for sql in said if not sql.startswith("SELECT")], said
