"""The whole ceremony, from the freeze to a transcript that two independent programs accept."""

import subprocess
import sys
from pathlib import Path

import pytest
from tests.draw.table import BEACON_TEXT, Table, judge

from mingqian.audit import selectors as audits
from mingqian.core.canonical import Suite
from mingqian.core.draw import ceremony

ORDERS = [(ceremony.TABLE, None), (ceremony.BEACON, BEACON_TEXT)]


# The quick tier takes one way through; test_beacon takes the other order. Another suite changes hashes and no table.
@pytest.mark.parametrize(
    ("order", "suite"),
    [
        (ceremony.TABLE, Suite.SHA256),
        pytest.param(ceremony.TABLE, Suite.SM3, marks=(pytest.mark.slow, pytest.mark.sqlite)),
        pytest.param(ceremony.BEACON, Suite.SHA256, marks=pytest.mark.slow),
        pytest.param(ceremony.BEACON, Suite.SM3, marks=(pytest.mark.slow, pytest.mark.sqlite)),
    ],
)
def test_a_transcript_is_accepted_by_the_product_and_by_the_one_file_program(
    db: None, tmp_path: Path, suite: Suite, order: str
) -> None:
    table = Table.where_all_stand(suite, order=order)
    table.world(**({"text": BEACON_TEXT} if order == ceremony.BEACON else {}))
    table.tie(1, 3)
    table.until_published()
    table.complete()
    table.write(tmp_path / "draw")
    report = judge(tmp_path / "draw", secrets=table.secrets())
    assert report.ok, report.failed()
    found = {one.code: one for one in report.checks}
    assert found["V23"].status == "passed", found["V23"].messages
    assert one_file(tmp_path / "draw") == 0
    assert audits.verify() is None


def one_file(folder: Path, *more: str) -> int:
    """The program that was written into the directory, run as anybody would."""
    done = subprocess.run(
        [sys.executable, str(folder / "mingqian_verify.py"), str(folder / "transcript.json"), *more],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode
