"""Kill -9 of the phone's browser and of the product's own server while both are busy; ``bench/field.py``: two hundred."""

import os
import random  # noqa: TID251 — when to kill, not whom to draw
import shutil
from pathlib import Path

import pytest
from tests.browser import conftest, field_desk
from tests.shell import Shell
from tools import killing, real_desk

pytestmark = pytest.mark.slow
KILLS, SEED = 4, 20261122


def serve(port: int) -> None:
    """``mingqian serve`` as the leader of a group, which is killed as one."""
    from tests import warm

    os.setsid()
    warm.type_line("serve", "--port", str(port), "--workers", "1", "--no-worker")


def test_nothing_is_lost_or_doubled_when_either_side_is_killed_at_work(built: Path, tmp_path: Path) -> None:
    home, port = tmp_path / "home", field_desk.free_port()
    shutil.copytree(built, home)
    shell, surroundings = Shell(home), conftest.surroundings(home)
    (walk, *_) = real_desk.asked(home, real_desk.WALKS)

    def begin() -> int:
        started = shell.begin(serve, port, said=tmp_path / "said", **surroundings).process.pid
        assert started
        return started

    desk = real_desk.Desk(home, port, begin)
    desk.start()
    desk.wait()
    work = killing.Torment(desk, tmp_path, [(walk[0], real_desk.poster(home, walk[1]))], random.Random(SEED))
    try:
        work.run(KILLS)
    finally:
        desk.kill()
    assert shell.run("journal", "verify", **surroundings).returncode == 0
    found = work.judge(real_desk.found(home, [walk[0]]))
    assert sum(found.kills.values()) == KILLS and set(found.kills) == set(killing.VICTIMS)
    assert found.clean, str(found)
