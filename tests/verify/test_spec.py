"""The shell lines of the protocol's page give what the page says."""

import re
import subprocess

import pytest
from tests.verify import program

PAGE = (program.ROOT / "docs/spec/draw-protocol.md").read_text(encoding="utf-8")
LINES = re.findall(r"```sh\n(.+)\n# ([0-9a-f]{64})\n```", PAGE)


@pytest.mark.parametrize(
    ("line", "expected"),
    LINES,
    ids=[one.split(r"\n")[0].split(":")[1] + expected[:4] for one, expected in LINES],
)
def test_a_shell_line_of_the_page_gives_the_hash_under_it(line: str, expected: str) -> None:
    answer = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True)
    assert answer.stdout.split()[0] == expected


def test_the_page_has_its_shell_lines_and_names_every_check() -> None:
    assert len(LINES) == 5
    for number in range(25):
        assert re.search(rf"^\| V{number} \|", PAGE, re.MULTILINE), f"V{number} is not described"


def test_the_page_names_every_vector_file() -> None:
    folder = program.ROOT / "docs/spec/vectors"
    assert all(path.name in PAGE for path in folder.iterdir())
