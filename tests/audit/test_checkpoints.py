"""Checkpoints of the journal: signed, growing, proved from tiles; a rewriting is found, nothing false is signed."""

import os

import pytest
from django.db import connection, transaction
from tests.audit.test_tampering import attacker  # noqa: F401 — a fixture

from mingqian.accounts.types import console
from mingqian.audit import chain, keyfiles, selectors, services
from mingqian.audit.enums import Purpose
from mingqian.audit.models import Entry, OwnKey, Tile
from mingqian.core import merkle, notes
from mingqian.core.canonical import Suite
from mingqian.core.decision import Refused

ORIGIN = "mingqian.359900/journal"
SEED = bytes(range(32))


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


def sign(cast, **changes):
    given = {"seed": SEED, "by": console(), "now": cast.now}
    return services.checkpoints.make(ORIGIN, **given | changes)


def append(cast, count):
    with transaction.atomic():
        for number in range(count):
            services.record(
                "unit.created", by=cast.legal_office, now=cast.now, thing="unit:X", body={"n": number}
            )


def leaves(count):
    return [chain.leaf(Suite.SHA256, entry) for entry in Entry.objects.order_by("seq")[:count]]


def test_the_first_checkpoint_makes_the_key_and_covers_the_entry_that_says_so(cast, home):
    made = sign(cast)
    assert Entry.objects.order_by("-seq").first().kind == "log_key.made"
    assert made.size == Entry.objects.count()
    assert bytes.fromhex(made.root) == merkle.root_of_hashes(Suite.SHA256, leaves(made.size))
    note = selectors.notes.note(made)
    assert notes.verified(selectors.notes.own_keys(ORIGIN), note)[0]
    assert os.stat(home / "log.key").st_mode & 0o777 == 0o600


def test_what_has_not_grown_is_not_signed_again(cast):
    assert sign(cast) is not None
    assert sign(cast) is None
    append(cast, 1)
    assert sign(cast).size == Entry.objects.count()


def test_full_tiles_are_stored_once_and_every_proof_holds(cast):
    first = sign(cast)
    append(cast, 300)
    last = sign(cast)
    assert Tile.objects.count() == last.size // 256
    for index in (0, 255, 256, last.size - 1):
        path = selectors.proofs.inclusion(ORIGIN, index=index, size=last.size)
        leaf = chain.leaf(Suite.SHA256, Entry.objects.get(seq=index + 1))
        proof, root = [bytes.fromhex(one) for one in path], bytes.fromhex(last.root)
        assert merkle.verify_inclusion(Suite.SHA256, leaf, index, last.size, proof, root)
    path = selectors.proofs.consistency(ORIGIN, old=first.size, new=last.size)
    roots = bytes.fromhex(first.root), bytes.fromhex(last.root)
    proof = [bytes.fromhex(one) for one in path]
    assert merkle.verify_consistency(Suite.SHA256, first.size, last.size, *roots, proof)
    before = Tile.objects.count()
    append(cast, 1)
    sign(cast)
    assert Tile.objects.count() == before


def test_nothing_beyond_what_was_signed_is_proved(cast):
    made = sign(cast)
    append(cast, 1)
    with pytest.raises(Refused, match="已签发到"):
        selectors.proofs.inclusion(ORIGIN, index=0, size=made.size + 1)
    with pytest.raises(Refused, match="不在"):
        selectors.proofs.consistency(ORIGIN, old=0, new=made.size)


def rewrite(cursor, since, **change):
    """What the owner of the database can do: change an entry and recompute the whole chain after it, head and all."""
    from mingqian.audit.models import JournalHead
    from mingqian.core import journal

    Entry.objects.filter(seq=since).update(**change)
    previous = Entry.objects.get(seq=since).previous
    for entry in Entry.objects.filter(seq__gte=since).order_by("seq"):
        entry.previous = previous
        previous = journal.entry_hash(Suite.SHA256, previous, chain.content(entry))
        Entry.objects.filter(seq=entry.seq).update(previous=entry.previous, hash=previous)
    JournalHead.objects.update(hash=previous)


def test_a_journal_rewritten_from_end_to_end_is_whole_but_for_the_checkpoint(cast, attacker):  # noqa: F811
    made = sign(cast)
    assert selectors.check().signed == made.size
    append(cast, 3)
    rewrite(attacker, 40, actor_name="别人")
    fault = selectors.verify()
    assert (fault.seq, "树根不符" in fault.reason) == (made.size, True)
    with pytest.raises(Refused, match="改写过"):
        sign(cast)


def test_a_checkpoint_put_in_the_place_of_the_signed_one_does_not_hold(cast, attacker):  # noqa: F811
    made = sign(cast)
    forged = made.note[:-6] + ("A" if made.note[-6] != "A" else "B") + made.note[-5:]
    attacker.execute("UPDATE audit_checkpoint SET note = %s", [forged])
    assert "签名" in selectors.verify().reason


def test_a_key_that_is_gone_or_another_signs_nothing(cast, home):
    sign(cast)
    append(cast, 1)
    (home / "log.key").rename(home / "kept")
    with pytest.raises(Refused, match="缺失"):
        sign(cast)
    keyfiles.create(home / "log.key", bytes(32))
    with pytest.raises(Refused, match="不是登记的那一把"):
        sign(cast)
    (home / "log.key").write_text("nonsense")
    with pytest.raises(Refused, match="私钥"):
        sign(cast)


def test_after_a_rotation_both_keys_check_what_each_signed(cast, home, django_capture_on_commit_callbacks):
    old = sign(cast)
    with django_capture_on_commit_callbacks(execute=True):
        services.keys.rotate(Purpose.LOG, seed=bytes(32), by=console(), now=cast.now)
    new = sign(cast)
    keys = selectors.notes.own_keys(ORIGIN)
    assert [notes.verified(keys, selectors.notes.note(one))[0] for one in (old, new)] == [
        [keys[0]],
        [keys[1]],
    ]
    assert OwnKey.objects.count() == 2
    assert Entry.objects.filter(kind="log_key.rotated").count() == 1
    assert selectors.verify() is None


def test_keys_are_kept_at_the_server_only(cast):
    for act in (
        lambda: services.keys.rotate(Purpose.LOG, seed=SEED, by=cast.security_admin, now=cast.now),
        lambda: services.cosigning.cosign("x", name="x", seed=SEED, by=cast.audit_admin, now=cast.now),
    ):
        with pytest.raises(Refused, match="不能更换或登记"):
            act()


def test_no_row_of_what_was_signed_is_ever_changed(cast):
    sign(cast)
    append(cast, 300)
    sign(cast)
    for table in ("audit_ownkey", "audit_tile", "audit_checkpoint"):
        for change in (f"DELETE FROM {table}", f"UPDATE {table} SET id = id + 1"):
            with (
                pytest.raises(Exception, match="只能追加"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(change)


def test_a_receipt_is_proved_by_nothing_but_itself(cast):
    sign(cast)
    receipt = selectors.receipts.of_event("person:LW01", "post.appointed")
    note = notes.of_lines(receipt["checkpoint"])
    assert notes.verified(selectors.notes.own_keys(ORIGIN), note)[0]
    leaf = chain.leaf(Suite.SHA256, Entry.objects.get(seq=receipt["index"] + 1))
    proof = [bytes.fromhex(one) for one in receipt["proof"]]
    newest = selectors.notes.newest(ORIGIN)
    assert merkle.verify_inclusion(
        Suite.SHA256, leaf, receipt["index"], newest.size, proof, bytes.fromhex(newest.root)
    )
    append(cast, 1)
    with pytest.raises(Refused, match="还没有签进"):
        selectors.receipts.of_entry(console(), Entry.objects.count())
