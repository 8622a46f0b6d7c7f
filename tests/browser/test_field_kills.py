"""Kill -9 of the phone's browser and of the desk while both are busy; ``bench/field.py`` does it two hundred times."""

import random  # noqa: TID251 — when to kill, not whom to draw
import sys
from pathlib import Path

import pytest
from tests.browser import field_desk
from tools import killing

pytestmark = pytest.mark.slow
KILLS, SEED = 4, 20261122


def test_nothing_is_lost_or_doubled_when_either_side_is_killed_at_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(field_desk.shell_folder().parents[4])
    port = field_desk.free_port()
    command = [sys.executable, "-m", "tests.browser.field_desk", str(tmp_path), str(port)]
    first = field_desk.package(field_desk.now())["visits"][0]
    sign = field_desk.sign(first["subject"]["code"].removeprefix("USCC:"))
    work = killing.Torment(killing.Server(command, port), tmp_path, first["code"], sign, random.Random(SEED))
    try:
        work.run(KILLS)
    finally:
        work.server.kill()
    found = work.judge(*field_desk.found(tmp_path))
    assert found.browser + found.server == KILLS
    assert found.said and not found.lost and not found.doubled, str(found)
