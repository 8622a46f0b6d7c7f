"""Somebody changes the journal behind the program's back: the first broken entry is named, and how."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from tests.laws import examples

from mingqian.audit import selectors, services
from mingqian.audit.guards import TABLES
from mingqian.audit.models import Entry
from mingqian.core import journal
from mingqian.core.canonical import Suite

LAST = 85  # entries of the cast: foundation, 22 units, 31 people and their posts


@pytest.fixture
def attacker(cast):
    """Whoever owns the database can take the guards away first."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit%'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            for table in TABLES:
                cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        yield cursor


def test_an_untouched_journal_is_whole(cast):
    report = selectors.check()
    assert report.fault is None
    assert report.count == Entry.objects.count() == LAST
    assert report.head == Entry.objects.get(seq=LAST).hash
    assert report.unguarded == ()


@pytest.mark.parametrize(
    "column", ["at", "kind", "actor", "actor_name", "actor_unit", "thing", "body", "previous", "hash"]
)
def test_a_change_in_any_column_is_named_at_its_entry(attacker, column):
    value = Entry.objects.values_list(column, flat=True).get(seq=17)
    changed = value[:-2] + ("1" if value[-2] != "1" else "2") + value[-1]
    attacker.execute(f'UPDATE audit_entry SET "{column}" = %s WHERE seq = 17', [changed])
    fault = selectors.verify()
    assert fault.seq == 17
    expected = {"previous": "前一条哈希", "hash": "哈希一栏被改动"}
    assert expected.get(column, "内容") in fault.reason


def test_a_changed_entry_is_named_with_its_date(attacker):
    attacker.execute("UPDATE audit_entry SET actor_name = '别人' WHERE seq = 17")
    report = selectors.check()
    assert report.fault.reason == "内容被改动：与当时的哈希不符"
    assert report.fault_at == "2026-01-05T01:00:00.000000Z"


def test_a_change_with_a_recomputed_hash_is_still_out_of_the_chain(attacker):
    entry = Entry.objects.get(seq=17)
    entry.actor_name = "别人"
    from mingqian.audit import chain

    new = journal.entry_hash(Suite.SHA256, entry.previous, chain.content(entry))
    attacker.execute("UPDATE audit_entry SET actor_name = '别人', hash = %s WHERE seq = 17", [new])
    assert selectors.verify() == journal.Break(18, "所记的前一条哈希与前一条不符")


@pytest.mark.parametrize("seq", [1, 17, LAST - 1])
def test_a_deleted_entry_is_missed(attacker, seq):
    attacker.execute("DELETE FROM audit_entry WHERE seq = %s", [seq])
    fault = selectors.verify()
    assert fault.seq == seq
    assert "缺少这一条" in fault.reason


@pytest.mark.parametrize("kept", [LAST - 1, 50, 1, 0])
def test_a_journal_cut_at_its_end_is_missed_by_the_head(attacker, kept):
    attacker.execute("DELETE FROM audit_entry WHERE seq > %s", [kept])
    assert selectors.verify() == journal.Break(kept + 1, f"缺少这一条及其后各条：日志末端记有 {LAST} 条")


def test_two_entries_that_changed_places_are_named(attacker):
    attacker.execute("UPDATE audit_entry SET seq = 1000 WHERE seq = 17")
    attacker.execute("UPDATE audit_entry SET seq = 17 WHERE seq = 18")
    attacker.execute("UPDATE audit_entry SET seq = 18 WHERE seq = 1000")
    assert selectors.verify().seq == 17


def test_a_head_that_points_elsewhere_is_named(attacker):
    attacker.execute("UPDATE audit_journalhead SET hash = %s", ["0" * 64])
    assert selectors.verify() == journal.Break(LAST, "日志末端所记的哈希与末条不符")


def test_a_head_that_counts_too_few_leaves_an_entry_over(attacker):
    before = Entry.objects.get(seq=LAST - 1).hash
    attacker.execute("UPDATE audit_journalhead SET count = count - 1, hash = %s", [before])
    assert selectors.verify() == journal.Break(LAST, f"日志末端只记有 {LAST - 1} 条，这一条是多出来的")


def test_a_head_in_another_suite_breaks_at_the_first_entry(attacker):
    attacker.execute("UPDATE audit_journalhead SET suite = 'sm3'")
    assert selectors.verify().seq == 1


def test_a_journal_without_its_head_is_no_journal(attacker):
    attacker.execute("DELETE FROM audit_journalhead")
    assert "没有日志末端" in selectors.verify().reason


def test_an_entry_slipped_in_is_named(attacker):
    attacker.execute("UPDATE audit_entry SET seq = seq + 1000 WHERE seq > 17")
    attacker.execute("UPDATE audit_entry SET seq = seq - 999 WHERE seq > 1000")
    attacker.execute(
        "INSERT INTO audit_entry (seq, at, kind, actor, actor_name, actor_unit, thing, body, previous, hash) "
        "SELECT 18, at, kind, actor, '别人', actor_unit, thing, body, hash, hash FROM audit_entry "
        "WHERE seq = 17"
    )
    assert selectors.verify().seq == 18


@pytest.mark.parametrize(
    ("body", "said"),
    [("{}", "内容"), ('{"a":1.5}', "小数"), ("[", "JSON"), ('{"a":1, "b":2}', "规范形式"), ("", "JSON")],
)
def test_a_body_that_is_no_canonical_document_is_named(attacker, body, said):
    attacker.execute("UPDATE audit_entry SET body = %s WHERE seq = 17", [body])
    fault = selectors.verify()
    assert fault.seq == 17
    assert said in fault.reason


def test_a_column_of_another_storage_class_is_named(attacker):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps a column's type")
    attacker.execute("UPDATE audit_entry SET body = CAST(body AS BLOB) WHERE seq = 17")
    assert selectors.verify().seq == 17


def test_text_that_is_no_utf8_is_named(attacker):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL checks the encoding on the way in")
    attacker.execute("UPDATE audit_entry SET body = CAST(X'FFFE41' AS TEXT) WHERE seq = 17")
    fault = selectors.verify()
    assert fault.seq == 17
    assert "读不出这一条" in fault.reason


def test_taken_away_guards_are_reported_even_when_the_chain_is_whole(attacker):
    report = selectors.check()
    assert report.fault is None
    assert report.unguarded == TABLES


def test_a_journal_rewritten_from_end_to_end_is_betrayed_only_by_a_note(attacker):
    noted = (17, Entry.objects.get(seq=17).hash)
    assert selectors.check(noted).fault is None
    _rewrite(attacker, from_seq=10)
    assert selectors.verify() is None
    fault = selectors.check(noted).fault
    assert (fault.seq, "此前记下的不符" in fault.reason) == (17, True)


def test_a_note_beyond_the_end_means_that_the_end_is_gone(cast):
    assert selectors.check((LAST + 1, "0" * 64)).fault == journal.Break(
        LAST + 1, "缺少这一条：此前有人记下过它"
    )


def test_the_check_reads_in_pages_and_not_all_at_once(cast, monkeypatch):
    monkeypatch.setattr(selectors.reading, "PAGE", 7)
    seen = []
    assert selectors.check(on_page=seen.append).fault is None
    assert seen == [*range(7, LAST, 7), LAST]


def test_entries_appended_while_the_check_runs_are_no_fault(cast, monkeypatch):
    monkeypatch.setattr(selectors.reading, "PAGE", 50)

    def append(count):
        services.record("unit.created", by=cast.office, now=cast.now, thing="x", body={})

    assert selectors.check(on_page=append).fault is None


@pytest.mark.slow
@examples(60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
@pytest.mark.sqlite  # every column is tried on both
def test_whatever_single_character_changes_the_entry_is_named(cast, data):
    seq = data.draw(st.integers(1, LAST))
    column = data.draw(st.sampled_from(["at", "kind", "actor_name", "thing", "body", "previous", "hash"]))
    entry = Entry.objects.get(seq=seq)
    value = getattr(entry, column)
    place = data.draw(st.integers(0, len(value) - 1))
    other = data.draw(st.sampled_from("0a甲{").filter(lambda letter: letter != value[place]))
    with transaction.atomic():
        with connection.cursor() as cursor:
            _unguard(cursor)
            cursor.execute(
                f'UPDATE audit_entry SET "{column}" = %s WHERE seq = %s',
                [value[:place] + other + value[place + 1 :], seq],
            )
        fault = selectors.verify()
        transaction.set_rollback(True)
    assert fault is not None and fault.seq == seq


def _unguard(cursor):
    if connection.vendor == "sqlite":
        cursor.execute('DROP TRIGGER "audit_entry_no_update"')
    else:
        cursor.execute('ALTER TABLE "audit_entry" DISABLE TRIGGER USER')


def _rewrite(cursor, *, from_seq):
    """What an owner of the database with time on his hands can do."""
    from mingqian.audit import chain

    previous = Entry.objects.get(seq=from_seq - 1).hash
    for entry in Entry.objects.filter(seq__gte=from_seq).order_by("seq"):
        entry.actor_name = "别人"
        new = journal.entry_hash(Suite.SHA256, previous, chain.content(entry))
        cursor.execute(
            "UPDATE audit_entry SET actor_name = '别人', previous = %s, hash = %s WHERE seq = %s",
            [previous, new, entry.seq],
        )
        previous = new
    cursor.execute("UPDATE audit_journalhead SET hash = %s", [previous])
