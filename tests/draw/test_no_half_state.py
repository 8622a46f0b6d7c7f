"""Killed processes and two hands at once: a step is taken whole and once, or not at all."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from tests import cast as casting
from tests.draw import halves
from tests.draw.table import FREEZE, Table
from tests.shell import Shell

from mingqian.audit import selectors as audits
from mingqian.core.decision import Refused
from mingqian.draw import services as draws
from mingqian.draw.models import LogEvent
from mingqian.draw.services import staging
from mingqian.jobs.models import Job

# It starts a bureau on a database file and forks: several seconds.
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def trials(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What ``halves`` saw on a database file, by the step that was disturbed."""
    done = Shell(tmp_path_factory.mktemp("halves")).do(halves.main)
    assert done.returncode == 0, done.stderr
    return dict(line.split(" ", 1) for line in done.stdout.splitlines())


@pytest.mark.parametrize(
    ("dies_at", "left"),
    [
        ("draw.frozen", "killed prepared 0 0 0 0 None"),
        ("draw.announced", "killed frozen 3 110 3 0 None"),
        ("draw.sealed", "killed announced 3 110 4 1 None"),
    ],
)
def test_a_process_killed_in_the_middle_leaves_no_half_state(
    trials: dict[str, str], dies_at: str, left: str
) -> None:
    """State, rolls, rows, log events, ties and journal are those of before the step."""
    assert trials[dies_at] == left


def test_of_two_processes_that_seal_at_once_one_is_told_no(trials: dict[str, str]) -> None:
    assert trials["twice"] == "0 3 sealed 3 110 5 1 None"


@pytest.mark.django_db(transaction=True)
def test_of_two_connections_that_seal_at_once_one_is_told_no() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the in-memory database of the tests has one writer; two processes are tried above")
    table = Table(casting.assemble()).world()
    table.until_announced()
    for role in table.roles():
        table.commit(role)
    moment, operator = table.tick(), table.cast.draw_operator

    def run(_: int) -> Any:
        try:
            return draws.sealing.seal(draw=table.code, by=operator, now=moment).state
        except Refused as refusal:
            return refusal.decisions[0].code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, range(2))) == ["ceremony.sealed.seal", "sealed"]
    assert LogEvent.objects.filter(draw=table.row, kind="seal").count() == 1
    assert audits.verify() is None


@pytest.mark.django_db(transaction=True)
def test_rolls_are_read_as_the_registries_stood_at_one_moment() -> None:
    if connection.vendor == "sqlite":
        pytest.skip(
            "a transaction of SQLite has one moment anyway, and the in-memory one a single connection"
        )

    def written() -> None:
        try:
            Job.objects.create(kind="neighbour", title="", asked_at=FREEZE)
        finally:
            connection.close()

    with staging.unlocked():
        assert not Job.objects.exists()
        with ThreadPoolExecutor(1) as pool:
            pool.submit(written).result()
        assert not Job.objects.exists()
    assert Job.objects.exists()
