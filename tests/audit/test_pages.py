"""The auditors' window: everything to be read, nothing to be changed, nobody else lets in."""

import pytest
from django.db import connection
from tests.web import lived, signed_in, text_of

from mingqian.audit.models import Checkpoint, Entry
from mingqian.core import notes
from mingqian.core.canonical import parse
from mingqian.jobs import services as jobs
from mingqian.jobs.models import Job


@pytest.fixture
def window(cast):
    with lived(cast.now):
        yield signed_in(cast.audit_admin, now=cast.now)


def test_only_the_audit_administrator_opens_it(cast, window):
    assert window.get("/desk/journal/").status_code == 200
    for other in (cast.system_admin, cast.security_admin, cast.bureau_leader):
        assert signed_in(other, now=cast.now).get("/desk/journal/1/").status_code == 403


def test_entries_are_found_by_event_person_thing_and_day(cast, window):
    everything = Entry.objects.count()
    page = text_of(window.get("/desk/journal/"))
    assert f"共 <b>{everything}</b> 条" in page and "席系统（LWX1）" in page

    def count(query):
        return text_of(window.get(f"/desk/journal/?{query}")).split("共 <b>")[1].split("<")[0]

    assert count("thing=person:LW01") == str(Entry.objects.filter(thing="person:LW01").count())
    assert count("kind=bureau.founded") == "1"
    assert count("actor=nobody") == "0"
    assert count("since=2026-01-05&until=2026-01-05") == str(everything)
    assert count("since=2026-01-06") == "0" and count("until=2026-01-04") == "0"


def test_an_entry_shows_what_it_says_and_what_it_is_chained_to(cast, window):
    first, second = Entry.objects.order_by("seq")[:2]
    page = text_of(window.get("/desk/journal/1/"))
    assert first.hash in page and "鹭湾市人力资源和社会保障局" in page and "/desk/journal/2/" in page
    assert text_of(window.get("/desk/journal/2/")).count(first.hash) == 1, second
    assert window.get("/desk/journal/999999/").status_code == 404


def test_the_whole_journal_is_checked_as_long_work_and_a_break_is_named(cast, window, settings, tmp_path):
    settings.HOME = tmp_path
    assert window.post("/desk/journal/check/").status_code == 303
    assert "日志完好" in jobs.run_next(worker="w", clock=lambda: cast.now).told
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER audit_entry_no_update")
        else:
            cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_entry SET actor_name = '别人' WHERE seq = 3")
    window.post("/desk/journal/check/")
    done = jobs.run_next(worker="w", clock=lambda: cast.now)
    assert done.state == "failed" and "第 3 条" in done.refusal[0]["reason"]
    assert Job.objects.count() == 2


def test_checkpoints_are_shown_to_the_auditor_and_hashes_only_to_the_public(
    cast, window, client, settings, tmp_path
):
    settings.HOME = tmp_path
    assert "还没有签发检查点" in text_of(client.get("/log/"))
    assert window.post("/desk/journal/sign/").status_code == 303
    assert "已签发检查点：审计日志" in jobs.run_next(worker="w", clock=lambda: cast.now).told
    made = Checkpoint.objects.get()
    assert made.root in text_of(window.get("/desk/checkpoints/"))
    page = text_of(client.get("/log/"))
    assert made.root in page and "席系统" not in page
    note = client.get(f"/log/{made.origin}/checkpoint").content.decode()
    keys = [
        notes.read_key(line) for line in client.get(f"/log/{made.origin}/keys").content.decode().splitlines()
    ]
    assert notes.verified(keys, notes.read(note)) == (keys, [])
    proof = client.get(f"/log/{made.origin}/proof/inclusion?index=4&size={made.size}").json()["proof"]
    receipt = parse(window.get("/desk/journal/5/receipt.json").content)
    assert receipt["proof"] == proof
    for wrong in ("inclusion?index=x&size=3", f"consistency?from=1&to={made.size + 9}", "consistency"):
        assert client.get(f"/log/{made.origin}/proof/{wrong}").status_code == 409
    assert client.get("/log/nowhere/checkpoint").status_code == 404
    assert "存证回执" in text_of(window.get("/desk/journal/5/"))
