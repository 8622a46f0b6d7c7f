"""The one write of the journal: gapless, chained, in its caller's transaction, or not at all."""

import json
from datetime import UTC, datetime, timedelta, timezone
from importlib.util import find_spec

import pytest
from django.db import connection, transaction
from django.db.transaction import TransactionManagementError
from tests import cast as casting

from mingqian.accounts.types import console
from mingqian.audit import chain, selectors, services
from mingqian.audit.enums import EVENTS
from mingqian.audit.house_events import HOUSE
from mingqian.audit.models import Entry, JournalHead
from mingqian.audit.regime_events import REGIME
from mingqian.core import journal
from mingqian.core.canonical import Suite
from mingqian.core.decision import Refused


def record(cast, **changes):
    given = {"by": cast.legal_office, "now": cast.now, "thing": "unit:X", "body": {"note": "记事"}}
    kind = changes.pop("kind", "unit.created")
    return services.record(kind, **given | changes)


@pytest.mark.parametrize("suite", Suite)
def test_each_entry_is_bound_to_the_one_before_in_the_journals_own_hash(db, suite):
    cast = casting.assemble(suite)
    last = Entry.objects.order_by("-seq").first()
    entry = record(cast)
    assert entry.seq == last.seq + 1
    assert entry.previous == last.hash
    assert entry.hash == journal.entry_hash(suite, last.hash, chain.content(entry))
    head = JournalHead.objects.get()
    assert (head.count, head.hash, head.suite) == (entry.seq, entry.hash, suite)


def test_the_first_entry_stands_on_the_genesis(cast):
    assert Entry.objects.get(seq=1).previous == journal.GENESIS


def test_an_entry_says_who_did_what_when(cast):
    entry = Entry.objects.get(pk=record(cast).pk)
    assert (entry.actor, entry.actor_name, entry.actor_unit) == ("LW02", "沈知法", "政策法规处")
    assert (entry.kind, entry.thing, json.loads(entry.body)) == ("unit.created", "unit:X", {"note": "记事"})
    assert entry.moment == cast.now


@pytest.mark.parametrize(
    ("now", "written"),
    [
        (datetime(2026, 3, 17, 1, 0, tzinfo=UTC), "2026-03-17T01:00:00.000000Z"),
        (datetime(2026, 3, 17, 1, 0, 0, 7, tzinfo=UTC), "2026-03-17T01:00:00.000007Z"),
        (datetime(2026, 3, 17, 9, 0, tzinfo=timezone(timedelta(hours=8))), "2026-03-17T01:00:00.000000Z"),
        (datetime(2026, 1, 1, 7, 0, tzinfo=timezone(timedelta(hours=8))), "2025-12-31T23:00:00.000000Z"),
    ],
)
def test_times_are_written_in_one_way(cast, now, written):
    assert record(cast, now=now).at == written


def test_a_time_without_its_zone_is_a_programming_error(cast):
    with pytest.raises(ValueError, match="aware"):
        record(cast, now=datetime(2026, 3, 17, 9, 0))  # noqa: DTZ001


def test_a_kind_outside_the_table_is_a_programming_error_and_leaves_nothing(cast):
    before = Entry.objects.count()
    with pytest.raises(services.UnknownEvent, match=r"unit\.invented"):
        record(cast, kind="unit.invented")
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    "body",
    [{"x": 0.5}, {"x": "一行\n两行"}, {"x": 2**53}, {"坏键": 1}, {"x": {1, 2}}, {"x": casting.NOW}],
    ids=["a float", "a line break", "too large", "a key in Chinese", "a set", "a datetime"],
)
def test_a_body_that_has_no_canonical_bytes_is_refused(cast, body):
    before = Entry.objects.count()
    with pytest.raises(Refused, match="不合规"):
        record(cast, body=body)
    assert Entry.objects.count() == before
    assert selectors.verify() is None


def test_before_the_foundation_nothing_can_be_journaled(db):
    with pytest.raises(Refused, match="mingqian setup"), transaction.atomic():
        services.record("unit.created", by=console(), now=casting.NOW, thing="x", body={})


def test_a_journal_is_opened_once(cast):
    with pytest.raises(Refused, match="已经启用"):
        services.open_journal(suite=Suite.SM3, now=cast.now)


def test_the_entry_goes_with_its_transaction(cast):
    before = (Entry.objects.count(), JournalHead.objects.get().hash)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        record(cast)
        raise KeyboardInterrupt
    assert (Entry.objects.count(), JournalHead.objects.get().hash) == before
    assert record(cast).seq == before[0] + 1
    assert selectors.verify() is None


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_an_entry_and_a_number_are_refused():
    cast = casting.assemble()
    with pytest.raises(TransactionManagementError, match="outside a transaction"):
        record(cast)
    with pytest.raises(TransactionManagementError, match="outside a transaction"):
        services.numbers.next("XS-2026-", given=[])


def test_an_append_costs_the_same_whatever_the_length(cast, django_assert_num_queries):
    with django_assert_num_queries(3):
        record(cast)


def test_the_auditor_reads_and_nobody_else_does(cast):
    assert [entry.kind for entry in selectors.entries(cast.audit_admin, last=1)] == ["post.appointed"]
    for key, person in cast.people.items():
        if key != "audit_admin":
            with pytest.raises(Refused, match="不能查阅审计日志"):
                selectors.entries(person)


def test_reading_can_be_narrowed_to_a_thing_a_kind_and_the_end(cast):
    thing = f"person:{cast.archivist.code}"
    read = selectors.entries

    def kinds(found):
        return [entry.kind for entry in found]

    assert kinds(read(cast.audit_admin, thing=thing)) == ["person.created", "post.appointed"]
    assert kinds(read(cast.audit_admin, thing=thing, last=1)) == ["post.appointed"]
    assert kinds(read(cast.audit_admin, thing=thing, kind="person.created")) == ["person.created"]
    assert [entry.seq for entry in read(cast.audit_admin, last=3)] == list(
        range(Entry.objects.count() - 2, Entry.objects.count() + 1)
    )
    assert kinds(read(cast.audit_admin, last=0)) == []


def test_every_event_is_past_tense_dotted_and_labelled():
    for kind, event in EVENTS.items():
        thing, _, done = kind.partition(".")
        assert thing.replace("_", "").isalpha() and done.replace("_", "").isalpha(), kind
        assert kind == kind.lower() == event.kind
        assert event.label.strip() and not event.label.isascii()
        assert find_spec(f"mingqian.{event.room}"), f"{kind} belongs to no room"


def test_no_event_stands_twice():
    assert len(HOUSE) + len(REGIME) == len(EVENTS)
    assert not {one.room for one in HOUSE} & {one.room for one in REGIME}


def test_the_page_of_events_is_fresh():
    from tools import write_events

    assert write_events.PAGE.read_text(encoding="utf-8") == write_events.text()


def test_the_row_says_the_same_on_both_databases(cast):
    entry = record(cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT at, body, previous, hash FROM audit_entry WHERE seq = %s", [entry.seq])
        assert cursor.fetchone() == (entry.at, entry.body, entry.previous, entry.hash)
