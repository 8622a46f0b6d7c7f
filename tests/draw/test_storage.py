"""What the database and the disk hold: rows that refuse changes, files that are checked, no half states."""

from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from tests.draw.table import Table

from mingqian.core.canonical import Suite, parse
from mingqian.core.decision import Refused
from mingqian.draw import keyfiles, rollfiles
from mingqian.draw.models import Draw, LogEvent

STAGE = ""
ROOT = Path(__file__).resolve().parents[2]
CHANGES = [
    ("draw_logevent", "kind = 'x'"),
    ("draw_rollentry", "status = 'E'"),
    ("draw_roll", "digest = ''"),
    ("draw_conflicttie", "subject = ''"),
    ("draw_anchor", "proof = ''"),
    ("draw_signoff", "opinion = 'no_objection'"),
    ("draw_publicvalue", "value = '0'"),
    ("draw_draw", "plan_doc = ''"),
    ("draw_draw", "log_id = 0"),
    ("draw_draw", "code = 'other'"),
]


@pytest.fixture(scope="module")
def published(world: Table) -> Table:
    world.tie(1, 3)
    return world.until_published()


@pytest.mark.parametrize(("name", "change"), CHANGES)
def test_the_database_refuses_to_change_what_was_drawn(
    published: Table, db: None, name: str, change: str
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT COUNT(*) FROM "{name}"')
        assert cursor.fetchone()[0] > 0
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(f'UPDATE "{name}" SET {change}')
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(f'DELETE FROM "{name}"')


@pytest.mark.clause("FL-13")
def test_the_operator_cannot_edit_the_pool_after_the_snapshot(published: Table, db: None) -> None:
    """Rows refuse, a second freeze refuses, and what the registry says later changes no roll."""
    from mingqian.registry.models import Subject

    used = published.row.rolls.get(item="JG01").roll
    before = rollfiles.read(Suite.SHA256, used.digest)
    Subject.objects.update(status="closed")
    with pytest.raises(Refused):
        published.freeze()
    with pytest.raises(IntegrityError), transaction.atomic():
        used.entries.update(status="X:ZX")
    assert rollfiles.read(Suite.SHA256, used.digest) == before


def test_a_roll_file_changed_on_disk_is_refused(published: Table, db: None) -> None:
    used = published.row.rolls.get(item="JG05").roll
    target = rollfiles.folder() / used.digest
    data = target.read_bytes()
    try:
        target.write_bytes(data.replace(b"|E|", b"|X|", 1))
        with pytest.raises(Refused, match="与冻结时不一致"):
            rollfiles.read(Suite.SHA256, used.digest)
        target.unlink()
        with pytest.raises(Refused, match="不在存储目录中"):
            rollfiles.read(Suite.SHA256, used.digest)
    finally:
        target.write_bytes(data)


def test_keys_lie_outside_the_database_and_only_the_program_reads_them(published: Table, db: None) -> None:
    row = published.row
    key = keyfiles.read(Suite.SHA256, row.roll_key_commit)
    place = keyfiles.folder() / row.roll_key_commit
    assert place.stat().st_mode & 0o077 == 0
    assert key not in str(Draw.objects.filter(pk=row.pk).values().get())
    place.write_text("0" * 64)
    try:
        with pytest.raises(Refused, match="文件缺失、被改动"):
            keyfiles.read(Suite.SHA256, row.roll_key_commit)
    finally:
        place.write_text(key)


def test_every_row_of_a_roll_keeps_who_it_is_and_why(published: Table, db: None) -> None:
    for used in published.row.rolls.select_related("roll"):
        roll = used.roll
        lines = rollfiles.read(Suite.SHA256, roll.digest).decode().splitlines()
        stored = {one.tag: one for one in roll.entries.all()}
        assert len(stored) == len(lines) == roll.count == parse(roll.header.encode())["n"]
        for line in lines:
            tag, stratum, status, weight, _ = line.split("|")
            entry = stored[tag]
            assert (entry.stratum, entry.status, str(entry.weight)) == (stratum, status, weight)
            assert entry.name


def test_the_log_has_no_gaps_and_counts_its_plans(published: Table, db: None) -> None:
    log = published.row.log
    indexes = list(LogEvent.objects.filter(log=log).order_by("index").values_list("index", flat=True))
    assert indexes == list(range(log.size))
    assert (log.plans, log.last_plan) == (1, published.row.plan_hash)
