"""Many writers at once: numbers without gaps, one chain, nothing lost."""

import threading
import tracemalloc

import pytest
from django.db import connection, transaction
from tests import cast as casting

from mingqian.accounts import selectors as accounts
from mingqian.audit import selectors, services
from mingqian.audit.models import Entry

WRITERS, EACH = 4, 15


def write_some(number):
    me = accounts.actor("LW02", on=casting.TODAY)
    for at in range(EACH):
        with transaction.atomic():
            services.record("unit.created", by=me, now=casting.NOW, thing=f"writer:{number}", body={"n": at})


@pytest.mark.slow
def test_processes_appending_to_one_file_make_one_chain(founded):
    before = 85
    writers = [founded.begin(write_some, number) for number in range(WRITERS)]
    for writer in writers:
        writer.end(120)
    assert [writer.process.exitcode for writer in writers] == [0] * WRITERS
    done = founded.run("journal", "verify")
    assert done.returncode == 0
    assert f"共 {before + WRITERS * EACH} 条" in done.stdout


@pytest.mark.django_db(transaction=True)
def test_threads_writing_through_their_own_connections_make_one_chain_and_one_row_of_numbers():
    if connection.vendor == "sqlite":
        pytest.skip("the in-memory database has one connection; the file is tested with processes")
    cast = casting.assemble()
    before = Entry.objects.count()
    gate, taken = threading.Barrier(WRITERS), []

    def write():
        gate.wait()
        try:
            for number in range(EACH):
                with transaction.atomic():
                    taken.append(services.numbers.next("XS-2026-", given=["XS-2026-00004"]))
                    services.record(
                        "unit.created", by=cast.office, now=cast.now, thing="x", body={"n": number}
                    )
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert Entry.objects.count() == before + WRITERS * EACH
    assert selectors.verify() is None
    assert sorted(taken) == list(range(5, 5 + WRITERS * EACH))


@pytest.mark.slow
def test_checking_a_journal_three_times_as_long_needs_no_more_memory(cast, monkeypatch):
    monkeypatch.setattr(selectors.reading, "PAGE", 40)

    def peak():
        tracemalloc.start()
        assert selectors.verify() is None
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    for number in range(75):  # with what the cast wrote, four pages
        services.record("unit.created", by=cast.office, now=cast.now, thing="x", body={"n": number})
    short = peak()
    for number in range(320):
        services.record("unit.created", by=cast.office, now=cast.now, thing="x", body={"n": number})
    assert peak() < 1.3 * short
