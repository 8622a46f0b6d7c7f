"""``mingqian journal``: what an auditor reads, on a real file which somebody touched."""

import re
import sqlite3

import pytest
from django.core.management import call_command

from mingqian.audit.models import Entry
from mingqian.site import cli

NOTE = re.compile(r"末端 (\d+:[0-9a-f]{64})")


@pytest.mark.slow
def test_a_whole_journal_says_how_long_it_is_and_where_it_ends(founded):
    done = founded.run("journal", "verify")
    assert (done.returncode, done.stderr) == (0, "")
    assert "日志完好：共 85 条，算法 sha256" in done.stdout
    assert NOTE.search(done.stdout)


def change(founded, *statements, guards=True):
    base = sqlite3.connect(founded.database)
    if guards:
        names = base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            base.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        base.execute(statement)
    base.commit()
    base.close()


@pytest.mark.clause("FL-33")
@pytest.mark.slow
@pytest.mark.parametrize("change_of", ["name", "time", "hash", "kind"])
def test_one_byte_changed_in_the_file_is_named(founded, change_of):
    base = sqlite3.connect(founded.database)
    at, body, own_hash = base.execute("SELECT at, body, hash FROM audit_entry WHERE seq = 40").fetchone()
    base.close()
    raw = founded.database.read_bytes()
    # The columns lie in the file one after another, in the table's order.
    record = re.search(
        re.escape(at.encode()) + rb"[ -~]{4,40}?LWX\d.{1,120}?" + re.escape(body.encode()), raw, re.S
    )
    place = {
        "name": record.end() - 4,
        "time": record.start() + 8,
        "kind": record.start() + len(at),
        "hash": raw.index(own_hash.encode(), record.end()),
    }[change_of]
    changed = bytearray(raw)
    changed[place] = ord("8") if raw[place] != ord("8") else ord("9")
    founded.database.write_bytes(bytes(changed))

    done = founded.run("journal", "verify")
    assert (done.returncode, done.stdout) == (1, "")
    assert "日志断裂：第 40 条" in done.stderr
    assert "该条所记时间" in done.stderr
    assert "此前 39 条完好" in done.stderr


@pytest.mark.slow
def test_the_guards_hold_until_somebody_takes_them_away(founded):
    with pytest.raises(sqlite3.IntegrityError, match="只能追加"):
        change(founded, "UPDATE audit_entry SET actor_name = '别人' WHERE seq = 40", guards=False)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit_entry SET actor_name = '别人' WHERE seq = 40", "第 40 条，内容被改动"),
        ("DELETE FROM audit_entry WHERE seq = 40", "第 40 条，缺少这一条"),
        ("DELETE FROM audit_entry WHERE seq > 80", "第 81 条，缺少这一条及其后各条"),
        (
            "UPDATE audit_journalhead SET hash = lower(hex(zeroblob(32)))",
            "第 85 条，日志末端所记的哈希与末条不符",
        ),
        ("DELETE FROM audit_journalhead", "第 1 条，没有日志末端"),
        ("DELETE FROM audit_entry", "第 1 条，缺少这一条"),
    ],
)
def test_what_was_done_to_the_journal_is_said(founded, statement, said):
    change(founded, statement)
    done = founded.run("journal", "verify")
    assert done.returncode == 1
    assert said in done.stderr
    assert "防改触发器不在了" in done.stderr


@pytest.mark.slow
def test_a_note_on_paper_betrays_a_shortened_journal(founded):
    note = NOTE.search(founded.run("journal", "verify").stdout)[1]
    assert founded.run("journal", "verify", "--noted", note).returncode == 0
    change(
        founded,
        "DELETE FROM audit_entry WHERE seq > 80",
        "UPDATE audit_journalhead SET count = 80, hash = (SELECT hash FROM audit_entry WHERE seq = 80)",
    )
    assert founded.run("journal", "verify").returncode == 0
    done = founded.run("journal", "verify", "--noted", note)
    assert (done.returncode, "第 85 条，缺少这一条：此前有人记下过它" in done.stderr) == (1, True)


@pytest.mark.parametrize("note", ["", "85", "85:abc", "0:" + "a" * 64, "x:" + "a" * 64, "85:" + "A" * 64])
def test_a_note_that_is_none_is_wrong_usage(db, capsys, note):
    assert cli.run(["journal", "verify", "--noted", note]) == 2
    assert "应为“条数:哈希”" in capsys.readouterr().err


def test_the_journal_reads_like_a_list(cast, capsys):
    call_command("journal", "show", "--last", "2")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    seq, at, label, who, thing, body = lines[-1].split("\t")
    last = Entry.objects.order_by("-seq").first()
    assert (int(seq), at, label, thing, body) == (
        last.seq, "2026-01-05 09:00:00", "任命", last.thing, last.body,
    )  # fmt: skip
    assert who == "安保密（LWX2）"


def test_the_journal_can_be_read_for_one_thing(cast, capsys):
    call_command("journal", "show", "--thing", "person:LW01")
    assert [line.split("\t")[2] for line in capsys.readouterr().out.splitlines()] == ["新建人员", "任命"]


def test_nothing_found_is_said(cast, capsys):
    call_command("journal", "show", "--kind", "nothing.happened")
    assert "没有符合条件的日志" in capsys.readouterr().err


@pytest.mark.parametrize("last", ["0", "-1", "x", "1000001"])
def test_a_number_of_entries_that_is_none_is_wrong_usage(db, capsys, last):
    assert cli.run(["journal", "show", "--last", last]) == 2
    assert "应为 1 至 1000000 的整数" in capsys.readouterr().err
